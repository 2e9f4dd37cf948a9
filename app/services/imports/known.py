"""The reference rows an import looks things up in: units by name, entries by code or by path."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.session import GovernedSession
from app.law.calendar import read_whole
from app.law.competence import competent, falls_to_a_district, is_district, serves
from app.law.parameters import remember_entries
from app.law.reading import heir
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import UnitKind
from app.models.publication import published
from app.models.unit import Unit
from app.services.imports.faults import Wrong

ARROWS = ("->", "→", "－>", ">", "/", "·")


class Known:
    """Read once a session, so that a row costs no statement of looking up."""

    def __init__(self, session: GovernedSession) -> None:
        """Units, entries and calendar, whole."""
        bodies = select(Unit).where(Unit.kind != UnitKind.COMMUNITY)
        self.units = list(session.scalars(bodies.order_by(Unit.code)))
        self.handling = [e for e in self.units if e.active and e.kind is not UnitKind.GOVERNMENT]
        self.able: dict[int, list[Unit]] = {}
        self.by_code = {each.code: each for each in self.units}
        self.by_name: dict[str, list[Unit]] = {}
        for each in self.units:
            for name in {each.name, each.short_name}:
                self.by_name.setdefault(name, []).append(each)
        self.hotline = next(
            (u for u in self.units if u.kind is UnitKind.HOTLINE and u.active), None
        )
        query = select(CatalogueEntry).where(published(CatalogueEntry))
        query = query.options(joinedload(CatalogueEntry.named_unit))
        found = session.scalars(query.order_by(CatalogueEntry.valid_from, CatalogueEntry.id)).all()
        self.versions: dict[str, list[CatalogueEntry]] = {}
        for entry in found:
            self.versions.setdefault(entry.code, []).append(entry)
        remember_entries(session, self.versions)
        read_whole(session)

    def entry(self, code: str, on: date) -> CatalogueEntry | None:
        """The version of an entry in force on a day."""
        held = [each for each in self.versions.get(code, ()) if each.valid_from <= on]
        return held[-1] if held and held[-1].in_force else None

    def entry_named(self, told: str, on: date) -> CatalogueEntry | None:
        """An entry by its code, its path of three levels, or its own name where that is single."""
        if (found := self.entry(told, on)) is not None:
            return found
        parts = _parts(told)
        in_force = [each for code in self.versions if (each := self.entry(code, on)) is not None]
        paths = [e for e in in_force if [e.level1, e.level2, e.level3][-len(parts) :] == parts]
        return paths[0] if len(paths) == 1 else None

    def unit(self, told: str, place: Unit | None = None) -> Unit:
        """A unit by code, name or short name; the district of a place tells namesakes apart."""
        if told in self.by_code:
            return self.by_code[told]
        found = self.by_name.get(told, [])
        if not found:
            raise Wrong(f"没有名为“{told}”的单位，请核对名称或改填单位编码")
        area = place.area_id if place is not None else None
        near = [each for each in found if each.area_id == area] if area is not None else []
        if len(near or found) > 1:
            which = "、".join(f"{_area(each)} {each.code}" for each in near or found)
            raise Wrong(f"名为“{told}”的单位不止一个（{which}），请写明所在区或改填单位编码")
        return (near or found)[0]

    def unit_for(self, entry: CatalogueEntry, place: Unit | None) -> Unit | None:
        """Whose duty it is without anybody's choice; ``None`` when it takes a person to tell.

        Only the district known: its government, which dispatches on (条例:十二(1)(二)).
        """
        if entry.named_unit is not None:
            return heir(entry.named_unit)
        if place is not None and is_district(place) and falls_to_a_district(entry):
            return place
        if (among := self.able.get(entry.id)) is None:
            among = [each for each in self.handling if competent(entry, each)]
            self.able[entry.id] = among
        able = [each for each in among if serves(each, place)]
        if entry.territorial and place in able:
            return place
        return able[0] if len(able) == 1 else None


def _area(unit: Unit) -> str:
    return unit.district.short_name if unit.district is not None else "市级"


def _parts(told: str) -> list[str]:
    for arrow in ARROWS:
        if arrow in told:
            return [each.strip() for each in told.split(arrow) if each.strip()][-3:]
    return [told.strip()]
