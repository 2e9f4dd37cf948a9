"""Reference tables from files: new rows, new versions, changed rows; what is the same stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, inspect, select

from app.kernel.clock import local_date, now
from app.kernel.complete import relations
from app.kernel.errors import PortalError
from app.kernel.model import columns
from app.kernel.session import Actor, GovernedSession
from app.models.account import Account
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Source
from app.models.parameter import Parameter
from app.models.unit import Unit
from app.services.imports.cells import headed, value
from app.services.imports.faults import Wrong
from app.services.imports.opening import Line, Table
from app.services.imports.rejects import Rejects


@dataclass(frozen=True)
class Kind:
    """A table that can be imported: what tells its rows apart, and what a file must have."""

    table: type[Any]
    key: str
    needed: tuple[str, ...]


KINDS = {
    "units": Kind(Unit, "code", ("code", "name", "level", "kind")),
    "catalogue": Kind(CatalogueEntry, "code", ("code", "level1", "level2", "level3")),
    "parameters": Kind(Parameter, "key", ("key", "value", "measure", "basis", "grade")),
    "calendar": Kind(CalendarDay, "day", ("day", "kind")),
    "accounts": Kind(Account, "login", ("login", "name", "post", "unit_id")),
}


@dataclass
class Tally:
    """What came of a file. Every row is added, changed, the same already, or rejected."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    present: int = 0
    rejected: int = 0
    seconds: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """One line for a script."""
        told = {key: each for key, each in vars(self).items() if key != "reasons"}
        return told | {"seconds": round(self.seconds, 1)}


class TableImport:
    """One file of one table, in one transaction; each row a savepoint of its own."""

    def __init__(self, kind: Kind, table: Table, rejects: Rejects) -> None:
        """``Unreadable`` when the headings are not those of the table."""
        self.kind, self.file, self.rejects = kind, table, rejects
        self.new: list[Any] = []
        self.refused: list[tuple[Line, str]] = []
        self.places = headed(kind.table, table.headings, kind.needed)
        self.targets = {key: (name, target) for name, key, target in relations(kind.table)}
        self.tally = Tally()

    def run(self, engine: Engine, actor: Actor, *, dry: bool = False) -> Tally:
        """Every row; those that point at rows further down are tried again after them."""
        began = perf_counter()
        with GovernedSession(engine, actor, source=Source.IMPORT) as session:
            self.stored = self._stored(session)
            waiting = list(self._lines())
            while waiting:
                refused = [(line, said) for line in waiting if (said := self._taken(session, line))]
                if len(refused) == len(waiting):
                    self.refused += refused
                    break
                waiting = [line for line, _ in refused]
            session.rollback() if dry else session.commit()
        with closing(self.rejects):
            for line, said in sorted(self.refused, key=lambda each: each[0].number):
                self._reject(line, said)
        self.tally.seconds = perf_counter() - began
        return self.tally

    def _lines(self) -> Iterator[Line]:
        for line in self.file.lines:
            self.tally.rows += 1
            if line.fault:
                self.refused.append((line, line.fault))
            else:
                yield line

    def _stored(self, session: GovernedSession) -> dict[Any, Any]:
        """The latest row of each key."""
        table: Any = self.kind.table
        order = [table.valid_from, table.id] if "valid_from" in columns(table) else [table.id]
        return {
            getattr(each, self.kind.key): each
            for each in session.scalars(select(table).order_by(*order))
        }

    def _taken(self, session: GovernedSession, line: Line) -> str:
        """Why a row cannot be taken; nothing when it is."""
        try:
            told = self._read(session, line)
            key = told.get(self.kind.key)
            if key is None:
                raise Wrong(f"没有{columns(self.kind.table)[self.kind.key]['label']}")
            held = self.stored.get(key)
            with session.begin_nested():
                row = self._written(session, told, held)
        except PortalError as refusal:
            return str(refusal)
        if row is None:
            self.tally.present += 1
            return ""
        self.tally.added += held is None
        self.tally.changed += held is not None
        if held is None:
            self.new.append(row)
        self.stored[key] = row
        return ""

    def _read(self, session: GovernedSession, line: Line) -> dict[str, Any]:
        told: dict[str, Any] = {}
        faults = []
        for place, name in self.places.items():
            try:
                if name in self.targets:
                    told[name] = self._pointed(session, name, line.cells[place].strip())
                else:
                    told[name] = value(self.kind.table, name, line.cells[place])
            except Wrong as fault:
                faults.append(f"{columns(self.kind.table)[name]['label']}：{fault}")
        if faults:
            raise Wrong("；".join(faults))
        return told

    def _pointed(self, session: GovernedSession, name: str, typed: str) -> int | None:
        """The id of a row by its code or its name."""
        if not typed:
            return None
        target: Any = self.targets[name][1]
        found = session.scalars(select(target.id).where(target.code == typed)).all()
        if not found:
            found = session.scalars(select(target.id).where(target.name == typed)).all()
        if len(found) != 1:
            what = f"有 {len(found)} 个，请改填编码" if found else "不存在"
            raise Wrong(f"{target.__label__}“{typed[:40]}”{what}")
        return int(found[0])

    def _written(self, session: GovernedSession, told: dict[str, Any], held: Any) -> Any:
        """A new row, a new version, or the stored row changed; ``None`` when it is the same."""
        dated = "valid_from" in columns(self.kind.table)
        apart = {"valid_from"} if dated else set()
        if held is not None and all(
            getattr(held, name) == self._or_default(name, each)
            for name, each in told.items()
            if name not in apart
        ):
            return None
        if held is not None and not dated:
            for name, each in told.items():
                setattr(held, name, self._or_default(name, each))
            return held
        row = self._begun(held, told) if dated else self.kind.table()
        for name, each in told.items():
            if each is not None:
                setattr(row, name, each)
        session.add(row)
        return row

    def _begun(self, held: Any, told: dict[str, Any]) -> Any:
        """A version begun from the one before it; it holds from today where nothing is said."""
        kept = {
            name: getattr(held, name)
            for name, meta in columns(self.kind.table).items()
            if held is not None and meta["form"] and name not in told
        }
        first = told.get("valid_from") or local_date(now())
        return self.kind.table(**kept | {"valid_from": first})

    def _or_default(self, name: str, each: Any) -> Any:
        default = inspect(self.kind.table).columns[name].default
        scalar = default is not None and default.is_scalar
        return default.arg if each is None and scalar else each

    def _reject(self, line: Line, reason: str) -> None:
        self.rejects.add(line, reason)
        self.tally.rejected += 1
        self.tally.reasons[reason] += 1
