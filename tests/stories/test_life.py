"""The whole life of a demand: registered, sent, disputed, ruled on, signed, extended, replied."""

from __future__ import annotations

from sqlalchemy import select

from app.kernel import clock
from app.kernel.audit import Audit
from app.kernel.clock import end_of, local_date
from app.kernel.session import GovernedSession
from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.enums import DispatchGround, Role, Status
from app.models.extension_decision import ExtensionDecision
from app.models.participation import Participation
from app.models.reply import Reply
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from tests import make
from tests.world import DAY, HOUR, MONDAY, World


def seen_by(world: World, login: str, ident: int) -> bool:
    """Whether the order is within the person's sight."""
    with GovernedSession(world.bind, world.people[login], writing=False) as session:
        return session.get(WorkOrder, ident) is not None


def test_the_whole_life(world, nothing_is_wrong):
    """Sent to the wrong street, redirected to the department, extended once, replied, visited."""
    ident = world.done("intake.HOT", make.order(protected=True, complainant_name="王某"))
    order = world.get(WorkOrder, ident)
    point = f"{world.unit('HOT'):04d}"
    assert order.number == f"20240304{point}000001"
    assert (order.status, order.due_at, order.lead_id) == (Status.REGISTERED, None, None)
    assert not seen_by(world, "head.E1", ident)

    world.done("dispatcher.HOT", make.dispatch(ident), at=MONDAY + HOUR)
    order = world.get(WorkOrder, ident)
    assert (order.status, order.lead_id) == (Status.DISPATCHED, world.unit("E1"))
    assert order.due_at == order.citizen_due_at == MONDAY + HOUR + 7 * DAY
    assert [each.unit_id for each in world.of(ident, DispatchCopy)] == [world.unit("E")]
    for login, sees in (("head.E1", True), ("coordinator.E", True), ("head.EC", False)):
        assert seen_by(world, login, ident) is sees

    world.done("head.E1", make.objection(ident, suggested_unit="EC"), at=MONDAY + 2 * HOUR)
    assert world.get(WorkOrder, ident).status is Status.DISPUTED
    assert world.act("handler.E1", make.reply(ident)) == {"only_the_lead_replies",
                                                         "reply_goes_to_both"}  # fmt: skip
    world.done("reviewer.HOT", make.ruling(ident), at=MONDAY + 4 * HOUR)
    order = world.get(WorkOrder, ident)
    assert (order.status, order.lead_id) == (Status.DISPATCHED, world.unit("EC"))
    assert order.due_at == MONDAY + 4 * HOUR + 7 * DAY
    assert order.citizen_due_at == MONDAY + HOUR + 7 * DAY
    first, second = world.of(ident, Dispatch)
    assert (first.ground, second.ground) == (DispatchGround.FIRST, DispatchGround.RULING)
    assert second.object_by == end_of(local_date(MONDAY + DAY))
    assert not seen_by(world, "head.E1", ident)
    assert seen_by(world, "handler.EC", ident)

    world.done("handler.EC", make.receipt(ident), at=MONDAY + 5 * HOUR)
    with clock.at(MONDAY + 5 * HOUR):
        world.done("handler.EC", make.contact(ident, reached=False, heard=""))
    with clock.at(MONDAY + 6 * HOUR):
        world.done("handler.EC", make.contact(ident))
    assert world.get(WorkOrder, ident).status is Status.HANDLING
    assert len(world.of(ident, Contact)) == 2

    world.done("head.EC", make.extension(ident, days=5), at=MONDAY + DAY)
    assert world.get(WorkOrder, ident).due_at == MONDAY + 4 * HOUR + 7 * DAY
    world.done("coordinator.E", make.decision(ident), at=MONDAY + DAY + HOUR)
    order = world.get(WorkOrder, ident)
    assert order.due_at == MONDAY + 4 * HOUR + 12 * DAY
    assert order.citizen_due_at == MONDAY + HOUR + 12 * DAY
    (decision,) = world.of(ident, ExtensionDecision)
    assert decision.new_due_at - decision.old_due_at == 5 * DAY

    at = MONDAY + 9 * DAY
    assert world.act("visitor.HOT", make.visit(ident), at=at) == {"visit_is_due"}
    world.done("head.EC", make.reply(ident, told_at=at - HOUR), at=at)
    order = world.get(WorkOrder, ident)
    assert (order.status, order.replied_at) == (Status.REPLIED, at)
    assert len(world.of(ident, Reply)) == 1

    world.done("visitor.HOT", make.missed_visit(ident), at=at + DAY)
    assert world.act("head.EC", make.visit(ident), at=at + DAY) == "forbidden"
    world.done("visitor.HOT", make.visit(ident, satisfied="basic"), at=at + 2 * DAY)
    order = world.get(WorkOrder, ident)
    assert (order.status, order.closed_at) == (Status.CLOSED, at + 2 * DAY)
    assert [each.valid for each in world.of(ident, Visit)] == [False, True]

    roles = {each.unit_id: each.role for each in world.of(ident, Participation)}
    assert roles == {
        world.unit("E1"): Role.FORMER,
        world.unit("EC"): Role.LEAD,
        world.unit("E"): Role.DISTRICT,
    }
    nothing_is_wrong(world)
    the_audit_tells_it_all(world, ident, order.version)


