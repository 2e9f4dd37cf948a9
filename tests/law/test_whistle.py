"""条例第十六条: a street whistles, its district's bodies are called in. See test_report_in."""

from __future__ import annotations

import pytest

from app.models.enums import DemandKind, Role, WhistleKind
from app.models.summons import Summons
from app.models.whistle import Whistle
from tests import make, make_more
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    CLOSED,
    DISPATCHED,
    DISPUTED,
    DISTRICT,
    ENDED,
    HANDLING,
    REDIRECTED,
    REGISTERED,
    REPLIED,
    on,
    order,
    then,
)
from tests.law.test_community import STRUCK, UNLISTED
from tests.law.test_derived import roles
from tests.world import DAY, HOUR, MONDAY

BY = "head.E1"
RESIDENT = WhistleKind.RESIDENT
ABSENT = {"outcome": "absent", "rating": None, "content": "无人到场"}

WHISTLED = then(HANDLING, (BY, make_more.whistle))
CAME = then(WHISTLED, ("handler.EC", make_more.report_in))
#: Whoever was called came, and the street said what came of it.
ENDED_WELL = then(CAME, (BY, make_more.whistle_result))
#: Two were called: the second by hand.
TWO = then(WHISTLED, (BY, make_more.summons))
#: One of two came and is done.
HALF = then(TWO, ("handler.EC", make_more.report_in), (BY, make_more.whistle_result))
#: The order was sent to another street while the first one's whistle stood.
GONE = then(WHISTLED, (BY, make.objection),
            ("reviewer.HOT", lambda order: make.ruling(order, unit="W1", place="W1")))  # fmt: skip
#: Done over by the street that whistled the first time.
AGAIN = then(WHISTLED, (BY, make.reply), ("visitor.HOT", make.bad_visit))
REPLIED_TO = then(WHISTLED, (BY, make.reply))
CLOSED_UPON = then(REPLIED_TO, ("visitor.HOT", make.visit))
#: A community has it; its street whistles for it.
PASSED_ON = then(HANDLING, (BY, lambda order: make.dispatch(order, unit="E1a")))
FOR_IT = then(PASSED_ON, (BY, make_more.whistle))
REPORTED = order("handling", demand_kind=DemandKind.REPORT)


def blow(scene=HANDLING, unit="EC", **told):
    return on(scene, make_more.whistle, unit=unit, **told)


def call(scene=WHISTLED, unit="EM", **told):
    return on(scene, make_more.summons, unit=unit, **told)


def found_out(scene, unit="EM"):
    """A report that turned out to be about a unit."""
    told = ("visitor.HOT", lambda order: make.supplement(order, reported_unit=unit))
    return then(scene, told)


def merged(world) -> int:
    """The street was merged into another after it had whistled; the order went to the heir."""
    ident = world.order("handling", unit="E2", place="E2")
    world.done("head.E2", make_more.whistle(ident))
    world.merge("E2", "E1")
    world.done("dispatcher.HOT", make.dispatch(ident, unit="E1", place="E1"))
    return ident


REPORT = found_out(then(REPORTED, (BY, make_more.whistle)))

