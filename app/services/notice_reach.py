"""Whom an act reaches: criteria on its own table, on indexes, for one reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from app.access.principal import Principal
from app.models.contest_ruling import ContestRuling
from app.models.enums import Level, Post, Role, Status, UnitKind
from app.models.escalation_answer import EscalationAnswer
from app.models.extension_decision import ExtensionDecision
from app.models.participation import Participation
from app.models.ruling import Ruling
from app.models.summons import Summons
from app.models.unit import Unit
from app.models.whistle import Whistle
from app.models.work_order import WorkOrder

Criteria = tuple[ColumnElement[bool], ...]
Reaching = Callable[[Any, Principal], Criteria]

#: Orders something can still be done about.
RUNNING = (
    Status.REGISTERED, Status.DISPATCHED, Status.DISPUTED, Status.HANDLING, Status.REPLIED,
    Status.LEDGER,
)  # fmt: skip


def taking_part(table: Any, principal: Principal, *roles: Role) -> ColumnElement[bool]:
    """About a running order the reader's unit takes part in, in one of these roles if any."""
    query = select(Participation.order_id).where(
        Participation.unit_id == principal.unit_id, Participation.status.in_(RUNNING)
    )
    held = Participation.role.in_(roles) if roles else Participation.role != Role.FORMER
    return table.order_key.in_(query.where(held))  # type: ignore[no-any-return]


def running(table: Any, *states: Status) -> ColumnElement[bool]:
    """About an order anywhere in the city that stands so."""
    query = select(WorkOrder.id).where(WorkOrder.status.in_(states or RUNNING))
    return table.order_key.in_(query)  # type: ignore[no-any-return]


def named(table: Any, principal: Principal) -> Criteria:
    """The unit the row itself names."""
    return table.unit_id == principal.unit_id, taking_part(table, principal)


def alerted(table: Any, principal: Principal) -> Criteria:
    """The unit told of a danger, whatever has become of the order."""
    return (table.unit_id == principal.unit_id,)


def lead(table: Any, principal: Principal) -> Criteria:
    """The unit that has the order now."""
    return (taking_part(table, principal, Role.LEAD),)


def above(table: Any, principal: Principal) -> Criteria:
    """The district of the unit that has the order now; the hotline watches the whole city."""
    if principal.post is Post.COORDINATOR:
        return (taking_part(table, principal, Role.DISTRICT),)
    return (running(table),)


def author(asked: Any, key: str, *, closed: bool = False) -> Reaching:
    """Whoever asked, of whom a row answers: their unit, and of the hotline their post."""

    def reaching(table: Any, principal: Principal) -> Criteria:
        own = [asked.id == getattr(table, key), asked.by_unit_id == principal.unit_id]
        city = principal.unit_kind is UnitKind.HOTLINE
        if city:
            own.append(asked.by_post == principal.post)
        told = exists(select(asked.id).where(*own))
        if closed:
            return (told,)
        return told, running(table) if city else taking_part(table, principal)

    return reaching


def whistled(table: Any, principal: Principal) -> Criteria:
    """The street whose whistle was followed."""
    blown = (
        select(Summons.id)
        .join(Whistle, Whistle.id == Summons.whistle_id)
        .where(Summons.id == table.summons_id, Whistle.by_unit_id == principal.unit_id)
    )
    return exists(blown), taking_part(table, principal)


def decides(table: Any, principal: Principal) -> Criteria:
    """Of requests not decided yet: the district above; the hotline where none may know of it."""
    decided = select(ExtensionDecision.id).where(ExtensionDecision.extension_id == table.id)
    asking = select(Unit.id).where(Unit.id == table.by_unit_id)
    if principal.post is Post.COORDINATOR:
        own = asking.where(Unit.district_id == principal.unit_id)
        return ~exists(decided), exists(own), taking_part(table, principal)
    known = select(Participation.id).where(
        Participation.order_id == table.order_id, Participation.unit_id == Unit.district_id
    )
    return ~exists(decided), exists(asking.where(~exists(known))), running(table)


def rules(table: Any, _: Principal) -> Criteria:
    """Whoever rules, while nobody has."""
    ruled = select(Ruling.id).where(Ruling.objection_id == table.id)
    return running(table, Status.DISPUTED), ~exists(ruled)


def settles(table: Any, _: Principal) -> Criteria:
    """Whoever settles a contest, while nobody has."""
    return (~exists(select(ContestRuling.id).where(ContestRuling.contest_id == table.id)),)


def answers_for_the_city(table: Any, _: Principal) -> Criteria:
    """The city's government has no account: the hotline writes down what it answers."""
    city = select(Unit.id).where(Unit.kind == UnitKind.GOVERNMENT, Unit.level == Level.CITY)
    answered = select(EscalationAnswer.id).where(EscalationAnswer.escalation_id == table.id)
    return table.unit_id.in_(city), ~exists(answered), running(table)


def sent(table: Any, principal: Principal) -> Criteria:
    """The unit that has it now; what came of a ruling is told by the ruling."""
    own = table.unit_id == principal.unit_id
    return table.ruling_id.is_(None), own, *lead(table, principal)


def registered(table: Any, _: Principal) -> Criteria:
    """Whoever dispatches, while nobody has."""
    return (table.status == Status.REGISTERED,)
