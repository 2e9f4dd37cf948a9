"""条例第十一至十四条: to whom a demand goes, under which entry, and who keeps it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.models.enums import DemandKind
from app.models.unit import Unit
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    DISPATCHED,
    DISPUTED,
    DISTRICT,
    EXPOSED,
    EXPOSED_LATE,
    HANDLING,
    REGISTERED,
    REPLIED,
    early,
    on,
    order,
    succeeded,
    then,
)
from tests.world import DAY, MONDAY

CONSULTED = order(demand_kind=DemandKind.CONSULT)
JUNE = datetime(2024, 6, 3, 2, tzinfo=UTC) - MONDAY
CALENDAR_ENDS = datetime(2024, 11, 29, 2, tzinfo=UTC) - MONDAY
#: The day before warn.E48 begins to hold in this city.
FEBRUARY = datetime(2024, 2, 14, 2, tzinfo=UTC) - MONDAY


def send(unit: str, place: str | None = "E1", entry: str = "L3", scene=REGISTERED):
    return on(scene, make.dispatch, unit=unit, place=place, entry=entry)


def succeeded_after_reply(world) -> int:
    """The receiver replied and was abolished then."""
    ident = world.order("replied", unit="E2", place="E2")
    world.merge("E2", "E1")
    return ident


def water_succeeded(world) -> int:
    """The unit an entry names was merged into another."""
    world.merge("WATER", "GAS")
    return world.order()


def succeeded_twice(world) -> int:
    """The receiver's successor was abolished in its turn."""
    ident = world.order("dispatched", unit="E2", place="E2")
    world.merge("E2", "E1")
    world.merge("E1", "EC")
    return ident


def left_alone(world) -> int:
    """Once all was done the receiver was abolished and nobody took over."""
    ident = world.order("closed", unit="E2", place="E2")
    world.system(make.change(Unit, world.unit("E2"), active=False))
    return ident


def inherited(world) -> int:
    """The objector has taken over from the unit that was named instead."""
    ident = world.order("disputed")
    world.done("reviewer.HOT", make.ruling(ident, unit="E2", place="E2"))
    world.merge("E2", "E1")
    return ident


def abolished(world) -> int:
    """A street closed with nobody to succeed it."""
    world.system(make.change(Unit, world.unit("E2"), active=False))
    return world.order()


BY = "dispatcher.HOT"
#: The street was right to object: only the district is known.
UPHELD = then(DISPUTED, ("reviewer.HOT", lambda order: make.ruling(order, unit="E", place="E")))

