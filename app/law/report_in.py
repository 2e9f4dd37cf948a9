"""报到和哨果: 条例 第十六条第二款、第三十三条. Who came, when, and what the street says of it."""

from __future__ import annotations

from typing import Any

from app.kernel.clock import deadline
from app.kernel.rules import derives, rule
from app.law.reading_whistle import (
    open_summons_of,
    open_summonses,
    report_of,
    result_of,
    summonses,
    whistled_by,
)
from app.models.enums import WhistleOutcome
from app.models.report_in import ReportIn
from app.models.summons import Summons
from app.models.whistle_result import WhistleResult


@derives(ReportIn, clause="条例:十六(2)", field="summons", once=True)
def summons_answered(act: ReportIn, _: Any) -> Summons | None:
    """报到应的是对本单位的召集。"""
    return open_summons_of(act.by_unit, act)


@rule(ReportIn, clause="条例:十六(2)")
def only_the_summoned_report_in(act: ReportIn, was: Any) -> str | None:
    """被召集的单位在哨果登记、工单办结之前报到，一次召集报到一次。"""
    if was is not None or act.order is None:
        return None
    if act.order.closed_at is not None:
        return "本工单已办结，不再报到，情况请告知吹哨的街道、乡镇"
    if act.summons is None:
        own = any(each.unit is act.by_unit for each in summonses(act))
        return "对本单位的召集已经结束，不再报到" if own else "本工单没有召集本单位，不必报到"
    return "本单位已报到，不必重复报到" if report_of(act.summons, act) else None


@rule(ReportIn, clause="提纲:四(三)2", fields="arrived_at")
def arrival_is_told_as_it_was(act: ReportIn, was: Any) -> str | None:
    """是否按时报到以实际到场时间为准，到场须在召集之后、现在之前。"""
    if was is not None or act.summons is None or act.arrived_at is None:
        return None
    if act.summons.at <= act.arrived_at <= act.at:
        return None
    return f"到场时间须在召集（{deadline(act.summons.at)}）之后、当前时间之前"


@rule(ReportIn, clause="平台规则:whistle_times", fields="late_reason")
def late_arrival_gives_its_reason(act: ReportIn, was: Any) -> str | None:
    """到场晚于应报到时间的，须说明理由。"""
    if was is not None or act.summons is None or act.arrived_at is None:
        return None
    if act.arrived_at <= act.summons.arrive_by or (act.late_reason or "").strip():
        return None
    return f"应于 {deadline(act.summons.arrive_by)} 前报到，已迟到，须说明理由"


@rule(ReportIn, clause="条例:三十三", fields="justified note")
def unjustified_whistle_is_explained(act: ReportIn, was: Any) -> str | None:
    """哨声与本单位职责不符的计入对街道、乡镇的考核，须写明理由。"""
    if was is not None or act.justified is not False or (act.note or "").strip():
        return None
    return "认为哨声与本单位职责不符的，须在说明中写明理由"


@derives(WhistleResult, clause="条例:三十三", field="summons", once=True)
def summons_ended(act: WhistleResult, _: Any) -> Summons | None:
    """哨果结的是对该单位的召集。"""
    return open_summons_of(act.unit, act) if act.unit is not None else None


@rule(WhistleResult, clause="条例:三十三")
def only_the_street_tells_the_result(act: WhistleResult, was: Any) -> str | None:
    """哨声逐个单位登记结果方告结束，由吹哨的街道、乡镇登记，工单反馈、办结后仍可登记。"""
    if was is not None or act.order is None:
        return None
    found = open_summonses(act)
    if not found:
        return "本工单没有尚待登记哨果的召集单位"
    if any(act.by_unit in whistled_by(each.whistle) for each in found):
        return None
    return f"本次由{found[-1].whistle.by_unit}吹哨，由其登记哨果"


@rule(WhistleResult, clause="条例:三十三", fields="unit unit_id")
def result_is_of_whoever_was_summoned(act: WhistleResult, was: Any) -> str | None:
    """哨果针对被召集的单位，一次召集登记一次。"""
    if was is not None or act.unit is None or act.order is None or act.summons is not None:
        return None
    told = [each for each in summonses(act) if each.unit is act.unit and result_of(each, act)]
    return f"{act.unit}的哨果已登记" if told else f"{act.unit}未被召集，请选尚待登记哨果的单位"


@rule(WhistleResult, clause="街道条例:四十四(1)", fields="outcome")
def absence_is_a_fact(act: WhistleResult, was: Any) -> str | None:
    """过了应报到时间而未报到的才登记为未报到；其他结果须在其报到之后登记。"""
    if was is not None or act.summons is None or act.outcome is None:
        return None
    came = report_of(act.summons, act)
    if act.outcome is not WhistleOutcome.ABSENT:
        return None if came else f"{act.unit}尚未报到，报到后方可登记办理结果"
    if came:
        return f"{act.unit}已报到，不得登记为未报到"
    if act.at <= act.summons.arrive_by:
        return f"应报到时间为 {deadline(act.summons.arrive_by)}，过后方可登记为未报到"
    return None


@rule(WhistleResult, clause="条例:三十三", fields="rating")
def who_came_is_rated(act: WhistleResult, was: Any) -> str | None:
    """对报到的单位评价其工作，未报到的不评价。"""
    if was is not None or act.outcome is None:
        return None
    absent = act.outcome is WhistleOutcome.ABSENT
    if absent and act.rating is not None:
        return "未报到的不评价，请不填评价"
    return None if absent or act.rating is not None else "请填写对其工作的评价"
