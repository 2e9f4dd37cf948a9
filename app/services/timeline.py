"""流转时间轴: everything that was done on an order, oldest first, as far as the reader sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.model import mapper_of
from app.kernel.session import GovernedSession
from app.kernel.types import memo
from app.models.act import Act
from app.models.work_order import WorkOrder
from app.services.act_order import rank

#: Told in the entry's heading, not among its particulars.
HEADING = {"order_id", "at", "by_unit_id", "id"}


@dataclass(frozen=True)
class Particular:
    """A column of an act by its label and attribute; ``sealed``: the words of a demand."""

    label: str
    name: str
    sealed: bool


@dataclass(frozen=True)
class Entry:
    """One act with what it says."""

    act: Any
    label: str
    particulars: tuple[Particular, ...]
    since: timedelta | None


def acts(session: GovernedSession, order: WorkOrder) -> list[Any]:
    """Every act on the order the reader may see, oldest first."""
    found: list[Any] = []
    for table in Act.__subclasses__():
        query = select(table).where(table.order_id == order.id).options(*_eager(table))
        found += session.scalars(query)
    return sorted(found, key=lambda act: (act.at, rank(act), act.id))


def timeline(session: GovernedSession, order: WorkOrder) -> list[Entry]:
    """The acts as entries, each with the time since the one before."""
    entries, before = [], order.at
    for act in acts(session, order):
        entries.append(Entry(act, act.__label__, particulars(type(act)), act.at - before))
        before = act.at
    return entries


@memo
def particulars(table: type[Act]) -> tuple[Particular, ...]:
    """What an act says; relations in place of their keys."""
    mapper = mapper_of(table)
    relation = {next(iter(r.local_columns)).key: r.key for r in mapper.relationships}
    return tuple(
        Particular(
            each.columns[0].info["label"],
            relation.get(each.key, each.key),
            each.columns[0].info["sealed"],
        )
        for each in mapper.column_attrs
        if each.key not in HEADING and _telling(each.columns[0].info)
    )


def _telling(meta: dict[str, Any]) -> bool:
    """Whatever the person filled in, and of the rest what lists show too."""
    computed = meta["derived"] or meta["stamp"] or meta["imported"]
    return bool(meta["list"] or not computed) and not meta["private"]


def _eager(table: type[Act]) -> list[Any]:
    shown = {each.name for each in particulars(table)} | {"by_unit"}
    return [
        joinedload(getattr(table, each.key))
        for each in mapper_of(table).relationships
        if each.key in shown
    ]
