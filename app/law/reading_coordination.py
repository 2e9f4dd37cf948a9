"""How the law reads coordination: what is asked, urged or told, and not yet answered."""

from __future__ import annotations

from typing import Any

from app.kernel.facts import facts
from app.law.reading import about, heir, lead
from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.co_handling import CoHandling
from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.enums import Level, UnitKind
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.unit import Unit
from app.models.whistle import Whistle

#: What a unit does itself before it asks anybody above.
OWN_ACTION: tuple[type[Any], ...] = (Contact, CoHandling, Whistle)


def is_city_government(unit: Unit | None) -> bool:
    """Whether a unit is the government of the city, for which the hotline answers."""
    return bool(unit and unit.kind is UnitKind.GOVERNMENT and unit.level is Level.CITY)


def answers_for(by_unit: Unit | None, asked: Unit) -> bool:
    """Whether a unit speaks for the body asked: itself, or the hotline for the city."""
    if by_unit is asked:
        return True
    hotline = by_unit is not None and by_unit.kind is UnitKind.HOTLINE
    return hotline and is_city_government(asked)


def unanswered(row: Any) -> list[Escalation]:
    """Requests that await their answer, oldest first, the row itself left out."""
    answered = {each.escalation for each in facts(row, EscalationAnswer) if each is not row}
    return [e for e in facts(row, Escalation) if e is not row and e not in answered]


def acted(dispatch: Dispatch, row: Any) -> bool:
    """Whether the unit of a dispatch has done something of its own since it got the order."""
    found = (each for table in OWN_ACTION for each in about(dispatch, row, table))
    return any(each.by_unit is dispatch.unit for each in found)


def unreplied(row: Any) -> list[Supervision]:
    """Demands that still await their answer; they lapse when the order goes to another unit.

    Whoever takes over from an abolished unit takes over what was demanded of it.
    """
    held = lead(row)
    replied = {each.supervision for each in facts(row, SupervisionAnswer) if each is not row}
    found = (e for e in facts(row, Supervision) if e is not row and e not in replied)
    return [e for e in found if held is not None and held in (e.unit, heir(e.unit))]


def unreceived(row: Any) -> list[Alert]:
    """Alerts that the department has not acknowledged, the row itself left out."""
    known = {each.alert for each in facts(row, AlertReceipt) if each is not row}
    return [each for each in facts(row, Alert) if each is not row and each not in known]
