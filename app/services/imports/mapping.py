"""映射: how the columns of one system's files become ours: YAML, checked before it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Told
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.models.enums import DemandKind
from app.services.imports import fields
from app.services.imports.faults import Unreadable, Wrong
from app.services.imports.fields import FIELDS, NEEDED
from app.services.imports.plain import needed, number, only, pairs, parsed, text, texts

MAPS = Path(__file__).resolve().parents[3] / "seed" / "maps"
KEYS = ("name", "title", "columns", "constants", "values", "shift", "places", "kinds", "entries")
#: As wide as the column it goes into.
LONGEST_NAME = 40
#: How fields are read in which words may be looked for.
WORDED = (fields.line, fields.text)
#: The furthest a file may be moved: what moves within the calendar stays in it.
SHIFTED = {"weeks": 10_000, "days": 70_000}
DATES = ("at", "dispatched_at", "due_at", "signed_at", "contacted_at", "replied_at", "visited_at")


@dataclass(frozen=True)
class Words:
    """Ordered rules, the first that is met holds: a word must occur so often in a field."""

    within: Told[str, int]
    rules: Sequence[tuple[str, tuple[str, ...]]]
    otherwise: str | None = None
    why: str = ""

    def found(self, told: Told[str, Any]) -> list[tuple[str, str]]:
        """What is named, by which word; one field after another, rule by rule."""
        held = []
        for field, often in self.within.items():
            text = told.get(field) or ""
            for target, words in self.rules:
                for word in words:
                    if word in text and (often == 1 or text.count(word) >= often):
                        held.append((target, word))
                        break
        return held


@dataclass(frozen=True)
class Mapping:
    """One system's columns and words, and what is added or moved."""

    name: str
    title: str
    columns: Told[str, tuple[str, ...]]
    constants: Told[str, str]
    values: Told[str, Told[str, str]]
    shift: timedelta
    shifted: str
    places: Words | None
    kinds: Words | None
    entries: Words | None

    def headings(self, found: Sequence[str]) -> dict[str, int]:
        """Field → its place among the columns found; the first alias that is there."""
        there = {name.casefold(): place for place, name in enumerate(found)}
        held = {}
        for field, aliases in self.columns.items():
            place = next((there[a.casefold()] for a in aliases if a.casefold() in there), None)
            if place is not None:
                held[field] = place
        lacking = [each for each in NEEDED if each not in held and each not in self.constants]
        if lacking:
            said = "；".join(
                f"{FIELDS[each].label}（{'、'.join(self.columns.get(each, ())) or '映射未列'}）"
                for each in lacking
            )
            raise Unreadable(f"文件缺少列：{said}")
        return held


def shipped() -> list[str]:
    """The names of the maps that come with the portal."""
    return sorted(each.stem for each in MAPS.glob("*.yaml"))


def load(named: str) -> Mapping:
    """A map by its shipped name, or by the path of a YAML file."""
    path = MAPS / f"{named}.yaml" if named in shipped() else Path(named)
    try:
        written = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        known = "、".join(shipped())
        raise Unreadable(f"没有映射“{named}”，也读不到这个文件；自带的有：{known}") from None
    try:
        return _made(pairs(parsed(written), "映射"), path)
    except (ValueError, Wrong) as error:
        raise Unreadable(f"映射 {path} 有误：{error}") from None


