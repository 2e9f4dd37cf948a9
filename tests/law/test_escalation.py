"""条例第二十条: what a unit cannot settle goes one level up, and no level is passed over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.models.contact import Contact
from app.models.enums import DemandKind, Role
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.work_order import WorkOrder
from tests import make, make_more
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    CLOSED,
    DISPATCHED,
    DISTRICT,
    HANDLING,
    REGISTERED,
    on,
    order,
    then,
)
from tests.law.test_derived import roles
from tests.world import DAY, HOUR, MONDAY

BY = "head.E1"
#: Three working days after Monday, to their end.
DUE = datetime(2024, 3, 7, 16, tzinfo=UTC) - MONDAY
SECOND = timedelta(seconds=1)
#: The last Tuesday from which three working days are on file.
TUESDAY = datetime(2024, 11, 26, 2, tzinfo=UTC) - MONDAY

ACTED = then(HANDLING, ("handler.E1", make.contact))
WHISTLED = then(HANDLING, (BY, make_more.whistle))
HELPED = then(HANDLING, (BY, make.co_handling))
SIGNED = then(DISTRICT, ("coordinator.E", make.receipt))
OF_A_DEPARTMENT = then(
    order("handling", entry="E48", unit="EM", place="E"), ("handler.EM", make.contact)
)
OF_THE_CITY = then(order("handling", entry="ANY", unit="CD"), ("handler.CD", make.contact))
OF_A_COMMUNITY = then(
    DISPATCHED,
    (BY, lambda order: make.dispatch(order, unit="E1a")),
    ("handler.E1a", make.contact),
)
ASKED = then(ACTED, (BY, make_more.escalation))
ASKED_TWICE = then(ASKED, (BY, lambda order: make_more.escalation(order, unit="EC")))
ANSWERED = then(ASKED, ("coordinator.E", make_more.escalation_answer))
CITY_ASKED = then(OF_THE_CITY, ("head.CD", lambda order: make_more.escalation(order, unit="BJ")))
#: Asked, and closed by the visit before anything was answered.
UNHEARD = then(ASKED, (BY, make.reply), ("visitor.HOT", make.visit))
REPORT = then(
    order("handling", demand_kind=DemandKind.REPORT),
    (BY, make.contact),
    ("visitor.HOT", lambda order: make.supplement(order, reported_unit="EC")),
)
#: The first lead did something, the second nothing yet.
PASSED = then(
    then(DISPATCHED, (BY, make.contact)), (BY, make.objection), ("reviewer.HOT", make.ruling)
)
DISPUTED = then(then(DISPATCHED, (BY, make.contact)), (BY, make.objection))


def abolished(world) -> int:
    """A department went up in another after the street had the order."""
    ident = world.order("handling")
    world.done(BY, make.contact(ident))
    world.merge("EM", "EC")
    return ident


def ask(scene=ACTED, unit="E", **told):
    return on(scene, make_more.escalation, unit=unit, **told)


def answer(scene=ASKED, **told):
    return on(scene, make_more.escalation_answer, **told)


LAWS = [
    Law(
        "escalation_can_be_timed",
        "平台规则:escalation_times",
        (
            case("as usual", BY, ask()),
            case("by the last day of the calendar", BY, ask(), after=TUESDAY),
        ),
        (case("beyond the calendar", BY, ask(), after=TUESDAY + DAY),),
    ),
    Law(
        "only_the_lead_escalates",
        "条例:二十",
        (
            case("its head", BY, ask()),
            case("a district that has it", "coordinator.E", ask(SIGNED, "BJ")),
            case("another body", BY, ask(ASKED, "EC")),
        ),
        (
            case("nobody has it", BY, ask(REGISTERED), beyond=True),
            case("its handler", "handler.E2", ask(), beyond=True),
            case("a helper", "head.EC", ask(HELPED)),
            case("its district", "coordinator.E", ask(unit="CD"),
                 also="escalation_goes_one_level_up"),
            case("the former lead", BY, ask(PASSED), beyond=True, also="own_action_comes_first"),
            case("disputed", BY, ask(DISPUTED)),
            case("replied", BY, ask(then(ACTED, (BY, make.reply)))),
            case("closed", BY, ask(then(ACTED, (BY, make.reply), ("visitor.HOT", make.visit)))),
        ),
    ),
    Law(
        "own_action_comes_first",
        "条例:二十",
        (
            case("it called", BY, ask()),
            case("it was helped", BY, ask(HELPED)),
            case("it whistled", BY, ask(WHISTLED)),
            case("a district has signed", "coordinator.E", ask(SIGNED, "BJ")),
        ),
        (
            case("nothing yet", BY, ask(HANDLING)),
            case("not even signed", BY, ask(DISPATCHED)),
            case("only the lead before did", "head.EC", ask(PASSED)),
            case("a district has not signed", "coordinator.E", ask(DISTRICT, "BJ")),
        ),
    ),
    Law(
        "escalation_goes_one_level_up",
        "提纲:四(三)3",
        (
            case("a street its district", BY, ask()),
            case("a street a department of it", BY, ask(unit="EM")),
            case("a community its street", "head.E1a", ask(OF_A_COMMUNITY, "E1")),
            case("a department its district", "head.EM", ask(OF_A_DEPARTMENT, "E")),
            case("a department one of the city", "head.EM", ask(OF_A_DEPARTMENT, "CD")),
            case("a district the city", "coordinator.E", ask(SIGNED, "BJ")),
            case("a district a department", "coordinator.E", ask(SIGNED, "CD")),
            case("a body of the city the city", "head.CD", ask(OF_THE_CITY, "BJ")),
        ),
        (
            case("a street the city", BY, ask(unit="BJ")),
            case("a street a body of the city", BY, ask(unit="CD")),
            case("a street another district", BY, ask(unit="W")),
            case("a street a department there", BY, ask(unit="WC")),
            case("a street its neighbour", BY, ask(unit="E2")),
            case("a street itself", BY, ask(unit="E1")),
            case("a street below", BY, ask(unit="E1a")),
            case("a street the hotline", BY, ask(unit="HOT")),
            case("a community the district", "head.E1a", ask(OF_A_COMMUNITY, "E")),
            case("a community a department", "head.E1a", ask(OF_A_COMMUNITY, "EC")),
            case("a department its neighbour", "head.EM", ask(OF_A_DEPARTMENT, "EC")),
            case("a department another district", "head.EM", ask(OF_A_DEPARTMENT, "W")),
            case("a department the city", "head.EM", ask(OF_A_DEPARTMENT, "BJ")),
            case("a district down", "coordinator.E", ask(SIGNED, "EC")),
            case("a body of the city its like", "head.CD", ask(OF_THE_CITY, "WATER")),
            case("a department that is no more", BY, ask(abolished, "EM")),
        ),
    ),
    Law(
        "what_is_asked_is_not_asked_again",
        "条例:二十",
        (
            case("somebody else", BY, ask(ASKED, "EC")),
            case("after the answer", BY, ask(ANSWERED)),
        ),
        (
            case("the same", BY, ask(ASKED)),
            case("one of two", BY, ask(ASKED_TWICE, "EC")),
            case("long after it was due", BY, ask(ASKED), after=DUE + 2 * DAY),
        ),
    ),
    Law(
        "informer_is_protected_from_the_asked",
        "平台规则:informer",
        (
            case("no report", BY, ask(unit="EC")),
            case("somebody else", BY, ask(REPORT, "EM")),
        ),
        (
            case("the reported", BY, ask(REPORT, "EC")),
            case("the line above it", BY, ask(REPORT, "E")),
        ),
    ),
    Law(
        "only_the_asked_body_answers",
        "条例:二十",
        (
            case("its district", "coordinator.E", answer()),
            case("a department", "handler.EC", answer(ASKED_TWICE)),
            case("the hotline for the city", "supervisor.HOT", answer(CITY_ASKED)),
            case("after the reply", "coordinator.E", answer(then(ASKED, (BY, make.reply)))),
        ),
        (
            case("nothing asked", "coordinator.E", answer(ACTED)),
            case("the asker", BY, answer()),
            case("another body", "handler.EC", answer(), beyond=True),
            case("the hotline for a district", "supervisor.HOT", answer()),
            case("nobody sits for the city", "head.CD", answer(CITY_ASKED)),
            case("twice", "coordinator.E", answer(ANSWERED)),
            case("closed", "coordinator.E", answer(UNHEARD)),
            case("closed at once", "coordinator.E", answer(CLOSED)),
        ),
    ),
    Law(
        "late_answer_gives_its_reason",
        "平台规则:escalation_times",
        (
            case("last second", "coordinator.E", answer(), after=DUE),
            case("late with a reason", "coordinator.E",
                 answer(late_reason="两区会商"), after=DUE + HOUR),
        ),
        (
            case("a second late", "coordinator.E", answer(), after=DUE + SECOND),
            case("late for no reason", "coordinator.E",
                 answer(late_reason="　"), after=DUE + DAY),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_the_clock_of_the_order_runs_on(world):
    """Nothing that is asked or answered moves a limit of the order."""
    ident = ACTED(world)
    kept = ("due_at", "warn_at", "citizen_due_at", "status", "lead_id")
    before = [getattr(world.get(WorkOrder, ident), key) for key in kept]
    world.done(BY, make_more.escalation(ident), at=MONDAY + HOUR)
    world.done("coordinator.E", make_more.escalation_answer(ident), at=MONDAY + 2 * DAY)
    assert [getattr(world.get(WorkOrder, ident), key) for key in kept] == before


def test_it_is_to_be_answered_in_three_working_days(world):
    ident = ASKED_TWICE(world)
    first, second = world.of(ident, Escalation)
    assert [first.answer_by, second.answer_by] == [MONDAY + DUE] * 2
    assert first.dispatch_id == world.of(ident, Contact)[0].dispatch_id
    world.done("handler.EC", make_more.escalation_answer(ident))
    world.done("coordinator.E", make_more.escalation_answer(ident))
    assert [each.escalation_id for each in world.of(ident, EscalationAnswer)] == [
        second.id, first.id,
    ]  # fmt: skip


def test_the_oldest_is_answered_first(world):
    """Another lead asks the same body: what the first one asked is still to be answered."""
    ident = then(DISPATCHED, (BY, make.contact), (BY, make_more.escalation))(world)
    world.done(BY, make.objection(ident))
    world.done("reviewer.HOT", make.ruling(ident))
    world.done("handler.EC", make.contact(ident))
    world.done("head.EC", make_more.escalation(ident))
    for _ in range(2):
        world.done("coordinator.E", make_more.escalation_answer(ident))
    asked = [each.id for each in world.of(ident, Escalation)]
    assert [each.escalation_id for each in world.of(ident, EscalationAnswer)] == asked


def test_who_is_asked_takes_part_until_it_has_answered(world):
    ident = ASKED_TWICE(world)
    assert roles(world, ident) == {"E1": Role.LEAD, "E": Role.ASKED, "EC": Role.ASKED}
    world.done("handler.EC", make_more.escalation_answer(ident))
    assert roles(world, ident)["EC"] is Role.FORMER


def test_who_has_answered_may_still_be_told_of_a_danger(world):
    """One part being done does not end another."""
    ident = ASKED_TWICE(world)
    world.done("intake.HOT", make_more.alert(ident, unit="EC"))
    assert roles(world, ident)["EC"] is Role.ASKED
    world.done("handler.EC", make_more.escalation_answer(ident))
    assert roles(world, ident)["EC"] is Role.ALERTED
    world.done("handler.EC", make_more.alert_receipt(ident))
