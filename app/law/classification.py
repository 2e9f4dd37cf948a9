"""分类处置: 条例 第十一条; 提纲 四(二)2."""

from __future__ import annotations

from typing import Any

from app.kernel.rules import rule
from app.law.reading import dispatches, disposal
from app.models.disposal import Disposal
from app.models.enums import DemandKind, DisposalKind


@rule(Disposal, clause="条例:十一(1)")
def only_a_consult_is_answered_at_once(act: Disposal, _: Any) -> str | None:
    """只有咨询可以即时答复而不派单；其他诉求须派单或按例外情形处置。"""
    if act.order is None or act.kind is not DisposalKind.ANSWERED:
        return None
    if act.order.demand_kind is not DemandKind.CONSULT:
        kind = act.order.demand_kind.label
        return f"本工单为{kind}，不能即时答复办结，请按派单目录派单"
    if dispatches(act):
        return "本工单已派单，由承办单位答复诉求人，不再即时答复"
    if disposal(act):
        return "本工单已答复，不再重复处置"
    return None


@rule(Disposal, clause="条例:十一(1)", fields="told told_at")
def answer_is_on_file(act: Disposal, _: Any) -> str | None:
    """即时答复的内容和时间须记录在案。"""
    if not (act.told or "").strip():
        return "即时答复须记录答复内容"
    if act.order is None or act.told_at is None:
        return "即时答复须记录答复时间"
    if not act.order.at <= act.told_at <= act.at:
        return "答复时间须在工单登记之后、当前时间之前"
    return None
