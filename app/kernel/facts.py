"""The facts of an order, read whole: the law never computes on what the writer happens to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import object_session

if TYPE_CHECKING:
    from app.kernel.session import GovernedSession

T = TypeVar("T")


def session_of(row: Any) -> GovernedSession:
    """The governed session a row, or the order it is an act on, belongs to."""
    found = object_session(row) or object_session(row.order)
    return found  # type: ignore[return-value]


def facts(row: Any, table: type[T], of: str = "order") -> list[T]:
    """Every row of ``table`` about the same order, stored and pending, oldest first.

    An unscoped query, cached for the write phase. ``row`` may be the order, any act on it, or the
    snapshot of either. ``of``: by which relation they belong together, if not by their order.
    """
    order = getattr(getattr(row, "_row", row), of)
    if order is None:
        return []
    session = session_of(order)
    key = (order, table)
    if key not in session.facts:
        stored: list[Any] = []
        if inspect(order).persistent:
            query = select(table).where(getattr(table, f"{of}_id") == order.id)
            # Afresh, but never over an edit that this very flush is about to write.
            edited = any(isinstance(each, table) for each in session.dirty)
            afresh = session.governing and not edited
            with session.seeing_everything(), session.no_autoflush:
                stored = list(session.scalars(query.execution_options(populate_existing=afresh)))
        if session.pending is None:
            told = (each for each in session.new if isinstance(each, table))
            pending = [each for each in told if getattr(each, of) is order]
        else:
            pending = list(session.pending.get(key, ()))
        session.facts[key] = [*(each for each in stored if each not in session.deleted), *pending]
        session.facts[key].sort(key=_when)
    return list(session.facts[key])


def _when(row: Any) -> tuple[bool, int]:
    return (row.id is None, row.id or 0)
