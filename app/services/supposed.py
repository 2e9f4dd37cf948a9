"""The law as it would be: one drafted reference row laid over those that are known.

The draft is taken to have been in force all along; everything else is as it was when an act was
performed. Nothing of it is ever written: the draft's twin belongs to no session.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from app.kernel.model import columns
from app.kernel.session import GovernedSession
from app.law.calendar import AHEAD, Calendar
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.community_duty import CommunityDuty
from app.models.parameter import Parameter
from app.services.known import Known

ALWAYS = date.min


class Supposed(Known):
    """What was known, with or without the draft: ``suppose`` says which."""

    def __init__(self, session: GovernedSession, draft: Any) -> None:
        """Read the reference rows, and take the draft off its session."""
        super().__init__(session)
        self.draft = twin_of(draft, self)
        self.supposing = False
        self.counted: dict[bool, dict[Any, Calendar]] = {False: {}, True: {}}
        self.kept = dict(self.parameters), dict(self.versions), dict(self.days)
        self._leave_out(draft)

    def _leave_out(self, draft: Any) -> None:
        """While it is not supposed, the draft is not there at all."""
        parameters, versions, days = self.kept
        if isinstance(draft, Parameter):
            held = parameters.get(draft.key, [])
            parameters[draft.key] = [each for each in held if each.id != draft.id]
        if isinstance(draft, CatalogueEntry):
            held_ = versions.get(draft.code, [])
            versions[draft.code] = [each for each in held_ if each.id != draft.id]
        if isinstance(draft, CalendarDay):
            days[draft.day] = [each for each in days.get(draft.day, []) if each[0] != draft.id]

    def suppose(self, supposing: bool) -> None:
        """Lay the draft over what is known, or take it off again."""
        self.supposing = supposing
        parameters, versions, self.days = self.kept
        draft, reference = self.draft, self.session.reference
        self.parameters.clear()
        self.parameters.update(parameters)
        self.versions = dict(versions)
        self.calendars = self.counted[supposing]
        for key in [each for each in reference if each[0] in ("calendar", "entry", "community")]:
            del reference[key]
        if not supposing:
            return
        if isinstance(draft, Parameter):
            self.parameters[draft.key] = [draft]
        if isinstance(draft, CatalogueEntry):
            self.versions[draft.code] = [draft]
        if isinstance(draft, CommunityDuty):
            reference["community", draft.code] = [draft]

    def entry_of(self, stored: CatalogueEntry) -> CatalogueEntry:
        """The entry a dispatch would have been made under."""
        draft = self.draft
        if self.supposing and isinstance(draft, CatalogueEntry) and draft.code == stored.code:
            return draft
        return stored

    def _calendar(self, start: date, version: int) -> Calendar:
        return self._laid_over(super()._calendar(start, version), start)

    def _laid_over(self, held: Calendar, start: date) -> Calendar:
        draft = self.draft
        if not (self.supposing and isinstance(draft, CalendarDay)):
            return held
        if not 0 < (draft.day - start).days <= AHEAD:
            return held
        return Calendar((*held.days, (draft.id, draft.day, draft.kind)), held.version)


def twin_of(draft: Any, known: Known) -> Any:
    """The same row of no session, in force since ever."""
    table = type(draft)
    twin = table(**{key: getattr(draft, key) for key in columns(table)} | {"valid_from": ALWAYS})
    if isinstance(twin, CatalogueEntry):
        named = known.units.get(twin.named_unit_id) if twin.named_unit_id else None
        set_committed_value(twin, "named_unit", named)
    return twin