def the_audit_tells_it_all(world: World, ident: int, version: int) -> None:
    """Every act has its line, in order, and no particulars of the complainant are in any."""
    with world.reading() as session:
        lines = list(
            session.scalars(select(Audit).where(Audit.order_id == ident).order_by(Audit.id))
        )
    told = [each.table for each in lines if each.verb == "新增"]
    assert told[0] == "work_order"
    assert sorted(told) == sorted(
        ["work_order", "dispatch", "dispatch_copy", "objection", "ruling", "dispatch", "receipt",
         "contact", "contact", "extension", "extension_decision", "reply", "visit", "visit"]
    )  # fmt: skip
    assert version == 12
    assert all("王某" not in str(each.now) and "13800138000" not in str(each.now) for each in lines)
    states = [each.now["status"] for each in lines if each.table == "work_order"
              and "status" in each.now]  # fmt: skip
    assert states == ["registered", "dispatched", "disputed", "dispatched", "handling",
                      "replied", "closed"]  # fmt: skip


def test_a_consult_is_answered_at_once(world, nothing_is_wrong):
    """The shortest life there is."""
    ident = world.order("answered")
    for login, act in (("dispatcher.HOT", make.dispatch), ("visitor.HOT", make.visit)):
        assert world.act(login, act(ident)) not in (set(), "forbidden")
    nothing_is_wrong(world)


def test_only_the_district_is_known(world, nothing_is_wrong):
    """To the district, on to a street, which replies; the clock has run all the while."""
    ident = world.order("dispatched", unit="E", place="E")
    assert world.act("coordinator.E", make.reply(ident)) == "forbidden"
    world.done("coordinator.E", make.receipt(ident))
    world.done("coordinator.E", make.dispatch(ident, unit="E2", place="E2"), at=MONDAY + DAY)
    order = world.get(WorkOrder, ident)
    assert (order.status, order.due_at) == (Status.DISPATCHED, MONDAY + 7 * DAY)
    world.done("handler.E2", make.receipt(ident), at=MONDAY + DAY)
    late = make.reply(ident, told_at=MONDAY + 8 * DAY)
    assert world.act("handler.E2", late, at=MONDAY + 8 * DAY) == {"late_reply_gives_its_reason"}
    world.done("handler.E2", late.but(late_reason="雨情所致"), at=MONDAY + 8 * DAY)
    world.done("visitor.HOT", make.visit(ident), at=MONDAY + 9 * DAY)
    assert world.get(WorkOrder, ident).status is Status.CLOSED
    nothing_is_wrong(world)
