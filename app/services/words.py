"""How a value is said, the same on every screen and in every file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from app.kernel.clock import local
from app.kernel.model import Base
from app.kernel.types import Labeled, Share

MINUTE = "%Y-%m-%d %H:%M"


def told(value: Any) -> str:
    """A value in the words of the screen."""
    return _saying(type(value))(value)  # type: ignore[arg-type]


def title_of(row: Base) -> str:
    """A row named where another row points at it."""
    if type(row).__str__ is not object.__str__:
        return str(row)
    return f"{row.__label__} {row.id}"


@cache
def _saying(kind: type) -> Callable[[Any], str]:
    """How values of a type are said; found once, for a file says millions."""
    return next((say for known, say in _SAYINGS if issubclass(kind, known)), str)


_SAYINGS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (type(None), lambda _: ""),
    (Labeled, lambda value: value.label),
    (bool, lambda value: "是" if value else "否"),
    (Share, lambda value: f"{value * 100:.2f}%"),
    (Decimal, lambda value: format(value.normalize(), "f")),
    (datetime, lambda value: local(value).strftime(MINUTE)),
    (date, lambda value: value.isoformat()),
    (tuple, lambda value: "、".join(told(each) for each in value)),
    (list, lambda value: "、".join(told(each) for each in value)),
    (dict, lambda value: "；".join(f"{key}：{told(each)}" for key, each in value.items())),
    (Base, title_of),
)
