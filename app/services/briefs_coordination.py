"""办前须知 of coordination: what was asked, urged or told, before one asks, answers or tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from app.access.principal import Principal
from app.kernel.clock import deadline
from app.kernel.facts import facts, session_of
from app.law.alarm import signs_of
from app.law.reading import contacts_of, live
from app.law.reading_coordination import answers_for, unanswered, unreceived, unreplied
from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.enums import UnitKind
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.social_help import SocialHelp
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.services.words import CLOSED

Said = Iterator[tuple[str, Any]]


def governing_body(order: WorkOrder) -> Unit | None:
    """The government, or for a community the street, right above the unit that has an order."""
    held = order.lead
    if held is None:
        return None
    return held.parent if held.kind is UnitKind.COMMUNITY else held.district or held.parent


def suggested(table: type[Any], order: WorkOrder) -> dict[str, Any]:
    """What an act of coordination most likely says."""
    if table is Escalation and (above := governing_body(order)):
        return {"unit": above}
    if table is Alert and (signs := signs_of(order)):
        return {"sign": signs[0]}
    return {}


def _limit(_: Principal, order: WorkOrder) -> Said:
    held = live(order)
    if held is not None and order.due_at is not None:
        yield "办理期限", f"{deadline(order.due_at)}（{held.limit_text}），报请、督办期间照常计算"


def _own_action(_: Principal, order: WorkOrder) -> Said:
    held = live(order)
    if held is not None:
        yield "已联系诉求人", f"{len(contacts_of(held, order))} 次"


def _escalated(_: Principal, order: WorkOrder) -> Said:
    answers = {each.escalation: each for each in facts(order, EscalationAnswer)}
    for each in facts(order, Escalation):
        answer = answers.get(each)
        waiting = f"应于 {deadline(each.answer_by)} 前答复"
        yield f"已报 {each.unit.short_name}", answer.opinion if answer else waiting


def _asked(principal: Principal, order: WorkOrder) -> Said:
    """The very request this person's answer will be about."""
    mine = session_of(order).get(Unit, principal.unit_id)
    for each in unanswered(order):
        if answers_for(mine, each.unit):
            yield "报请单位", each.by_unit
            yield "需要协调的问题", CLOSED if order.secret else each.matter
            yield "已采取的措施", each.own_action
            yield "应答复", deadline(each.answer_by)
            return


def _urged(_: Principal, order: WorkOrder) -> Said:
    answers = {each.supervision: each for each in facts(order, SupervisionAnswer)}
    for each in facts(order, Supervision):
        answer = answers.get(each)
        waiting = f"应于 {deadline(each.answer_by)} 前回复"
        yield f"上次{each.kind.label}", each.demand
        yield "回复", answer.content if answer else waiting


def _demanded(principal: Principal, order: WorkOrder) -> Said:
    if order.lead_id != principal.unit_id:
        return
    for each in unreplied(order)[:1]:
        yield "督办单位", each.by_unit
        yield each.kind.label, each.demand
        yield "应回复", deadline(each.answer_by)


def _helped(_: Principal, order: WorkOrder) -> Said:
    for each in facts(order, SocialHelp):
        yield f"已请 {each.organisation}", each.outcome or each.task


def _alarm(_: Principal, order: WorkOrder) -> Said:
    yield "风险词", CLOSED if order.secret else order.alarm
    for each in facts(order, Alert):
        yield "已报", f"{each.unit.short_name}（{each.sign.label}）"


def _danger(principal: Principal, order: WorkOrder) -> Said:
    for each in unreceived(order):
        if each.unit_id == principal.unit_id:
            yield "报告单位", each.by_unit
            yield "风险征兆", each.sign
            yield "情况", CLOSED if order.secret else each.situation
            yield "发现时间", each.noticed_at
            return


BRIEFS: dict[type[Any], tuple[Callable[[Principal, WorkOrder], Said], ...]] = {
    Escalation: (_limit, _own_action, _escalated),
    EscalationAnswer: (_asked, _limit),
    Supervision: (_limit, _urged),
    SupervisionAnswer: (_demanded, _limit),
    SocialHelp: (_helped,),
    Alert: (_alarm,),
    AlertReceipt: (_danger,),
}
