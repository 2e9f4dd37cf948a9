"""平台规则:successor: a unit changes by a dated act of two people; nobody acts from it then."""

from __future__ import annotations

from datetime import date

import pytest

from app.models.enums import Level, ReorganisationKind, UnitKind
from app.models.unit import Unit
from tests import make, make_more
from tests.law.cases import Law, case, each, try_case
from tests.law.test_publication import PAGE
from tests.world import HOUR, MONDAY

KEEPER, SECOND = "keeper.HOT", "keeper2.HOT"
MERGED, RENAMED, TRANSFERRED = ReorganisationKind
TOMORROW = date(2024, 3, 5)
AFTER = 2 * HOUR
#: The form of a unit has no field for what a reorganisation changes.
NO_FIELD = {"form": "kept"}


def plan(**told):
    return lambda world: make_more.reorganisation(**told)


def rename(unit: str = "E2", **told):
    base = {"kind": RENAMED, "unit": unit, "successor": None, "new_name": "东城新街道"}
    return make_more.reorganisation(**base | told)


def transfer(unit: str = "EC", successor: str = "EM", **told):
    base = {"kind": TRANSFERRED, "unit": unit, "successor": successor, "functions": "城市管理"}
    return make_more.reorganisation(**base | told)


def called(build, **told):
    return lambda world: build(**told)


def in_effect(world, **told):
    """A merger one keeper drafted, and the unit as it wants it."""
    row = world.drafted(make_more.reorganisation(**told))
    world.merge("E2", "E1")
    return make_more.publication("reorganisation", row.id)


def without_effect(world):
    row = world.drafted(make_more.reorganisation())
    return make_more.publication("reorganisation", row.id)


def overtaken(unit: str):
    """Another reorganisation came into force since the draft."""

    def made(world):
        row = world.drafted(make_more.reorganisation())
        other = world.drafted(rename(unit))
        world.system(make.change(Unit, world.unit(unit), name="东城新街道"))
        world.publish(other, at=MONDAY + HOUR)
        world.merge("E2", "E1")
        return make_more.publication("reorganisation", row.id)

    return made


def decided(*plans, of: str, **told):
    """A unit is changed when the system has these reorganisations on file."""

    def made(world):
        for each_plan in plans:
            world.system(each_plan)
        return make.change(Unit, world.unit(of), **told)

    return made


def from_abolished(world):
    """A file for an order whose street was merged."""
    ident = world.order("handling", unit="E2", place="E2")
    world.merge("E2", "E1")
    return make.attachment(ident)


LAWS = [
    Law(
        "reorganised_unit_is_in_use",
        "平台规则:successor",
        (
            case("a street", KEEPER, plan()),
            case("a district renamed", KEEPER, called(rename, unit="E")),
        ),
        (
            case("merged already", KEEPER, plan(unit="OLD")),
            case("a district merged", KEEPER, plan(unit="E", successor="W"),
                 also="successor_is_of_its_kind"),
            case("the hotline merged", KEEPER, plan(unit="HOT", successor="CD"),
                 also="successor_is_of_its_kind"),
        ),
    ),
    Law(
        "reorganisation_says_what_changes",
        "平台规则:successor",
        (
            case("into whom", KEEPER, plan()),
            case("what goes where", KEEPER, called(transfer)),
            case("what it is called", KEEPER, called(rename)),
        ),
        (
            case("into nobody", KEEPER, plan(successor=None)),
            case("to nobody", KEEPER, called(transfer, successor=None)),
            case("nothing that goes", KEEPER, called(transfer, functions="、")),
            case("what it has not got", KEEPER, called(transfer, functions="城市管理、供水")),
            case("no name", KEEPER, called(rename, new_name=" ")),
            case("the name it has", KEEPER, called(rename, new_name="东城二街道")),
        ),
    ),
    Law(
        "successor_is_of_its_kind",
        "平台规则:successor",
        (
            case("a street of the district", KEEPER, plan()),
            case("bodies of the city", KEEPER, plan(unit="WATER", successor="GAS")),
            case("communities of the district", KEEPER, plan(unit="E1a", successor="E2a")),
        ),
        (
            case("itself", KEEPER, plan(successor="E2")),
            case("one not in use", KEEPER, plan(successor="OLD")),
            case("another kind", KEEPER, plan(successor="EC")),
            case("another district", KEEPER, plan(successor="W1")),
        ),
    ),
    Law(
        "reorganisation_is_not_overtaken",
        "平台规则:successor",
        (case("nothing since", SECOND, in_effect, after=AFTER, **PAGE),),
        (
            case("the unit was renamed", SECOND, overtaken("E2"), after=AFTER, **PAGE),
            case("the successor was renamed", SECOND, overtaken("E1"), after=AFTER, **PAGE),
        ),
    ),
    Law(
        "reorganisation_takes_effect_at_once",
        "平台规则:successor",
        (case("in effect", SECOND, in_effect, **PAGE),),
        (case("on paper only", SECOND, without_effect, **PAGE),),
    ),
    Law(
        "unit_changes_by_reorganisation",
        "平台规则:successor",
        (
            case("merged as decided", KEEPER,
                 decided(make_more.reorganisation(), of="E2", active=False, successor="E1"),
                 **NO_FIELD),
            case("renamed as decided", KEEPER,
                 decided(rename(new_short_name="新街"), of="E2", name="东城新街道",
                         short_name="新街"), **NO_FIELD),
            case("a function lost as decided", KEEPER, decided(transfer(), of="EC", functions="")),
            case("a function more", KEEPER, decided(of="EC", functions="城市管理、水务")),
            case("another group", KEEPER, decided(of="OLD", assessment_group=None)),
        ),
        (
            case("abolished", KEEPER, decided(of="GAS", active=False), form="kept"),
            case("into another than decided", KEEPER,
                 decided(make_more.reorganisation(), make.unit("E3"), of="E2", active=False,
                         successor="E3"), form="kept"),
            case("renamed", KEEPER, decided(of="E2", name="东城新街道"), form="kept"),
            case("called in short", KEEPER, decided(of="E2", short_name="新街"), form="kept"),
            case("called in short otherwise", KEEPER,
                 decided(rename(new_short_name="新街"), of="E2", name="东城新街道",
                         short_name="别名"), form="kept"),
            case("a function lost", KEEPER, decided(of="EC", functions="")),
            case("another function lost", KEEPER,
                 decided(make.unit("ED", kind=UnitKind.DISTRICT_DEPARTMENT, functions="绿化",
                                   level=Level.DISTRICT),
                         transfer("ED", "EC", functions="绿化"), of="EC", functions="")),
            case("in use again", KEEPER, decided(of="OLD", active=True, successor=None),
                 form="kept"),
        ),
    ),
    Law(
        "who_acts_sits_in_a_unit_in_use",
        "平台规则:successor",
        (case("of the centre", "intake.HOT", from_abolished, form="no file"),),
        # Who is logged in is let out before any form is read.
        (case("of the abolished street", "head.E2", from_abolished, form="kept"),),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)
