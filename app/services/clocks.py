"""期限: every clock of an order as a thing that says how it came about and how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.kernel.clock import deadline
from app.kernel.facts import facts, together
from app.kernel.session import GovernedSession
from app.law import contest
from app.law.calendar import WORKING, Counting, count
from app.law.classification import handover
from app.law.limit import runs_on, sending, window
from app.law.objection import review
from app.law.parameters import pinned
from app.law.reading import contacts_of, due_of, granted, receipt_of, reply_of
from app.law.reading import handling as carried
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import DispatchGround, DisposalKind
from app.models.objection import Objection
from app.models.ruling import Ruling
from app.models.visit import Visit
from app.models.visit_contest import VisitContest
from app.models.work_order import WorkOrder
from app.services.words import instant, lasting

WEEKDAYS = "一二三四五六日"
UNBROKEN = "连续计算，夜间、周末和节假日不停"


@dataclass(frozen=True)
class Clock:
    """``ended``: what stopped it, in a word, and when; ``duty``: being late is a fault."""

    name: str
    clause: str
    about: str
    starts_at: datetime
    due_at: datetime
    stops: str
    ended_at: datetime | None
    counting: Counting | None = None
    said: tuple[str, ...] = ()
    duty: bool = True
    closed_at: datetime | None = None

    def late(self, now: datetime) -> bool:
        """Whether it ran out before what it waits for was done."""
        return (self.ended_at or self.closed_at or now) > self.due_at

    def runs(self, now: datetime) -> bool:
        """Whether it still waits."""
        if self.ended_at is not None or self.closed_at is not None:
            return False
        return self.duty or now <= self.due_at

    def standing(self, now: datetime) -> str:
        """How it stands, in words."""
        late = self.late(now)
        if self.ended_at is not None:
            how = ("逾期" if late else "按时") if self.duty else "已"
            return f"{how}{self.stops}"
        if not self.duty and (late or self.closed_at is not None):
            return f"已过，未{self.stops}"
        if self.closed_at is not None:
            return f"未{self.stops}而办结"
        if late:
            return f"已超期 {lasting(now - self.due_at)}"
        return f"剩余 {lasting(self.due_at - now)}"

    def lines(self) -> Iterator[str]:
        """How the due time came about, a line a step."""
        yield f"起算 {instant(self.starts_at)}"
        if self.counting is not None:
            limit = self.counting.limit
            yield (
                f"时限 {limit.value}{limit.measure.label}"
                f"（参数 {limit.key}，{limit.valid_from} 起；{limit.basis}，{limit.grade.label}）"
            )
            yield from _days(self.counting)
        yield from self.said
        yield f"截止 {deadline(self.due_at)}"
        if self.ended_at is not None:
            yield f"{self.stops} {instant(self.ended_at)}"

    def sentence(self) -> str:
        """The same in one line, as files carry it."""
        return f"{self.name}：" + "；".join(self.lines())


def _days(counting: Counting) -> Iterator[str]:
    """Each day that was counted or passed over, and why."""
    if not counting.days:
        yield UNBROKEN
    number = 0
    for day, kind in counting.days:
        number += kind in WORKING
        counts = f"第 {number} 个工作日" if kind in WORKING else "不计"
        yield f"{day} 周{WEEKDAYS[day.weekday()]} {kind.label}，{counts}"


def clocks(order: WorkOrder) -> list[Clock]:
    """Every clock that has run on an order, in the order they began."""
    found: list[Clock] = []
    for each in facts(order, Disposal):
        if each.kind is DisposalKind.EMERGENCY:
            found.append(_counted("移交紧急专线", handover(order), "移交", each.handed_at))
    held = sorted(facts(order, Dispatch), key=lambda each: each.seq)
    for act in held:
        found += _of_dispatch(order, act)
    found += _of_objections(order)
    found += _of_helpers(order)
    found += _of_visits(order)
    return sorted(found, key=lambda each: each.starts_at)


def handling(order: WorkOrder) -> Clock | None:
    """The clock the unit that has the order works against."""
    held = sorted(facts(order, Dispatch), key=lambda each: each.seq)
    return _handling(order, held[-1]) if held and _rated(held[-1]) else None


def sentences(session: GovernedSession, ids: Sequence[int]) -> dict[int, str]:
    """How the handling limit of each order came about, in one line; a few statements for all."""
    query = select(WorkOrder).where(WorkOrder.id.in_(ids))
    with together(session, list(session.scalars(query))) as orders:
        told = {each.id: handling(each) for each in orders}
    return {ident: clock.sentence() for ident, clock in told.items() if clock is not None}


def _counted(
    name: str,
    counting: Counting,
    stops: str,
    ended: datetime | None,
    about: str = "",
    *,
    duty: bool = True,
    closed: datetime | None = None,
) -> Clock:
    return Clock(name, counting.limit.basis, about, counting.start, counting.end, stops, ended,
                 counting, duty=duty, closed_at=closed)  # fmt: skip


def _rated(act: Dispatch) -> bool:
    return act.ground is not DispatchGround.SUPERVISORY


def _of_dispatch(order: WorkOrder, act: Dispatch) -> Iterator[Clock]:
    """Being sent, signed for, asked about, objected to and answered."""
    after = [each for each in facts(order, Dispatch) if each.seq > act.seq]
    closed = min(each.at for each in after) if after else order.closed_at
    unit = act.unit.name
    if counted := sending(act):
        yield _counted("派单", counted, "派出", act.at)
    receipt, contacts = receipt_of(act, order), contacts_of(act, order)
    first = min((each.contacted_at for each in contacts), default=None)
    signed = receipt.at if receipt else None
    yield _counted("签收", window(act, "sign"), "签收", signed, unit, closed=closed)
    yield _counted("首次联系", window(act, "contact"), "联系", first, unit, closed=closed)
    objected = [each.at for each in facts(order, Objection) if each.dispatch is act]
    told = next(iter(objected), None)
    yield _counted("异议期", window(act, "objection.window"), "提出异议", told,
                   unit, duty=False, closed=closed)  # fmt: skip
    if _rated(act):
        yield _handling(order, act, closed)


def _handling(order: WorkOrder, act: Dispatch, closed: datetime | None = None) -> Clock:
    reply, before = reply_of(act, order), runs_on(act)
    counting, said = None, []
    if before is not None:
        said.append(f"由{act.ground.label}承接，期限沿用第 {before.seq} 次派单的，不重新起算")
    elif act.given_due_at is not None:
        said.append(f"期限由来源系统给定；{act.limit_basis}")
    else:
        counting = count(act, act.starts_at, pinned(act, act.parameter_id))
    for each in granted(order):
        if each.extension.dispatch in carried(act, order):
            days = f"{each.extension.days}日"
            said.append(f"延期 {days}（条例:十五(二)），{instant(each.at)} 批准")
    return Clock(
        "办理",
        "条例:十三",
        act.unit.name,
        act.starts_at,
        due_of(act, order),
        "反馈",
        reply.at if reply else None,
        counting,
        tuple(said),
        closed_at=closed,
    )


def _of_objections(order: WorkOrder) -> Iterator[Clock]:
    for act in facts(order, Objection):
        ruled = [each.at for each in facts(order, Ruling) if each.objection is act]
        yield _counted("异议裁定", review(act), "裁定", next(iter(ruled), None))


def _of_helpers(order: WorkOrder) -> Iterator[Clock]:
    for act in facts(order, CoHandling):
        told = [e.at for e in facts(order, CoResult) if e.co_handling is act and e.final]
        said = (f"期限由{act.by_unit or '主办单位'}在交办时确定，不晚于其办理期限",)
        yield Clock("协办", "条例:十四(2)", act.unit.name, act.at, act.due_at, "办完",
                    next(iter(told), None), said=said, closed_at=order.closed_at)  # fmt: skip


def _of_visits(order: WorkOrder) -> Iterator[Clock]:
    for act in facts(order, Visit):
        if act.valid:
            made = [each for each in facts(order, VisitContest) if each.visit is act]
            at = made[0].at if made else None
            yield _counted("回访异议期", contest.window(act), "提出异议", at, duty=False)
