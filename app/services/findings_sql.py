"""The findings of each kind as SQL: order, unit, how, since when, until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Select,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from app.kernel.types import Instant
from app.law.findings import REACHES
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.contest_ruling import ContestRuling
from app.models.dispatch import Dispatch
from app.models.enums import DemandKind, FindingKind, Status, WhistleOutcome
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.ledger import Ledger
from app.models.objection import Objection
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.summons import Summons
from app.models.supplement import Supplement
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.visit_contest import VisitContest
from app.models.whistle_result import WhistleResult
from app.models.work_order import WorkOrder

NEVER = cast(null(), Instant)
#: Open, in nobody's hands but the unit's, and not answered.
UNANSWERED = (Status.DISPATCHED, Status.HANDLING)
#: Ended while the unit had it.
ENDED = (Status.CLOSED, Status.WITHDRAWN)


def _finding(unit: Any, way: str, since: Any, until: Any = NEVER) -> Select[Any]:
    """The columns of every finding."""
    return select(
        WorkOrder.id.label("order_id"),
        unit.label("unit_id"),
        literal(way).label("way"),
        type_coerce(since, Instant).label("since"),
        type_coerce(until, Instant).label("until"),
    ).select_from(WorkOrder)


def _last(dispatch: Any) -> Any:
    """Whether a dispatch is the live one."""
    later = aliased(Dispatch)
    after = select(later.id).where(
        later.order_id == dispatch.order_id, later.seq > dispatch.seq
    )  # fmt: skip
    return ~exists(after)


def _excused(dispatch: Any) -> Any:
    """Whether a reason is on file: a ledger entry, or an objection nobody ruled on.

    By order first: that is what acts are indexed by.
    """
    ruled = select(Ruling.id).where(Ruling.objection_id == Objection.id)
    unruled = select(Objection.id).where(
        Objection.order_id == dispatch.order_id,
        Objection.dispatch_id == dispatch.id,
        ~exists(ruled),
    )
    entered = select(Ledger.id).where(
        Ledger.order_id == dispatch.order_id, Ledger.dispatch_id == dispatch.id
    )
    return exists(unruled) | exists(entered)


def _answered(dispatch: Any) -> Any:
    return exists(select(Reply.id).where(Reply.dispatch_id == dispatch.id))


def late(span: Any, now: datetime) -> Any:
    """Open past the limit; closed past it without a reply; sent back without one."""
    waiting = (
        _finding(Dispatch.unit_id, "open", WorkOrder.due_at)
        .join(Dispatch, Dispatch.order_id == WorkOrder.id)
        .where(span, WorkOrder.status.in_(UNANSWERED), WorkOrder.due_at < now)
        .where(_last(Dispatch), ~_excused(Dispatch))
    )
    ended = (
        _finding(Dispatch.unit_id, "closed", WorkOrder.due_at, WorkOrder.closed_at)
        .join(Dispatch, Dispatch.order_id == WorkOrder.id)
        .where(span, WorkOrder.status.in_(ENDED), WorkOrder.replied_at.is_(None))
        .where(WorkOrder.closed_at >= WorkOrder.due_at, WorkOrder.due_at < now)
        .where(_last(Dispatch), ~_excused(Dispatch))
    )
    again = aliased(Dispatch)
    rounds = (
        _finding(Dispatch.unit_id, "round", _due(Dispatch), Visit.at)
        .join(again, again.order_id == WorkOrder.id)
        .join(Visit, Visit.id == again.visit_id)
        .join(Dispatch, Dispatch.id == Visit.dispatch_id)
        .where(span, ~_answered(Dispatch), ~_excused(Dispatch))
    )
    return union_all(waiting, ended, rounds)


def _due(dispatch: Any) -> Any:
    """Its limit as far as extensions granted on the same clock moved it; an heir's runs on."""
    asked = aliased(Dispatch)
    moved = (
        select(func.max(ExtensionDecision.new_due_at))
        .join(Extension, Extension.id == ExtensionDecision.extension_id)
        .join(asked, asked.id == Extension.dispatch_id)
        .where(Extension.order_id == dispatch.order_id, asked.starts_at == dispatch.starts_at)
        .where(ExtensionDecision.granted.is_(true()))
        .correlate(dispatch)
        .scalar_subquery()
    )
    return func.coalesce(moved, dispatch.due_at)


