"""条例第五条 and the platform's own: units in their tree, dated rows superseded, people placed."""

from __future__ import annotations

from datetime import date

import pytest

from app.models.account import Account
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Level, Post, UnitKind
from app.models.parameter import Parameter
from app.models.unit import Unit
from tests import make
from tests.law.cases import Law, case, each, try_case

KEEPER, ADMIN = "keeper.HOT", "account_admin.HOT"
TODAY, YESTERDAY, TOMORROW = date(2024, 3, 4), date(2024, 3, 3), date(2024, 3, 5)
DATED = (CatalogueEntry, Parameter, CalendarDay)


def found(world, table: type, code: str | None = None) -> int:
    """The id of a row that is there."""
    if code:
        return world.unit(code)
    with world.reading() as session:
        return session.query(table.id).order_by(table.id).first()[0]


def new(build, *told, **more):
    return lambda world: build(*told, **more)


def alter(table: type, which: str | None = None, **told):
    return lambda world: make.change(table, found(world, table, which), **told)


def remove(table: type):
    return lambda world: make.removal(table, found(world, table))


def place(post: Post, unit: str):
    return lambda world: make.account(f"{post.value}.x", post=post, unit=unit)


LAWS = [
    Law(
        "unit_stands_under_its_superior",
        "条例:五",
        (
            case("a street in a district", KEEPER, new(make.unit)),
            case("a city body under nobody", KEEPER,
                 new(make.unit, parent=None, level=Level.CITY, kind=UnitKind.CENTRAL)),
            case("a department beside others", KEEPER,
                 new(make.unit, parent="BJ", level=Level.CITY, kind=UnitKind.CITY_DEPARTMENT)),
            case("a community under a street", KEEPER,
                 new(make.unit, parent="E1", level=Level.COMMUNITY, kind=UnitKind.COMMUNITY)),
        ),
        (
            case("a street under nobody", KEEPER, new(make.unit, parent=None)),
            case("a district under a street", KEEPER,
                 new(make.unit, parent="E1", level=Level.DISTRICT)),
        ),
    ),
    Law(
        "successor_takes_over",
        "平台规则:successor",
        (
            case("abolished with a successor", KEEPER,
                 alter(Unit, "E2", active=False, successor="E1")),
            case("abolished with none", KEEPER, alter(Unit, "E2", active=False)),
            case("renamed", KEEPER, alter(Unit, "E2", name="东城新街道")),
        ),
        (
            case("an abolished successor", KEEPER,
                 alter(Unit, "E2", active=False, successor="OLD")),
            case("still in use", KEEPER, alter(Unit, "E2", successor="E1")),
            case("its own successor", KEEPER, alter(Unit, "E2", active=False, successor="E2")),
        ),
    ),
    Law(
        "identity_of_a_unit_is_kept",
        "平台规则:reference_only",
        (case("functions changed", KEEPER, alter(Unit, "EC", functions="城市管理、水务")),),
        (
            case("code", KEEPER, alter(Unit, "E2", code="E9"), form="kept"),
            case("superior", KEEPER, alter(Unit, "E2", parent="W"), form="kept"),
            case("level", KEEPER, alter(Unit, "E2", level=Level.COMMUNITY), form="kept"),
        ),
    ),
    Law(
        "dated_rows_are_superseded",
        "平台规则:dated_rows",
        (case("a new version", KEEPER, new(make.entry, "L3", valid_from=TOMORROW)),),
        (
            case("an entry altered", KEEPER, alter(CatalogueEntry, note="改"), beyond=True),
            case("a parameter altered", KEEPER, alter(Parameter, value=99), beyond=True),
            case("a day altered", KEEPER, alter(CalendarDay, name="改"), beyond=True),
        ),
    ),
    Law(
        "later_version_is_not_backdated",
        "平台规则:first_version",
        (
            case("first version in the past", KEEPER, new(make.parameter, "first.one")),
            case("later version from today", KEEPER,
                 new(make.parameter, "handle.L3", 5, valid_from=TODAY)),
            case("later version from tomorrow", KEEPER,
                 new(make.entry, "L3", valid_from=TOMORROW)),
            case("a day published anew", KEEPER,
                 new(make.calendar_day, date(2024, 5, 1), valid_from=TODAY)),
        ),
        (
            case("a parameter from yesterday", KEEPER,
                 new(make.parameter, "handle.L3", 5, valid_from=YESTERDAY)),
            case("an entry from yesterday", KEEPER, new(make.entry, "L3", valid_from=YESTERDAY)),
            case("a day as if published before", KEEPER,
                 new(make.calendar_day, date(2024, 5, 1), valid_from=YESTERDAY)),
        ),
    ),
    Law(
        "reference_rows_are_kept",
        "平台规则:catalogue_history",
        (case("disused instead", KEEPER, alter(Unit, "GAS", active=False)),),
        tuple(
            case(table.__tablename__, KEEPER, remove(table), beyond=True)
            for table in (Unit, *DATED)
        ),
    ),
    Law(
        "account_sits_where_its_post_belongs",
        "平台规则:account",
        (
            case("intake in the centre", ADMIN, place(Post.INTAKE, "HOT")),
            case("coordinator in a district", ADMIN, place(Post.COORDINATOR, "W")),
            case("handler in a street", ADMIN, place(Post.HANDLER, "W2")),
            case("head in an enterprise", ADMIN, place(Post.HEAD, "WATER")),
            case("keeper in a city department", ADMIN, place(Post.KEEPER, "CD")),
        ),
        (
            case("in a disused unit", ADMIN, place(Post.HANDLER, "OLD")),
            *(
                case(f"{post} in a street", ADMIN, place(post, "E1"))
                for post in (Post.INTAKE, Post.DISPATCHER, Post.REVIEWER, Post.VISITOR,
                             Post.SUPERVISOR)
            ),
            case("coordinator in a street", ADMIN, place(Post.COORDINATOR, "E1")),
            case("coordinator in the city", ADMIN, place(Post.COORDINATOR, "BJ")),
            case("handler in the centre", ADMIN, place(Post.HANDLER, "HOT")),
            case("head in a district", ADMIN, place(Post.HEAD, "E")),
        ),
    ),
    Law(
        "accounts_are_kept",
        "平台规则:account",
        (case("closed instead", ADMIN, alter(Account, active=False)),),
        (case("deleted", ADMIN, remove(Account), beyond=True),),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)
