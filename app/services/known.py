"""What was known at an instant: reference rows as the law saw them when an act was performed."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from app.kernel.audit import Audit
from app.kernel.clock import local_date
from app.kernel.session import GovernedSession
from app.models.catalogue_entry import CatalogueEntry
from app.models.dispatch import Dispatch
from app.models.enums import AssessmentGroup, UnitKind
from app.models.parameter import Parameter
from app.models.unit import Unit

LABELED: dict[str, type[Any]] = {"kind": UnitKind, "assessment_group": AssessmentGroup}


class _Parameters(dict[str, list[Parameter]]):
    """Versions by key, without those that were written after ``until``.

    A first version may begin before it was written (平台规则:first_version), so it always counts.
    """

    until: datetime

    def get(self, key: str, default: Any = None) -> Any:
        """The versions of one key."""
        held = super().get(key)
        if held is None:
            return default
        return [each for place, each in enumerate(held) if not place or each.at <= self.until]


class Known:
    """Puts a session's reference rows back to what they were, one instant after another."""

    def __init__(self, session: GovernedSession) -> None:
        """Read the few reference rows whole."""
        self.session = session
        self.units = {each.id: each for each in session.scalars(select(Unit))}
        self.entries: dict[int, CatalogueEntry] = {}
        self.versions: dict[str, list[CatalogueEntry]] = {}
        entries = select(CatalogueEntry).order_by(CatalogueEntry.valid_from, CatalogueEntry.id)
        for entry in session.scalars(entries):
            self.entries[entry.id] = entry
            self.versions.setdefault(entry.code, []).append(entry)
        self.parameters = _Parameters()
        query = select(Parameter).order_by(Parameter.valid_from, Parameter.id)
        for each in session.scalars(query):
            self.parameters.setdefault(each.key, []).append(each)
        self._read_changes()
        session.reference["parameters"] = self.parameters

    def at(self, instant: datetime) -> None:
        """Parameters and units as they stood."""
        self.parameters.until = instant
        if self.instants:
            self._move(bisect_right(self.instants, instant))

    def pinned(self, act: Dispatch) -> None:
        """The calendar the dispatch was counted by, and its entry's version of that moment."""
        self.session.reference["calendar"] = act.calendar_version
        on = local_date(act.at)
        key = ("entry", act.entry.code, on)
        self.session.reference[key] = self._entry(act.entry.code, on, act.at)

    def _entry(self, code: str, on: date, until: datetime) -> CatalogueEntry | None:
        held = [
            each
            for place, each in enumerate(self.versions[code])
            if each.valid_from <= on and (not place or each.at <= until)
        ]
        return held[-1] if held and held[-1].in_force else None

    # ---- units, which are edited in place; the audit tells what they were ---------------------

    def _read_changes(self) -> None:
        query = (
            select(Audit)
            .where(Audit.table == Unit.__tablename__, Audit.verb == "修改")
            .order_by(Audit.at, Audit.id)
        )
        self.changes = [each for each in self.session.scalars(query) if each.row_id in self.units]
        self.instants = [each.at for each in self.changes]
        self.place = len(self.changes)

    def now(self) -> None:
        """Units as they stand today."""
        self._move(len(self.changes))

    def _move(self, place: int) -> None:
        while self.place > place:
            self.place -= 1
            self._set(self.changes[self.place], self.changes[self.place].then)
        while self.place < place:
            self._set(self.changes[self.place], self.changes[self.place].now)
            self.place += 1

    def _set(self, change: Audit, told: dict[str, Any]) -> None:
        unit = self.units[change.row_id]
        for key, value in told.items():
            kind = LABELED.get(key)
            set_committed_value(unit, key, kind(value) if kind and value else value)
            if key == "successor_id":
                set_committed_value(unit, "successor", self.units.get(value))
