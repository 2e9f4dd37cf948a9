"""The only place that reads the clock. Instants are aware UTC, whole seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_set_to: datetime | None = None


def now() -> datetime:
    """The present instant in UTC, to the second: what is stored is what is shown."""
    return _set_to if _set_to is not None else datetime.now(UTC).replace(microsecond=0)


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Set the clock of this process for a while.

    For the demo, imports and tests only: it holds for every thread, so that a server started by a
    test tells the same time as the test.
    """
    global _set_to
    before, _set_to = _set_to, instant.astimezone(UTC).replace(microsecond=0)
    try:
        yield _set_to
    finally:
        _set_to = before


def local(instant: datetime) -> datetime:
    """The same instant as Beijing reads it."""
    return instant.astimezone(SHANGHAI)


def local_date(instant: datetime) -> date:
    """The calendar day in Beijing."""
    return local(instant).date()


def end_of(day: date) -> datetime:
    """24:00 of a Beijing day, in UTC (design §2, 22)."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def start_of(day: date) -> datetime:
    """00:00 of a Beijing day, in UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def deadline(value: datetime | None) -> str:
    """The end of a limit: midnight is the end of the day that was, 24:00."""
    if value is None:
        return ""
    held = local(value)
    if held.time() == time():
        return f"{held.date() - timedelta(days=1)} 24:00"
    return held.strftime("%Y-%m-%d %H:%M")
