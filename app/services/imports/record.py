"""One row read: its facts in our words, moved into the time of the law, and what was said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.models.enums import DemandKind
from app.services.files import unescaped
from app.services.imports.faults import Wrong
from app.services.imports.fields import FIELDS
from app.services.imports.mapping import DATES, Mapping
from app.services.imports.opening import Line

LONGEST_TITLE = 90


@dataclass
class Record:
    """One demand as a file tells it. ``said`` goes onto the order: where everything is from.

    ``cells``: what stands in the row itself, without the constants of the map.
    """

    number: int
    facts: dict[str, Any]
    cells: dict[str, str] = field(default_factory=dict)
    kinds: list[DemandKind] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    place: str | None = None
    said: list[str] = field(default_factory=list)

    def get(self, name: str) -> Any:
        """A fact, or nothing."""
        return self.facts.get(name)


class Reader:
    """Reads rows of one file by one map."""

    def __init__(self, mapping: Mapping, headings: Sequence[str], file: str) -> None:
        """``Unreadable`` when the file lacks a column the map needs."""
        self.mapping, self.file = mapping, file
        self.places = mapping.headings(headings)

    def read(self, line: Line) -> Record:
        """The row; ``Wrong`` names every cell that cannot be read."""
        if line.fault:
            raise Wrong(line.fault)
        cells, facts = self._cells(line), {}
        faults = []
        for name, typed in self._words(cells).items():
            try:
                facts[name] = FIELDS[name].read(typed)
            except Wrong as fault:
                faults.append(f"{FIELDS[name].label}：{fault}")
        if faults:
            raise Wrong("；".join(faults))
        record = Record(line.number, facts, cells, said=[f"{self.file} 第 {line.number} 行"])
        self._whole(record)
        self._moved(record)
        self._classified(record)
        return record

    def _cells(self, line: Line) -> dict[str, str]:
        """Field → text of the cells that are not blank."""
        told = {name: unescaped(line.cells[place]).strip() for name, place in self.places.items()}
        return {name: cell for name, cell in told.items() if cell}

    def _words(self, cells: dict[str, str]) -> dict[str, str]:
        """The cells, their words in our words; the constant where there is none."""
        values = self.mapping.values
        ours = {name: values.get(name, {}).get(cell, cell) for name, cell in cells.items()}
        return {**self.mapping.constants, **ours}

    def _whole(self, record: Record) -> None:
        facts = record.facts
        if not facts.get("external_id"):
            raise Wrong("没有外部编号，无从核对是否已经导入")
        if facts.get("at") is None:
            raise Wrong("没有登记时间")
        title, content = facts.get("title"), facts.get("content")
        if not (title or content):
            raise Wrong("标题和诉求内容都是空的")
        facts["content"] = content or title
        facts["title"] = (title or " ".join(str(content).split()))[:LONGEST_TITLE]

    def _moved(self, record: Record) -> None:
        """All instants by the same span; what the file said is kept."""
        if not self.mapping.shift:
            return
        for name in DATES:
            told: datetime | None = record.get(name)
            if told is not None:
                record.facts[name] = told + self.mapping.shift
        weeks, days = divmod(self.mapping.shift.days, 7)
        span = f"{weeks} 周" + (f"零 {days} 天" if days else "")
        why = f"（{self.mapping.shifted}）" if self.mapping.shifted else ""
        at = record.cells.get("at") or self.mapping.constants["at"]
        record.said.append(f"原登记时间 {at}，平移 {span}{why}")

    def _classified(self, record: Record) -> None:
        """By the map's words, where the file itself says nothing."""
        mapping, facts = self.mapping, record.facts
        if mapping.places and not (facts.get("township") or facts.get("district")):
            found = mapping.places.found(facts)
            if found:
                record.place, word = found[0]
                facts.setdefault("place", word)
                why = f"（{mapping.places.why}）" if mapping.places.why else ""
                record.said.append(f"所在地由“{word}”认定{why}")
        if facts.get("demand_kind") is not None:
            record.kinds = [facts["demand_kind"]]
        elif mapping.kinds:
            shown = [target for target, _ in mapping.kinds.found(facts)]
            wanted = [*shown, *([mapping.kinds.otherwise] if mapping.kinds.otherwise else [])]
            record.kinds = [DemandKind(each) for each in dict.fromkeys(wanted)]
        if mapping.entries and not facts.get("entry"):
            found = mapping.entries.found(facts)
            record.entries = list(dict.fromkeys(target for target, _ in found))
            if found:
                record.said.append(f"按关键词“{found[0][1]}”归类")
