"""Conditions of a list, generated from the columns that say ``filter``; by plain names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Integer, inspect

from app.kernel.clock import start_of
from app.kernel.complete import relations
from app.kernel.model import Base, Ledger, columns, managed_tables
from app.portal.formats import listed, members

DATED = ("at", "due_at")
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Filter:
    """One condition: its name in the address, its widget, how it is read, what it demands."""

    name: str
    label: str
    widget: str
    column: str
    read: Callable[[str], Any]
    demand: Callable[[Any, Any], Any]
    options: tuple[tuple[str, str], ...] = field(default=())
    relation: str | None = None


@cache
def filters(table: type[Base]) -> tuple[Filter, ...]:
    """Every condition a list of the table offers."""
    made: list[Filter] = []
    behind = {key: (name, target) for name, key, target in relations(table)}
    for name, meta in columns(table).items():
        if name in DATED and name in {each.name for each in listed(table)}:
            made += _range(name, meta["label"])
        elif meta["filter"] and not meta["private"]:
            made.append(_one(table, name, meta["label"], behind.get(name)))
    return tuple(sorted(made, key=lambda each: each.widget == "date"))


def _one(table: type[Base], name: str, label: str, behind: Any) -> Filter:
    kind = members(table, name)
    if kind is not None:
        told = tuple((each.value, each.label) for each in kind)
        return Filter(name, label, "choice", name, kind, _equal, told)
    column = inspect(table).columns[name]
    if isinstance(column.type, Boolean):
        told = (("1", "是"), ("0", "否"))
        return Filter(name, label, "choice", name, _flag, _equal, told)
    if issubclass(table, Ledger) and name == "table":
        told = tuple((each.__tablename__, each.__label__) for each in managed_tables())
        return Filter(name, label, "choice", name, _among(told), _equal, told)
    if behind is not None:
        return Filter(name, label, "relation", name, _number, _equal, (), behind[0])
    if isinstance(column.type, Integer):
        return Filter(name, label, "number", name, _number, _equal)
    return Filter(name, label, "text", name, _text, _contains)


def _range(name: str, label: str) -> list[Filter]:
    return [
        Filter(f"{name}_from", f"{label}自", "date", name, _day, lambda c, v: c >= start_of(v)),
        Filter(
            f"{name}_to",
            f"{label}至",
            "date",
            name,
            _day,
            lambda c, v: c < start_of(v + timedelta(days=1)),
        ),
    ]


def _equal(column: Any, value: Any) -> Any:
    return column == value


def _contains(column: Any, value: str) -> Any:
    return column.contains(value, autoescape=True)


def _flag(raw: str) -> bool:
    return {"1": True, "0": False}[raw]


def _among(told: tuple[tuple[str, str], ...]) -> Callable[[str], str]:
    known = {value: value for value, _ in told}
    return known.__getitem__


def _number(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit()) or len(raw) > 10 or int(raw) > LARGEST:
        raise ValueError(raw)
    return int(raw)


def _day(raw: str) -> date:
    told = date.fromisoformat(raw)
    if not 1990 <= told.year <= 2999:
        raise ValueError(raw)
    return told


def _text(raw: str) -> str:
    if "\0" in raw or len(raw) > 60:
        raise ValueError(raw)
    return raw
