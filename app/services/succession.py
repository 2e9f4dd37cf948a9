"""承接未办结工单: what an abolished unit still had in hand goes to whoever took over from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, exists, func, select

from app.kernel.errors import PortalError
from app.kernel.session import GovernedSession
from app.law.reading import heir
from app.models.dispatch import Dispatch
from app.models.enums import Status, UnitKind
from app.models.participation import Participation
from app.models.supplement import Supplement
from app.models.unit import Unit
from app.models.work_order import WorkOrder

#: In hand: to be signed for or handled. What was replied to waits for its visit, and comes back to
#: the successor only if the visit sends it back.
IN_HAND = (Status.DISPATCHED, Status.DISPUTED, Status.HANDLING)
#: So many at once: a page answers within seconds.
BATCH = 50


@dataclass
class Carried:
    """What carrying over came to: how many went, which were refused and why, what is left."""

    heir: str
    moved: int = 0
    #: Orders that communities of the unit lead, which the heir has been told of.
    told: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    left: int = 0


def in_hand(session: GovernedSession, unit: Unit) -> int:
    """How many orders a unit still leads that somebody has to handle."""
    query = select(func.count(WorkOrder.id)).where(*_led_by(unit))
    return session.scalars(query).one()


def _led_by(unit: Unit) -> tuple[ColumnElement[bool], ...]:
    return WorkOrder.lead_id == unit.id, WorkOrder.status.in_(IN_HAND)


def carry_over(
    session: GovernedSession,
    unit: Unit,
    note: str,
    tell: Callable[[PortalError], None] = lambda _: None,
    most: int | None = BATCH,
) -> Carried:
    """Dispatch each order in hand to the heir, each in a transaction of its own.

    The clock runs on under the entry it began under; a place that was merged as well is the place
    of whoever took over. ``tell``: hears of each refusal. ``most``: so many, then it stops.
    """
    after = heir(unit)
    done = Carried(after.name if after is not None else "")
    query = select(WorkOrder.id).where(*_led_by(unit)).order_by(WorkOrder.due_at, WorkOrder.id)
    for ident in session.scalars(query).all() if after is not None else ():
        if most is not None and done.moved >= most:
            done.left += 1
            continue
        _carry(session, ident, after, done, note, tell)
    if after is not None:
        done.told = _tell_of_communities(session, unit, after, note)
    return done


def _tell_of_communities(session: GovernedSession, unit: Unit, after: Unit, note: str) -> int:
    """What communities of a merged street lead is seen from now on by whoever took over from it.

    It stays with the community; a supplement says so, and with it the heir takes part.
    """
    seen = select(Participation.id).where(
        Participation.order_id == WorkOrder.id, Participation.unit_id == after.id
    )
    lies = select(Unit.id).where(Unit.parent_id == unit.id, Unit.kind == UnitKind.COMMUNITY)
    query = select(WorkOrder.id).where(
        WorkOrder.lead_id.in_(lies), WorkOrder.status.in_(IN_HAND), ~exists(seen)
    )
    found = session.scalars(query.order_by(WorkOrder.id)).all()
    for ident in found:
        order = session.get(WorkOrder, ident)
        session.add(Supplement(order=order, content=f"{note}；承办社区改由{after}管辖"))
        session.commit()
    return len(found)


def _carry(
    session: GovernedSession,
    ident: int,
    after: Unit | None,
    done: Carried,
    note: str,
    tell: Callable[[PortalError], None],
) -> None:
    number = ""
    try:
        order = session.get(WorkOrder, ident)
        number = order.number
        query = select(Dispatch).where(Dispatch.order_id == ident).order_by(Dispatch.seq.desc())
        before = session.scalars(query.limit(1)).one()
        place = before.place
        session.add(
            Dispatch(
                order=order,
                entry=before.entry,
                unit=after,
                place=(heir(place) or place) if place is not None else None,
                note=note,
            )
        )
        session.commit()
        done.moved += 1
    except PortalError as refusal:
        session.rollback()
        tell(refusal)
        done.refused.append((number, str(refusal)))
