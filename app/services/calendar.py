"""按周末预填: a year whose holidays are not published yet, so that work can go on, marked 暂定."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.kernel.clock import local_date, now
from app.kernel.errors import PortalError
from app.models.calendar_day import CalendarDay
from app.models.enums import DayKind

SATURDAY = 5


class NothingToFill(PortalError):
    """The year is on file, or too far away to be guessed at all."""

    status = 422


def prefill(session: Any, year: int) -> int:
    """Add every missing day of a year by its weekday alone; how many.

    Provisional: the published arrangement is added later as rows of its own, which supersede these.
    """
    today = local_date(now())
    if not today.year <= year <= today.year + 1:
        raise NothingToFill(f"只能预填今年或明年的日历，不能预填 {year} 年")
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = select(CalendarDay.day).where(CalendarDay.day >= first, CalendarDay.day <= last)
    held = set(session.scalars(query))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    missing = [each for each in days if each not in held]
    if not missing:
        raise NothingToFill(f"{year} 年的日历已经齐全，不需预填")
    for each in missing:
        kind = DayKind.WEEKEND if each.weekday() >= SATURDAY else DayKind.WORKDAY
        session.add(CalendarDay(day=each, kind=kind, valid_from=today, provisional=True))
    return len(missing)
