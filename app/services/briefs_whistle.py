"""吹哨报到的办前须知: who was called to what and by when, and who has come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.access.principal import Principal
from app.kernel.clock import deadline
from app.law.reading_whistle import open_summonses, report_of, result_of, running, summonses
from app.models.report_in import ReportIn
from app.models.summons import Summons
from app.models.whistle import Whistle
from app.models.whistle_result import WhistleResult
from app.models.work_order import WorkOrder
from app.services.words import told

Said = Iterator[tuple[str, Any]]


def _whistled(_: Principal, order: WorkOrder) -> Said:
    """The whistle that further units are called by."""
    if whistle := running(order):
        yield "哨种", whistle.kind
        yield "需要合力解决的问题", whistle.matter
        yield "集合时间和地点", whistle.gather


def _called(_: Principal, order: WorkOrder) -> Said:
    """Where each summoned unit stands."""
    for each in summonses(order):
        yield f"召集 {each.unit.short_name}", _standing(each, order)


def _standing(summons: Summons, order: WorkOrder) -> str:
    if result := result_of(summons, order):
        return result.outcome.label
    came = report_of(summons, order)
    if came is None:
        return f"尚未报到，应于 {deadline(summons.arrive_by)} 前报到"
    late = "（迟到）" if came.arrived_at > summons.arrive_by else ""
    unfit = "" if came.justified else f"；认为与职责不符：{came.note}"
    return f"{told(came.arrived_at)} 到场{late}，{came.people}{unfit}"


def _to_come(principal: Principal, order: WorkOrder) -> Said:
    """What the unit is called to."""
    for each in open_summonses(order):
        if each.unit_id == principal.unit_id:
            yield "吹哨单位", each.whistle.by_unit
            yield "哨种", each.whistle.kind
            yield "需要合力解决的问题", each.whistle.matter
            yield "请本单位办理", each.task if each.task != each.whistle.matter else ""
            yield "集合时间和地点", each.whistle.gather
            yield "应报到", deadline(each.arrive_by)


def awaited(order: WorkOrder) -> dict[str, Any]:
    """A result is most likely of whoever came, or of the only one that was called."""
    found = open_summonses(order)
    came = [each for each in found if report_of(each, order)]
    likely = came if len(came) == 1 else found
    return {"unit": likely[0].unit} if len(likely) == 1 else {}


WHISTLES = {
    Whistle: (_called,),
    Summons: (_whistled, _called),
    ReportIn: (_to_come,),
    WhistleResult: (_called,),
}
