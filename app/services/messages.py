"""来件: messages of citizens from a file, read as an import reads them, moved under the law."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.kernel.clock import SHANGHAI
from app.models.enums import DemandKind
from app.services.imports import mapping
from app.services.imports.faults import Unreadable, Wrong
from app.services.imports.opening import open_table
from app.services.imports.record import Reader, Record

MAP = "messages"
#: A Friday in the first weeks of the regulation, on which nothing else depends.
EARLIEST = datetime(2021, 10, 8, tzinfo=SHANGHAI)
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Message:
    """One message as it came, with the entries and kinds its words point to, likeliest first."""

    id: str
    user: str
    title: str
    body: str
    sent: datetime
    entries: tuple[str, ...] = ()
    kinds: tuple[DemandKind, ...] = (DemandKind.HELP,)

    @property
    def dice(self) -> int:
        """The same number each time: what is drawn for a message depends on nothing else."""
        return zlib.crc32(f"{self.id}/{self.user}/{self.title}".encode())


def read(path: Path, count: int) -> tuple[list[Message], list[str]]:
    """The first ``count`` messages of a file; what is wrong with the rows that were left out."""
    table = open_table(path)
    reader = Reader(replace(mapping.load(MAP), shift=timedelta()), table.headings, path.name)
    found: list[Message] = []
    faults: list[str] = []
    for line in table.lines:
        if len(found) == count:
            break
        try:
            found.append(_message(reader.read(line)))
        except Wrong as fault:
            faults.append(f"第 {line.number} 行：{fault}")
    if not found:
        raise Unreadable(f"{path} 里没有来件" + (f"（{faults[0]}）" if faults else ""))
    return found, faults


def moved(messages: Sequence[Message], until: datetime) -> list[tuple[datetime, Message]]:
    """Messages in order of time, each with an instant under the law and not after ``until``.

    All are moved by whole weeks, so that hours and weekdays stay; drawn together if they would
    reach beyond ``until``.
    """
    dated = sorted(((each.sent, each) for each in messages), key=lambda pair: pair[0])
    first, final = dated[0][0], dated[-1][0]
    weeks = max(0, -((first - EARLIEST) // WEEK))
    begin = min(first + weeks * WEEK, until - len(dated) * MINUTE)
    length, room = final - first, until - begin
    share = 1.0 if length <= room else max(room, MINUTE) / length
    return [((begin + (at - first) * share).replace(microsecond=0), m) for at, m in dated]


def _message(record: Record) -> Message:
    return Message(
        record.get("external_id"),
        record.get("contact") or f"来件 {record.get('external_id')}",
        record.get("title"),
        record.get("content"),
        record.get("at"),
        tuple(record.entries),
        tuple(record.kinds),
    )
