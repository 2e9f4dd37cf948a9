"""Orders as rows of a file: as far as the person reaches, particulars masked, streamed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Enum, Select, func, select

from app.access.principal import Principal
from app.kernel.clock import local
from app.kernel.errors import Forbidden
from app.kernel.session import GovernedSession
from app.kernel.types import Instant
from app.models.work_order import WorkOrder
from app.services.clocks import sentences
from app.services.exports.columns import MASK, NUMBERED, Column, UnknownColumn
from app.services.exports.standing import Standing
from app.services.files import harmless

BATCH = 2000


@dataclass(frozen=True)
class Export:
    """What is asked for: by whom, which columns, as of when, registered within which span."""

    engine: Engine
    principal: Principal
    columns: Sequence[tuple[str, Column]]
    standing: Standing
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if not self.principal.may("x", WorkOrder):
            raise Forbidden(f"{self.principal.title}无权导出工单")
        if self.standing.past and any(each.explains for _, each in self.columns):
            raise UnknownColumn("“期限说明”讲的是至今的经过，不能与 --as-of 同用")

    def count(self) -> int:
        """How many orders there are to be exported."""
        with self._session() as session:
            return session.scalar(self._narrowed(select(func.count(WorkOrder.id)))) or 0

    def lines(self) -> Iterator[list[Any]]:
        """The heading, then the orders, oldest first."""
        yield [heading for heading, _ in self.columns]
        sayings = [self._saying(heading, column) for heading, column in self.columns]
        with self._session() as session:
            rows = session.execute(self._query().execution_options(yield_per=BATCH))
            number = 0
            for batch in rows.partitions():
                for row in self._explained(session, batch):
                    number += 1
                    yield [say(value, number) for say, value in zip(sayings, row, strict=True)]

    def _explained(self, session: GovernedSession, batch: Sequence[Any]) -> Iterable[Any]:
        """The rows, with the story of the limit in place of the order's id where it is asked."""
        places = [n for n, (_, column) in enumerate(self.columns) if column.explains]
        if not places:
            return batch
        told = sentences(session, [row[places[0]] for row in batch])
        return (
            [told.get(each, "") if n in places else each for n, each in enumerate(row)]
            for row in batch
        )

    def _session(self) -> GovernedSession:
        return GovernedSession(self.engine, self.principal, writing=False)

    def _query(self) -> Select[Any]:
        needed: set[str] = set()
        for _, column in self.columns:
            needed |= {*column.needs, *(column.past if self.standing.past else ())}
        wanted = [
            column.of(self.standing).label(f"c{place}")
            for place, (_, column) in enumerate(self.columns)
        ]
        query = self.standing.joined(select(*wanted).select_from(WorkOrder), needed)
        return self._narrowed(query).order_by(WorkOrder.at, WorkOrder.id)

    def _narrowed(self, query: Select[Any]) -> Select[Any]:
        until = self.until
        if self.standing.past:
            query = query.where(WorkOrder.at <= self.standing.at)
        if self.since is not None:
            query = query.where(WorkOrder.at >= self.since)
        return query.where(WorkOrder.at < until) if until is not None else query

    def _saying(self, heading: str, column: Column) -> Callable[[Any, int], Any]:
        """How the values of a column are put into a file, found once for all of its rows."""
        if column.private:
            return lambda value, _: MASK if value not in (None, "") else ""
        if column.explains:
            return lambda value, _: harmless(value)
        if heading == NUMBERED:
            return lambda _, number: number
        kind = column.of(self.standing).type
        if isinstance(kind, Instant):
            return lambda value, _: "" if value is None else _second(value)
        if isinstance(kind, Enum):
            return lambda value, _: "" if value is None else value.label
        return lambda value, _: "" if value is None else harmless(value)


def _second(value: datetime) -> str:
    """To the second: whoever reads the file back compares instants."""
    return local(value).isoformat(" ")[:19]
