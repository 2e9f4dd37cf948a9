"""工作日历与期限: how a limit is counted (条例:十三; design §2, 22). Beyond the calendar: refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.kernel.clock import end_of, local_date
from app.kernel.errors import NoLawInForce
from app.kernel.facts import session_of
from app.law.parameters import span
from app.models.calendar_day import CalendarDay
from app.models.enums import DayKind, Measure
from app.models.parameter import Parameter

WORKING = {DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY}


def calendar_version(row: Any) -> int:
    """The highest calendar row: what a dispatch pins, so that it can be counted again."""
    held = session_of(row).reference
    if "calendar" not in held:
        held["calendar"] = session_of(row).scalar(select(func.max(CalendarDay.id))) or 0
    version: int = held["calendar"]
    return version


def due(row: Any, start: datetime, limit: Parameter, version: int) -> datetime:
    """When a limit ends that starts at ``start``.

    Minutes, hours and days run on to the second, nights and holidays included. Of working days the
    first is the day after; the last ends at 24:00 Beijing time. A working day the calendar does not
    hold is refused (``NoLawInForce``), never guessed.
    """
    if limit.measure is not Measure.WORKING_DAYS:
        return start + span(limit)
    left, today = limit.value, local_date(start)
    days = _days(row, today, limit.value, version)
    while left:
        today += timedelta(days=1)
        if today not in days:
            raise NoLawInForce(f"工作日历没有 {today} 的安排，无法计算期限，请目录管理员先行补充日历")
        left -= days[today] in WORKING
    return end_of(today)


def _days(row: Any, start: date, count: int, version: int) -> dict[date, DayKind]:
    """Kinds of the days ahead, as the calendar stood at ``version``; the later row of a day holds."""
    held = session_of(row).reference
    key = ("days", start, count, version)
    if key not in held:
        query = (
            select(CalendarDay)
            .where(
                CalendarDay.day > start,
                CalendarDay.day <= start + timedelta(days=count * 2 + 20),
                CalendarDay.id <= version,
            )
            .order_by(CalendarDay.id)
        )
        held[key] = {each.day: each.kind for each in session_of(row).scalars(query)}
    days: dict[date, DayKind] = held[key]
    return days
