"""What becomes of an order on the ledger: it is closed when it is struck off, and not before."""

from __future__ import annotations

from app.kernel import clock
from app.models.dispatch import Dispatch
from app.models.enums import DispatchGround, DisposalKind, Measure, Status
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.participation import Participation
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from tests import make, make_more
from tests.law.scenes import HANDLING, then
from tests.law.test_assessment import assessed
from tests.law.test_ledger import ABOVE, BY, ENTERED, STRUCK, TODAY, WAITING
from tests.world import DAY, HOUR, MONDAY


def visit_of(ident: int, build=make.visit) -> tuple[str, object]:
    return "visitor.HOT", build(ident)


def stands(world, ident: int) -> tuple[Status, object]:
    held = world.get(WorkOrder, ident)
    return held.status, held.closed_at


def test_a_visit_does_not_close_what_is_on_the_ledger(world):
    """It waits for the removal and is closed by it, at that instant; the visit stays as it was."""
    ident = ENTERED(world)
    (entry,) = world.of(ident, Ledger)
    (sent,) = world.of(ident, Dispatch)
    assert entry.dispatch_id == sent.id
    assert stands(world, ident) == (Status.HANDLING, None)
    world.done(BY, make.reply(ident))
    assert stands(world, ident) == (Status.REPLIED, None)
    world.done(*visit_of(ident), at=MONDAY + HOUR)
    (visit,) = world.of(ident, Visit)
    due = world.get(WorkOrder, ident).due_at
    assert stands(world, ident) == (Status.LEDGER, None)
    world.done(BY, make_more.ledger_review(ident), at=MONDAY + DAY)
    assert stands(world, ident) == (Status.LEDGER, None)
    world.done(ABOVE, make_more.ledger_removal(ident), at=MONDAY + 9 * DAY)
    assert stands(world, ident) == (Status.CLOSED, MONDAY + 9 * DAY)
    (review,), (removal,) = world.of(ident, LedgerReview), world.of(ident, LedgerRemoval)
    assert (review.ledger_id, removal.ledger_id) == (entry.id, entry.id)
    (kept,) = world.of(ident, Visit)
    told = ("at", "attempt", "valid", "contacted", "solved", "satisfied", "dispatch_id")
    assert [getattr(kept, each) for each in told] == [getattr(visit, each) for each in told]
    assert world.get(WorkOrder, ident).due_at == due


def test_what_was_struck_off_before_the_visit_is_closed_by_it(world):
    ident = STRUCK(world)
    world.done(BY, make.reply(ident))
    world.done(*visit_of(ident), at=MONDAY + HOUR)
    assert stands(world, ident) == (Status.CLOSED, MONDAY + HOUR)


def test_calls_in_vain_do_not_close_it_either(world):
    ident = ENTERED(world)
    for hours in range(3):
        world.done(*visit_of(ident, make.missed_visit), at=MONDAY + 7 * DAY + hours * HOUR)
    assert stands(world, ident) == (Status.LEDGER, None)
    assert world.act(*visit_of(ident), at=MONDAY + 8 * DAY) == {"visit_is_not_repeated"}
    world.done(ABOVE, make_more.ledger_removal(ident), at=MONDAY + 9 * DAY)
    assert stands(world, ident) == (Status.CLOSED, MONDAY + 9 * DAY)


def test_it_is_done_over_as_any_other(world):
    """The entry stays with the order; the second visit waits for its removal."""
    ident = ENTERED(world)
    world.done(BY, make.reply(ident))
    world.done(*visit_of(ident, make.bad_visit))
    again = world.of(ident, Dispatch)[-1]
    assert (again.ground, stands(world, ident)) == (
        DispatchGround.REWORK, (Status.DISPATCHED, None))  # fmt: skip
    assert world.act(BY, make_more.ledger(ident)) == {"only_the_lead_enters_the_ledger"}
    world.done(BY, make.reply(ident))
    world.done(*visit_of(ident))
    assert stands(world, ident) == (Status.LEDGER, None)
    world.done(ABOVE, make_more.ledger_removal(ident), at=MONDAY + DAY)
    assert stands(world, ident) == (Status.CLOSED, MONDAY + DAY)


def test_what_waits_for_its_removal_is_not_sent_on(world):
    """Not even to the heir of its lead, who looks at it again all the same."""
    ident = world.order("ledger", unit="E2", place="E2")
    world.merge("E2", "E1")
    assert world.act("dispatcher.HOT", make.dispatch(ident)) == {
        "only_an_open_order_is_dispatched"}  # fmt: skip
    assert stands(world, ident) == (Status.LEDGER, None)


def test_everybody_who_takes_part_sees_that_it_waits(world):
    ident = WAITING(world)
    assert {each.status for each in world.of(ident, Participation)} == {Status.LEDGER}


def test_a_contested_visit_of_it_is_ruled_on(world):
    ident = WAITING(world)
    world.done(BY, make.contest(ident))
    world.done("reviewer.HOT", make.contest_ruling(ident))
    assert stands(world, ident) == (Status.LEDGER, None)


def test_withdrawn_it_is_over(world):
    ident = then(WAITING, ("intake.HOT", lambda order: make.disposal(
        order, kind=DisposalKind.WITHDRAWN)))(world)  # fmt: skip
    assert stands(world, ident)[0] is Status.WITHDRAWN


def test_the_interval_is_a_parameter(world):
    ident = HANDLING(world)
    with clock.at(MONDAY):
        world.system(make.parameter("ledger.review", 10, valid_from=TODAY,
                                    measure=Measure.CALENDAR_DAYS))  # fmt: skip
    late = make_more.ledger(ident, review_on=TODAY + 11 * DAY)
    assert world.act(BY, late) == {"entry_names_its_first_review"}
    assert "10日" in str(world.refusal)


def test_it_is_assessed_by_its_visit_and_closed_by_its_removal(world):
    """The answers count from the visit on, the end from the removal on."""
    ident = world.order("ledger", unit="W2", place="W2")
    held = assessed(world, at=MONDAY + DAY)["W2"]
    assert (held.received, held.closed, held.valid, held.solved) == (1, 0, 1, 1)
    world.done("coordinator.W", make_more.ledger_removal(ident), at=MONDAY + 2 * DAY)
    held = assessed(world, at=MONDAY + 3 * DAY)["W2"]
    assert (held.received, held.closed, held.valid, held.solved) == (1, 1, 1, 1)
