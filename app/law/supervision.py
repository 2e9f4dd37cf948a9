"""督办催办: 条例 第五条第四款, 第十二条第一款第一项. Urged by whoever watches over the lead."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.kernel.clock import deadline, local_date
from app.kernel.errors import NoLawInForce
from app.kernel.rules import derives, rule
from app.law.calendar import Counting, count
from app.law.parameters import parameter
from app.law.reading import lead, live, reply_of
from app.law.reading_coordination import unreplied
from app.models.dispatch import Dispatch
from app.models.enums import SupervisionKind, UnitKind
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.unit import Unit


@derives(Supervision, clause="条例:五(4)", field="unit dispatch", once=True)
def who_is_supervised(act: Supervision, _: Any) -> tuple[Unit | None, Dispatch | None]:
    """督办的是现承办单位和现行派单。"""
    return lead(act), live(act)


@derives(Supervision, clause="平台规则:supervision_times", field="answer_by", once=True)
def when_it_is_to_be_reported(act: Supervision, _: Any) -> datetime | None:
    """督办、催办自作出起按类别限时回复。"""
    if act.kind not in set(SupervisionKind):
        return None
    try:
        return reporting(act).end
    except NoLawInForce:
        return None


def reporting(act: Supervision) -> Counting:
    """How long the unit has to answer; ``NoLawInForce``."""
    key = f"supervision.answer.{act.kind}"
    return count(act, act.at, parameter(act, key, local_date(act.at)))


@rule(Supervision, clause="平台规则:supervision_times", fields="kind")
def supervision_can_be_timed(act: Supervision, was: Any) -> str | None:
    """督办的回复时限须能算出。"""
    if was is not None or act.kind not in set(SupervisionKind):
        return None
    try:
        reporting(act)
    except NoLawInForce as reason:
        return str(reason)
    return None


@rule(Supervision, clause="条例:五(4)")
def only_what_is_in_hand_is_supervised(act: Supervision, was: Any) -> str | None:
    """督办的是已派单、尚未反馈和办结的工单。"""
    if was is not None:
        return None
    if act.dispatch is None:
        return "本工单尚未派单，派单后方可督办"
    if act.order.closed_at is not None:
        return "本工单已办结，不再督办，办理有问题的请按责任追究处理"
    return "本工单已反馈，等待回访，不再督办" if reply_of(act.dispatch, act) else None


@rule(Supervision, clause="条例:十二(1)(一)")
def supervision_comes_from_above(act: Supervision, was: Any) -> str | None:
    """由热线机构，或者承办单位所在区的区政府督办；不得督办自己。"""
    if was is not None or act.unit is None:
        return None
    if act.by_unit is act.unit:
        return "本工单由本单位承办，不作自我督办，请直接办理"
    if act.by_unit is not None and act.by_unit.kind is UnitKind.HOTLINE:
        return None
    if act.unit.district is None:
        return f"{act.unit}不属于任何区，由市民热线服务机构督办"
    if act.by_unit is act.unit.district:
        return None
    return f"{act.unit}由市民热线服务机构或者{act.unit.district}督办"


@rule(Supervision, clause="平台规则:supervision_times")
def supervision_waits_for_the_answer(act: Supervision, was: Any) -> str | None:
    """上次督办已回复或者已逾期未复的，方可再次督办。"""
    if was is not None:
        return None
    found = next((each for each in unreplied(act) if act.at <= each.answer_by), None)
    if found is None:
        return None
    return f"{found.unit}应于 {deadline(found.answer_by)} 前回复上次{found.kind.label}，届时再督办"


@derives(SupervisionAnswer, clause="条例:五(4)", field="supervision", once=True)
def supervision_answered(act: SupervisionAnswer, _: Any) -> Supervision | None:
    """回复的是对本单位、尚未回复的最早一次督办；工单转由他人承办的，督办随之失效。"""
    return next(iter(unreplied(act)), None) if lead(act) is act.by_unit else None


@rule(SupervisionAnswer, clause="条例:五(4)")
def only_the_supervised_unit_answers(act: SupervisionAnswer, was: Any) -> str | None:
    """被督办的承办单位在工单办结前回复，一次督办回复一次。"""
    if was is not None:
        return None
    if act.supervision is None:
        return "本工单没有对本单位的、尚待回复的督办催办"
    return "本工单已办结，督办不再回复" if act.order.closed_at is not None else None


@rule(SupervisionAnswer, clause="平台规则:supervision_times", fields="late_reason")
def late_supervision_answer_gives_its_reason(act: SupervisionAnswer, was: Any) -> str | None:
    """超过回复时限的，须说明理由。"""
    if was is not None or act.supervision is None:
        return None
    if act.at <= act.supervision.answer_by or (act.late_reason or "").strip():
        return None
    return f"应于 {deadline(act.supervision.answer_by)} 前回复，已逾期，须填写逾期理由"
