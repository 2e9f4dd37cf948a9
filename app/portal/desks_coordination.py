"""What coordination, supervision, alerts and the ledger lay on which desk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, literal, or_, select

from app.access.principal import Principal
from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.enums import Level, Post, Status, UnitKind
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.participation import Participation
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.portal.desk import IN_HAND, UNITS, Criteria, Desk, takes_part

#: With a unit and not closed; the rest of an order's life nothing of this can be answered.
RUNNING = (*IN_HAND, Status.REPLIED, Status.LEDGER)
OPEN = (Status.REGISTERED, *RUNNING)

_WATCHING = frozenset({Post.SUPERVISOR})


def _open_orders(principal: Principal) -> Select[int]:
    """Orders with a unit and not closed; of a unit those it takes part in."""
    if takes_part(principal):
        own = Participation.unit_id == principal.unit_id
        return select(Participation.order_id).where(own, Participation.status.in_(RUNNING))
    return select(WorkOrder.id).where(WorkOrder.status.in_(RUNNING))


def _to_answer(principal: Principal, _: datetime) -> Criteria:
    """Asked of this unit; the hotline's supervisor records what the city answers."""
    answered = select(EscalationAnswer.id).where(EscalationAnswer.escalation_id == Escalation.id)
    mine: ColumnElement[bool] = Escalation.unit_id == principal.unit_id
    if principal.post in _WATCHING:
        city = (Unit.kind == UnitKind.GOVERNMENT, Unit.level == Level.CITY)
        mine = Escalation.unit_id.in_(select(Unit.id).where(*city).correlate(None))
    order = Participation.order_id if takes_part(principal) else WorkOrder.id
    running = _open_orders(principal).where(order == Escalation.order_id).correlate(Escalation)
    return mine, exists(running), ~exists(answered)


def _heir_of_the_supervised() -> ScalarSelect[int | None]:
    """Who took over from the unit that was urged."""
    heir = select(Unit.successor_id).where(Unit.id == Supervision.unit_id)
    return heir.correlate(Supervision).scalar_subquery()


def _unanswered_demands(principal: Principal) -> Criteria:
    """About orders that the unit urged, or its heir, still has."""
    answered = select(SupervisionAnswer.id).where(
        SupervisionAnswer.supervision_id == Supervision.id
    )
    lead = or_(
        WorkOrder.lead_id == Supervision.unit_id, WorkOrder.lead_id == _heir_of_the_supervised()
    )
    held = select(WorkOrder.id).where(WorkOrder.id == Supervision.order_id, lead)
    return (
        Supervision.order_id.in_(_open_orders(principal).correlate(None)),
        ~exists(answered),
        exists(held.correlate(Supervision)),
    )


def _to_report(principal: Principal, _: datetime) -> Criteria:
    mine = or_(
        Supervision.unit_id == principal.unit_id,
        _heir_of_the_supervised() == principal.unit_id,
    )
    return mine, *_unanswered_demands(principal)


def _late_to_report(principal: Principal, now: datetime) -> Criteria:
    return Supervision.answer_by < now, *_unanswered_demands(principal)


def _to_acknowledge(principal: Principal, _: datetime) -> Criteria:
    known = select(AlertReceipt.id).where(AlertReceipt.alert_id == Alert.id)
    return Alert.unit_id == principal.unit_id, ~exists(known)


def _to_alert(_: Principal, __: datetime) -> Criteria:
    """Open, and sounds dangerous; ``literal_execute``: as the partial index has it."""
    alarming = WorkOrder.alarm > literal("", literal_execute=True)
    told = select(Alert.id).where(Alert.order_id == WorkOrder.id)
    return alarming, WorkOrder.status.in_(OPEN), ~exists(told)


_ASKED = UNITS | _WATCHING
_LISTENING = _WATCHING | {Post.INTAKE, Post.DISPATCHER}

# fmt: off
COORDINATION: tuple[Desk, ...] = (
    Desk("alarm", "待即报", "诉求中有突发事件征兆、尚未即报的工单", WorkOrder, _LISTENING,
         _to_alert, "at"),
    Desk("alert", "待接报", "报给本单位、尚未回执的风险", Alert, UNITS, _to_acknowledge, "at"),
    Desk("escalation", "待答复协调", "报请本单位协调、尚未答复的事项", Escalation, _ASKED,
         _to_answer, "answer_by"),
    Desk("supervision", "待回复督办", "对本单位的、尚未回复的督办催办", Supervision, UNITS,
         _to_report, "answer_by"),
    Desk("late_supervision", "督办超时", "已过回复时间、承办单位尚未回复的督办催办", Supervision,
         _WATCHING | {Post.COORDINATOR}, _late_to_report, "answer_by"),
)
# fmt: on