LAWS = [
    Law(
        "only_a_street_whistles",
        "条例:十六(1)",
        (
            case("its head", BY, blow()),
            case("its handler", "handler.E1", blow()),
            case("before it signs", BY, blow(DISPATCHED)),
            case("for its community", BY, blow(PASSED_ON)),
            case("once more when it is done over", BY, blow(AGAIN, "EM")),
            case("the heir", BY, blow(merged, "EM")),
        ),
        (
            case("nobody has it", BY, blow(REGISTERED), beyond=True),
            case("another street", "head.E2", blow(), beyond=True),
            case("a department that has it", "head.EC", blow(REDIRECTED, "EM")),
            case("the community that has it", "head.E1a", blow(PASSED_ON)),
            case("whoever is called in", "head.EC", blow(WHISTLED, "EM")),
            case("the district that has it", "coordinator.E", blow(DISTRICT), beyond=True),
            case("the former lead", BY, blow(GONE, "EM"), beyond=True),
        ),
    ),
    Law(
        "whistle_is_about_what_is_in_hand",
        "条例:十六(1)",
        (
            case("in hand", BY, blow()),
            case("past its limit", BY, blow(), after=8 * DAY),
            case("once more", BY, blow(ENDED_WELL)),
            case("while another whistle stands", BY, blow(WHISTLED, "EM")),
        ),
        (
            case("disputed", BY, blow(DISPUTED)),
            case("replied", BY, blow(REPLIED)),
            case("closed", BY, blow(CLOSED)),
            case("closed unheard", BY, blow(ENDED), after=8 * DAY),
        ),
    ),
    Law(
        "arrival_can_be_timed",
        "平台规则:whistle_times",
        (
            case("by a time in force", BY, blow()),
            case("from the day it is in force", BY, blow(kind=RESIDENT), after=6 * DAY),
        ),
        (case("no time in force", BY, blow(kind=RESIDENT)),),
    ),
    Law(
        "summons_follows_a_whistle",
        "条例:十六(2)",
        (
            case("the street", BY, call()),
            case("its handler", "handler.E1", call()),
            case("its district", "coordinator.E", call()),
            case("while the other is at it", BY, call(HALF, "E2")),
            case("after the reply", BY, call(REPLIED_TO)),
            case("when it is done over", BY, call(AGAIN)),
            case("the heir", BY, call(merged)),
            case("for its community", BY, call(FOR_IT)),
        ),
        (
            case("no whistle", BY, call(HANDLING)),
            case("the whistle has ended", BY, call(ENDED_WELL)),
            case("whoever is called in", "head.EC", call()),
            case("another district", "coordinator.W", call(), beyond=True),
            case("another street", "head.E2", call(), beyond=True),
            case("the community it is for", "head.E1a", call(FOR_IT)),
            case("sent to another", BY, call(GONE), beyond=True),
            case("closed", BY, call(CLOSED_UPON)),
        ),
    ),
    Law(
        "summoned_unit_can_come",
        "条例:十六(2)",
        (
            case("a department", BY, blow()),
            case("another street", BY, call(unit="E2")),
            case("its community", BY, call(unit="E1a")),
            case("an enterprise, by the district", "coordinator.E", call(unit="GAS")),
        ),
        (
            case("itself", BY, blow(unit="E1")),
            case("itself, by the district", "coordinator.E", call(unit="E1")),
            case("the community that has it", BY, blow(PASSED_ON, "E1a")),
            case("abolished", BY, call(unit="OLD")),
            case("its district", BY, blow(unit="E")),
            case("the hotline", "coordinator.E", call(unit="HOT")),
            case("a central unit", "coordinator.E", call(unit="CENT")),
        ),
    ),
    Law(
        "unit_is_summoned_once",
        "条例:十六(2)",
        (
            case("two", BY, call()),
            case("by another whistle when it is done", BY, blow(ENDED_WELL)),
        ),
        (
            case("twice", BY, call(unit="EC")),
            case("twice, though it came", BY, call(CAME, "EC")),
            case("twice, though it is done", BY, call(HALF, "EC")),
            case("by a second whistle", BY, blow(CAME)),
        ),
    ),
    Law(
        "street_summons_in_its_own_district",
        "街道条例:五(1)",
        (
            case("its own", BY, blow()),
            case("the city's, by the district", "coordinator.E", call(unit="WATER")),
            case("another district's, by the district", "coordinator.E", call(unit="WC")),
        ),
        (
            case("the city's", BY, blow(unit="GAS")),
            case("a city department", BY, call(unit="CD")),
            case("another district's", BY, call(unit="WC")),
        ),
    ),
    Law(
        "community_is_summoned_only_for_what_is_listed",
        "条例:十七(2)",
        (
            case("what is its own", BY, blow(unit="E1a")),
            case("what it assists with", BY,
                 blow(order("handling", entry="RENEWED@2024-03-01"), "E1a")),
        ),
        (
            case("on no list", BY, blow(UNLISTED, "E1a")),
            case("struck off the list", BY, blow(STRUCK, "E1a")),
            case("another street's", BY, blow(unit="E2a")),
            case("another street's, by the district", "coordinator.E", call(unit="E2a")),
        ),
    ),
    Law(
        "informer_is_protected_from_the_summoned",
        "平台规则:informer",
        (
            case("beside", BY, call(REPORT, "E2")),
            case("a complaint", BY, call()),
        ),
        (
            case("who is reported", BY, call(REPORT)),
            case("who is reported, by whistle", BY, blow(found_out(REPORTED), "EM")),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


# ---- what follows of itself -------------------------------------------------------------------


def test_a_whistle_calls_its_unit_at_once(world):
    """In the same transaction, with its time by the kind of the whistle."""
    ident = WHISTLED(world)
    (whistle,), (called,) = world.of(ident, Whistle), world.of(ident, Summons)
    assert whistle.dispatch_id is not None
    assert (called.whistle_id, called.unit_id) == (whistle.id, world.unit("EC"))
    assert (called.task, called.by_unit_id) == (whistle.matter, world.unit("E1"))
    assert called.arrive_by == MONDAY + DAY


@pytest.mark.parametrize(
    ("kind", "after", "arrives"),
    [
        (WhistleKind.EMERGENCY, DAY, DAY + HOUR / 2),
        (WhistleKind.ENFORCEMENT, DAY, 2 * DAY),
        (WhistleKind.RESIDENT, 6 * DAY, 9 * DAY),
    ],
)
def test_the_time_to_come_is_counted_from_the_summons(world, kind, after, arrives):
    ident = HANDLING(world)
    world.done(BY, make_more.whistle(ident, kind=kind), at=MONDAY + after)
    world.done(BY, make_more.summons(ident), at=MONDAY + after + HOUR)
    first, second = world.of(ident, Summons)
    assert (first.arrive_by, second.arrive_by) == (MONDAY + arrives, MONDAY + arrives + HOUR)


def test_a_summons_is_of_the_newest_whistle_that_has_not_ended(world):
    ident = WHISTLED(world)
    world.done(BY, make_more.whistle(ident, unit="EM"))
    first, second = world.of(ident, Whistle)
    world.done(BY, make_more.summons(ident, unit="E2"))
    world.done(BY, make_more.whistle_result(ident, unit="EM", **ABSENT), at=MONDAY + 2 * DAY)
    world.done(BY, make_more.whistle_result(ident, unit="E2", **ABSENT), at=MONDAY + 2 * DAY)
    world.done(BY, make_more.summons(ident, unit="E2"), at=MONDAY + 2 * DAY)
    found = [each.whistle_id for each in world.of(ident, Summons)]
    assert found == [first.id, second.id, second.id, first.id]


def test_who_is_called_takes_part_until_its_result(world):
    ident = WHISTLED(world)
    assert roles(world, ident) == {"E1": Role.LEAD, "E": Role.DISTRICT, "EC": Role.SUMMONED}
    world.done("handler.EC", make_more.report_in(ident))
    assert roles(world, ident)["EC"] is Role.SUMMONED
    world.done(BY, make_more.whistle_result(ident))
    assert roles(world, ident)["EC"] is Role.FORMER


@pytest.mark.parametrize(
    ("scene", "role"),
    [
        (REPLIED_TO, Role.SUMMONED),
        (CLOSED_UPON, Role.SUMMONED),
        (AGAIN, Role.SUMMONED),
        (merged, Role.SUMMONED),
        (FOR_IT, Role.SUMMONED),
        (GONE, Role.FORMER),
        (found_out(then(REPORTED, (BY, make_more.whistle)), "EC"), None),
    ],
)
def test_a_whistle_stands_while_its_street_has_the_order(world, scene, role):
    """Whoever is reported takes no part whatever was called."""
    assert roles(world, scene(world)).get("EC") is role
