"""参与: which unit takes part in an order, and so sees it (平台规则:participation, informer)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.kernel.facts import facts
from app.kernel.rules import demands
from app.law.informer import shielded
from app.law.reading import co_handlings, dispatches, final_result, street_of
from app.law.reading_whistle import stands
from app.models.alert import Alert
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.dispatch import Dispatch
from app.models.enums import Role, Status, UnitKind
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.participation import Participation
from app.models.summons import Summons
from app.models.supplement import Supplement
from app.models.unit import Unit
from app.models.whistle_result import WhistleResult
from app.models.work_order import WorkOrder

#: What brings a unit into an order, or lets it out.
BRINGS_IN = (
    WorkOrder, Dispatch, CoHandling, CoResult, Supplement,
    Summons, WhistleResult, Escalation, EscalationAnswer, Alert,
)  # fmt: skip
OPEN = {Status.DISPATCHED, Status.DISPUTED, Status.HANDLING, Status.REPLIED}


@demands(
    Participation,
    clause="平台规则:participation",
    key="unit",
    on=BRINGS_IN,
)
def who_takes_part(order: WorkOrder) -> Iterable[dict[str, Any]]:
    """承办、协办、被召集、受报协调、接报的单位，其所在区和曾承办的单位参与；被举报的不参与。"""
    roles: dict[Unit, Role] = {}
    found = [each for each in dispatches(order) if each.unit is not None]
    helping = {each.unit: each for each in co_handlings(order) if each.unit is not None}
    for each in found:
        roles[each.unit] = Role.FORMER
    for helper in facts(order, CoHandling):
        roles[helper.unit] = Role.FORMER
    roles |= dict.fromkeys(called_in_before(order), Role.FORMER)
    held = found[-1].unit if found else None
    if held is not None and held.district is not None:
        roles[held.district] = Role.DISTRICT
    if held is not None and held.kind is UnitKind.COMMUNITY and (above := street_of(held)):
        roles[above] = Role.SUPERIOR
    roles |= called_in(order)
    if held is not None:
        roles |= dict.fromkeys(helping, Role.CO)
        roles[held] = Role.LEAD
    for unit in shielded(order):
        roles.pop(unit, None)
    for unit, role in roles.items():
        own = helping.get(unit) if role is Role.CO else None
        yield {
            "unit": unit,
            "role": role,
            "received_at": order.at,
            "status": _standing(order, own),
            "due_at": own.due_at if own is not None else order.due_at,
            "warn_at": None if own is not None else order.warn_at,
        }


def called_in_before(order: WorkOrder) -> set[Unit]:
    """Who was ever asked to coordinate or summoned by a whistle."""
    called: list[Any] = [*facts(order, Escalation), *facts(order, Summons)]
    return {each.unit for each in called if each.unit is not None}


def called_in(order: WorkOrder) -> dict[Unit, Role]:
    """Who is in it for a while: told of a danger, asked to coordinate, summoned by a whistle.

    Done with one part a unit may still have another: the strongest that has not ended counts.
    """
    answered = {each.escalation for each in facts(order, EscalationAnswer)}
    ended = {each.summons for each in facts(order, WhistleResult)}
    roles: dict[Any, Role] = {each.unit: Role.ALERTED for each in facts(order, Alert)}
    asked = (each for each in facts(order, Escalation) if each not in answered)
    roles |= {each.unit: Role.ASKED for each in asked}
    summoned = (each for each in facts(order, Summons) if each not in ended)
    roles |= {each.unit: Role.SUMMONED for each in summoned if stands(each.whistle, order)}
    roles.pop(None, None)
    return roles


def _standing(order: WorkOrder, own: CoHandling | None) -> Status:
    """A helper's own part may be done while the order is not."""
    if own is None or order.status not in OPEN:
        return order.status
    return Status.REPLIED if final_result(own, order) else Status.HANDLING
