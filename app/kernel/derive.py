"""Derivations to a fixed point: columns first computed, then the rows the law demands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import flag_modified

from app.kernel.complete import complete, relations
from app.kernel.facts import facts
from app.kernel.rules import DEMANDS, DERIVATIONS, DemandedRows, Derivation

if TYPE_CHECKING:
    from app.kernel.session import GovernedSession

ROUNDS = 12


def settle(
    session: GovernedSession,
    rows: Iterable[Any],
    was: dict[Any, Any],
    remember: Callable[[Any], None],
) -> None:
    """Recompute whatever the changed rows reach, until nothing moves."""
    waiting = list(rows)
    for _ in range(ROUNDS):
        if not waiting:
            return
        moved: dict[Any, None] = {}
        for each in DERIVATIONS:
            for row in _reached(each, waiting):
                remember(row)
                if _assign(row, each.values(row, was.get(row))):
                    moved[row] = None
        for demand in DEMANDS:
            for owner, cause in _owners(demand, waiting).items():
                moved |= dict.fromkeys(_sync(session, demand, owner, cause))
        waiting = list(moved)
    raise RuntimeError("derivations do not settle")


def settle_alone(row: Any) -> None:
    """The row's own derived columns, for a rehearsal."""
    for each in DERIVATIONS:
        if each.table is type(row):
            _assign(row, each.values(row, None))


def _reached(derivation: Derivation, rows: list[Any]) -> dict[Any, None]:
    """The rows it writes: those themselves changed, and the orders whose facts changed."""
    found: dict[Any, None] = {}
    for row in rows:
        if type(row) is derivation.table and not (derivation.once and inspect(row).persistent):
            found[row] = None
        if type(row) in derivation.on and row.order is not None:
            found[row.order] = None
    return found


def _owners(demand: DemandedRows, rows: list[Any]) -> dict[Any, Any]:
    """Whose demanded rows may have changed, each with the last act that did it."""
    about = ((getattr(row, demand.of), row) for row in rows if type(row) in demand.on)
    return {owner: row for owner, row in about if owner is not None}


def _assign(row: Any, wanted: dict[str, Any]) -> bool:
    moved = False
    keys = {name: column for name, column, _ in relations(type(row))}
    for key, value in wanted.items():
        if getattr(row, key) != value:
            setattr(row, key, value)
            if key in keys:
                setattr(row, keys[key], getattr(value, "id", None))
            moved = True
    return moved


def _assign_whole(row: Any, wanted: dict[str, Any]) -> bool:
    """All of it when any of it moves: rows that moved differently are still one batch to write."""
    moved = _assign(row, wanted)
    for name in wanted if moved else ():
        flag_modified(row, name)
    return moved


def _sync(session: GovernedSession, demand: DemandedRows, owner: Any, cause: Any) -> list[Any]:
    """Make the demanded rows so; rows that may not change are only added.

    In an import they happened when their cause did, by the same unit.
    """
    stored = facts(owner, demand.table, demand.of)
    held = {tuple(getattr(r, k) for k in demand.key): r for r in stored}
    wanted = {tuple(each[k] for k in demand.key): each for each in demand.demand(owner)}
    moved = []
    for key, told in wanted.items():
        row = held.get(key)
        if row is None:
            row = demand.table(**{demand.of: owner}, **told)
            if session.importing and getattr(row, "__stamped__", False):
                row.at, row.by_unit_id = cause.at, cause.by_unit_id
            session.add(row)
            complete(session, row)
            session.facts[(owner, demand.table)].append(row)
            moved.append(row)
        elif not demand.table.__append_only__ and _assign_whole(row, told):
            moved.append(row)
    if not demand.table.__append_only__:
        for key, row in held.items():
            if key not in wanted:
                session.facts[(owner, demand.table)].remove(row)
                session.delete(row) if inspect(row).persistent else session.expunge(row)
    return moved
