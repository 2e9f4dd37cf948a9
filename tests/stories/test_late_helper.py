"""A co-handler that is late: whose lateness it is, and what the lead may do about it."""

from __future__ import annotations

from app.kernel import clock
from app.models.co_result import CoResult
from app.models.enums import FindingKind, Role, Status
from app.models.reply import Reply
from app.models.work_order import WorkOrder
from app.services.findings import Asked, found
from tests import make
from tests.law.test_derived import roles
from tests.world import DAY, HOUR, MONDAY

LATE = {"late_reason": "执法队在处置大风倒树"}


def test_a_late_helper_answers_for_itself(world, nothing_is_wrong):
    """The lead's limit stays, it waits for an interim report, and replies in its own time."""
    ident = world.order("handling")
    due = world.get(WorkOrder, ident).due_at
    world.done("handler.E1", make.contact(ident))
    world.done("head.E1", make.co_handling(ident, due_at=MONDAY + 2 * DAY))
    after = MONDAY + 3 * DAY
    assert world.act("handler.E1", make.reply(ident), at=after) == {"lead_waits_for_its_helpers"}
    so_far = make.co_result(ident, final=False, content="已约谈，尚未拆除")
    assert world.act("handler.EC", so_far, at=after) == {"late_helper_gives_its_reason"}
    world.done("handler.EC", so_far.but(**LATE), at=after)
    assert world.get(WorkOrder, ident).due_at == due
    assert roles(world, ident)["EC"] is Role.CO

    world.done("handler.E1", make.reply(ident), at=after + HOUR)
    (reply,) = world.of(ident, Reply)
    assert reply.late_reason == ""
    world.done("handler.EC", make.co_result(ident, **LATE), at=after + DAY)
    assert [each.final for each in world.of(ident, CoResult)] == [False, True]
    world.done("visitor.HOT", make.visit(ident), at=after + 2 * DAY)
    assert world.get(WorkOrder, ident).status is Status.CLOSED
    nothing_is_wrong(world)


def test_a_silent_helper_is_found(world, nothing_is_wrong):
    """It said nothing to the end; the lead could not reply, and the finding is the helper's."""
    ident = world.order("handling")
    world.done("head.E1", make.co_handling(ident, due_at=MONDAY + DAY))
    end = MONDAY + 8 * DAY
    for day in range(3):
        world.done("visitor.HOT", make.missed_visit(ident), at=end + day * DAY)
    assert world.get(WorkOrder, ident).status is Status.CLOSED
    with clock.at(end + 5 * DAY), world.reading() as session:
        asked = Asked(FindingKind.SHIFTING, MONDAY.date(), (end + 5 * DAY).date())
        held = found(session, asked)
    assert [(each.unit_id, each.order_id) for each in held] == [(world.unit("EC"), ident)]
    nothing_is_wrong(world)
