"""提醒: what has come to a desk since its reader last looked (平台规则:notices).

Nothing is written when something happens. A notice is an act that is on file, read by whom it
reaches; only the moment somebody looked is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, null, select, union_all

from app.access.principal import Principal
from app.kernel.clock import now
from app.kernel.session import GovernedSession
from app.kernel.types import Instant
from app.models.look import Look
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.services.notice_sources import sources_of
from app.services.words import CLOSED

#: How many are listed, and counted.
CAP = 200
#: How far back it goes for somebody who has never looked.
FIRST = timedelta(days=30)


@dataclass(frozen=True)
class Notice:
    """One act in one sentence; never a word of the demand, never who brought it."""

    table: str
    row_id: int
    at: datetime
    words: str
    by: str


@dataclass(frozen=True)
class Group:
    """The news of one order, newest first; without an order: of the reference rows."""

    order_id: int | None
    number: str
    heading: str
    notices: list[Notice]


def _since(principal: Principal) -> ColumnElement[Any]:
    """When this person last looked at this desk."""
    looked = select(Look.looked_at).where(
        Look.account_id == principal.account_id, Look.unit_id == principal.unit_id
    )
    return func.coalesce(looked.scalar_subquery(), literal(now() - FIRST, Instant))


def _news(principal: Principal) -> Any:
    """Everything that reached the desk, one arm a source; ``None`` where nothing ever does."""
    since = _since(principal)
    arms = [each.arriving(principal, since) for each in sources_of(principal.post)]
    return union_all(*arms) if arms else None


def counted(principal: Principal) -> ColumnElement[int]:
    """How many there are, one beyond ``CAP`` at most; part of another statement."""
    news = _news(principal)
    if news is None:
        return null()  # type: ignore[return-value]
    some = news.limit(CAP + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def notices(session: Any, principal: Principal) -> list[Group]:
    """The news by order, the order with the newest first. One statement; the session scopes it."""
    news = _news(principal)
    if news is None:
        return []
    held = news.subquery().c
    order = (WorkOrder.number, WorkOrder.title, WorkOrder.secret)
    query = (
        select(held.source, held.row_id, held.at, held.words, held.order_id, Unit.short_name)
        .add_columns(*order)
        .outerjoin(WorkOrder, WorkOrder.id == held.order_id)
        .outerjoin(Unit, Unit.id == held.by_unit_id)
        .order_by(held.at.desc(), held.row_id.desc())
        .limit(CAP)
    )
    return _grouped(session.execute(query))


def _grouped(rows: Iterable[Any]) -> list[Group]:
    groups: dict[int | None, Group] = {}
    for row in rows:
        if row.order_id not in groups:
            heading = CLOSED if row.secret else row.title or "目录、参数、日历和机构"
            groups[row.order_id] = Group(row.order_id, row.number or "", heading, [])
        told = Notice(row.source, row.row_id, row.at, row.words, row.short_name or "")
        groups[row.order_id].notices.append(told)
    return list(groups.values())


def look(session: GovernedSession, principal: Principal, until: datetime) -> None:
    """Keep that everything up to an instant has been seen; it never goes back, nor ahead."""
    query = select(Look).where(
        Look.account_id == principal.account_id, Look.unit_id == principal.unit_id
    )
    seen, held = min(until, now()), session.scalars(query).one_or_none()
    if held is None:
        ids = {"account_id": principal.account_id, "unit_id": principal.unit_id}
        session.add(Look(**ids, looked_at=seen))
    elif held.looked_at < seen:
        held.looked_at = seen
