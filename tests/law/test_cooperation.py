"""条例第十四条第二款: the lead names who helps and until when; it waits for them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.enums import DemandKind, Role, Status
from app.models.participation import Participation
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    CLOSED,
    DISPATCHED,
    DISPUTED,
    DISTRICT,
    EXTENDED,
    HANDLING,
    REDIRECTED,
    REGISTERED,
    REPLIED,
    on,
    then,
)
from tests.law.test_derived import roles
from tests.world import DAY, HOUR, MONDAY

BY = "head.E1"
LIMIT = 7 * DAY
SECOND = timedelta(seconds=1)
LATE = {"late_reason": "等待权属单位答复"}

HELPED = then(HANDLING, (BY, make.co_handling))
SO_FAR = then(HELPED, ("handler.EC", lambda order: make.co_result(order, final=False)))
DONE = then(HELPED, ("handler.EC", make.co_result))
#: Two helpers, one of whom has said nothing yet.
TWO = then(DONE, (BY, lambda order: make.co_handling(order, unit="GAS")))
#: Sent to another lead while the first one's helper was at it.
GONE = then(HELPED, (BY, make.objection),
            ("reviewer.HOT", lambda order: make.ruling(order, unit="W1", place="W1")))  # fmt: skip
#: Done over: whoever helped the first time has to be asked again.
AGAIN = then(DONE, (BY, make.reply), ("visitor.HOT", make.bad_visit))


def ask(scene=HANDLING, unit="EC", **told):
    return on(scene, make.co_handling, unit=unit, **told)


def tell(scene=HELPED, **told):
    return on(scene, make.co_result, **told)


def answer(scene, **told):
    return on(scene, make.reply, **told)


def helper_abolished(world) -> int:
    """The helper was merged into another before it said anything."""
    ident = world.order("handling")
    world.done(BY, make.co_handling(ident, unit="EM"))
    world.merge("EM", "EC")
    return ident


def helper_reported(world) -> int:
    """A helper in a report turned out to be the one reported."""
    ident = world.order("dispatched", demand_kind=DemandKind.REPORT)
    world.done(BY, make.co_handling(ident, unit="WATER"))
    world.done("visitor.HOT", make.supplement(ident, reported_unit="WATER"))
    return ident


LAWS = [
    Law(
        "only_the_lead_names_helpers",
        "条例:十四(2)",
        (
            case("its head", BY, ask()),
            case("its handler", "handler.E1", ask()),
            case("before it signs", BY, ask(DISPATCHED)),
            case("another one", BY, ask(HELPED, "GAS")),
            case("the unit named by ruling", "head.EC", ask(REDIRECTED, "E1")),
            case("once more when it is done over", BY, ask(AGAIN)),
        ),
        (
            case("nobody has it", BY, ask(REGISTERED), beyond=True),
            case("another unit", "head.W1", ask(), beyond=True),
            case("a helper", "head.EC", ask(HELPED, "EM")),
            case("the former lead", BY, ask(GONE), beyond=True),
            case("disputed", BY, ask(DISPUTED)),
            case("replied", BY, ask(REPLIED)),
            case("closed", BY, ask(CLOSED)),
            case("a district before it sends on", "coordinator.E", ask(DISTRICT), beyond=True),
            case("the limit is over", BY, ask(due_at=MONDAY + LIMIT + HOUR), after=LIMIT),
        ),
    ),
    Law(
        "helper_can_help",
        "条例:十四(2)",
        (
            case("a department", BY, ask()),
            case("another street", BY, ask(unit="E2")),
            case("of another district", BY, ask(unit="WC")),
            case("an enterprise", BY, ask(unit="GAS")),
        ),
        (
            case("itself", BY, ask(unit="E1")),
            case("abolished", BY, ask(unit="OLD")),
            case("a government", BY, ask(unit="E")),
            case("the hotline", BY, ask(unit="HOT")),
            case("a central unit", BY, ask(unit="CENT")),
            case("twice", BY, ask(HELPED)),
            case("twice, though it is done", BY, ask(DONE)),
        ),
    ),
    Law(
        "helper_is_given_its_time",
        "条例:十四(2)",
        (
            case("within the limit", BY, ask()),
            case("to its last second", BY, ask(due_at=MONDAY + LIMIT)),
            case("within the extended limit", BY, ask(EXTENDED, due_at=MONDAY + 10 * DAY)),
        ),
        (
            case("now", BY, ask(due_at=MONDAY)),
            case("yesterday", BY, ask(due_at=MONDAY - DAY)),
            case("a second after the limit", BY, ask(due_at=MONDAY + LIMIT + SECOND)),
            case("a second after the extended limit", BY,
                 ask(EXTENDED, due_at=MONDAY + 10 * DAY + SECOND)),
        ),
    ),
    Law(
        "only_a_helper_reports",
        "条例:十四(2)",
        (
            case("done", "handler.EC", tell()),
            case("its head", "head.EC", tell()),
            case("so far", "handler.EC", tell(final=False)),
            case("once more so far", "handler.EC", tell(SO_FAR, final=False)),
            case("done after a first report", "handler.EC", tell(SO_FAR)),
            case("after the lead replied", "handler.EC", tell(then(SO_FAR, (BY, make.reply)))),
        ),
        (
            case("nobody was asked", "handler.EC", tell(HANDLING), beyond=True),
            case("the lead", BY, tell()),
            case("another unit", "handler.EM", tell(), beyond=True),
            case("done already", "handler.EC", tell(DONE)),
            case("done, and so far", "handler.EC", tell(DONE, final=False)),
            case("the lead is another now", "handler.EC", tell(GONE), beyond=True),
            case("asked for the first round only", "handler.EC", tell(AGAIN), beyond=True),
            case("closed", "handler.EC",
                 tell(then(SO_FAR, (BY, make.reply), ("visitor.HOT", make.visit)))),
        ),
    ),
    Law(
        "late_helper_gives_its_reason",
        "条例:十四(2)",
        (
            case("last second", "handler.EC", tell(), after=2 * DAY),
            case("late with a reason", "handler.EC", tell(**LATE), after=3 * DAY),
            case("late, so far", "handler.EC", tell(final=False, **LATE), after=3 * DAY),
        ),
        (
            case("a second late", "handler.EC", tell(), after=2 * DAY + SECOND),
            case("late, so far, and blank", "handler.EC",
                 tell(final=False, late_reason="　"), after=3 * DAY),
        ),
    ),
    Law(
        "lead_waits_for_its_helpers",
        "条例:十四(2)",
        (
            case("no helper", BY, answer(HANDLING)),
            case("done", BY, answer(DONE)),
            case("so far", BY, answer(SO_FAR)),
            case("a helper that is no more", BY, answer(helper_abolished)),
            case("a helper that may not know", BY, answer(helper_reported)),
            case("helpers of the first round", "handler.E1", answer(AGAIN)),
            case("helpers of another lead", "handler.W1", answer(GONE)),
        ),
        (
            case("nothing said", BY, answer(HELPED)),
            case("one of two", BY, answer(TWO)),
            case("late and nothing said", BY,
                 answer(HELPED, late_reason="协办单位未反馈"), after=LIMIT + HOUR),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def part(world, ident: int, code: str) -> Participation:
    """A unit's own row of its worklist."""
    unit = world.unit(code)
    return next(each for each in world.of(ident, Participation) if each.unit_id == unit)


def test_a_helper_sees_the_order_and_has_its_own_time(world):
    """Done with its part it is done, whatever the lead still has to do."""
    ident = HELPED(world)
    (asked,) = world.of(ident, CoHandling)
    held = part(world, ident, "EC")
    assert (held.role, held.status) == (Role.CO, Status.HANDLING)
    assert (held.due_at, held.warn_at) == (asked.due_at, None)
    world.done("handler.EC", make.co_result(ident, final=False))
    assert part(world, ident, "EC").status is Status.HANDLING
    world.done("handler.EC", make.co_result(ident))
    assert part(world, ident, "EC").status is Status.REPLIED
    assert part(world, ident, "E1").status is Status.HANDLING
    assert [each.co_handling_id for each in world.of(ident, CoResult)] == [asked.id] * 2
    world.done(BY, make.reply(ident))
    world.done("visitor.HOT", make.visit(ident))
    assert part(world, ident, "EC").status is Status.CLOSED


def test_a_helper_of_a_former_lead_keeps_only_what_it_did(world):
    assert roles(world, GONE(world)) == {
        "W1": Role.LEAD, "W": Role.DISTRICT, "E1": Role.FORMER, "EC": Role.FORMER,
    }  # fmt: skip
