"""超期: one notion of it, asked of one order and of many."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from app.models.work_order import WorkOrder


def overdue(order: WorkOrder, now: datetime) -> bool:
    """Past due and not fed back, fed back after the limit, or closed without an answer."""
    if order.due_at is None:
        return False
    if order.replied_at is not None:
        return order.replied_at > order.due_at
    return order.closed_at is not None or now > order.due_at


def counts_as_overdue(now: datetime) -> ColumnElement[bool]:
    """The same of every order a statement reads."""
    unanswered = or_(WorkOrder.closed_at.is_not(None), WorkOrder.due_at < now)
    return and_(
        WorkOrder.due_at.is_not(None),
        or_(
            WorkOrder.replied_at > WorkOrder.due_at,
            and_(WorkOrder.replied_at.is_(None), unanswered),
        ),
    )
