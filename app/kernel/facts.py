"""The facts of an order, read whole: the law never computes on what the writer happens to see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import bindparam, exists, inspect, select
from sqlalchemy.orm import object_session

from app.kernel.model import managed_tables, mapper_of
from app.kernel.snapshot import Snapshot
from app.kernel.types import memo

if TYPE_CHECKING:
    from app.kernel.session import GovernedSession

T = TypeVar("T")


def session_of(row: Any) -> GovernedSession:
    """The governed session a row, or the order it is an act on, belongs to."""
    found = object_session(row) or object_session(row.order)
    return found  # type: ignore[return-value]


def by_the_system(row: Any) -> bool:
    """Whether a row that has no stamp is being written by nobody in person."""
    principal = session_of(row).principal
    return principal is None or principal.system


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
    if owners and of == "order" and len(owners) <= FEW:
        _sound(session, order, table)
        if (order, table) in session.facts:
            return
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


#: So few orders are sounded one by one; of more, each table is read for all of them at once.
FEW = 4
SOUNDED = "sounded"


def _sound(session: GovernedSession, order: Any, table: type[Any]) -> None:
    """Find out by one statement which tables have nothing about an order; most of them have not."""
    if (order, SOUNDED) in session.facts or table not in _hanging_on(type(order)):
        return
    session.facts[(order, SOUNDED)] = []
    with session.seeing_everything(), session.no_autoflush:
        _, *found = session.execute(_sounding(type(order)), {"ident": order.id}).one()
    for each, there in zip(_hanging_on(type(order)), found, strict=True):
        if not there and (order, each) not in session.facts:
            session.facts[(order, each)] = _pending(session, order, each, "order")


@memo
def _hanging_on(kind: type[Any]) -> tuple[type[Any], ...]:
    """The tables whose rows are about an order of this kind."""
    held = {each: mapper_of(each).relationships.get("order") for each in managed_tables()}
    return tuple(e for e, order in held.items() if order and order.mapper.class_ is kind)


@memo
def _sounding(kind: type[Any]) -> Any:
    """Of each such table, whether it has a row."""
    ident: Any = bindparam("ident")
    there = (exists(select(each.id).where(each.order_id == kind.id)) for each in _hanging_on(kind))
    return select(kind.id, *there).where(kind.id == ident)


def _pending(session: GovernedSession, order: Any, table: type[Any], of: str) -> list[Any]:
    """What this flush is about to add to an order."""
    if session.pending is not None:
        return list(session.pending.get((order, table), ()))
    told = (each for each in session.new if isinstance(each, table))
    return [each for each in told if getattr(each, of) is order]


def _when(row: Any) -> tuple[bool, int]:
    return (row.id is None, row.id or 0)
