"""Who is competent for what, where: 职权法定, 属地管理 (条例:十一(2)). Asked, not decreed, here."""

from __future__ import annotations

from app.law.reading import heir
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Level, UnitKind
from app.models.unit import Unit


def is_district(unit: Unit | None) -> bool:
    """Whether a unit is a district's government."""
    return bool(unit and unit.kind is UnitKind.GOVERNMENT and unit.level is Level.DISTRICT)


def falls_to_a_district(entry: CatalogueEntry) -> bool:
    """Whether bodies of the district are competent, so that its government can send it on."""
    kinds = {UnitKind.STREET, UnitKind.DISTRICT_DEPARTMENT}
    return entry.named_unit is None and (entry.territorial or entry.competent_kind in kinds)


def serves(unit: Unit, place: Unit | None) -> bool:
    """Whether the place lies in the unit's area; bodies of the whole city serve every place."""
    if unit.area_id is None:
        return True
    return place is not None and place.area_id == unit.area_id


def competent(entry: CatalogueEntry, unit: Unit) -> bool:
    """Named in the entry (or heir of whom it names), or of its kind and function.

    For a territorial entry a district department with the function is competent as well.
    """
    if entry.named_unit is not None:
        return unit in (entry.named_unit, heir(entry.named_unit)) or unit.id == entry.named_unit_id
    kind = unit.kind is entry.competent_kind
    if entry.territorial:
        return kind or (
            unit.kind is UnitKind.DISTRICT_DEPARTMENT
            and unit.has_function(entry.competent_function)
        )
    return kind and (not entry.competent_function or unit.has_function(entry.competent_function))
