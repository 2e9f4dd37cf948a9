"""风险即报: 条例 第二十九条. Signs of an emergency are reported at once to a named department."""

from __future__ import annotations

from typing import Any

from app.kernel.clock import deadline, local_date
from app.kernel.errors import NoLawInForce
from app.kernel.rules import derives, rule
from app.law.competence import is_district
from app.law.informer import IS_REPORTED, barred
from app.law.parameters import parameter, span
from app.law.particulars import says_whom
from app.law.reading_coordination import unreceived
from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.enums import UnitKind

NOT_TOLD = {UnitKind.COMMUNITY, UnitKind.HOTLINE, UnitKind.CENTRAL, UnitKind.GOVERNMENT}


@rule(Alert, clause="条例:十一(3)(四)")
def what_is_secret_is_not_passed_on(act: Alert, was: Any) -> str | None:
    """内容不公开的工单，不在平台上即报。"""
    if was is not None or act.order is None or not act.order.secret:
        return None
    return "本工单涉密涉隐私、内容不公开，请按保密规定的途径报告，不在平台上即报"


@rule(Alert, clause="条例:二十九", fields="unit unit_id")
def alert_goes_to_a_body_that_acts(act: Alert, was: Any) -> str | None:
    """向有处置职责的在用单位报告：部门、街道乡镇、公共服务单位或者区政府。"""
    if was is not None or act.unit is None:
        return None
    if act.unit is act.by_unit:
        return "本单位已经知悉，请报其他有处置职责的部门"
    if not act.unit.active:
        return f"{act.unit}已停用，请改报承接其职能的单位"
    if act.unit.kind in NOT_TOLD and not is_district(act.unit):
        return f"{act.unit}不是接报部门，请报有处置职责的部门、街道乡镇、公共服务单位或者区政府"
    return None


@rule(Alert, clause="平台规则:informer", fields="unit unit_id")
def informer_is_protected_from_the_alerted(act: Alert, was: Any) -> str | None:
    """举报中的风险不得报被举报单位、其上级和承接单位。"""
    if was is not None or act.unit is None or act.unit not in barred(act):
        return None
    return f"{act.unit}{IS_REPORTED}，不得知悉本举报，请报其他有处置职责的部门"


@rule(Alert, clause="条例:二十九", fields="noticed_at")
def alert_says_when_it_was_noticed(act: Alert, was: Any) -> str | None:
    """写明发现的时间：在工单登记之后、报告之前。"""
    if was is not None or act.noticed_at is None or act.order is None:
        return None
    if act.order.at <= act.noticed_at <= act.at:
        return None
    return f"发现时间须在工单登记（{deadline(act.order.at)}）之后、现在之前"


@rule(Alert, clause="平台规则:alert_time", fields="late_reason")
def late_alert_gives_its_reason(act: Alert, was: Any) -> str | None:
    """发现后未即时报告的，须说明理由；发现和报告的时间都记录在案。"""
    if was is not None or act.noticed_at is None or (act.late_reason or "").strip():
        return None
    try:
        limit = parameter(act, "alert.report", local_date(act.at))
        latest = act.noticed_at + span(limit)
    except NoLawInForce as reason:
        return str(reason)
    if act.at <= latest:
        return None
    return f"发现后超过{limit.value}{limit.measure.label}方报告，须填写迟报理由"


@rule(Alert, clause="条例:八(3)", fields="situation")
def alert_keeps_the_complainant(act: Alert, was: Any) -> str | None:
    """报告的情况不得写入诉求人的姓名和联系方式。"""
    if was is not None or not says_whom(act.situation, act.order):
        return None
    return "写有诉求人的姓名或者联系方式，请删去后只写风险的情况；需要联系诉求人的，由热线机构转接"


@derives(AlertReceipt, clause="条例:二十九", field="alert", once=True)
def alert_received(act: AlertReceipt, _: Any) -> Alert | None:
    """回执针对报给本单位、尚未接报的最早一次风险。"""
    return next((each for each in unreceived(act) if each.unit is act.by_unit), None)


@rule(AlertReceipt, clause="条例:二十九")
def only_the_told_unit_acknowledges(act: AlertReceipt, was: Any) -> str | None:
    """接报单位回执一次，写明处置措施。"""
    if was is not None or act.alert is not None:
        return None
    return "本工单没有报给本单位、尚未接报的风险"
