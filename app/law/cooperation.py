"""协办: 条例 第十四条第二款. The lead names who helps; results go to it, and it waits for them."""

from __future__ import annotations

from typing import Any

from app.kernel.clock import deadline
from app.kernel.facts import facts
from app.kernel.rules import derives, rule
from app.law.competence import is_district
from app.law.handling import not_the_lead
from app.law.informer import shielded
from app.law.reading import co_handlings, due_of, final_result, live, pending_objection, reply_of
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.dispatch import Dispatch
from app.models.enums import UnitKind
from app.models.reply import Reply

NOT_HANDLING = {UnitKind.HOTLINE, UnitKind.GOVERNMENT, UnitKind.CENTRAL}


@derives(CoHandling, clause="条例:十四(2)", field="dispatch", once=True)
def dispatch_helped_with(act: CoHandling, _: Any) -> Dispatch | None:
    """协办的是现行派单。"""
    return live(act)


@rule(CoHandling, clause="条例:十四(2)")
def only_the_lead_names_helpers(act: CoHandling, was: Any) -> str | None:
    """涉及其他单位的，由首接的主办单位牵头，在办理期限内确定协办单位。"""
    if was is not None:
        return None
    if sentence := not_the_lead(act):
        return sentence
    if reply_of(act.dispatch, act):
        return "本工单已反馈，不再交办协办"
    if act.dispatch is not None and is_district(act.dispatch.unit):
        return "派到区的工单须先转派承办单位，由其牵头协办"
    if pending_objection(act):
        return "派单异议尚未裁定，裁定后再交办协办"
    due = due_of(act.dispatch, act) if act.dispatch is not None else None
    if due is None or act.at < due:
        return None
    return f"办理期限 {deadline(due)} 已过，不再交办协办，请尽快反馈并说明逾期理由"


@rule(CoHandling, clause="条例:十四(2)", fields="unit unit_id")
def helper_can_help(act: CoHandling, was: Any) -> str | None:
    """协办单位为另一在用的承办单位，一次派单只交办一次。"""
    if was is not None or act.unit is None:
        return None
    if act.unit is act.by_unit:
        return "本单位是主办单位，请另选协办单位"
    if not act.unit.active:
        return f"{act.unit}已停用，请另选协办单位"
    if act.unit.kind in NOT_HANDLING:
        return f"{act.unit}不是承办单位，请选部门、街道乡镇或公共服务企事业单位"
    if any(each.unit is act.unit for each in co_handlings(act)):
        return f"{act.unit}已是本次派单的协办单位"
    return None


@rule(CoHandling, clause="条例:十四(2)", fields="due_at")
def helper_is_given_its_time(act: CoHandling, was: Any) -> str | None:
    """协办期限须在现在之后，不得晚于主办单位的办理期限。"""
    if was is not None or act.due_at is None or act.dispatch is None:
        return None
    due = due_of(act.dispatch, act)
    if due <= act.at:
        return None  # nobody is asked any more, whatever the time
    if act.due_at <= act.at:
        return f"协办期限须在现在之后，最晚至 {deadline(due)}"
    if act.due_at > due:
        return f"协办期限不得晚于主办单位的办理期限 {deadline(due)}"
    return None


@derives(CoResult, clause="条例:十四(2)", field="co_handling", once=True)
def what_is_reported_on(act: CoResult, _: Any) -> CoHandling | None:
    """反馈的是交给本单位的协办。"""
    return next((each for each in co_handlings(act) if each.unit is act.by_unit), None)


@rule(CoResult, clause="条例:十四(2)")
def only_a_helper_reports(act: CoResult, was: Any) -> str | None:
    """协办单位在工单办结前向主办单位反馈，办完的只反馈一次。"""
    if was is not None:
        return None
    if act.co_handling is None:
        return "本工单没有交本单位协办，主办单位交办后方可反馈"
    if act.order.closed_at is not None:
        return "本工单已办结，不再反馈协办情况，后来的情况请告知主办单位"
    if final_result(act.co_handling, act):
        return "本单位的协办已经办完并反馈，不必重复反馈"
    return None


@rule(CoResult, clause="条例:十四(2)", fields="late_reason")
def late_helper_gives_its_reason(act: CoResult, was: Any) -> str | None:
    """未在规定时间内办完的，说明情况并反馈阶段性工作。"""
    if was is not None or act.co_handling is None:
        return None
    if act.at <= act.co_handling.due_at or (act.late_reason or "").strip():
        return None
    due = deadline(act.co_handling.due_at)
    return f"协办期限为 {due}，已逾期，须说明理由"


@rule(Reply, clause="条例:十四(2)")
def lead_waits_for_its_helpers(act: Reply, was: Any) -> str | None:
    """协办单位尚无结果或阶段反馈的，主办单位不得反馈办完；已停用的、须回避举报的不等待。"""
    if was is not None or act.dispatch is None:
        return None
    told = {each.co_handling for each in facts(act, CoResult)}
    asked = [each.unit for each in co_handlings(act) if each not in told]
    silent = [each.name for each in asked if each.active and each not in shielded(act)]
    if not silent:
        return None
    return f"协办单位{'、'.join(silent)}尚未反馈，请待其反馈结果或阶段情况后再反馈"
