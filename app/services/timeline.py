"""流转时间轴: everything that was done on an order, oldest first, as far as the reader sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.model import mapper_of
from app.kernel.session import GovernedSession
from app.models.act import Act
from app.models.work_order import WorkOrder
from app.services.act_order import rank

#: Told in the entry's heading, not among its particulars.
HEADING = {"order_id", "at", "by_unit_id", "id"}


@dataclass(frozen=True)
class Entry:
    """One act with its particulars: (label, attribute) of what its table shows in lists."""

    act: Any
    label: str
    particulars: tuple[tuple[str, str], ...]
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


def particulars(table: type[Act]) -> tuple[tuple[str, str], ...]:
    """Label and attribute of what an act says; relations in place of their keys."""
    mapper = mapper_of(table)
    relation = {next(iter(r.local_columns)).key: r.key for r in mapper.relationships}
    return tuple(
        (each.columns[0].info["label"], relation.get(each.key, each.key))
        for each in mapper.column_attrs
        if each.columns[0].info["list"] and each.key not in HEADING
    )


def _eager(table: type[Act]) -> list[Any]:
    shown = {attribute for _, attribute in particulars(table)} | {"by_unit"}
    return [
        joinedload(getattr(table, each.key))
        for each in mapper_of(table).relationships
        if each.key in shown
    ]
