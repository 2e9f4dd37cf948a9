"""映射: how the columns of one system's files become ours: YAML, checked before it is used."""

from __future__ import annotations

from collections.abc import Mapping as Told
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from app.models.enums import DemandKind
from app.services.imports.faults import Unreadable
from app.services.imports.fields import FIELDS, NEEDED

MAPS = Path(__file__).resolve().parents[3] / "seed" / "maps"
KEYS = {"name", "title", "columns", "constants", "values", "shift", "places", "kinds", "entries"}
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
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        known = "、".join(shipped())
        raise Unreadable(f"没有映射“{named}”，也读不到这个文件；自带的有：{known}") from None
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        at = f"第 {place.line + 1} 行" if place is not None else ""
        raise Unreadable(f"映射 {path} {at}不是完好的 YAML") from None
    try:
        return _made(told, path)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise Unreadable(f"映射 {path} 有误：{error.args[0] if error.args else error}") from None


def _made(told: Any, path: Path) -> Mapping:
    if not isinstance(told, dict):
        raise ValueError("须为键值")
    if unknown := sorted(set(told) - KEYS):
        raise ValueError(f"不认识的键 {'、'.join(map(str, unknown))}")
    for part in ("columns", "constants", "values"):
        if strange := sorted(set(told.get(part) or {}) - set(FIELDS)):
            raise ValueError(f"{part} 中没有字段 {'、'.join(strange)}")
    shift = told.get("shift") or {}
    return Mapping(
        name=str(told.get("name") or path.stem),
        title=str(told.get("title") or path.stem),
        columns={field: _several(given) for field, given in (told.get("columns") or {}).items()},
        constants={field: str(given) for field, given in (told.get("constants") or {}).items()},
        values={
            field: {str(key): str(value) for key, value in given.items()}
            for field, given in (told.get("values") or {}).items()
        },
        shift=timedelta(weeks=int(shift.get("weeks", 0)), days=int(shift.get("days", 0))),
        shifted=str(shift.get("why", "")),
        places=_places(told.get("places")),
        kinds=_words(told.get("kinds"), "kind", {each.value for each in DemandKind}),
        entries=_words(told.get("entries"), "entry", None),
    )


def _several(given: Any) -> tuple[str, ...]:
    return tuple(map(str, given)) if isinstance(given, list) else (str(given),)


def _within(told: Any) -> dict[str, int]:
    within = {str(field): int(often) for field, often in told["in"].items()}
    if strange := sorted(set(within) - set(FIELDS)):
        raise ValueError(f"in 中没有字段 {'、'.join(strange)}")
    return within


def _places(told: Any) -> Words | None:
    if told is None:
        return None
    rules = [(str(code), (str(name),)) for name, code in told["names"].items()]
    return Words(_within(told), rules, None, str(told.get("why", "")))


def _words(told: Any, key: str, known: set[str] | None) -> Words | None:
    if told is None:
        return None
    rules = [(str(each[key]), _several(each["words"])) for each in told["rules"]]
    otherwise = told.get("otherwise")
    named = {target for target, _ in rules} | ({otherwise} if otherwise else set())
    if known is not None and (strange := sorted(named - known)):
        raise ValueError(f"没有 {key} {'、'.join(strange)}")
    return Words(_within(told), rules, otherwise, str(told.get("why", "")))
