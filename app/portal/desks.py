"""What awaits each post: defined once, counted on the home page and filtered by in the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import exists, or_, select

from app.access.principal import Principal
from app.kernel.clock import local_date
from app.kernel.model import Base
from app.models.contest_ruling import ContestRuling
from app.models.dispatch import Dispatch
from app.models.enums import DispatchGround, Post, Role, Status
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.objection import Objection
from app.models.parameter import Parameter
from app.models.participation import Participation
from app.models.publication import published
from app.models.ruling import Ruling
from app.models.unit import Unit
from app.models.visit_contest import VisitContest
from app.models.work_order import WorkOrder
from app.portal.desk import (
    IN_HAND,
    UNITS,
    WATCHED,
    Criteria,
    Desk,
    driving,
    unhandled,
)
from app.portal.desks_coordination import COORDINATION
from app.portal.desks_ledger import LEDGER
from app.portal.desks_reference import REFERENCE
from app.portal.desks_whistle import WHISTLES


def desks_of(principal: Principal, table: type[Base] | None = None) -> list[Desk]:
    """The desks of a post, on one table or on all."""
    return [
        each
        for each in DESKS.values()
        if principal.post in each.posts and table in (None, each.table)
    ]


def _to_dispatch(principal: Principal, _: datetime) -> Criteria:
    return (driving(principal).status == Status.REGISTERED,)


def _to_sign(_: Principal, __: datetime) -> Criteria:
    return Participation.role == Role.LEAD, Participation.status == Status.DISPATCHED


def _in_hand(principal: Principal, _: datetime) -> Criteria:
    return unhandled(principal)


def _nearly_due(principal: Principal, now: datetime) -> Criteria:
    source = driving(principal)
    return (*unhandled(principal), source.warn_at <= now, source.due_at > now)


def _overdue(principal: Principal, now: datetime) -> Criteria:
    """Of a unit what it handles or watches over, not what it was only asked or told about."""
    source = driving(principal)
    late = (source.status.in_(IN_HAND), source.due_at < now)
    if source is not Participation or principal.post is Post.COORDINATOR:
        return late  # a district watches over all it takes part in, asked about it or not
    return *late, Participation.role.in_(WATCHED)


def _to_visit(principal: Principal, now: datetime) -> Criteria:
    """Due, or fed back while ``visit.early`` is on.

    The law takes that switch as it stood on each order's day of registration, the desk as it stands
    today: after a change of it the desk may for a while name an order whose visit is still refused,
    or leave one out until its limit expires.
    """
    source = driving(principal)
    early = (
        select(Parameter.value)
        .where(Parameter.key == "visit.early", Parameter.valid_from <= local_date(now))
        .where(published(Parameter))
        .order_by(Parameter.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    replied = source.status == Status.REPLIED
    return (
        source.status.in_((*IN_HAND, Status.REPLIED)),
        or_(source.due_at <= now, replied & (early == 1)),
    )


def _to_rule(_: Principal, __: datetime) -> Criteria:
    # The orders in dispute are few and indexed; objections of all times are not.
    disputed = select(WorkOrder.id).where(WorkOrder.status == Status.DISPUTED)
    ruled = select(Ruling.id).where(Ruling.objection_id == Objection.id)
    return Objection.order_id.in_(disputed), ~exists(ruled)


def _late_to_rule(principal: Principal, now: datetime) -> Criteria:
    return *_to_rule(principal, now), Objection.rule_by < now


def _to_settle(_: Principal, __: datetime) -> Criteria:
    return (~exists(select(ContestRuling.id).where(ContestRuling.contest_id == VisitContest.id)),)


def _to_decide(principal: Principal, _: datetime) -> Criteria:
    """Still about the present handling, whoever has taken over, and for this body to decide."""
    if principal.post is Post.COORDINATOR:
        asking = Unit.district_id == principal.unit_id
    else:
        asking = Unit.district_id.is_(None)
    parted = exists(select(Dispatch.id)).where(
        Dispatch.order_id == Extension.order_id,
        Dispatch.id > Extension.dispatch_id,
        Dispatch.ground != DispatchGround.SUCCESSOR,
    )
    decided = select(ExtensionDecision.id).where(ExtensionDecision.extension_id == Extension.id)
    return (
        ~exists(decided),
        Extension.order_id.in_(select(WorkOrder.id).where(WorkOrder.status.in_(IN_HAND))),
        ~parted,
        Extension.by_unit_id.in_(select(Unit.id).where(asking)),
    )


def _named(made: Iterable[Desk]) -> dict[str, Desk]:
    return {each.name: each for each in made}


_FRONT = frozenset({Post.INTAKE, Post.DISPATCHER})
_CLOCK = UNITS | {Post.SUPERVISOR}
_VISITORS, _REVIEWERS = frozenset({Post.VISITOR}), frozenset({Post.REVIEWER})
_WATCHING = frozenset({Post.SUPERVISOR})
_SETTLERS = _REVIEWERS | _WATCHING
_DECIDERS = _REVIEWERS | {Post.COORDINATOR}

#: What comes up now and then; an empty card of each would only hide the others.
OCCASIONAL = (*WHISTLES, *COORDINATION, *LEDGER, *REFERENCE)

# fmt: off
DESKS = _named((
    Desk("dispatch", "待派单", "已登记、尚未答复或派出的工单", WorkOrder, _FRONT,
         _to_dispatch, "at"),
    Desk("sign", "待签收", "派给本单位、尚未签收的工单", WorkOrder, UNITS, _to_sign),
    Desk("todo", "待办", "本单位主办或协办、尚未反馈的工单", WorkOrder, UNITS, _in_hand),
    Desk("warn", "临期", "即将到期、尚未反馈的工单", WorkOrder, _CLOCK, _nearly_due),
    Desk("overdue", "超期", "已过期限、尚未反馈的工单", WorkOrder, _CLOCK, _overdue),
    Desk("visit", "待回访", "期限已到或已反馈、尚未回访的工单", WorkOrder, _VISITORS, _to_visit),
    Desk("objection", "待审核异议", "尚未裁定的派单异议", Objection, _REVIEWERS,
         _to_rule, "rule_by"),
    Desk("late_ruling", "异议超期未裁", "已过裁定时限的派单异议", Objection, _WATCHING,
         _late_to_rule, "rule_by"),
    Desk("extension", "待审核延期", "由本单位决定的延期申请", Extension, _DECIDERS,
         _to_decide, "at"),
    Desk("contest", "待审核回访异议", "尚未裁定的回访异议", VisitContest, _SETTLERS,
         _to_settle, "at"),
    *(replace(each, occasional=True) for each in OCCASIONAL),
))
# fmt: on
