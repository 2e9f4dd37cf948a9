"""工作日历与期限: how a limit is counted (条例:十三). Beyond the calendar: refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import func, select

from app.kernel.clock import end_of, local_date
from app.kernel.errors import NoLawInForce
from app.kernel.facts import session_of
from app.kernel.session import GovernedSession
from app.law.parameters import span
from app.models.calendar_day import CalendarDay
from app.models.enums import DayKind, Measure
from app.models.parameter import Parameter
from app.models.publication import published

WORKING = {DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY}


#: Days read ahead at once; the longest limit in working days is far shorter.
AHEAD = 60


@dataclass(frozen=True)
class Calendar:
    """The days after ``start``, each with the number of its row, and the newest row in force."""

    days: tuple[tuple[int, date, DayKind], ...]
    version: int

    @cached_property
    def kinds(self) -> dict[date, DayKind]:
        """What each day is; a later row supersedes."""
        return {day: kind for _, day, kind in self.days}


def read_whole(session: GovernedSession) -> None:
    """Read the calendar once for a session that will count from many days."""
    columns = (CalendarDay.id, CalendarDay.day, CalendarDay.kind, CalendarDay.valid_from)
    held: dict[date, list[tuple[int, date, DayKind, date]]] = {}
    whole = select(*columns).where(published(CalendarDay)).order_by(CalendarDay.id)
    for row in session.execute(whole):
        held.setdefault(row.day, []).append(row)
    newest = max((row[0] for rows in held.values() for row in rows), default=0)
    session.reference["days"] = held, newest


def calendar_from(row: Any, start: date) -> Calendar:
    """The calendar ahead of a day; its version is what a dispatch pins, to be counted again."""
    held = session_of(row).reference
    key = ("calendar", start)
    if key not in held and "days" in held:
        ahead = (start + timedelta(days=n) for n in range(1, AHEAD + 1))
        days, newest = held["days"]
        rows = sorted(row for day in ahead for row in days.get(day, ()))
        known = tuple(row[:3] for row in rows if row[3] <= start)
        held[key] = Calendar(known, newest if known else 0)
    if key not in held:
        newest = select(func.max(CalendarDay.id)).where(published(CalendarDay)).scalar_subquery()
        query = (
            select(CalendarDay.id, CalendarDay.day, CalendarDay.kind, newest)
            .where(
                CalendarDay.day > start,
                CalendarDay.day <= start + timedelta(days=AHEAD),
                CalendarDay.valid_from <= start,
                published(CalendarDay),
            )
            .order_by(CalendarDay.id)
        )
        found = session_of(row).execute(query).all()
        days = tuple((number, day, kind) for number, day, kind, _ in found)
        held[key] = Calendar(days, found[-1][3] if found else 0)
    calendar: Calendar = held[key]
    return calendar


@dataclass(frozen=True)
class Counting:
    """A limit counted from an instant, with what each day was on the way to its end."""

    start: datetime
    limit: Parameter
    days: tuple[tuple[date, DayKind], ...]
    end: datetime


def count(row: Any, start: datetime, limit: Parameter) -> Counting:
    """A limit that starts at ``start``, by the calendar as published by then.

    Minutes, hours and days run on to the second, nights and holidays included. Of working days
    the first is the day after; the last ends at 24:00 Beijing time. A working day the calendar
    does not hold is refused (``NoLawInForce``), never guessed.
    """
    if limit.measure is not Measure.WORKING_DAYS:
        return Counting(start, limit, (), start + span(limit))
    left, today = limit.value, local_date(start)
    known, days = calendar_from(row, today).kinds, []
    while left:
        today += timedelta(days=1)
        if today not in known:
            raise NoLawInForce(f"工作日历没有 {today} 的安排，无法计算期限，请目录管理员先补充")
        days.append((today, known[today]))
        left -= known[today] in WORKING
    return Counting(start, limit, tuple(days), end_of(today))
