"""责任线索: what may be held against a unit, found by query (条例:三十五(2)); nothing is stored.

The law reads the same of one order (``app/law/findings.py``); a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, select

from app.kernel import clock
from app.kernel.clock import deadline, end_of, local, start_of
from app.models.enums import FindingKind
from app.models.exemption import Exemption
from app.models.participation import Participation
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.services.findings_sql import FINDING

PAGE, DAYS, LAST = 20, 90, 500

#: The clause of 条例:三十五(2) each kind is a fact for.
CLAUSES = {
    FindingKind.LATE: "条例:三十五(2)(二)",
    FindingKind.CONTRADICTED: "条例:三十五(2)(三)",
    FindingKind.SHIFTING: "条例:三十五(2)(三)",
    FindingKind.LEAK: "条例:三十五(2)(四)",
}


@dataclass(frozen=True)
class Asked:
    """Which findings: the kind, the days the orders were registered on, the unit."""

    kind: FindingKind
    since: date
    until: date
    #: One unit's own, as it may know of them: not of a report that is closed to it.
    own: int | None = None


@dataclass(frozen=True)
class FoundLine:
    """One finding about one unit on one order, and what it is weighed against, if anything."""

    kind: FindingKind
    order_id: int
    number: str
    unit_id: int
    unit: str
    way: str
    since: datetime
    until: datetime | None
    exemption_id: int | None
    weighed: str

    @property
    def told(self) -> str:
        """The facts in one sentence."""
        return sentence(self.way, self.since, self.until)

    def as_json(self) -> dict[str, Any]:
        """As ``flask law findings --json`` gives it."""
        return {
            "kind": self.kind.value,
            "label": self.kind.label,
            "clause": CLAUSES[self.kind],
            "order": self.number,
            "unit": self.unit,
            "since": self.since.isoformat(),
            "facts": self.told,
            "exemption": self.weighed or None,
        }


WAYS = {
    "open": "办理期限 {due} 已过，尚未反馈，也没有说明理由",
    "closed": "办理期限 {due} 已过，至 {at} 办结未反馈，也没有说明理由",
    "round": "办理期限 {due}，至 {at} 回访退回重办仍未反馈",
    "unheard": "{since} 反馈已办理，{at} 回访时诉求人答复未获联系",
    "objection": "{since} 提出派单异议，{at} 裁定不成立",
    "absent": "应于 {due} 前应哨报到，至 {at} 登记哨果仍未报到",
    "silent": "协办期限 {due} 已过，至 {at} 工单办结没有任何反馈",
    "leak": "{since} 举报到达该单位，后经查明该单位为被举报单位或者其上级",
}


def sentence(way: str, since: datetime, until: datetime | None) -> str:
    """The facts of one finding, in one sentence without a name."""
    at = _instant(until) if until else ""
    return WAYS[way].format(due=deadline(since), since=_instant(since), at=at)


def found(session: Any, asked: Asked, page: int = 0, size: int | None = PAGE) -> list[FoundLine]:
    """One page of one kind, newest first, with one more than fits when there is another page.

    One statement; the session scopes it. ``size`` None: all of them.
    """
    query = statement(asked, clock.now())
    if size is not None:
        query = query.offset(page * size).limit(size + 1)
    return [_line(asked.kind, row) for row in session.execute(query)]


def statement(asked: Asked, now: datetime) -> Select[Any]:
    """The findings of one kind of the orders of a span, with the exemption beside each."""
    held = FINDING[asked.kind](_span(asked), now).subquery("held")
    weighed = and_(
        Exemption.order_id == held.c.order_id,
        Exemption.unit_id == held.c.unit_id,
        Exemption.kind == asked.kind,
    )
    query = (
        select(held, WorkOrder.number, Unit.short_name, Exemption.id, Exemption.ground,
               Exemption.reason, Exemption.evidence)
        .join(WorkOrder, WorkOrder.id == held.c.order_id)
        .join(Unit, Unit.id == held.c.unit_id)
        .outerjoin(Exemption, weighed)
        .order_by(func.coalesce(held.c.until, held.c.since).desc(), held.c.order_id.desc(),
                  held.c.unit_id)
    )  # fmt: skip
    if asked.own is None:
        return query
    part = (
        select(Participation.id)
        .where(Participation.unit_id == asked.own, Participation.order_id == held.c.order_id)
        .correlate(held)
    )
    # A unit that takes no part any more is one that a report is closed to.
    return query.where(held.c.unit_id == asked.own, exists(part))


def _span(asked: Asked) -> Any:
    return and_(WorkOrder.at >= start_of(asked.since), WorkOrder.at < end_of(asked.until))


def _line(kind: FindingKind, row: Any) -> FoundLine:
    weighed = ""
    if row.id is not None:
        weighed = f"{row.ground.label}：{row.reason}（依据：{row.evidence}）"
    return FoundLine(
        kind, row.order_id, row.number, row.unit_id, row.short_name, row.way, row.since,
        row.until, row.id, weighed,
    )  # fmt: skip


def _instant(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"
