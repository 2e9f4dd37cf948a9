"""演示行为: each builds one act on one order, as the person at the desk would fill it in."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Any

from sqlalchemy import select

from app.kernel.clock import local_date, now
from app.kernel.errors import Forbidden, NoLawInForce
from app.kernel.session import GovernedSession
from app.law.parameters import entry_in_force
from app.models.act import Act
from app.models.catalogue_entry import CatalogueEntry
from app.models.co_handling import CoHandling
from app.models.conference import Conference
from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.unit import Unit
from app.models.work_order import WorkOrder

Doing = Callable[[GovernedSession], WorkOrder]


@dataclass(frozen=True)
class Step:
    """Who does what when; to be performed under that person's account and committed."""

    at: datetime
    login: str
    act: Doing


Life = Generator[Step, WorkOrder, None]


def interleave(lives: list[Life], until: datetime) -> Life:
    """Many lives in one order of time; what would come after ``until`` has not happened yet."""
    waiting = [(step.at, place, step, life) for place, life in enumerate(lives)
               if (step := next(life)).at <= until]  # fmt: skip
    heapify(waiting)
    while waiting:
        _, place, step, life = heappop(waiting)
        order = yield step
        try:
            following = life.send(order)
        except StopIteration:
            continue
        if following.at <= until:
            heappush(waiting, (following.at, place, following, life))


def register(**told: Any) -> Doing:
    """A new order."""

    def act(session: GovernedSession) -> WorkOrder:
        order = WorkOrder(**told)
        session.add(order)
        return order

    return act


def on(order: WorkOrder, table: type[Act], **told: Any) -> Doing:
    """An act of ``table`` on the order."""

    def act(session: GovernedSession) -> WorkOrder:
        held = seen(session, order)
        session.add(table(order=held, **told))
        return held

    return act


def dispatch(order: WorkOrder, code: str, place: str, unit: str, note: str = "") -> Doing:
    """A dispatch by the codes of entry, place and unit."""

    def act(session: GovernedSession) -> WorkOrder:
        held = seen(session, order)
        session.add(
            Dispatch(
                order=held,
                entry=entry(session, held, code),
                place=unit_of(session, place),
                unit=unit_of(session, unit),
                note=note,
            )
        )
        return held

    return act


def uphold(order: WorkOrder, unit: str, reason: str) -> Doing:
    """A ruling that names another unit."""

    def act(session: GovernedSession) -> WorkOrder:
        held = seen(session, order)
        session.add(Ruling(order=held, upheld=True, reason=reason, unit=unit_of(session, unit)))
        return held

    return act


def reply(order: WorkOrder, late: str, **told: Any) -> Doing:
    """The result; told to the complainant a little before, with a reason when late."""

    def act(session: GovernedSession) -> WorkOrder:
        held, at = seen(session, order), now()
        reason = _excuse(late, at, held.due_at)
        told_at = at - timedelta(minutes=3)
        session.add(Reply(order=held, told_at=told_at, late_reason=reason, **told))
        return held

    return act


def sign(order: WorkOrder, late: str) -> Doing:
    """The unit has seen the order, with a reason when late."""

    def act(session: GovernedSession) -> WorkOrder:
        held = seen(session, order)
        reason = _excuse(late, now(), _sent(session, held).sign_by)
        session.add(Receipt(order=held, late_reason=reason))
        return held

    return act


def contact(order: WorkOrder, late: str, at: datetime, **told: Any) -> Doing:
    """An attempt to reach the complainant; a reason where the first of them is late."""

    def act(session: GovernedSession) -> WorkOrder:
        held = seen(session, order)
        reason = _excuse(late, at, _sent(session, held).contact_by)
        session.add(Contact(order=held, contacted_at=at, late_reason=reason, **told))
        return held

    return act


def _excuse(late: str, at: datetime, limit: datetime | None) -> str:
    return late if limit is not None and at > limit else ""


def _sent(session: GovernedSession, order: WorkOrder) -> Dispatch:
    """The dispatch that holds."""
    query = select(Dispatch).where(Dispatch.order_id == order.id)
    return session.scalars(query.order_by(Dispatch.seq.desc()).limit(1)).one()


def confer(order: WorkOrder, unit: str, **told: Any) -> Doing:
    """A conference that names the unit."""

    def act(session: GovernedSession) -> WorkOrder:
        held = seen(session, order)
        session.add(Conference(order=held, unit=unit_of(session, unit), **told))
        return held

    return act


def ask_help(order: WorkOrder, unit: str, matter: str) -> Doing:
    """Another unit is asked to help, until half of the time is over."""

    def act(session: GovernedSession) -> WorkOrder:
        held, at = seen(session, order), now()
        due = at + ((held.due_at or at) - at) / 2
        helper = unit_of(session, unit)
        session.add(CoHandling(order=held, unit=helper, matter=matter, due_at=due))
        return held

    return act


def seen(session: GovernedSession, order: WorkOrder) -> WorkOrder:
    """The order as this person sees it."""
    held: WorkOrder | None = session.get(WorkOrder, order.id)
    if held is None:
        raise Forbidden(f"工单 {order.number} 不在办理人的范围内")
    return held


def unit_of(session: GovernedSession, code: str) -> Unit:
    """A unit by its code."""
    return session.scalars(select(Unit).where(Unit.code == code)).one()


def entry(session: GovernedSession, order: WorkOrder, code: str) -> CatalogueEntry:
    """The version of a catalogue entry in force now."""
    with session.no_autoflush:
        found = entry_in_force(order, code, local_date(now()))
    if found is None:
        raise NoLawInForce(f"目录条目 {code} 当前没有生效的版本")
    return found
