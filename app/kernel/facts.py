"""The facts of an order, read whole: the law never computes on what the writer happens to see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import object_session

from app.kernel.snapshot import Snapshot

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
    order = getattr(row._row if isinstance(row, Snapshot) else row, of)
    if order is None:
        return []
    key, phase = (order, table), _phase.get()
    if phase is not None and (held := phase.facts.get(key)) is not None:
        return list(held)
    session = session_of(order)
    if key not in session.facts:
        _read(session, order, table, of)
    return list(session.facts[key])


def begun(row: Any, table: type[T]) -> list[T]:
    """Only what is being added to the same order just now: not a query, whatever is stored."""
    order = (row._row if isinstance(row, Snapshot) else row).order
    return [] if order is None else _pending(session_of(order), order, table, "order")


#: The session whose law phase is at hand: asking an object for its session costs more than this.
_phase: ContextVar[GovernedSession | None] = ContextVar("phase", default=None)


@contextmanager
def reading_for(session: GovernedSession) -> Iterator[None]:
    """While the law reads the facts of one session."""
    token = _phase.set(session)
    try:
        yield
    finally:
        _phase.reset(token)


@contextmanager
def together(session: GovernedSession, orders: list[T]) -> Iterator[list[T]]:
    """While the facts of some stored orders are read a table at a time; forgotten after."""
    session.concerned = dict.fromkeys(orders)
    try:
        yield orders
    finally:
        session.concerned.clear()
        session.facts.clear()


def _read(session: GovernedSession, order: Any, table: type[Any], of: str) -> None:
    """The rows of one order; with it those of every other order concerned, at once."""
    owners = {order.id: order} if inspect(order).persistent else {}
    if owners and order in session.concerned:
        missing = (each for each in session.concerned if (each, table) not in session.facts)
        owners |= {each.id: each for each in missing}
    stored: dict[Any, list[Any]] = {each: [] for each in owners.values()}
    if owners:
        query = select(table).where(getattr(table, f"{of}_id").in_(owners))
        # Afresh, but never over an edit that this very flush is about to write.
        edited = any(isinstance(each, table) for each in session.dirty)
        afresh = session.governing and not edited
        with session.seeing_everything(), session.no_autoflush:
            for each in session.scalars(query.execution_options(populate_existing=afresh)):
                if each not in session.deleted:
                    stored[owners[getattr(each, f"{of}_id")]].append(each)
    for each, rows in (stored or {order: []}).items():
        session.facts[(each, table)] = sorted([*rows, *_pending(session, each, table, of)],
                                              key=_when)  # fmt: skip


def _pending(session: GovernedSession, order: Any, table: type[Any], of: str) -> list[Any]:
    """What this flush is about to add to an order."""
    if session.pending is not None:
        return list(session.pending.get((order, table), ()))
    told = (each for each in session.new if isinstance(each, table))
    return [each for each in told if getattr(each, of) is order]


def _when(row: Any) -> tuple[bool, int]:
    return (row.id is None, row.id or 0)
