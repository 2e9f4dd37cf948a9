"""并单 (平台规则:merging): one matter of several complainants under one handling, as a link only.

The joined order keeps its own receipt, reply, visit and count. What the main one was at the time is
read from its acts, for a stored merger as well as for one that is only now being made.
"""

from __future__ import annotations

from typing import Any

from app.kernel.rules import derives, rule
from app.law.informer import shielded
from app.law.reading import lead, live
from app.law.reading_ledger import (
    answerable_above,
    ended_then,
    joined_then,
    led_then,
    merged_then,
    own_merger,
)
from app.models.enums import DemandKind, UnitKind
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.work_order import WorkOrder


def _never(order: WorkOrder) -> str | None:
    """What kind of order is never merged: what others may not know of."""
    if order.demand_kind is DemandKind.REPORT:
        return "举报须单独办理，不得并单"
    return "内容不公开的工单不得并单" if order.secret else None


def _not_theirs(act: Any) -> str | None:
    """By the hotline, or the district government that both leads stand under."""
    by = act.by_unit
    if by is None or by.kind is UnitKind.HOTLINE:
        return None
    above = answerable_above(act, shielded(act))
    if by is above:
        return None
    held = lead(act)
    return f"{by}不得认定同一事项，本工单现由{held}承办，并单由市民热线服务机构" + (
        f"或{above}认定" if above is not None else "认定"
    )


@rule(Merger, clause="平台规则:merging")
def merger_is_by_the_hotline_or_the_district(act: Merger, was: Any) -> str | None:
    """同一事项由热线机构或者承办单位所在区人民政府认定并单。"""
    if was is not None or act.order is None or live(act) is None:
        return None
    return _not_theirs(act)


@rule(Merger, clause="平台规则:merging")
def only_an_open_order_is_merged(act: Merger, was: Any) -> str | None:
    """已派单、未办结的工单方可并入他单；举报和内容不公开的不并单。"""
    if was is not None or act.order is None:
        return None
    if sentence := _never(act.order):
        return sentence
    if live(act) is None:
        return "本工单尚未派单，派单后方可并单"
    return "本工单已办结，不再并单" if act.order.closed_at is not None else None


@rule(Merger, clause="平台规则:merging")
def order_is_merged_once(act: Merger, was: Any) -> str | None:
    """一件工单只并入一件；已有他单并入的，不再并入别的工单。"""
    if was is not None or act.order is None:
        return None
    if held := merged_then(act.order, act):
        return f"本工单已并入 {held.main.number}，要并入别的工单请先撤销并单"
    if found := joined_then(act.order, act):
        return f"已有 {len(found)} 件工单并入本工单，请将别的工单并入本工单，或先撤销那些并单"
    return None


@rule(Merger, clause="平台规则:merging", fields="main main_id")
def main_order_takes_others_in(act: Merger, was: Any) -> str | None:
    """并入的工单须为另一件已派单、未办结、自身未并入他单的工单。"""
    if was is not None or act.main is None or act.order is None:
        return None
    if act.main is act.order:
        return "不能并入工单自身，请选同一事项的另一件工单"
    if sentence := _never(act.main):
        return sentence
    number = act.main.number
    if not led_then(act.main, act):
        return f"工单 {number} 尚未派单，请另选已派单的工单"
    if ended_then(act.main, act):
        return f"工单 {number} 已办结，请另选未办结的工单"
    if held := merged_then(act.main, act):
        return f"工单 {number} 已并入 {held.main.number}，请改为并入该工单"
    return None


@rule(Merger, clause="平台规则:merging", fields="main main_id")
def merged_orders_are_one_matter(act: Merger, was: Any) -> str | None:
    """并单的两件工单由同一单位承办、属同一目录条目。"""
    own = live(act) if was is None and act.order is not None else None
    if own is None or act.main is None:
        return None
    others = led_then(act.main, act)
    same = [each for each in others if each.unit is own.unit]
    if others and not same:
        return (
            f"工单 {act.main.number} 由{others[-1].unit}承办，本工单由{own.unit}承办，"
            "承办单位不同的不得并单"
        )
    if same and all(each.entry.code != own.entry.code for each in same):
        return (
            f"工单 {act.main.number} 属“{same[-1].entry}”，本工单属“{own.entry}”，"
            "目录条目不同的不是同一事项"
        )
    return None


@rule(Merger, clause="平台规则:merging", fields="reason")
def merger_says_why_it_is_one_matter(act: Merger, _: Any) -> str | None:
    """并单写明认定为同一事项的理由。"""
    return None if (act.reason or "").strip() else "请写明认定为同一事项的理由"


# ---- undone -----------------------------------------------------------------------------------


@derives(MergerUndo, clause="平台规则:merging", field="merger", once=True)
def merger_undone(act: MergerUndo, _: Any) -> Merger | None:
    """撤销的是本工单最近一次并单。"""
    return own_merger(act)


@rule(MergerUndo, clause="平台规则:merging")
def only_a_merged_order_is_parted(act: MergerUndo, was: Any) -> str | None:
    """已并入他单、尚未办结的工单方可撤销并单。"""
    if was is not None or act.order is None:
        return None
    if act.merger is None:
        return "本工单没有并入他单，不需要撤销"
    return "本工单已办结，不再撤销并单" if act.order.closed_at is not None else None


@rule(MergerUndo, clause="平台规则:merging")
def undo_is_by_the_hotline_or_the_district(act: MergerUndo, was: Any) -> str | None:
    """并单由热线机构或者承办单位所在区人民政府撤销。"""
    if was is not None or act.merger is None:
        return None
    return _not_theirs(act)


@rule(MergerUndo, clause="平台规则:merging", fields="reason")
def undo_says_why(act: MergerUndo, _: Any) -> str | None:
    """撤销并单写明理由。"""
    return None if (act.reason or "").strip() else "请写明撤销并单的理由"
