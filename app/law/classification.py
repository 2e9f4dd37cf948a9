"""分类处置: 条例 第十一条、第二十一条、第二十二条; 提纲 四(二)2."""

from __future__ import annotations

from typing import Any

from app.kernel.clock import local, local_date
from app.kernel.errors import NoLawInForce
from app.kernel.facts import facts
from app.kernel.rules import derives, rule
from app.law.calendar import Counting, count
from app.law.parameters import parameter, span
from app.law.reading import dispatches, disposal, stood_before
from app.law.visit import closed_by_visit
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import DemandKind, DisposalKind, UnitKind
from app.models.work_order import WorkOrder

#: An order that may be dispatched all the same, for supervision (条例:十一(3)(五)).
SUPERVISED = DisposalKind.BEYOND


# ---- when -------------------------------------------------------------------------------------


@rule(Disposal, clause="条例:十一(1)")
def disposal_is_by_the_hotline(act: Disposal, was: Any) -> str | None:
    """分类处置由热线机构作出，承办单位不得以处置了结自己承办的工单。"""
    if was is not None or act.by_unit is None or act.by_unit.kind is UnitKind.HOTLINE:
        return None
    return f"{act.by_unit}不是市民热线服务机构，不作分类处置；诉求人撤回的，请报热线机构登记"


@rule(Disposal, clause="条例:十一(1)")
def order_is_disposed_of_once(act: Disposal, was: Any) -> str | None:
    """已处置、已办结的工单不再作分类处置。"""
    if was is not None or act.order is None:
        return None
    if disposal(act):
        return "本工单已作分类处置，不再重复处置"
    return "本工单已办结，不再作分类处置" if closed_by_visit(act) else None


@rule(Disposal, clause="条例:十一(2)", fields="kind")
def what_is_dispatched_is_only_withdrawn(act: Disposal, was: Any) -> str | None:
    """已派单的由承办单位办理，除诉求人撤单外不另作处置。"""
    if was is not None or act.kind is DisposalKind.WITHDRAWN or not dispatches(act):
        return None
    return "本工单已派单，由承办单位办理并答复诉求人；诉求人撤回的，请选“诉求人撤单”"


@rule(Disposal, clause="条例:十一(1)", fields="kind")
def only_a_consult_is_answered_at_once(act: Disposal, _: Any) -> str | None:
    """只有咨询可以即时答复而不派单；其他诉求须派单或按例外情形处置。"""
    if act.order is None or act.kind is not DisposalKind.ANSWERED:
        return None
    if act.order.demand_kind is DemandKind.CONSULT:
        return None
    kind = act.order.demand_kind.label
    return f"本工单为{kind}，不能即时答复办结，请按派单目录派单，或按所属情形处置"


# ---- what was told ----------------------------------------------------------------------------


def _told(act: Disposal, what: str) -> str | None:
    """What is lacking of the words that were told, or of their time."""
    if not (act.told or "").strip():
        return f"须记录{what}"
    if act.order is None or act.told_at is None:
        return f"须填写{what}的告知时间"
    if not act.order.at <= act.told_at <= act.at:
        return f"{what}的告知时间须在工单登记之后、当前时间之前"
    return None


@rule(Disposal, clause="条例:十一(1)", fields="told told_at")
def answer_is_on_file(act: Disposal, _: Any) -> str | None:
    """即时答复的内容和时间须记录在案。"""
    return _told(act, "答复内容") if act.kind is DisposalKind.ANSWERED else None


def handover(order: WorkOrder) -> Counting:
    """How long there is to hand an emergency over; ``NoLawInForce``."""
    return count(order, order.at, parameter(order, "emergency.handover", local_date(order.at)))


@rule(Disposal, clause="条例:十一(3)(一)", fields="line handed_at receipt late_reason told told_at")
def emergency_is_handed_over_at_once(act: Disposal, _: Any) -> str | None:
    """应由紧急专线处理的，即时移交，记明专线、移交时间和对方接收情况。"""
    if act.kind is not DisposalKind.EMERGENCY:
        return None
    if act.line is None or act.handed_at is None or not (act.receipt or "").strip():
        return "转紧急专线须记明专线、移交时间和对方接收编号或接收人"
    if act.order is None or not act.order.at <= act.handed_at <= act.at:
        return "移交时间须在工单登记之后、当前时间之前"
    try:
        counted = handover(act.order)
    except NoLawInForce as reason:
        return str(reason)
    if act.handed_at > counted.end and not (act.late_reason or "").strip():
        allowed = f"{counted.limit.value}{counted.limit.measure.label}"
        by = f"{local(counted.end):%H:%M} 前"
        return f"紧急事项应在登记后{allowed}内移交（{by}），已迟延，须说明理由"
    return _told(act, "移交情况")


@rule(Disposal, clause="条例:十一(3)(二)", fields="legal_channel told told_at")
def legal_channel_is_named_and_told(act: Disposal, _: Any) -> str | None:
    """应通过或已进入法定途径的，写明途径并告知诉求人。"""
    if act.kind is not DisposalKind.LEGAL:
        return None
    if act.legal_channel is None:
        return "请选择应走的法定途径"
    return _told(act, "所告知的法定途径")


#: Ways an order ends that give its complainant neither progress nor a result.
DROPPED = {DisposalKind.WITHDRAWN, DisposalKind.PRAISE, DisposalKind.INVALID}


