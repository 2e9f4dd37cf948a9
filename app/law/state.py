"""Where an order stands: derived from its acts, never typed (design §1, 3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.kernel.rules import derives
from app.law.limit import margin
from app.law.reading import (
    dispatches,
    disposal,
    due_of,
    granted,
    live,
    pending_objection,
    receipt_of,
    reply_of,
)
from app.law.visit import closed_by_visit, ended_by_visit
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import DispatchGround, DisposalKind, Status
from app.models.extension_decision import ExtensionDecision
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.objection import Objection
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.visit import Visit
from app.models.work_order import WorkOrder

ENDED_AS = {
    DisposalKind.ANSWERED: Status.ANSWERED,
    DisposalKind.CENTRAL: Status.TRANSFERRED,
    DisposalKind.PROVINCE: Status.TRANSFERRED,
    DisposalKind.WITHDRAWN: Status.WITHDRAWN,
    DisposalKind.PRAISE: Status.RECORDED,
    DisposalKind.INVALID: Status.RECORDED,
}


@derives(WorkOrder, clause="条例:十四(1)", field="lead entry limit_class", on=(Dispatch,))
def lead_of_the_order(order: WorkOrder, _: Any) -> tuple[Any, Any, Any]:
    """承办单位、目录条目和时限级别随现行派单。"""
    held = live(order)
    return (held.unit, held.entry, held.limit_class) if held else (None, None, None)


@derives(WorkOrder, clause="条例:十三(1)", field="due_at warn_at", on=(Dispatch, ExtensionDecision))
def unit_limit(order: WorkOrder, _: Any) -> tuple[datetime | None, datetime | None]:
    """期限随派单注明，此后只随获准的延期变动；异议审核期间照常计算（平台规则:deadline_runs_on）。"""
    held = live(order)
    if held is None or held.due_at is None or held.ground is DispatchGround.SUPERVISORY:
        return None, None
    due = due_of(held, order)
    return due, due - margin(held)


@derives(
    WorkOrder,
    clause="平台规则:citizen_clock",
    field="citizen_due_at",
    on=(Dispatch, ExtensionDecision),
)
def citizen_limit(order: WorkOrder, _: Any) -> datetime | None:
    """对诉求人的期限自首次派单起算，改派不重新起算，只随获准的延期变动。"""
    found = dispatches(order)
    if not found or found[0].due_at is None or found[0].ground is DispatchGround.SUPERVISORY:
        return None
    days = sum(each.extension.days for each in granted(order))
    return found[0].due_at + timedelta(days=days)


@derives(WorkOrder, clause="条例:十五(三)", field="replied_at", on=(Dispatch, Reply))
def when_replied(order: WorkOrder, _: Any) -> datetime | None:
    """现行派单的反馈时间。"""
    reply = reply_of(live(order), order)
    return reply.at if reply else None


@derives(
    WorkOrder,
    clause="条例:二十三",
    field="closed_at",
    on=(Dispatch, Visit, Disposal, Ledger, LedgerRemoval),
)
def when_closed(order: WorkOrder, was: Any) -> datetime | None:
    """工单只因答复、例外、转出、撤单或回访而办结；退回重办的不办结，挂账的回访后待销账办结。"""
    if was is not None and was.closed_at is not None:
        return was.closed_at  # type: ignore[no-any-return]
    if ended := disposal(order):
        return ended.at
    return closed_by_visit(order)


@derives(
    WorkOrder,
    clause="平台规则:closed_by_visit",
    field="status",
    on=(
        Disposal,
        Dispatch,
        Receipt,
        Objection,
        Ruling,
        Reply,
        Visit,
        Ledger,
        LedgerRemoval,
    ),
)
def standing_of_the_order(order: WorkOrder, was: Any) -> Status:
    """状态由办理行为推算，任何人不得填写。"""
    if ended := disposal(order):
        return ENDED_AS.get(ended.kind, Status.EXCEPTED)
    if when_closed(order, was):
        return Status.CLOSED
    held = live(order)
    if held is None:
        return Status.REGISTERED
    if ended_by_visit(order):
        return Status.LEDGER
    if pending_objection(order):
        return Status.DISPUTED
    if reply_of(held, order):
        return Status.REPLIED
    return Status.HANDLING if receipt_of(held, order) else Status.DISPATCHED
