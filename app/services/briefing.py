"""办前须知: what a person must have before their eyes to perform one act on an order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from app.access.principal import Principal
from app.access.privacy import how_to_reach, sees_particulars
from app.kernel.clock import deadline
from app.kernel.facts import facts
from app.law.reading import (
    co_handlings,
    live,
    pending_contest,
    pending_extension,
    pending_objection,
    reply_of,
)
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.conference import Conference
from app.models.contact import Contact
from app.models.contest_ruling import ContestRuling
from app.models.dispatch import Dispatch
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.objection import Objection
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.visit import Visit
from app.models.visit_contest import VisitContest
from app.models.work_order import WorkOrder
from app.services.briefs_findings import BRIEFS_OF_FINDINGS
from app.services.words import told

Said = Iterator[tuple[str, Any]]


def briefing(principal: Principal, table: type[Any], order: WorkOrder) -> list[tuple[str, str]]:
    """Label and text, only what there is to say; scoped as the order itself is."""
    if table not in _OF:
        return []
    said = [each for tell in _OF[table] for each in tell(principal, order)]
    return [(label, text) for label, value in said if (text := told(value))]


def suggestion(table: type[Any], order: WorkOrder) -> dict[str, Any]:
    """What an act most likely says, filled in beforehand and free to be changed."""
    pending = pending_objection(order) if table is Ruling else None
    if pending is not None and pending.suggested_unit is not None:
        return {"unit": pending.suggested_unit}
    if table is Dispatch and (held := facts(order, Conference)):
        return {"unit": held[-1].unit}
    return {}


def _person(principal: Principal, order: WorkOrder) -> Said:
    """Whom to speak with, and how."""
    if sees_particulars(principal, order):
        yield "诉求人", order.complainant_name
        yield "联系方式", order.contact
    else:
        yield "联系诉求人", how_to_reach(order)


def _limits(_: Principal, order: WorkOrder) -> Said:
    held = live(order)
    if held is not None and order.due_at is not None:
        yield "办理期限", f"{deadline(order.due_at)}（{held.limit_text}）"


def _windows(_: Principal, order: WorkOrder) -> Said:
    held = live(order)
    if held is not None:
        yield "异议截止", deadline(held.object_by)
        yield "派单说明", held.note


def _to_sign(_: Principal, order: WorkOrder) -> Said:
    held = live(order)
    if held is not None:
        yield "目录条目", held.entry
        yield "应签收", deadline(held.sign_by)
        yield "应首次联系", deadline(held.contact_by)
        yield "派单说明", held.note


def _to_contact(_: Principal, order: WorkOrder) -> Said:
    held = live(order)
    if held is not None:
        yield "应首次联系", deadline(held.contact_by)


def _conferred(_: Principal, order: WorkOrder) -> Said:
    for each in facts(order, Conference):
        yield "会商意见", each.opinions
        yield "商定承办单位", each.unit


def _heard(_: Principal, order: WorkOrder) -> Said:
    found = [each for each in facts(order, Contact) if each.reached]
    if found:
        yield "诉求人意见", found[-1].heard


def _helpers(_: Principal, order: WorkOrder) -> Said:
    told_by = {each.co_handling: each for each in facts(order, CoResult)}
    for each in co_handlings(order):
        last = told_by.get(each)
        yield f"协办 {each.unit.short_name}", last.content if last else "尚未反馈"


def _asked_to_help(principal: Principal, order: WorkOrder) -> Said:
    for each in co_handlings(order):
        if each.unit_id == principal.unit_id:
            yield "协办事项", each.matter
            yield "协办期限", deadline(each.due_at)


def _objected(_: Principal, order: WorkOrder) -> Said:
    if pending := pending_objection(order):
        yield "提出单位", pending.by_unit
        yield "异议理由", f"{pending.ground.label}：{pending.reason}"
        yield "依据材料", pending.evidence
        yield "建议承办单位", pending.suggested_unit or "未建议"
        yield "应裁定", deadline(pending.rule_by)


def _asked_for_time(_: Principal, order: WorkOrder) -> Said:
    if pending := pending_extension(order):
        yield "申请单位", pending.by_unit
        yield "申请延长", f"{pending.days}日"
        yield "法律依据", pending.legal_basis
        yield "理由", pending.reason
        yield "向诉求人说明", pending.told_at
        yield "现期限", deadline(order.due_at)


def _answered(_: Principal, order: WorkOrder) -> Said:
    reply = reply_of(live(order), order)
    if reply is None:
        yield "承办单位反馈", "尚未反馈"
        return
    yield "承办单位反馈", reply.content
    yield "办理凭据", reply.proof
    yield "反馈诉求人", f"{told(reply.told_at)} {reply.told_way.label}"


def _contested(_: Principal, order: WorkOrder) -> Said:
    if pending := pending_contest(order):
        yield "提出单位", pending.by_unit
        yield "异议理由", pending.reason
        yield "依据材料", pending.evidence
        yield from _visit(pending.visit)


def _last_visit(_: Principal, order: WorkOrder) -> Said:
    found = [each for each in facts(order, Visit) if each.valid]
    if found:
        yield from _visit(found[-1])


def _visit(visit: Visit) -> Said:
    answers = (visit.contacted, visit.solved)
    said = [f"{label}{told(e)}" for label, e in zip(("联系", "解决"), answers, strict=True)]
    yield "回访", f"{told(visit.at)}　{'、'.join([*said, told(visit.satisfied)])}"
    yield "诉求人回访意见", visit.opinion


def _suspected(_: Principal, order: WorkOrder) -> Said:
    yield "被举报单位", order.reported_unit


_OF: dict[type[Any], tuple[Callable[[Principal, WorkOrder], Said], ...]] = {
    **BRIEFS_OF_FINDINGS,
    Dispatch: (_suspected, _conferred),
    Conference: (_suspected,),
    Receipt: (_to_sign, _limits),
    Contact: (_person, _to_contact, _limits),
    Objection: (_windows,),
    Ruling: (_objected,),
    Extension: (_limits,),
    ExtensionDecision: (_asked_for_time,),
    CoHandling: (_limits, _helpers),
    CoResult: (_asked_to_help,),
    Reply: (_person, _limits, _heard, _helpers),
    Visit: (_person, _answered),
    VisitContest: (_last_visit,),
    ContestRuling: (_contested,),
}
