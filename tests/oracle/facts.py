"""The city as the oracle knows it: plain values, told by whoever asks. Nothing of the product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

#: Beijing has kept one time since 1991; no table of zones is needed.
BEIJING = timezone(timedelta(hours=8))
#: Bodies of the hotline; only they visit, rule and dispatch anywhere.
HOTLINE = "hotline"


class Unknown(Exception):
    """No number, no entry, or no calendar for a day: whatever needs it is unlawful."""


@dataclass(frozen=True)
class Unit:
    code: str
    level: str
    kind: str
    parent: str | None = None
    functions: frozenset[str] = frozenset()
    active: bool = True
    successor: str | None = None
    name: str = ""


@dataclass(frozen=True)
class Entry:
    """One version of a catalogue entry."""

    code: str
    valid_from: date
    in_force: bool
    demand_kinds: frozenset[str]
    competent_kind: str | None
    competent_function: str | None
    named_unit: str | None
    territorial: bool
    limit_class: str
    extension_allowed: bool
    duty_list: str


@dataclass(frozen=True)
class Number:
    """One version of a parameter."""

    key: str
    value: int
    measure: str
    valid_from: date


@dataclass(frozen=True)
class Duty:
    """One version of a line of the community's lists."""

    code: str
    valid_from: date
    in_force: bool
    role: str


@dataclass(frozen=True)
class Person:
    login: str
    post: str
    unit: str


@dataclass(frozen=True)
class City:
    units: dict[str, Unit]
    entries: tuple[Entry, ...]
    numbers: tuple[Number, ...]
    duties: tuple[Duty, ...]
    #: Day → whether it is worked; published long before anything here happens.
    days: dict[date, bool]
    people: dict[str, Person]
    by_key: dict[str, list[Number]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in sorted(self.numbers, key=lambda each: each.valid_from):
            self.by_key.setdefault(each.key, []).append(each)

    # ---- the tree -----------------------------------------------------------------------------

    def line(self, code: str | None) -> Iterator[str]:
        """The unit and everything above it."""
        while code is not None:
            yield code
            code = self.units[code].parent

    def is_district(self, code: str | None) -> bool:
        unit = self.units.get(code or "")
        return unit is not None and (unit.kind, unit.level) == ("government", "district")

    def district_above(self, code: str) -> str | None:
        """The district's government that it stands under."""
        above = list(self.line(code))[1:]
        return next((each for each in above if self.is_district(each)), None)

    def area(self, code: str) -> str | None:
        """The district it is, or lies in; nothing for bodies of the whole city."""
        return next((each for each in self.line(code) if self.is_district(each)), None)

    def kind(self, code: str | None) -> str:
        return self.units[code].kind if code else ""

    def heir(self, code: str) -> str | None:
        """Who has the functions of a unit now."""
        seen: set[str] = set()
        held: str | None = code
        while held is not None and not self.units[held].active and held not in seen:
            seen.add(held)
            held = self.units[held].successor
        return held if held is not None and self.units[held].active else None

    def street_of(self, community: str | None) -> str | None:
        """The street a community lies in; a merged one's communities go with it."""
        if self.kind(community) != "community":
            return None
        above = self.units[community or ""].parent
        return self.heir(above) or above if above else None

    # ---- what holds on a day ------------------------------------------------------------------

    def number(self, key: str, on: date) -> Number:
        begun = [each for each in self.by_key.get(key, ()) if each.valid_from <= on]
        if not begun:
            raise Unknown(f"{key} on {on}")
        return begun[-1]

    def entry(self, code: str, on: date) -> Entry | None:
        """The version in force; none when it has not begun or has ended."""
        begun = [each for each in self.entries if each.code == code and each.valid_from <= on]
        held = max(begun, key=lambda each: each.valid_from, default=None)
        return held if held is not None and held.in_force else None

    def community_role(self, code: str, on: date) -> str | None:
        begun = [each for each in self.duties if each.code == code and each.valid_from <= on]
        held = max(begun, key=lambda each: each.valid_from, default=None)
        return held.role if held is not None and held.in_force else None


# ---- time ---------------------------------------------------------------------------------------

LENGTHS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "calendar_days": timedelta(days=1),
}


def day_of(instant: datetime) -> date:
    return instant.astimezone(BEIJING).date()


def length(number: Number) -> timedelta:
    return number.value * LENGTHS[number.measure]


def ends(city: City, start: datetime, number: Number) -> datetime:
    """Hours and calendar days run on; working days end at 24:00 of the n-th after the start."""
    if number.measure != "working_days":
        return start + length(number)
    day, left = day_of(start), number.value
    while left:
        day += timedelta(days=1)
        if day not in city.days:
            raise Unknown(f"calendar of {day}")
        left -= city.days[day]
    midnight = datetime(day.year, day.month, day.day, tzinfo=BEIJING) + timedelta(days=1)
    return midnight
