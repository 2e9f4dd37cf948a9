"""办理情况: orders by unit and standing over a span of days, as far as the reader reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from app.kernel.clock import end_of, start_of
from app.law.reading import heir
from app.models.enums import Satisfaction, Status
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from app.services.merged import merged_into_another
from app.services.overdue import counts_as_overdue

#: Headings whose orders the list of orders can be narrowed to, with the status to ask it for. Of
#: a unit's own orders those that ended are closed: what was answered at once has no unit.
LISTED: dict[str, Status | None] = {
    "诉求量": None,
    "待签收": Status.DISPATCHED,
    "异议中": Status.DISPUTED,
    "办理中": Status.HANDLING,
    "已反馈": Status.REPLIED,
    "挂账": Status.LEDGER,
    "已办结": Status.CLOSED,
}

NOBODY = "未派单（含即时答复）"

#: Heading → whether an order counts there, given the present.
Counted = dict[str, ColumnElement[bool]]


@dataclass(frozen=True)
class Line:
    """One unit's numbers, in the order of the headings."""

    unit_id: int | None
    unit: str
    numbers: tuple[int, ...]


def headings(now: datetime) -> Counted:
    """What is counted of each unit's orders; the three answers only of valid visits.

    Every order is a demand; one that is merged into another is no work of its own.
    """
    return {
        "诉求量": WorkOrder.id.is_not(None),
        "办理件": ~merged_into_another(),
        "待签收": WorkOrder.status == Status.DISPATCHED,
        "异议中": WorkOrder.status == Status.DISPUTED,
        "办理中": WorkOrder.status == Status.HANDLING,
        "已反馈": WorkOrder.status == Status.REPLIED,
        "挂账": WorkOrder.status == Status.LEDGER,
        "已办结": WorkOrder.status.in_((Status.CLOSED, Status.ANSWERED)),
        "超期": counts_as_overdue(now),
        "有效回访": Visit.id.is_not(None),
        "联系": Visit.contacted.is_(True),
        "解决": Visit.solved.is_(True),
        "满意": Visit.satisfied == Satisfaction.SATISFIED,
        "基本满意": Visit.satisfied == Satisfaction.BASIC,
    }


def by_unit(session: Any, since: date, until: date, now: datetime) -> list[Line]:
    """One line a unit that leads orders registered in the span, most orders first.

    Orders nobody leads yet come under one line of their own. What an abolished unit still had in
    hand is its successor's. One statement, and one for each such unit; the session scopes it.
    """
    held: dict[tuple[int | None, str], tuple[int, ...]] = {}
    for ident, name, passed, *rest in session.execute(_counting(since, until, now)).all():
        after = heir(session.get(Unit, ident)) if passed else None
        key = (after.id, after.short_name) if after is not None else (ident, name)
        held[key] = tuple(map(sum, zip(held.get(key, (0,) * len(rest)), rest, strict=True)))
    lines = [Line(ident, name or NOBODY, numbers) for (ident, name), numbers in held.items()]
    return sorted(lines, key=lambda line: -line.numbers[0])


def total(lines: list[Line]) -> tuple[int, ...]:
    """The sum of every column."""
    return tuple(sum(column) for column in zip(*(each.numbers for each in lines), strict=True))


def _counting(since: date, until: date, now: datetime) -> Any:
    ended = and_(Unit.active.is_(False), WorkOrder.closed_at.is_(None))
    passed = case((ended, True), else_=False)
    sums = [func.sum(case((each, 1), else_=0)) for each in headings(now).values()]
    return (
        select(WorkOrder.lead_id, Unit.short_name, passed, *sums)
        .outerjoin(Unit, Unit.id == WorkOrder.lead_id)
        .outerjoin(Visit, and_(Visit.order_id == WorkOrder.id, Visit.valid.is_(True)))
        .where(WorkOrder.at >= start_of(since), WorkOrder.at < end_of(until))
        .group_by(WorkOrder.lead_id, Unit.short_name, passed)
        .order_by(sums[0].desc(), WorkOrder.lead_id)
    )
