"""Where a list goes on: the last row's place in the order, as text in an address."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date, Integer, tuple_

from app.kernel.complete import LARGEST
from app.kernel.types import Instant

MOMENT = "%Y%m%dT%H%M%S%f"


def written(row: Any, names: list[str]) -> str:
    """A row's place."""
    values = (getattr(row, name) for name in names)
    return ",".join(
        each.strftime(MOMENT) if isinstance(each, datetime) else str(each) for each in values
    )


def read(text: str, columns: list[Any]) -> tuple[Any, ...] | None:
    """The place a text names, or nothing when it names none."""
    parts = text.rsplit(",", len(columns) - 1)
    if len(parts) != len(columns) or not text.isprintable():
        return None
    try:
        return tuple(_value(column.type, part) for column, part in zip(columns, parts, strict=True))
    except ValueError:
        return None


def beyond(columns: list[Any], given: tuple[Any, ...], *, down: bool) -> Any:
    """Rows after a place, compared as row values: an OR would read the whole index."""
    if len(columns) == 1:
        return columns[0] < given[0] if down else columns[0] > given[0]
    held: Any = tuple_(*columns)
    return held < given if down else held > given


def _value(kind: Any, part: str) -> Any:
    if isinstance(kind, Instant):
        return datetime.strptime(part, MOMENT).replace(tzinfo=UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(part)
    if isinstance(kind, Integer):
        if not (part.isascii() and part.isdigit()) or len(part) > 10 or int(part) > LARGEST:
            raise ValueError(part)
        return int(part)
    return part
