"""延长办理时限: 条例 第十五条第二项."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.kernel.clock import deadline, local_date
from app.kernel.errors import NoLawInForce
from app.kernel.rules import derives, rule
from app.law.handling import not_the_lead
from app.law.informer import shielded
from app.law.parameters import parameter, span
from app.law.reading import granted, live, pending_extension, pending_objection, reply_of
from app.models.dispatch import Dispatch
from app.models.enums import UnitKind
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision

LONGEST = 3650


@derives(Extension, clause="条例:十五(二)", field="dispatch old_due_at asked_due_at", once=True)
def what_is_extended(
    act: Extension, _: Any
) -> tuple[Dispatch | None, datetime | None, datetime | None]:
    """延期申请针对现行派单，原期限与申请延至并列。"""
    held, due = live(act), act.order.due_at if act.order is not None else None
    sound = due is not None and act.days is not None and 0 < act.days <= LONGEST
    return held, due, due + timedelta(days=act.days) if due is not None and sound else due


def _parameter(act: Extension, name: str) -> Any:
    """The parameter the running order began under (design §5.2)."""
    key = f"extension.{name}" if name == "count" else f"extension.{name}.{act.dispatch.limit_class}"
    return parameter(act, key, local_date(act.dispatch.at))


@rule(Extension, clause="条例:十四(1)")
def only_the_lead_asks_for_time(act: Extension, was: Any) -> str | None:
    """由承办单位申请；已反馈、异议中或另有待批申请的不再申请。"""
    if was is not None:
        return None
    if sentence := not_the_lead(act):
        return sentence
    if reply_of(act.dispatch, act):
        return "本工单已反馈，不再申请延期"
    if pending_objection(act):
        return "派单异议尚未裁定，裁定后再申请延期"
    return "已有延期申请待批，批复后再申请" if pending_extension(act) else None


@rule(Extension, clause="条例:十五(二)")
def extension_is_allowed_here(act: Extension, _: Any) -> str | None:
    """目录条目和时限级别允许延期的，方可申请。"""
    if act.dispatch is None:
        return None
    if not act.dispatch.entry.extension_allowed:
        return f"“{act.dispatch.entry}”按目录不得延期，请在期限内办理"
    try:
        allowed = _parameter(act, "allowed").value
    except NoLawInForce as reason:
        return str(reason)
    return None if allowed else f"{act.dispatch.limit_class.label}级时限不得延期，请在期限内办理"


@rule(Extension, clause="平台规则:extension_margin")
def extension_is_asked_in_time(act: Extension, was: Any) -> str | None:
    """延期须在期限届满前、按级别规定的提前量申请。"""
    if act.dispatch is None or act.old_due_at is None or was is not None:
        return None
    try:
        ahead = _parameter(act, "margin")
        latest = act.old_due_at - span(ahead)
    except NoLawInForce as reason:
        return str(reason)
    if act.at > latest:
        ends = deadline(act.old_due_at)
        return f"期限为 {ends}，延期须至少提前{ahead.value}{ahead.measure.label}申请，现已来不及"
    return None


@rule(Extension, clause="条例:十五(二)", fields="legal_basis reason told_at notified_at")
def extension_is_explained(act: Extension, _: Any) -> str | None:
    """确需依法延长的，须有法定依据和理由，向诉求人说明并通报热线机构。"""
    if not (act.legal_basis or "").strip() or not (act.reason or "").strip():
        return "延长办理时限须写明法定依据和理由"
    if act.told_at is None or act.notified_at is None:
        return "延期生效前须向诉求人说明理由并通报热线机构，请填写两个时间"
    if act.order is not None and not all(
        act.order.at <= each <= act.at for each in (act.told_at, act.notified_at)
    ):
        return "说明和通报的时间须在工单登记之后、当前时间之前"
    return None


@rule(Extension, clause="平台规则:extension_limits", fields="days")
def extension_keeps_within_limits(act: Extension, was: Any) -> str | None:
    """延期的次数和长度不超过参数。"""
    if act.dispatch is None or act.days is None or was is not None:
        return None
    if act.days <= 0:
        return "延长天数须为正整数"
    try:
        count, length = _parameter(act, "count").value, _parameter(act, "length")
        longest = span(length) / timedelta(days=1)
    except NoLawInForce as reason:
        return str(reason)
    if act.days > longest:
        return f"一次延长不得超过{length.value}{length.measure.label}"
    clock = act.dispatch.starts_at
    if sum(each.extension.dispatch.starts_at == clock for each in granted(act)) >= count:
        return f"本工单已延期{count}次，不得再延"
    return None


@derives(ExtensionDecision, clause="条例:十五(二)", field="extension", once=True)
def extension_decided(act: ExtensionDecision, _: Any) -> Extension | None:
    """审批针对待批的申请。"""
    return pending_extension(act)


@derives(ExtensionDecision, clause="条例:十五(二)", field="old_due_at new_due_at", once=True)
def old_and_new_limit(act: ExtensionDecision, _: Any) -> tuple[datetime | None, datetime | None]:
    """原期限与现期限并列；不同意的期限不变。"""
    if act.extension is None:
        return None, None
    asked = act.extension
    return asked.old_due_at, asked.asked_due_at if act.granted else asked.old_due_at


@rule(ExtensionDecision, clause="条例:十五(二)", fields="reason")
def decision_gives_reasons(act: ExtensionDecision, _: Any) -> str | None:
    """审批须写明意见。"""
    return None if (act.reason or "").strip() else "请填写审批意见"


@rule(ExtensionDecision, clause="条例:十五(二)")
def decision_answers_a_request(act: ExtensionDecision, was: Any) -> str | None:
    """有待批的延期申请方可审批；已反馈、已办结的工单不再延期。"""
    if act.extension is None:
        return "本工单没有待审批的延期申请"
    ended = act.order.replied_at is not None or act.order.closed_at is not None
    return "本工单已反馈或已办结，不再延期" if was is None and ended else None


@rule(ExtensionDecision, clause="平台规则:extension_decided_above")
def extension_is_decided_above(act: ExtensionDecision, _: Any) -> str | None:
    """延期由上级决定：区内单位由区统筹，市级单位由热线机构，申请单位不得自批。"""
    if act.extension is None or act.by_unit is None:
        return None
    asking: Any = act.extension.by_unit
    if act.by_unit is asking:
        return "申请单位不得审批自己的延期"
    # A district that may not know of a report cannot decide about it.
    district = asking.district if asking.district not in shielded(act) else None
    if district is not None and act.by_unit is not district:
        return f"{asking}的延期由{district}审批"
    if district is None and act.by_unit.kind is not UnitKind.HOTLINE:
        return f"{asking}的延期由市民热线服务机构审批"
    return None
