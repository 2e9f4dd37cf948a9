"""What was known at an instant: reference rows as the law saw them when an act was performed."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from math import inf
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from app.kernel.audit import Audit
from app.kernel.clock import local_date
from app.kernel.session import GovernedSession
from app.law.calendar import AHEAD, Calendar
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.dispatch import Dispatch
from app.models.enums import AssessmentGroup, DayKind, UnitKind
from app.models.parameter import Parameter
from app.models.unit import Unit

CHANGED = "修改"
LABELED: dict[str, type[Any]] = {"kind": UnitKind, "assessment_group": AssessmentGroup}


#: An instant with the number of the audit line that wrote it: exact within one second.
Moment = tuple[datetime, float]
LATEST = inf


class _Parameters(dict[str, list[Parameter]]):
    """Versions by key, without those that were written after ``until``.

    A first version may begin before it was written (平台规则:first_version), so it always counts.
    """

    until: Moment
    written: dict[tuple[str, int], float]

    def get(self, key: str, default: Any = None) -> Any:
        """The versions of one key."""
        held = super().get(key)
        if held is None:
            return default
        return [
            each
            for place, each in enumerate(held)
            if not place or (each.at, self.written.get(("parameter", each.id), 0)) <= self.until
        ]


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
        self.days: dict[date, list[tuple[int, date, DayKind]]] = {}
        self.published: dict[int, date] = {}
        days = select(CalendarDay.id, CalendarDay.day, CalendarDay.kind, CalendarDay.valid_from)
        for number, day, kind, valid_from in session.execute(days):
            self.days.setdefault(day, []).append((number, day, kind))
            self.published[number] = valid_from
        self.calendars: dict[tuple[date, int], Calendar] = {}
        self._read_audit()
        session.reference["parameters"] = self.parameters

    def at(self, instant: datetime, written: float = LATEST) -> None:
        """Parameters, entries and units as they stood."""
        self.until = self.parameters.until = (instant, written)
        if self.moments:
            self._move(bisect_right(self.moments, self.until))

    def pinned(self, act: Dispatch) -> None:
        """The calendar the dispatch was counted by, and its entry's version of that moment."""
        on = local_date(act.at)
        for start in {on, local_date(act.starts_at)}:
            held = self._calendar(start, act.calendar_version)
            self.session.reference[("calendar", start)] = held
        self.session.reference["entry", act.entry.code] = self._versions(act.entry.code)

    def _calendar(self, start: date, version: int) -> Calendar:
        """The days ahead of ``start``, without the rows that came after ``version``."""
        key = (start, version)
        if key not in self.calendars:
            ahead = (start + timedelta(days=n) for n in range(1, AHEAD + 1))
            rows = sorted(row for day in ahead for row in self.days.get(day, ()))
            known = tuple(
                row for row in rows if row[0] <= version and self.published[row[0]] <= start
            )
            self.calendars[key] = Calendar(known, version)
        return self.calendars[key]

    def _versions(self, code: str) -> list[CatalogueEntry]:
        """The versions of an entry that were there already."""
        return [
            each
            for place, each in enumerate(self.versions[code])
            if not place or (each.at, self._line("catalogue_entry", each.id)) <= self.until
        ]

    # ---- units, which are edited in place; the audit tells what they were ---------------------

    def _read_audit(self) -> None:
        """Changes of units, and when later versions of dated rows were written."""
        query = (
            select(Audit)
            .where(Audit.table == Unit.__tablename__, Audit.verb == CHANGED)
            .order_by(Audit.at, Audit.id)
        )
        self.changes = [each for each in self.session.scalars(query) if each.row_id in self.units]
        self.moments: list[Moment] = [(each.at, each.id) for each in self.changes]
        self.place = len(self.changes)
        later: list[Any] = [each for held in self.parameters.values() for each in held[1:]]
        later += [each for held in self.versions.values() for each in held[1:]]
        self.contested = {each.at for each in self.changes} | {each.at for each in later}
        lines = select(Audit.table, Audit.row_id, Audit.id).where(
            Audit.table.in_(("parameter", "catalogue_entry")),
            Audit.row_id.in_([each.id for each in later]),
        )
        self.written = {(table, row): number for table, row, number in self.session.execute(lines)}
        self.parameters.written = dict(self.written)

    def _line(self, table: str, ident: int) -> float:
        return self.written.get((table, ident), 0)

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