LAWS = [
    Law(
        "dispatch_shows_its_limit",
        "条例:十三",
        (
            case("an ordinary matter", BY, send("E1")),
            case("hours need no calendar", BY, send("WATER", entry="L1"), after=CALENDAR_ENDS),
        ),
        (
            case("beyond the calendar", BY, send("E1"), after=CALENDAR_ENDS),
            case("no parameter yet", BY, send("EM", entry="E48", scene=early(order(), FEBRUARY)),
                 after=FEBRUARY),
        ),
    ),
    Law(
        "entry_is_in_force",
        "条例:十一(2)",
        (
            case("only version", BY, send("E1")),
            case("second version", BY, send("E1", entry="RENEWED@2024-03-01")),
            case("third version once begun", BY,
                 send("E1", entry="RENEWED@2024-06-01"), after=JUNE),
        ),
        (
            case("superseded", BY, send("E1", entry="RENEWED@2021-09-24")),
            case("not begun", BY, send("E1", entry="RENEWED@2024-06-01")),
            case("superseded in June", BY,
                 send("E1", entry="RENEWED@2024-03-01"), after=JUNE),
            case("ended", BY, send("E1", entry="ENDED")),
            case("before its end", BY, send("E1", entry="ENDED@2021-09-24")),
        ),
    ),
    Law(
        "entry_covers_the_kind_of_demand",
        "条例:十一(2)",
        (case("a consult", BY, send("CD", None, "C1", scene=CONSULTED)),),
        (case("a complaint", BY, send("CD", None, "C1")),),
    ),
    Law(
        "unit_is_competent",
        "条例:十一(2)",
        (
            case("named unit", BY, send("WATER", entry="L1")),
            case("heir of the named unit", BY, send("GAS", entry="L1", scene=water_succeeded)),
            case("a district for its departments", BY, send("E", "E", "E48")),
            case("kind and function", BY, send("WATER", entry="L2")),
            case("kind alone", BY, send("CD", entry="ANY")),
            case("the street", BY, send("E1")),
            case("a district department for a territorial matter", BY, send("EC")),
            case("a department of the function", BY, send("EM", entry="E48")),
            case("by ruling", "reviewer.HOT", on(DISPUTED, make.ruling, unit="EC")),
        ),
        (
            case("another than the named", BY, send("GAS", entry="L1")),
            case("kind without function", BY, send("GAS", entry="L2")),
            case("function of another kind", BY, send("EC", entry="ANY")),
            case("a department without the function", BY, send("EM")),
            case("a district for a city matter", BY, send("E", "E", "L2")),
            case("a district for a named unit", BY, send("E", "E", "L1")),
            case("a department of another function", BY, send("EC", entry="E48")),
            case("a city department for a territorial matter", BY, send("CD")),
            case("by ruling as well", "reviewer.HOT", on(DISPUTED, make.ruling, unit="GAS")),
        ),
    ),
    Law(
        "unit_is_of_the_place",
        "条例:十一(2)",
        (
            case("street of the place", BY, send("W2", "W2")),
            case("department of the district", BY, send("WM", "W2", "E48")),
            case("department, only the district known", BY, send("EM", "E", "E48")),
            case("city-wide body anywhere", BY, send("WATER", None, "L2")),
        ),
        (
            case("place not known", BY, send("E1", None)),
            case("department without place", BY, send("EM", None, "E48")),
            case("street beside", BY, send("E2", "E1")),
            case("street of the other district", BY, send("W1", "E1")),
            case("department of the other district", BY, send("EM", "W1", "E48")),
            case("by ruling as well", "reviewer.HOT", on(DISPUTED, make.ruling, unit="W1")),
        ),
    ),
    Law(
        "area_alone_goes_to_its_district",
        "条例:十二(1)(二)",
        (
            case("only the district known", BY, send("E", "E")),
            case("sent on to a department", "coordinator.E", send("EC", "E", scene=DISTRICT)),
            case("sent on to a street", "coordinator.E", send("E1", "E1", scene=DISTRICT)),
        ),
        (
            case("district although the street is known", BY, send("E", "E1")),
            case("district of another place", BY, send("E", "W")),
            case("department although only the district is known", BY, send("EC", "E")),
            case("by ruling as well", "reviewer.HOT",
                 on(DISPUTED, make.ruling, unit="EC", place="E")),
        ),
    ),
    Law(
        "place_is_an_area",
        "平台规则:place",
        (
            case("a street", BY, send("E1")),
            case("a district", BY, send("EM", "E", "E48")),
            case("none", BY, send("WATER", None, "L2")),
        ),
        (
            case("a department", BY, send("EM", "EC", "E48")),
            case("an enterprise", BY, send("WATER", "GAS", "L2")),
            case("the city", BY, send("WATER", "BJ", "L2")),
        ),
    ),
    Law(
        "upheld_objector_is_left_alone",
        "条例:十二(3)",
        (
            case("another street", "coordinator.E", send("E2", "E2", scene=UPHELD)),
            case("an objector in vain", "reviewer.HOT", on(DISPUTED, make.rejection)),
            case("the heir of whoever got it instead", BY, send("E1", scene=inherited)),
        ),
        (case("sent on to it again", "coordinator.E", send("E1", scene=UPHELD)),),
    ),
    Law(
        "level_dispatches_inside_itself",
        "条例:十二(1)",
        (
            case("the centre anywhere", BY, send("W1", "W1")),
            case("the district inside itself", "coordinator.E", send("E2", "E2", scene=DISTRICT)),
            case("a street to its own community", "head.E1", send("E1a", scene=DISPATCHED)),
            case("by ruling", "reviewer.HOT", on(DISPUTED, make.ruling, unit="W1", place="W1")),
        ),
        (
            case("the district outside", "coordinator.E", send("W1", "W1", scene=DISTRICT)),
            case("the district to the city", "coordinator.E",
                 send("WATER", "E", "L2", scene=DISTRICT)),
            case("the district to itself", "coordinator.E", send("E", "E", scene=DISTRICT)),
            case("a street", "head.E1", send("E1"), beyond=True),
            case("the district before the centre", "coordinator.E", send("E1"), beyond=True),
            case("the other district", "coordinator.W", send("W1", "W1", scene=HANDLING),
                 also="first_receiver_keeps_the_order", beyond=True),
            case("a street past another", "head.E2", send("E2a", "E2", scene=DISPATCHED),
                 also="first_receiver_keeps_the_order", beyond=True),
            case("a street to a community of another", "head.E1",
                 send("E2a", "E2", scene=DISPATCHED), also="first_receiver_keeps_the_order"),
            case("the district of the one reported", "coordinator.E", send("EC", scene=EXPOSED),
                 beyond=True),
            case("the street reported", "head.E1", send("E1a", scene=EXPOSED), beyond=True),
        ),
    ),
    Law(
        "duty_of_others_is_not_sent_down",
        "提纲:四(二)3",
        (case("to the department", BY, send("EC", entry="RECLAIMED")),),
        (
            case("to the street", BY, send("E1", entry="RECLAIMED")),
            case("what a street only assists with", BY, send("E1", entry="ASSISTED")),
        ),
    ),
    Law(
        "target_is_active",
        "条例:十四(1)",
        (case("in use", BY, send("E2", "E2")),),
        (
            case("with a successor", BY, send("OLD", "OLD")),
            case("with none", BY, send("E2", "E2", scene=abolished)),
        ),
    ),
    Law(
        "first_receiver_keeps_the_order",
        "条例:十四(3)",
        (
            case("first", BY, send("E1")),
            case("the successor", BY, send("E1", scene=succeeded)),
            case("the successor's successor", BY, send("EC", scene=succeeded_twice)),
            case("sent on by the district", "coordinator.E", send("E1", scene=DISTRICT)),
            case("by ruling", "reviewer.HOT", on(DISPUTED, make.ruling)),
            case("away from the one reported", BY, send("EC", scene=EXPOSED)),
        ),
        (
            case("moved by the centre", BY, send("EC", scene=DISPATCHED)),
            case("moved by the district", "coordinator.E", send("EC", scene=HANDLING)),
            case("not the successor", BY, send("EC", scene=succeeded)),
            case("closed, and abolished with nobody to succeed it", BY,
                 send("E1", scene=left_alone), also="only_an_open_order_is_dispatched"),
            case("taken from the district", BY, send("E1", scene=DISTRICT)),
            case("sent again to the same", BY, send("E1", scene=DISPATCHED)),
            case("moved on twice", "coordinator.E",
                 send("E2", "E2", scene=then(DISTRICT, ("coordinator.E", make.dispatch)))),
        ),
    ),
    Law(
        "only_an_open_order_is_dispatched",
        "平台规则:closed_by_visit",
        (
            case("registered", BY, send("E1")),
            case("a report to which the one reported replied", BY, send("EC", scene=EXPOSED_LATE)),
        ),
        (
            case("disputed", BY, send("EC", scene=DISPUTED),
                 also="first_receiver_keeps_the_order"),
            case("replied", BY, send("EC", scene=REPLIED), also="first_receiver_keeps_the_order"),
            case("replied before it was abolished", BY, send("E1", scene=succeeded_after_reply)),
            case("closed unheard", "coordinator.E",
                 send("E1", scene=then(DISTRICT, *[("visitor.HOT", make.missed_visit)] * 3,
                                       after=7 * DAY)), after=8 * DAY),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)
