"""Parameters and catalogue entries in force on a day; never a default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.kernel.errors import NoLawInForce
from app.kernel.facts import session_of
from app.kernel.session import GovernedSession
from app.kernel.types import Labeled
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import LimitClass, Measure, SupervisionKind, WhistleKind
from app.models.parameter import Parameter
from app.models.publication import published

TIME = frozenset({Measure.MINUTES, Measure.HOURS, Measure.CALENDAR_DAYS})
COUNTED = TIME | {Measure.WORKING_DAYS}
TIMES, SWITCH = frozenset({Measure.TIMES}), frozenset({Measure.SWITCH})
NATURAL = {Measure.MINUTES: timedelta(minutes=1), Measure.HOURS: timedelta(hours=1),
           Measure.CALENDAR_DAYS: timedelta(days=1)}  # fmt: skip
LARGEST = {Measure.MINUTES: 1440, Measure.HOURS: 720, Measure.CALENDAR_DAYS: 3650,
           Measure.WORKING_DAYS: 30, Measure.TIMES: 9, Measure.SWITCH: 1}  # fmt: skip


@dataclass(frozen=True)
class Use:
    """How the law uses a parameter: its measures, its least value, of what each has one."""

    measures: frozenset[Measure]
    least: int = 1
    each: type[Labeled] | None = LimitClass


USES = {
    "handle": Use(COUNTED),
    "warn": Use(TIME, 0),
    "sign": Use(COUNTED),
    "contact": Use(COUNTED),
    "objection.window": Use(COUNTED),
    "objection.review": Use(COUNTED),
    "extension.allowed": Use(SWITCH, 0),
    "extension.margin": Use(TIME, 0),
    "extension.length": Use(TIME),
    "extension.count": Use(TIMES, 0, None),
    "visit.attempts": Use(TIMES, each=None),
    "visit.early": Use(SWITCH, 0, None),
    "repeat.days": Use(frozenset({Measure.CALENDAR_DAYS}), each=None),
    "dispatch.limit": Use(TIME),
    "emergency.handover": Use(TIME, each=None),
    "rework.limit": Use(COUNTED),
    "rework.count": Use(TIMES, 0, None),
    "contest.window": Use(COUNTED, each=None),
    "whistle.arrive": Use(COUNTED, each=WhistleKind),
    "escalation.answer": Use(COUNTED, each=None),
    "supervision.answer": Use(COUNTED, each=SupervisionKind),
    "ledger.review": Use(frozenset({Measure.CALENDAR_DAYS}), each=None),
    "alert.report": Use(TIME, each=None),
}


def unusable(row: Parameter) -> str | None:
    """Why the law could not use a parameter; ``None`` when it can."""
    key = row.key or ""
    stem, _, level = key.rpartition(".")
    use = USES.get(key) or USES.get(stem)
    known = use is not None and (level in set(use.each) if use.each else key in USES)
    if use is None or not known:
        return f"规则不使用名为“{key}”的参数，请核对参数名"
    if row.measure is None or row.value is None:
        return None
    if row.measure not in use.measures:
        wanted = "、".join(each.label for each in Measure if each in use.measures)
        return f"参数“{key}”的单位须为{wanted}"
    if not use.least <= row.value <= LARGEST[row.measure]:
        return f"参数“{key}”须在 {use.least} 至 {LARGEST[row.measure]} {row.measure.label}之间"
    return None


def parameter(row: Any, key: str, on: date) -> Parameter:
    """The version of a parameter that holds on a day; ``NoLawInForce`` when there is none."""
    versions = [each for each in _versions(row).get(key, ()) if each.valid_from <= on]
    if not versions:
        raise NoLawInForce(f"{on} 没有生效的参数“{key}”，请目录管理员先行设定")
    return versions[-1]


def pinned(row: Any, ident: int) -> Parameter:
    """The very version an act was limited by, whatever holds today."""
    return next(p for held in _versions(row).values() for p in held if p.id == ident)


def _versions(row: Any) -> dict[str, list[Parameter]]:
    """Every published version by key, oldest first; read once a session."""
    held = session_of(row).reference
    if "parameters" not in held:
        found: dict[str, list[Parameter]] = {}
        query = select(Parameter).where(published(Parameter))
        query = query.order_by(Parameter.valid_from, Parameter.id)
        for each in session_of(row).scalars(query):
            found.setdefault(each.key, []).append(each)
        held["parameters"] = found
    versions: dict[str, list[Parameter]] = held["parameters"]
    return versions


def span(given: Parameter) -> timedelta:
    """A length in natural time; ``NoLawInForce`` for a measure that is none."""
    unit = NATURAL.get(given.measure)
    if unit is None:
        raise NoLawInForce(f"参数“{given.key}”的单位“{given.measure.label}”不能换算为时长，请改正")
    return given.value * unit


def entry_in_force(row: Any, code: str, on: date) -> CatalogueEntry | None:
    """The version of a catalogue entry that holds on a day; ``None`` when ended or not begun."""
    session = session_of(row)
    key = ("entry", code)
    if key not in session.reference:
        of_code = CatalogueEntry.code == code
        query = select(CatalogueEntry).where(of_code, published(CatalogueEntry))
        order = (CatalogueEntry.valid_from, CatalogueEntry.id)
        session.reference[key] = list(session.scalars(query.order_by(*order)))
    begun = [each for each in session.reference[key] if each.valid_from <= on]
    latest: CatalogueEntry | None = begun[-1] if begun and begun[-1].in_force else None
    return latest


def remember_entries(
    session: GovernedSession, versions: Mapping[str, list[CatalogueEntry]]
) -> None:
    """Hand over every published version of every entry, so that none is asked for one by one."""
    for code, held in versions.items():
        session.reference["entry", code] = held
