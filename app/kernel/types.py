"""Column types: instants in UTC, labelled enumerations stored as strings, sets of them."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import DateTime, Dialect, Enum, Integer, String
from sqlalchemy.types import TypeDecorator

F = TypeVar("F", bound=Callable[..., Any])


def memo(function: F) -> F:
    """``functools.cache`` under the function's own signature."""
    return cast(F, cache(function))


class Labeled(enum.StrEnum):
    """A value for the database and a Chinese label for people: ``member = "value", "标签"``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Labeled:
        """Keep the label beside the value; by value alone, a member is looked up."""
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        return member


def labeled(kind: type[Labeled]) -> Enum:
    """A string column that returns members of ``kind``; no native enum, so values can be added."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=24,
        values_callable=lambda members: [each.value for each in members],
    )


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC on every engine. A naive one is a programming error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps it without zone so that text order is time order."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive instant")
        moved = value.astimezone(UTC)
        return moved.replace(tzinfo=None) if dialect.name == "sqlite" else moved

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Share(Decimal):
    """A share of one; people read it in percent."""


class Fixed(TypeDecorator[Decimal]):
    """An exact decimal of so many places, stored as a whole number on every engine."""

    impl = Integer
    cache_ok = True

    def __init__(self, places: int, *, share: bool = False) -> None:
        """``places`` after the point; ``share``: of one."""
        super().__init__()
        self.places, self.share = places, share

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """In units of the last place; one that does not fit is a programming error."""
        if value is None:
            return None
        scaled = value.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"more than {self.places} places: {value}")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Exactly what was stored."""
        if value is None:
            return None
        exact = Decimal(value).scaleb(-self.places)
        return Share(exact) if self.share else exact


class Several(TypeDecorator[tuple[Labeled, ...]]):
    """A set of labelled values in one text column, in order of declaration: ``|a|b|``."""

    impl = String(120)
    cache_ok = True

    def __init__(self, kind: type[Labeled]) -> None:
        """``kind`` is the enumeration the values come from."""
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Members or their values, in any order."""
        if value is None:
            return None
        chosen = {self.kind(each) for each in value}
        return "".join(f"|{each.value}" for each in self.kind if each in chosen) + "|"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """A tuple of members."""
        return tuple(self.kind(each) for each in (value or "").split("|") if each)
