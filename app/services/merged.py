"""并单 in statements: which orders are merged into which, of one order and of many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.kernel.session import GovernedSession
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.work_order import WorkOrder


@dataclass(frozen=True)
class Group:
    """The order others are merged into, and those others, oldest first."""

    main: WorkOrder
    members: tuple[WorkOrder, ...]


def _last(merger: Any) -> ColumnElement[bool]:
    """The last merger of its order, and not undone."""
    later = aliased(Merger)
    return and_(
        ~exists().where(later.order_id == merger.order_id, later.id > merger.id),
        ~exists().where(MergerUndo.merger_id == merger.id),
    )


def merged_into_another() -> ColumnElement[bool]:
    """Of every order a statement reads, whether another one is handled for it."""
    merger, main = aliased(Merger), aliased(WorkOrder)
    return exists().where(
        merger.order_id == WorkOrder.id,
        main.id == merger.main_id,
        main.lead_id == WorkOrder.lead_id,
        _last(merger),
    )


def group_of(session: GovernedSession, order: WorkOrder) -> Group | None:
    """What an order is one matter with, as far as the reader sees it; one statement."""
    own, merger = aliased(Merger), aliased(Merger)
    member, main = aliased(WorkOrder), aliased(WorkOrder)
    into = select(own.main_id).where(own.order_id == order.id)
    query = (
        select(main, member)
        .select_from(merger)
        .join(main, main.id == merger.main_id)
        .join(member, member.id == merger.order_id)
        .where(
            or_(merger.main_id == order.id, merger.main_id.in_(into)),
            main.lead_id == member.lead_id,
            _last(merger),
        )
        .order_by(member.at, member.id)
    )
    held: dict[WorkOrder, list[WorkOrder]] = {}
    for into_, joined in session.execute(query):
        held.setdefault(into_, []).append(joined)
    for into_, joined_ in held.items():
        if order is into_ or order in joined_:
            return Group(into_, tuple(joined_))
    return None
