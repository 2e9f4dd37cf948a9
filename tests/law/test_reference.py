"""条例第五条 and the platform's own: units in their tree, dated rows superseded, people placed."""

from __future__ import annotations

from datetime import date

import pytest

from app.models.account import Account
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Level, Measure, UnitKind
from app.models.parameter import Parameter
from app.models.unit import Unit
from tests import make, make_more
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


def decided(change, **told):
    """The same once a reorganisation says so."""
    return lambda world: (world.system(make_more.reorganisation(**told)), change(world))[1]


def remove(table: type):
    return lambda world: make.removal(table, found(world, table))


def number(key: str, value: int, measure: Measure):
    return lambda world: make.parameter(key, value, measure=measure, valid_from=TOMORROW)


def busy(state: str, **told):
    """A street with one order in a state is altered."""

    def made(world):
        world.order(state, unit="E2", place="E2")
        world.system(make_more.reorganisation())
        return make.change(Unit, world.unit("E2"), **told)

    return made


def deep(world) -> int:
    """A chain of units whose path is nearly as long as may be."""
    above = world.unit("E1")
    for n in range(5):
        world.system(make.unit(f"{n:020d}", parent=above))
        above = world.rows[0].id
    return above


def heir_of_the_busy(world):
    """A street that took over from one that took over from one with an order."""
    world.system(make.unit("E3"))
    world.system(make.unit("E4"))
    world.order("dispatched", unit="E2", place="E2")
    world.merge("E2", "E3")
    world.merge("E3", "E4")
    world.system(make_more.reorganisation(unit="E4"))
    return make.change(Unit, world.unit("E4"), active=False)


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
            case("too deep", KEEPER, lambda world: make.unit("X" * 20, parent=deep(world))),
        ),
    ),
    Law(
        "successor_takes_over",
        "平台规则:successor",
        (
            case("abolished with a successor", KEEPER,
                 decided(alter(Unit, "E2", active=False, successor="E1"))),
            case("abolished with none", KEEPER, decided(alter(Unit, "E2", active=False))),
        ),
        (
            case("an abolished successor", KEEPER,
                 alter(Unit, "E2", active=False, successor="OLD"), form="kept",
                 also="unit_changes_by_reorganisation"),
            case("still in use", KEEPER, decided(alter(Unit, "E2", successor="E1")), form="kept"),
            case("its own successor", KEEPER, alter(Unit, "E2", active=False, successor="E2"),
                 form="kept", also="unit_changes_by_reorganisation"),
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
            case("kind", KEEPER, alter(Unit, "E2", kind=UnitKind.COMMUNITY), form="kept"),
        ),
    ),
    Law(
        "code_of_a_unit_is_plain",
        "平台规则:reference_only",
        (case("letters, digits, hyphens", KEEPER, new(make.unit, "110101-A9")),),
        (
            case("Chinese", KEEPER, new(make.unit, "东城一")),
            case("a tilde", KEEPER, new(make.unit, "X~")),
            case("a slash", KEEPER, new(make.unit, "X/Y")),
            case("a blank", KEEPER, new(make.unit, "X 1")),
        ),
    ),
    Law(
        "open_orders_pass_to_a_successor",
        "平台规则:successor",
        (
            case("no order", KEEPER, decided(alter(Unit, "E2", active=False))),
            case("orders and a successor", KEEPER,
                 busy("dispatched", active=False, successor="E1")),
            case("orders closed", KEEPER, busy("closed", active=False)),
            case("another function", KEEPER, busy("dispatched", functions="城市管理、水务")),
            case("disused already", KEEPER, alter(Unit, "OLD", functions="城市管理、水务")),
        ),
        (
            *(
                case(f"{state}", KEEPER, busy(state, active=False), form="kept")
                for state in ("dispatched", "disputed", "handling", "replied", "ledger")
            ),
            case("inherited, and not yet sent on", KEEPER, heir_of_the_busy,
                 form="kept"),
        ),
    ),
    Law(
        "calendar_is_not_guessed_far_ahead",
        "平台规则:work_calendar",
        (
            case("the last day of next year", KEEPER, new(make.calendar_day, date(2025, 12, 31))),
        ),
        (
            case("the year after", KEEPER, new(make.calendar_day, date(2026, 1, 1))),
            case("far away", KEEPER, new(make.calendar_day, date(9999, 1, 1))),
        ),
    ),
    Law(
        "entry_names_whose_duty_it_is",
        "条例:十一(2)",
        (
            case("a kind", KEEPER, new(make.entry)),
            case("a unit", KEEPER, new(make.entry, competent_kind=None, named_unit="WATER")),
            case("ended", KEEPER, new(make.entry, competent_kind=None, in_force=False)),
        ),
        (case("neither", KEEPER, new(make.entry, competent_kind=None)),),
    ),
    Law(
        "parameter_is_one_the_law_can_use",
        "平台规则:handling_limits",
        (
            case("of a class", KEEPER, number("handle.L3", 5, Measure.WORKING_DAYS)),
            case("of all", KEEPER, number("visit.attempts", 9, Measure.TIMES)),
            case("a switch off", KEEPER, number("visit.early", 0, Measure.SWITCH)),
        ),
        (
            case("unknown", KEEPER, number("handle", 5, Measure.HOURS)),
            case("of no class", KEEPER, number("handle.L9", 5, Measure.HOURS)),
            case("of a class that has none", KEEPER, number("visit.attempts.L1", 3, Measure.TIMES)),
            case("no length", KEEPER, number("handle.L3", 5, Measure.TIMES)),
            case("not of natural time", KEEPER, number("warn.L3", 1, Measure.WORKING_DAYS)),
            case("none at all", KEEPER, number("handle.L3", 0, Measure.HOURS)),
            case("less than none", KEEPER, number("handle.L3", -1, Measure.HOURS)),
            case("too many", KEEPER, number("visit.attempts", 10, Measure.TIMES)),
            case("neither on nor off", KEEPER, number("visit.early", 2, Measure.SWITCH)),
        ),
    ),
    Law(
        "login_is_plain",
        "平台规则:account",
        (case("plain", ADMIN, new(make.account, "Li.si_01-a")),),
        (
            case("too short", ADMIN, new(make.account, "ab")),
            case("Chinese", ADMIN, new(make.account, "李四四")),
            case("a blank", ADMIN, new(make.account, "li si")),
            case("begins with a dot", ADMIN, new(make.account, ".lisi")),
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
            case("first version in the past", KEEPER, new(make.entry, "FIRST")),
            case("later version from today", KEEPER,
                 new(make.parameter, "handle.L3", 5, valid_from=TODAY)),
            case("later version from tomorrow", KEEPER,
                 new(make.entry, "L3", valid_from=TOMORROW)),
            case("a day published anew", KEEPER,
                 new(make.calendar_day, date(2024, 5, 1), valid_from=TODAY)),
            case("a day to come, published yesterday", KEEPER,
                 new(make.calendar_day, TOMORROW, valid_from=YESTERDAY)),
        ),
        (
            case("a parameter from yesterday", KEEPER,
                 new(make.parameter, "handle.L3", 5, valid_from=YESTERDAY)),
            case("an entry from yesterday", KEEPER, new(make.entry, "L3", valid_from=YESTERDAY)),
            case("today as if published before", KEEPER,
                 new(make.calendar_day, TODAY, valid_from=YESTERDAY)),
        ),
    ),
    Law(
        "reference_rows_are_kept",
        "平台规则:catalogue_history",
        (case("disused instead", KEEPER,
                 decided(alter(Unit, "GAS", active=False), unit="GAS", successor="WATER")),),
        tuple(
            case(table.__tablename__, KEEPER, remove(table), beyond=True)
            for table in (Unit, *DATED)
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
