"""A whole file: read in runs, each run one transaction, each row a savepoint of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, select

from app.access.principal import Principal
from app.kernel.audit import note
from app.kernel.errors import Forbidden, PortalError
from app.kernel.rules import digest
from app.kernel.session import GovernedSession
from app.models.enums import Source
from app.models.work_order import WorkOrder
from app.services.imports.acting import Performance
from app.services.imports.faults import Wrong
from app.services.imports.known import Known
from app.services.imports.mapping import Mapping
from app.services.imports.opening import Line, Table
from app.services.imports.record import Reader, Record
from app.services.imports.rejects import REASON, Rejects

#: Rows of one transaction: few enough that nobody else waits for it long.
RUN = 200
#: Rows written together; when one of them is refused, they are written one by one.
TOGETHER = 25
#: imported = answered + disposed + dispatched + waiting. Of endings a file tells only answers yet.
COUNTED = ("imported", "answered", "disposed", "dispatched", "waiting",
           "replied", "visited", "unreached")  # fmt: skip


@dataclass
class Tally:
    """What came of a file. Every row is imported, present already, or rejected."""

    rows: int = 0
    present: int = 0
    rejected: int = 0
    done: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """One line for a script."""
        return {
            "rows": self.rows,
            **{name: self.done[name] for name in COUNTED},
            "present": self.present,
            "rejected": self.rejected,
            "seconds": round(self.seconds, 1),
        }


class Import:
    """Orders of one file, by one person who may import, under one map."""

    def __init__(
        self, engine: Engine, principal: Principal, mapping: Mapping, table: Table, rejects: Rejects
    ) -> None:
        """Refused at once when the person may not, or the file lacks a column."""
        if not principal.may("i", WorkOrder):
            raise Forbidden(f"{principal.title}无权导入工单，请用数据迁移员的账号")
        self.engine, self.principal, self.mapping = engine, principal, mapping
        self.table, self.rejects = table, rejects
        self.reader = Reader(mapping, table.headings, table.path.name)
        used = {*self.reader.places.values()}
        #: Columns the map does not know: not taken, and told.
        self.unused = [
            name for place, name in enumerate(table.headings)
            if place not in used and name not in ("", REASON)
        ]  # fmt: skip
        self.tally = Tally()
        self.seen: dict[str, int] = {}

    def run(self, *, dry: bool = False, told: Callable[[Tally], None] | None = None) -> Tally:
        """Every row. ``dry``: performed and taken back. ``told``: hears of progress."""
        began = perf_counter()
        lines = iter(self.table.lines)
        with closing(self.rejects):
            while batch := list(islice(lines, RUN)):
                self._batch(batch, dry)
                self.tally.seconds = perf_counter() - began
                if told is not None:
                    told(self.tally)
        if not dry:
            self._noted()
        self.tally.seconds = perf_counter() - began
        return self.tally

    def _batch(self, batch: Sequence[Line], dry: bool) -> None:
        """One transaction. What it came to counts only once it is stored."""
        refused: list[tuple[Line, str]] = []
        records = list(self._read(batch, refused))
        done, present = Counter[str](), 0
        with self._session() as session:
            there = self._there(session, [record for _, record in records])
            new = [each for each in records if each[1].get("external_id") not in there]
            present, known = len(records) - len(new), Known(session)
            for start in range(0, len(new), TOGETHER):
                done += self._together(session, known, new[start : start + TOGETHER], refused)
            session.rollback() if dry else session.commit()
        self.tally.rows += len(batch)
        self.tally.present += present
        self.tally.done += done
        for line, reason in sorted(refused, key=lambda each: each[0].number):
            self._reject(line, reason)

    def _together(
        self,
        session: GovernedSession,
        known: Known,
        some: Sequence[tuple[Line, Record]],
        refused: list[tuple[Line, str]],
    ) -> Counter[str]:
        """Some rows in as few flushes as one of them takes; each alone where one is refused."""
        try:
            with session.begin_nested():
                acting = [Performance(session, known, record, self.mapping.name)
                          for _, record in some]  # fmt: skip
                _perform(session, acting)
        except PortalError as refusal:
            if len(some) > 1:
                parts = [self._together(session, known, [each], refused) for each in some]
                return sum(parts, Counter[str]())
            refused.append((some[0][0], str(refusal)))
            return Counter()
        return sum((each.done for each in acting), Counter[str]())

    def _session(self) -> GovernedSession:
        return GovernedSession(self.engine, self.principal, source=Source.IMPORT, importing=True)

    def _read(
        self, batch: Sequence[Line], refused: list[tuple[Line, str]]
    ) -> Iterator[tuple[Line, Record]]:
        for line in batch:
            try:
                record = self.reader.read(line)
                before = self.seen.setdefault(record.get("external_id"), line.number)
                if before != line.number:
                    raise Wrong(f"外部编号 {record.get('external_id')} 与第 {before} 行重复")
            except Wrong as fault:
                refused.append((line, str(fault)))
            else:
                yield line, record

    def _there(self, session: GovernedSession, records: Sequence[Record]) -> set[str | None]:
        """Which of the numbers have been imported before."""
        query = select(WorkOrder.external_id).where(
            WorkOrder.origin == self.mapping.name,
            WorkOrder.external_id.in_([each.get("external_id") for each in records]),
        )
        return set(session.scalars(query))

    def _reject(self, line: Line, reason: str) -> None:
        self.rejects.add(line, reason)
        self.tally.rejected += 1
        self.tally.reasons[reason] += 1

    def _noted(self) -> None:
        """One line in the audit: which file, by which map, with what outcome."""
        with self._session() as session:
            told = {"文件": self.table.path.name, "映射": self.mapping.name} | {
                "行数": self.tally.rows,
                "导入": self.tally.done["imported"],
                "退回": self.tally.rejected,
            }
            note(session, "导入", WorkOrder, told, digest())
            session.commit()


def _perform(session: GovernedSession, acting: Sequence[Performance]) -> None:
    """Each goes on until it has something to be written; then that is written for all of them."""
    waiting = [each.perform() for each in acting]
    while waiting:
        waiting = [each for each in waiting if next(each, waiting) is not waiting]
        session.flush()
