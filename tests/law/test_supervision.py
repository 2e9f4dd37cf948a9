"""条例第五条第四款、第十二条第一款第一项: who watches over the lead urges it; it answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.models.enums import SupervisionKind
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.work_order import WorkOrder
from tests import make, make_more
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    CLOSED,
    DISPATCHED,
    DISPUTED,
    DISTRICT,
    HANDLING,
    REGISTERED,
    REPLIED,
    hotline_handles,
    on,
    order,
    then,
)
from tests.world import DAY, HOUR, MONDAY

BY, UNIT = "supervisor.HOT", "head.E1"
SECOND = timedelta(seconds=1)
URGED_BY = 4 * HOUR
#: One working day after Monday, to its end.
ASKED_BY = datetime(2024, 3, 5, 16, tzinfo=UTC) - MONDAY
#: The last day from which a working day is on file, and the day after.
THURSDAY = datetime(2024, 11, 28, 2, tzinfo=UTC) - MONDAY
STRICTLY = {"kind": SupervisionKind.SUPERVISE}

URGED = then(HANDLING, (BY, make_more.supervision))
DEMANDED = then(HANDLING, (BY, lambda order: make_more.supervision(order, **STRICTLY)))
ANSWERED = then(URGED, ("handler.E1", make_more.supervision_answer))
OF_THE_CITY = order("handling", entry="ANY", unit="CD")
#: Urged before it signed, then sent to another by ruling.
LAPSED = then(
    DISPATCHED,
    (BY, make_more.supervision),
    (UNIT, make.objection),
    ("reviewer.HOT", make.ruling),
)
DISTRICT_URGED = then(DISTRICT, (BY, make_more.supervision))


def inherited(world) -> int:
    """Urged; then the unit was abolished and the order went to its heir."""
    ident = world.order("dispatched", unit="E2", place="E2")
    world.done(BY, make_more.supervision(ident))
    world.merge("E2", "E1")
    world.done("dispatcher.HOT", make.dispatch(ident))
    return ident


def urge(scene=HANDLING, **told):
    return on(scene, make_more.supervision, **told)


def answer(scene=URGED, **told):
    return on(scene, make_more.supervision_answer, **told)


LAWS = [
    Law(
        "supervision_can_be_timed",
        "平台规则:supervision_times",
        (
            case("urged", BY, urge()),
            case("by the last day of the calendar", BY, urge(**STRICTLY), after=THURSDAY),
            case("urged beyond the calendar", BY, urge(), after=THURSDAY + DAY),
        ),
        (case("beyond the calendar", BY, urge(**STRICTLY), after=THURSDAY + DAY),),
    ),
    Law(
        "only_what_is_in_hand_is_supervised",
        "条例:五(4)",
        (
            case("in hand", BY, urge()),
            case("not yet signed", BY, urge(DISPATCHED)),
            case("disputed", BY, urge(DISPUTED)),
            case("a district has it", BY, urge(DISTRICT)),
            case("overdue", BY, urge(), after=8 * DAY),
        ),
        (
            case("not dispatched", BY, urge(REGISTERED)),
            case("replied", BY, urge(REPLIED)),
            case("closed", BY, urge(CLOSED)),
            case("answered at once", BY, urge(order("answered"))),
        ),
    ),
    Law(
        "supervision_comes_from_above",
        "条例:十二(1)(一)",
        (
            case("the hotline", BY, urge()),
            case("its district", "coordinator.E", urge()),
            case("the hotline of the city's", BY, urge(OF_THE_CITY)),
        ),
        (
            case("another district", "coordinator.W", urge(), beyond=True),
            case("a district of the city's", "coordinator.E", urge(OF_THE_CITY), beyond=True),
            case("a district itself", "coordinator.E", urge(DISTRICT)),
            case("the unit itself", UNIT, urge(), beyond=True),
            case("a department of its district", "head.EC", urge(), beyond=True),
            case("the hotline itself", BY, urge(hotline_handles)),
        ),
    ),
    Law(
        "supervision_waits_for_the_answer",
        "平台规则:supervision_times",
        (
            case("once answered", BY, urge(ANSWERED)),
            case("once due", BY, urge(URGED), after=URGED_BY + SECOND),
            case("by the district once answered", "coordinator.E", urge(ANSWERED)),
            case("another unit has it", BY, urge(LAPSED)),
        ),
        (
            case("at once again", BY, urge(URGED)),
            case("the last second", BY, urge(URGED), after=URGED_BY),
            case("more strictly", BY, urge(URGED, **STRICTLY)),
            case("by the district too", "coordinator.E", urge(URGED)),
            case("of the heir", BY, urge(inherited)),
        ),
    ),
    Law(
        "only_the_supervised_unit_answers",
        "条例:五(4)",
        (
            case("its head", UNIT, answer()),
            case("its handler", "handler.E1", answer()),
            case("after the reply", UNIT, answer(then(URGED, (UNIT, make.reply)))),
            case("a district", "coordinator.E", answer(DISTRICT_URGED)),
            case("the heir", UNIT, answer(inherited)),
        ),
        (
            case("nothing demanded", UNIT, answer(HANDLING)),
            case("its district", "coordinator.E", answer()),
            case("another unit", "handler.E2", answer(), beyond=True),
            case("twice", UNIT, answer(ANSWERED)),
            case("it has the order no more", UNIT, answer(LAPSED), beyond=True),
            case("who has it now", "head.EC", answer(LAPSED)),
            case("closed", UNIT,
                 answer(then(URGED, (UNIT, make.reply), ("visitor.HOT", make.visit)))),
        ),
    ),
    Law(
        "late_supervision_answer_gives_its_reason",
        "平台规则:supervision_times",
        (
            case("last second", UNIT, answer(), after=URGED_BY),
            case("last second of a day", UNIT, answer(DEMANDED), after=ASKED_BY),
            case("late with a reason", UNIT, answer(late_reason="连夜施工"), after=DAY),
        ),
        (
            case("a second late", UNIT, answer(), after=URGED_BY + SECOND),
            case("a day and a second late", UNIT, answer(DEMANDED), after=ASKED_BY + SECOND),
            case("late for no reason", UNIT, answer(late_reason="　"), after=DAY),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_it_is_the_lead_that_is_urged_and_its_clock_runs_on(world):
    ident = HANDLING(world)
    before = world.get(WorkOrder, ident).due_at
    world.done("coordinator.E", make_more.supervision(ident, **STRICTLY))
    (held,) = world.of(ident, Supervision)
    assert (held.unit_id, held.answer_by) == (world.unit("E1"), MONDAY + ASKED_BY)
    world.done(UNIT, make_more.supervision_answer(ident))
    assert world.of(ident, SupervisionAnswer)[0].supervision_id == held.id
    assert world.get(WorkOrder, ident).due_at == before


def test_the_oldest_is_answered_first(world):
    """The first came due unanswered, so that there is a second one."""
    ident = URGED(world)
    late = MONDAY + DAY
    world.done(BY, make_more.supervision(ident), at=late)
    for _ in range(2):
        world.done(UNIT, make_more.supervision_answer(ident, late_reason="暴雨"), at=late + HOUR)
    asked = [each.id for each in world.of(ident, Supervision)]
    assert [each.supervision_id for each in world.of(ident, SupervisionAnswer)] == asked
