"""在前的工单: what may be a repeat, with what speaks for it (条例:十一(3)(三))."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import select

from app.kernel.clock import local_date
from app.kernel.errors import NoLawInForce
from app.kernel.session import GovernedSession
from app.law.parameters import parameter, span
from app.models.work_order import WorkOrder

MOST = 10
#: Titles that share so much of their characters are called alike.
ALIKE = 0.6


@dataclass(frozen=True)
class Earlier:
    """An order of the same contact, and in what it agrees."""

    order: WorkOrder
    marks: tuple[str, ...]


def earlier(session: GovernedSession, order: WorkOrder) -> list[Earlier]:
    """Orders of the same contact registered before within ``repeat.days``; the likeliest first.

    Whether one is the same matter, and brings nothing new, is for a person to say.
    """
    try:
        limit = parameter(order, "repeat.days", local_date(order.at))
        since = order.at - span(limit)
    except NoLawInForce:
        return []
    query = (
        select(WorkOrder)
        .where(
            WorkOrder.contact_key == order.contact_key,
            WorkOrder.at >= since,
            WorkOrder.at <= order.at,
            WorkOrder.id != order.id,
        )
        .order_by(WorkOrder.at.desc(), WorkOrder.id.desc())
        .limit(MOST)
    )
    found = [Earlier(each, _marks(order, each)) for each in session.scalars(query)]
    return sorted(found, key=lambda each: -len(each.marks))


def _marks(order: WorkOrder, other: WorkOrder) -> tuple[str, ...]:
    place = order.place.strip()
    titles = SequenceMatcher(None, order.title, other.title, autojunk=False).ratio()
    known = (
        ("标题相近", not other.secret and titles >= ALIKE),
        ("地点相同", bool(place) and place == other.place.strip()),
        ("类型相同", order.demand_kind is other.demand_kind),
    )
    return tuple(label for label, agrees in known if agrees)
