"""How a value is said, the same on every screen and in every file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from app.kernel.clock import deadline, local
from app.kernel.model import Base
from app.kernel.types import Labeled, Share

MINUTE = "%Y-%m-%d %H:%M"
#: What stands for the words of a demand that was closed as secret (条例:十一(3)(四)).
CLOSED = "（内容不公开）"


#: Columns that hold the end of a limit, by how their names end.
LIMITS = (
    "due_at", "object_by", "sign_by", "contact_by", "send_by", "rule_by", "answer_by", "arrive_by",
)  # fmt: skip


def told(value: Any) -> str:
    """A value in the words of the screen."""
    return _saying(type(value))(value)  # type: ignore[arg-type]


def told_of(name: str, value: Any) -> str:
    """A column's value in the words of the screen: a limit that ends at midnight says 24:00."""
    ends = isinstance(value, datetime) and name.endswith(LIMITS)
    return deadline(value) if ends else told(value)


def instant(value: datetime | None) -> str:
    """An instant as the screen tells it, to the minute, Beijing time."""
    return local(value).strftime(MINUTE) if value is not None else ""


def lasting(span: timedelta) -> str:
    """A length of time in its two largest units."""
    minutes = int(span.total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"
    return f"{rest} 分钟"


def size(count: int) -> str:
    """How large a file is."""
    for unit, step in (("MB", 1024**2), ("KB", 1024)):
        if count >= step:
            return f"{count / step:.1f} {unit}"
    return f"{count} 字节"


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
    (datetime, instant),
    (date, lambda value: value.isoformat()),
    (tuple, lambda value: "、".join(told(each) for each in value)),
    (list, lambda value: "、".join(told(each) for each in value)),
    (dict, lambda value: "；".join(f"{key}：{told(each)}" for key, each in value.items())),
    (Base, title_of),
)
