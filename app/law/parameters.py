"""Parameters and catalogue entries in force on a day; never a default."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.kernel.errors import NoLawInForce
from app.kernel.facts import session_of
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Measure
from app.models.parameter import Parameter


def parameter(row: Any, key: str, on: date) -> Parameter:
    """The version of a parameter that holds on a day; ``NoLawInForce`` when there is none."""
    held = session_of(row).reference
    if "parameters" not in held:
        found: dict[str, list[Parameter]] = {}
        query = select(Parameter).order_by(Parameter.valid_from, Parameter.id)
        for each in session_of(row).scalars(query):
            found.setdefault(each.key, []).append(each)
        held["parameters"] = found
    versions = [each for each in held["parameters"].get(key, ()) if each.valid_from <= on]
    if not versions:
        raise NoLawInForce(f"{on} 没有生效的参数“{key}”，请目录管理员先行设定")
    latest: Parameter = versions[-1]
    return latest


def span(given: Parameter) -> timedelta:
    """A length in natural time; working days are for ``app.law.calendar``."""
    units = {
        Measure.MINUTES: timedelta(minutes=1),
        Measure.HOURS: timedelta(hours=1),
        Measure.CALENDAR_DAYS: timedelta(days=1),
    }
    return given.value * units[given.measure]


def entry_in_force(row: Any, code: str, on: date) -> CatalogueEntry | None:
    """The version of a catalogue entry that holds on a day; ``None`` when ended or not begun."""
    session = session_of(row)
    key = ("entry", code, on)
    if key not in session.reference:
        query = (
            select(CatalogueEntry)
            .where(CatalogueEntry.code == code, CatalogueEntry.valid_from <= on)
            .order_by(CatalogueEntry.valid_from.desc())
            .limit(1)
        )
        found = session.scalars(query).one_or_none()
        session.reference[key] = found if found is not None and found.in_force else None
    latest: CatalogueEntry | None = session.reference[key]
    return latest
