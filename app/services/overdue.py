"""超期: one notion of it, asked of one order and of many."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from app.models.work_order import WorkOrder


def overdue(order: WorkOrder, now: datetime) -> bool:
    """Past due and not fed back, fed back after the limit, or closed past it without an answer.

    What the complainant withdrew in time was never late.
    """
    if order.due_at is None:
        return False
    if order.replied_at is not None:
        return order.replied_at > order.due_at
    if order.closed_at is not None:
        return order.closed_at >= order.due_at
    return now > order.due_at


def counts_as_overdue(now: datetime) -> ColumnElement[bool]:
    """The same of every order a statement reads."""
    still_open = and_(WorkOrder.closed_at.is_(None), WorkOrder.due_at < now)
    unanswered = or_(WorkOrder.closed_at >= WorkOrder.due_at, still_open)
    return and_(
        WorkOrder.due_at.is_not(None),
        or_(
            WorkOrder.replied_at > WorkOrder.due_at,
            and_(WorkOrder.replied_at.is_(None), unanswered),
        ),
    )