def _made(told: dict[str, Any], path: Path) -> Mapping:
    only(told, KEYS)
    shift = pairs(told.get("shift") or {}, "shift ")
    only(shift, ("weeks", "days", "why"), "shift 中")
    weeks, days = (number(shift.get(each, "0"), f"shift.{each} ", -most, most)
                   for each, most in SHIFTED.items())  # fmt: skip
    return Mapping(
        name=_name(told, path),
        title=text(told.get("title") or path.stem, "title "),
        columns={
            field: texts(given, f"columns.{field} ") for field, given in _fields(told, "columns")
        },
        constants={
            field: _read(field, given, f"constants.{field} ")
            for field, given in _fields(told, "constants")
        },
        values={
            field: {
                key: _read(field, value, f"values.{field}.{key} ")
                for key, value in pairs(given, f"values.{field} ").items()
            }
            for field, given in _fields(told, "values")
        },
        shift=timedelta(weeks=weeks, days=days),
        shifted=str(shift.get("why") or ""),
        places=_places(told.get("places")),
        kinds=_words(told.get("kinds"), "kinds", "kind", [each.value for each in DemandKind]),
        entries=_words(told.get("entries"), "entries", "entry", None),
    )


def _name(told: dict[str, Any], path: Path) -> str:
    """By which its orders are known as of one system."""
    name = text(told.get("name") or path.stem, "name ").strip()
    if len(name) > LONGEST_NAME:
        raise ValueError(f"名称“{name}”超过 {LONGEST_NAME} 字，请用 name 写一个短的")
    return name


def _fields(told: dict[str, Any], part: str) -> Iterator[tuple[str, Any]]:
    """What a part says of each field."""
    given = pairs(told.get(part) or {}, f"{part} ")
    if strange := sorted(set(given) - set(FIELDS)):
        raise ValueError(f"{part} 中没有字段 {'、'.join(strange)}")
    yield from given.items()


def _read(field: str, given: Any, where: str) -> str:
    """A value in our words, which the field can be read from."""
    value = text(given, where)
    try:
        FIELDS[field].read(value)
    except Wrong as fault:
        raise ValueError(f"{where}有误：{fault}") from None
    return value


def _within(told: dict[str, Any], part: str) -> dict[str, int]:
    given = pairs(needed(told, "in", f"{part} "), f"{part}.in ")
    if strange := sorted(set(given) - set(FIELDS)):
        raise ValueError(f"{part}.in 中没有字段 {'、'.join(strange)}")
    if other := [each for each in given if FIELDS[each].read not in WORDED]:
        raise ValueError(f"{part}.in 中的 {'、'.join(other)} 不是文字，不能在其中找词")
    return {field: number(often, f"{part}.in.{field} ", 1, 99) for field, often in given.items()}


def _places(given: Any) -> Words | None:
    if given is None:
        return None
    told = pairs(given, "places ")
    only(told, ("in", "names", "why"), "places 中")
    names = pairs(needed(told, "names", "places "), "places.names ")
    rules = [(text(code, f"places.names.{name} "), (name,)) for name, code in names.items()]
    return Words(_within(told, "places"), rules, None, str(told.get("why") or ""))


def _words(given: Any, part: str, key: str, known: Sequence[str] | None) -> Words | None:
    if given is None:
        return None
    told = pairs(given, f"{part} ")
    only(told, ("in", "rules", "otherwise", "why"), f"{part} 中")
    rules = [_rule(each, part, key) for each in _listed(needed(told, "rules", f"{part} "), part)]
    otherwise = told.get("otherwise")
    named = [target for target, _ in rules] + ([text(otherwise, part)] if otherwise else [])
    if known is not None and (strange := sorted(set(named) - set(known))):
        said = f"{part} 中没有诉求类型 {'、'.join(strange)}"
        raise ValueError(f"{said}，可用的有：{'、'.join(known)}")
    return Words(_within(told, part), rules, otherwise, str(told.get("why") or ""))


def _listed(given: Any, part: str) -> list[Any]:
    if not isinstance(given, list):
        raise ValueError(f"{part}.rules 须为列表，每条一行、以“-”开头")
    return given


def _rule(given: Any, part: str, key: str) -> tuple[str, tuple[str, ...]]:
    where = f"{part}.rules "
    told = pairs(given, where)
    only(told, (key, "words"), f"{part}.rules 中")
    target = text(needed(told, key, where), f"{part}.rules.{key} ")
    return target, texts(needed(told, "words", where), f"{part}.rules.words ")