def _dropped(earlier: WorkOrder, act: Disposal) -> Disposal | None:
    """How the earlier order had been let drop by then, if it had."""
    found = facts(earlier, Disposal)
    return next((each for each in found if each.kind in DROPPED and stood_before(each, act)), None)


def _not_the_same_matter(order: WorkOrder, earlier: WorkOrder, act: Disposal) -> str | None:
    """Why an order does not repeat an earlier one (平台规则:same_matter)."""
    if earlier is order or earlier.at > order.at:
        return "须关联在本工单之前登记的工单"
    if earlier.contact_key != order.contact_key:
        return f"工单 {earlier.number} 不是同一联系方式的诉求人，不能认定为重复诉求"
    if (ended := _dropped(earlier, act)) is not None:
        kind = ended.kind.label
        return f"工单 {earlier.number} 已作“{kind}”，并未办理，不能据以认定重复诉求，应当派单办理"
    try:
        limit = parameter(act, "repeat.days", local_date(order.at))
        oldest = order.at - span(limit)
    except NoLawInForce as reason:
        return str(reason)
    if earlier.at < oldest:
        days = f"{limit.value}{limit.measure.label}"
        return f"工单 {earlier.number} 登记于 {days}以前，不认定为同一事项，应当派单办理"
    return None


@rule(Disposal, clause="条例:十一(3)(三)", fields="earlier earlier_id new_facts told told_at")
def repeat_is_linked_and_brings_nothing_new(act: Disposal, _: Any) -> str | None:
    """重复诉求须关联同一诉求人在前的工单，没有新情况新理由，告知进展或者结果。"""
    if act.kind is not DisposalKind.REPEAT or act.order is None:
        return None
    if (act.new_facts or "").strip():
        return "有新情况新理由的不是重复诉求，应当派单办理"
    if act.earlier is None:
        return "请关联同一诉求人就同一事项在前的工单"
    if sentence := _not_the_same_matter(act.order, act.earlier, act):
        return sentence
    return _told(act, "在前工单的进展或结果")


@rule(Disposal, clause="条例:十一(3)(四)", fields="told told_at")
def secret_is_explained(act: Disposal, _: Any) -> str | None:
    """涉及国家秘密、商业秘密、个人隐私的，向诉求人解释说明；内容除经办人外不公开。"""
    return _told(act, "向诉求人的解释") if act.kind is DisposalKind.SECRET else None


@rule(Disposal, clause="条例:十一(3)(五)", fields="passed_to told told_at")
def other_channel_is_told(act: Disposal, _: Any) -> str | None:
    """不属单位职责的，告知通过市场、社会等渠道解决；可另派单监督指导，不计考评。"""
    if act.kind is not DisposalKind.BEYOND:
        return None
    if not (act.passed_to or "").strip():
        return "请写明告知诉求人的市场、社会等渠道"
    return _told(act, "所告知的其他渠道")


@rule(Disposal, clause="条例:十一(3)(六)", fields="told told_at")
def consequences_are_told(act: Disposal, _: Any) -> str | None:
    """违反法律法规或公序良俗的，劝阻教育，告知有关规定和后果。"""
    return _told(act, "有关规定和后果") if act.kind is DisposalKind.UNLAWFUL else None


@rule(Disposal, clause="条例:二十二", fields="passed_to told told_at")
def central_unit_is_named(act: Disposal, _: Any) -> str | None:
    """属在京单位的事项，写明向哪个单位反映，并告知诉求人；不作考评。"""
    if act.kind is not DisposalKind.CENTRAL:
        return None
    return _told(act, "向在京单位反映的情况") if _passed(act) else "请写明向哪个在京单位反映"


@rule(Disposal, clause="条例:二十一", fields="passed_to told told_at")
def other_province_is_named(act: Disposal, _: Any) -> str | None:
    """属外省市的事项，写明转往何处，并告知诉求人；不作考评。"""
    if act.kind is not DisposalKind.PROVINCE:
        return None
    return _told(act, "转往外省市的情况") if _passed(act) else "请写明转往哪个省市的热线或单位"


def _passed(act: Disposal) -> bool:
    return bool((act.passed_to or "").strip())


@rule(Disposal, clause="平台规则:recorded_only", fields="told told_at")
def what_is_only_recorded_says_why(act: Disposal, _: Any) -> str | None:
    """撤单记诉求人的原话，表扬记转达情况，无效来电记判定情形；均留存不派单，不计考评。"""
    words = {
        DisposalKind.WITHDRAWN: "诉求人撤单的原话",
        DisposalKind.PRAISE: "表扬的转达情况",
        DisposalKind.INVALID: "判定无效的情形",
    }
    return _told(act, words[act.kind]) if act.kind in words else None


# ---- what follows -----------------------------------------------------------------------------


@rule(Dispatch, clause="条例:十一(3)")
def excepted_order_is_not_dispatched(act: Dispatch, was: Any) -> str | None:
    """已答复和例外情形的工单不再派单；职责之外的可以派单监督指导。"""
    if was is not None or act.order is None:
        return None
    held = disposal(act)
    if held is None or (held.kind is SUPERVISED and not dispatches(act)):
        return None
    return f"本工单已作“{held.kind.label}”处置，不再派单"


@derives(WorkOrder, clause="条例:十一(3)(四)", field="secret", on=(Disposal,))
def content_is_closed(order: WorkOrder, _: Any) -> bool:
    """按涉密涉隐私处置的，诉求内容只有经办人可见；工单仍在册、可查、计数。"""
    held = disposal(order)
    return held is not None and held.kind is DisposalKind.SECRET
