"""举报人保护: a report never reaches who is reported, nor the line above (平台规则:informer)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.kernel.facts import facts
from app.kernel.rules import rule
from app.law.reading import heir
from app.models.co_handling import CoHandling
from app.models.dispatch import Dispatch
from app.models.enums import DemandKind
from app.models.supplement import Supplement
from app.models.unit import Unit
from app.models.work_order import WorkOrder

IS_REPORTED = "是被举报单位、其上级或承接单位"


def line_above(unit: Unit) -> Iterator[Unit]:
    """The unit itself and everything it stands under."""
    held: Unit | None = unit
    while held is not None:
        yield held
        held = held.parent


def shielded(row: Any, by: datetime | None = None) -> set[Unit]:
    """Who must not have, see, search or count a report; nobody of any other demand.

    ``by``: as far as it was known then; what was found out later does not undo what was done.
    """
    order: WorkOrder | None = row.order
    if order is None or order.demand_kind is not DemandKind.REPORT:
        return set()
    told = [each for each in facts(order, Supplement) if by is None or each.at <= by]
    reported = [order.reported_unit, *(each.reported_unit for each in told)]
    return {above for unit in reported if unit is not None for above in line_above(unit)}


def barred(row: Any) -> set[Unit]:
    """Who must not be given a report: the shielded, and whoever has taken over from them."""
    held = shielded(row)
    return held | {after for each in held if (after := heir(each)) is not None}


@rule(Dispatch, clause="平台规则:informer", fields="unit unit_id")
def informer_is_protected(act: Dispatch, was: Any) -> str | None:
    """举报不得派给被举报单位、其上级和承接单位；这些单位也不得查看、检索、统计。"""
    if was is not None or act.unit is None or act.unit not in barred(act):
        return None
    return f"{act.unit}{IS_REPORTED}，不得承办本举报，请派其他有职责的单位"


@rule(CoHandling, clause="平台规则:informer", fields="unit unit_id")
def informer_is_protected_from_helpers(act: CoHandling, was: Any) -> str | None:
    """被举报单位、其上级和承接单位也不得协办。"""
    if was is not None or act.unit is None or act.unit not in barred(act):
        return None
    return f"{act.unit}{IS_REPORTED}，不得参与办理本举报，请另选协办单位"


@rule(WorkOrder, clause="条例:八(3)", fields="reported_unit reported_unit_id")
def only_a_report_names_the_reported(order: WorkOrder, was: Any) -> str | None:
    """只有举报登记被举报单位。"""
    if was is not None or order.reported_unit is None:
        return None
    if order.demand_kind is DemandKind.REPORT:
        return None
    return "只有举报登记被举报单位，本诉求不是举报，请不填此项"


@rule(Supplement, clause="条例:八(3)", fields="reported_unit reported_unit_id")
def only_a_report_finds_out_the_reported(act: Supplement, was: Any) -> str | None:
    """后来查明的被举报单位，只补记在举报上。"""
    if was is not None or act.reported_unit is None or act.order is None:
        return None
    if act.order.demand_kind is DemandKind.REPORT:
        return None
    return "只有举报补记被举报单位，本工单不是举报，请不填此项"
