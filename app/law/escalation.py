"""报请协调: 条例 第二十条; 提纲 四(三)3. One level up at a time; the order's clock runs on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.kernel.clock import deadline, local_date
from app.kernel.errors import NoLawInForce
from app.kernel.rules import derives, rule
from app.law.calendar import Counting, count
from app.law.competence import is_district
from app.law.handling import not_the_lead
from app.law.informer import IS_REPORTED, barred
from app.law.parameters import parameter
from app.law.reading import live, pending_objection, receipt_of, reply_of, street_of
from app.law.reading_coordination import acted, answers_for, is_city_government, unanswered
from app.models.dispatch import Dispatch
from app.models.enums import UnitKind
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.unit import Unit


@derives(Escalation, clause="条例:二十", field="dispatch", once=True)
def dispatch_escalated(act: Escalation, _: Any) -> Dispatch | None:
    """报请的是现行派单的事项。"""
    return live(act)


@derives(Escalation, clause="平台规则:escalation_times", field="answer_by", once=True)
def when_it_is_to_be_answered(act: Escalation, _: Any) -> datetime | None:
    """协调自报请起限时答复；工单的办理期限照常计算。"""
    try:
        return answering(act).end
    except NoLawInForce:
        return None


def answering(act: Escalation) -> Counting:
    """How long the body asked has to answer; ``NoLawInForce``."""
    return count(act, act.at, parameter(act, "escalation.answer", local_date(act.at)))


@rule(Escalation, clause="平台规则:escalation_times")
def escalation_can_be_timed(act: Escalation, was: Any) -> str | None:
    """协调的答复时限须能算出。"""
    if was is not None:
        return None
    try:
        answering(act)
    except NoLawInForce as reason:
        return str(reason)
    return None


@rule(Escalation, clause="条例:二十")
def only_the_lead_escalates(act: Escalation, was: Any) -> str | None:
    """由现承办单位报请；已反馈、异议中、已办结的不再报请。"""
    if was is not None:
        return None
    if sentence := not_the_lead(act):
        return sentence
    if reply_of(act.dispatch, act):
        return "本工单已反馈，不再报请协调"
    return "派单异议尚未裁定，裁定后再报请协调" if pending_objection(act) else None


@rule(Escalation, clause="条例:二十")
def own_action_comes_first(act: Escalation, was: Any) -> str | None:
    """先尽本单位之力：接单以来已联系诉求人、交办协办或者吹哨的，方可报请；区政府须先签收。"""
    held = act.dispatch
    if was is not None or held is None or acted(held, act):
        return None
    if is_district(held.unit):
        return None if receipt_of(held, act) else "请先签收本工单并组织研究，仍不能解决的再报请协调"
    return "本单位接单以来尚无办理记录，请先联系诉求人、交办协办或者吹哨，仍不能解决的再报请协调"


@rule(Escalation, clause="提纲:四(三)3", fields="unit unit_id")
def escalation_goes_one_level_up(act: Escalation, was: Any) -> str | None:
    """逐级报请：只报上一级人民政府或者上一级行业主管部门，不得越级。"""
    if was is not None or act.unit is None or act.dispatch is None:
        return None
    if not act.unit.active:
        return f"{act.unit}已停用，请改报承接其职能的单位"
    if is_above(act.unit, act.dispatch.unit):
        return None
    return f"{act.unit}不是{act.dispatch.unit}的上一级，{where_to(act.dispatch.unit)}"


def is_above(asked: Unit, unit: Unit) -> bool:
    """Whether a body is the government, or of the departments, exactly one level above a unit."""
    if unit.kind is UnitKind.COMMUNITY:
        return asked is street_of(unit)
    if unit.kind is UnitKind.STREET:
        department = asked.kind is UnitKind.DISTRICT_DEPARTMENT
        return asked is unit.district or (department and asked.district is unit.district)
    if unit.district is not None:
        return asked is unit.district or asked.kind is UnitKind.CITY_DEPARTMENT
    department = is_district(unit) and asked.kind is UnitKind.CITY_DEPARTMENT
    return is_city_government(asked) or department


def where_to(unit: Unit) -> str:
    """Whom a unit asks, in words."""
    if unit.kind is UnitKind.COMMUNITY:
        return f"请报所在的{street_of(unit)}"
    if unit.kind is UnitKind.STREET:
        return f"请逐级报{unit.district}或者该区的主管部门"
    if unit.district is not None:
        return f"请逐级报{unit.district}或者市级主管部门"
    return "请报市人民政府或者市级主管部门" if is_district(unit) else "请报市人民政府"


@rule(Escalation, clause="条例:二十", fields="unit unit_id")
def what_is_asked_is_not_asked_again(act: Escalation, was: Any) -> str | None:
    """向同一单位报请的事项答复前，不重复报请。"""
    if was is not None or act.unit is None:
        return None
    open_ = (each for each in unanswered(act) if each.by_unit is act.by_unit)
    found = next((each for each in open_ if each.unit is act.unit), None)
    if found is None:
        return None
    return (
        f"{act.unit}应于 {deadline(found.answer_by)} 前答复上次报请，请待其答复，或者另报其他单位"
    )


@rule(Escalation, clause="平台规则:informer", fields="unit unit_id")
def informer_is_protected_from_the_asked(act: Escalation, was: Any) -> str | None:
    """举报不得报请被举报单位、其上级和承接单位协调。"""
    if was is not None or act.unit is None or act.unit not in barred(act):
        return None
    return f"{act.unit}{IS_REPORTED}，不得知悉本举报，请另报其他单位"


@derives(EscalationAnswer, clause="条例:二十", field="escalation", once=True)
def escalation_answered(act: EscalationAnswer, _: Any) -> Escalation | None:
    """答复的是报请本单位、尚未答复的最早一项；报请市政府的，由热线机构记录答复。"""
    found = (e for e in unanswered(act) if e.unit and answers_for(act.by_unit, e.unit))
    return next(found, None)


@rule(EscalationAnswer, clause="条例:二十")
def only_the_asked_body_answers(act: EscalationAnswer, was: Any) -> str | None:
    """受报单位在工单办结前研究答复，一项报请答复一次。"""
    if was is not None:
        return None
    if act.escalation is None:
        return "本工单没有报请本单位协调、尚待答复的事项，承办单位报请后方可答复"
    if act.order.closed_at is None:
        return None
    return "本工单已办结，协调不再答复，后来的意见请告知原承办单位"


@rule(EscalationAnswer, clause="平台规则:escalation_times", fields="late_reason")
def late_answer_gives_its_reason(act: EscalationAnswer, was: Any) -> str | None:
    """超过答复时限的，须说明理由。"""
    if was is not None or act.escalation is None:
        return None
    if act.at <= act.escalation.answer_by or (act.late_reason or "").strip():
        return None
    return f"应于 {deadline(act.escalation.answer_by)} 前答复，已逾期，须填写逾期理由"