def contradicted(span: Any, _: datetime) -> Any:
    """Answered, and then the complainant said on a valid visit that nobody contacted them."""
    upheld = (
        select(ContestRuling.id)
        .join(VisitContest, VisitContest.id == ContestRuling.contest_id)
        .where(VisitContest.visit_id == Visit.id, ContestRuling.upheld.is_(true()))
    )
    return (
        _finding(Dispatch.unit_id, "unheard", Reply.at, Visit.at)
        .join(Visit, Visit.order_id == WorkOrder.id)
        .join(Dispatch, Dispatch.id == Visit.dispatch_id)
        .join(Reply, Reply.dispatch_id == Dispatch.id)
        .where(span, Visit.valid.is_(True), Visit.contacted.is_(False), ~exists(upheld))
    )


def shifting(span: Any, _: datetime) -> Any:
    """An objection rejected; summoned and absent; asked to help and silent to the end."""
    rejected = (
        _finding(Dispatch.unit_id, "objection", Objection.at, Ruling.at)
        .join(Objection, Objection.order_id == WorkOrder.id)
        .join(Ruling, Ruling.objection_id == Objection.id)
        .join(Dispatch, Dispatch.id == Objection.dispatch_id)
        .where(span, Ruling.upheld.is_(False))
    )
    absent = (
        _finding(Summons.unit_id, "absent", Summons.arrive_by, WhistleResult.at)
        .join(Summons, Summons.order_id == WorkOrder.id)
        .join(WhistleResult, WhistleResult.summons_id == Summons.id)
        .where(span, WhistleResult.outcome == WhistleOutcome.ABSENT)
    )
    said = select(CoResult.id).where(CoResult.co_handling_id == CoHandling.id)
    silent = (
        _finding(CoHandling.unit_id, "silent", CoHandling.due_at, WorkOrder.closed_at)
        .join(CoHandling, CoHandling.order_id == WorkOrder.id)
        .join(Dispatch, Dispatch.id == CoHandling.dispatch_id)
        .where(span, WorkOrder.closed_at >= CoHandling.due_at, ~exists(said), _last(Dispatch))
    )
    return union_all(rejected, absent, silent)


def leak(span: Any, _: datetime) -> Any:
    """A report that came before whoever turned out to be reported, or stands above them."""
    report = (span, WorkOrder.demand_kind == DemandKind.REPORT)
    named = select(WorkOrder.id.label("order_id"), WorkOrder.reported_unit_id.label("unit_id"))
    later = select(Supplement.order_id, Supplement.reported_unit_id).join(
        WorkOrder, WorkOrder.id == Supplement.order_id
    )
    told = union_all(
        named.where(*report, WorkOrder.reported_unit_id.is_not(None)),
        later.where(*report, Supplement.reported_unit_id.is_not(None)),
    ).subquery("told")
    came = union_all(
        *(
            select(each.order_id, each.unit_id, each.at)
            .join(WorkOrder, WorkOrder.id == each.order_id)
            .where(*report)
            for each in REACHES
        )
    ).subquery("came")
    reported, reached = aliased(Unit), aliased(Unit)
    above = func.substr(reported.path, 1, func.length(reached.path)) == reached.path
    return (
        _finding(came.c.unit_id, "leak", func.min(came.c.at))
        .join(came, came.c.order_id == WorkOrder.id)
        .join(told, told.c.order_id == WorkOrder.id)
        .join(reached, reached.id == came.c.unit_id)
        .join(reported, reported.id == told.c.unit_id)
        .where(above)
        .group_by(WorkOrder.id, came.c.unit_id)
    )


#: Kind → its findings among the orders of a span, at an instant.
FINDING: dict[FindingKind, Callable[[Any, datetime], Any]] = {
    FindingKind.LATE: late,
    FindingKind.CONTRADICTED: contradicted,
    FindingKind.SHIFTING: shifting,
    FindingKind.LEAK: leak,
}
