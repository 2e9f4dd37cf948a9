"""What was known at an instant: reference rows as the law saw them when an act was performed."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
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
from app.models.publication import Publication, published
from app.models.unit import Unit

CHANGED = "修改"
LABELED: dict[str, type[Any]] = {"kind": UnitKind, "assessment_group": AssessmentGroup}


#: An instant with the number of the audit line that wrote it: exact within one second.
Moment = tuple[datetime, float]
LATEST = inf
#: Before every instant: what the system loaded was there.
NEVER: Moment = (datetime.min.replace(tzinfo=UTC), 0)


class _Parameters(dict[str, list[Parameter]]):
    """Versions by key, without those that came into force after ``until``.

    A first version may begin before it was written (平台规则:first_version), so it always counts.
    """

    until: Moment
    came: dict[tuple[str, int], Moment]

    def get(self, key: str, default: Any = None) -> Any:
        """The versions of one key."""
        held = super().get(key)
        if held is None:
            return default
        return [
            each
            for place, each in enumerate(held)
            if not place or self.came[("parameter", each.id)] <= self.until
        ]


class Known:
    """Puts a session's reference rows back to what they were, one instant after another."""

    def __init__(self, session: GovernedSession) -> None:
        """Read the few reference rows whole."""
        self.session = session
        self.units = {each.id: each for each in session.scalars(select(Unit))}
        self.entries: dict[int, CatalogueEntry] = {}
        self.versions: dict[str, list[CatalogueEntry]] = {}
        entries = select(CatalogueEntry, published(CatalogueEntry))
        order = (CatalogueEntry.valid_from, CatalogueEntry.id)
        for entry, in_force in session.execute(entries.order_by(*order)):
            self.entries[entry.id] = entry
            if in_force:
                self.versions.setdefault(entry.code, []).append(entry)
        self.parameters = _Parameters()
        query = select(Parameter).where(published(Parameter))
        for each in session.scalars(query.order_by(Parameter.valid_from, Parameter.id)):
            self.parameters.setdefault(each.key, []).append(each)
        self.days: dict[date, list[tuple[int, date, DayKind]]] = {}
        self.known_from: dict[int, date] = {}
        days = select(CalendarDay.id, CalendarDay.day, CalendarDay.kind, CalendarDay.valid_from)
        for number, day, kind, valid_from in session.execute(days.where(published(CalendarDay))):
            self.days.setdefault(day, []).append((number, day, kind))
            self.known_from[number] = valid_from
        self.calendars: dict[tuple[date, int, int], Calendar] = {}
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
        """The days ahead of ``start``, without the rows that came after ``version``.

        Of two drafts the later may have been published first; what was not yet then is left out.
        """
        key = (start, version, bisect_right(self.openings, self.until))
        if key not in self.calendars:
            ahead = (start + timedelta(days=n) for n in range(1, AHEAD + 1))
            rows = sorted(row for day in ahead for row in self.days.get(day, ()))
            known = tuple(
                row for row in rows if row[0] <= version and self.known_from[row[0]] <= start
                if self.opened.get(row[0], NEVER) <= self.until
            )  # fmt: skip
            self.calendars[key] = Calendar(known, version)
        return self.calendars[key]

    def _versions(self, code: str) -> list[CatalogueEntry]:
        """The versions of an entry that were there already."""
        return [
            each
            for place, each in enumerate(self.versions[code])
            if not place or self.came[("catalogue_entry", each.id)] <= self.until
        ]

    # ---- units, which are edited in place; the audit tells what they were ---------------------

    def _read_audit(self) -> None:
        """Changes of units, and when later versions of dated rows came into force."""
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
        lines = select(Audit.table, Audit.row_id, Audit.id).where(
            Audit.table.in_(("parameter", "catalogue_entry")),
            Audit.row_id.in_([each.id for each in later]),
        )
        written = {(table, row): number for table, row, number in self.session.execute(lines)}
        keys = {(each.__tablename__, each.id): each.at for each in later}
        self.came = {key: (at, float(written.get(key, 0))) for key, at in keys.items()}
        self._read_publications()
        self.parameters.came = self.came
        self.contested = {each.at for each in self.changes}
        self.contested |= {at for at, _ in (*self.came.values(), *self.openings)}

    def _read_publications(self) -> None:
        """What a person drafted is in force from its publication; before 0005 from its writing."""
        line = (Audit.table == Publication.__tablename__) & (Audit.row_id == Publication.id)
        columns = Publication.table_name, Publication.row_id, Publication.at, Audit.id
        self.opened: dict[int, Moment] = {}
        query = select(*columns).select_from(Publication).outerjoin(Audit, line)
        for table, row, at, number in self.session.execute(query):
            if table == CalendarDay.__tablename__:
                self.opened[row] = (at, number or 0)
            elif (table, row) in self.came and number is not None:
                self.came[table, row] = (at, number)
        self.openings = sorted(self.opened.values())

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
