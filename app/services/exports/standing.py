"""An order as it stood at an instant: by its stored columns now, by its acts at any other time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, literal, null, or_, select, type_coerce
from sqlalchemy.orm import aliased

from app.models.catalogue_entry import CatalogueEntry
from app.models.dispatch import Dispatch
from app.models.enums import DispatchGround, Level, Status
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.objection import Objection
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.work_order import WorkOrder

ON_TIME, OVERDUE = "按时", "超期"


@dataclass(frozen=True)
class Standing:
    """SQL for what depends on the instant. ``past``: not the present, so read from the acts."""

    at: datetime
    past: bool = False

    @cached_property
    def dispatch(self) -> Any:
        """The dispatch that held."""
        return aliased(Dispatch, name="held")

    @cached_property
    def lead(self) -> Any:
        """The unit that had the order."""
        return aliased(Unit, name="lead")

    @cached_property
    def area(self) -> Any:
        """The district of the place."""
        return aliased(Unit, name="area")

    @cached_property
    def place(self) -> Any:
        """Where the matter is, as the dispatcher found."""
        return aliased(Unit, name="place")

    @cached_property
    def reply(self) -> Any:
        """What the unit answered."""
        return aliased(Reply, name="answer")

    @cached_property
    def visit(self) -> Any:
        """The visit that reached somebody."""
        return aliased(Visit, name="call")

    def joined(self, query: Select[Any], needed: set[str]) -> Select[Any]:
        """The tables that some columns need; ``needed``: names of the properties above."""
        about = needed & {"dispatch", "place", "area", "reply"}
        if about or (self.past and needed & {"lead", "entry"}):
            query = query.outerjoin(self.dispatch, self._held())
        if "lead" in needed:
            held = self.dispatch.unit_id if self.past else WorkOrder.lead_id
            query = query.outerjoin(self.lead, self.lead.id == held)
        if "entry" in needed:
            held = self.dispatch.entry_id if self.past else WorkOrder.entry_id
            query = query.outerjoin(CatalogueEntry, CatalogueEntry.id == held)
        if needed & {"place", "area"}:
            query = query.outerjoin(self.place, self.place.id == self.dispatch.place_id)
        if "area" in needed:
            query = query.outerjoin(self.area, self.area.id == self.place.district_id)
        if "reply" in needed:
            there = self.reply.dispatch_id == self.dispatch.id
            query = query.outerjoin(self.reply, and_(there, *self._by_then(self.reply)))
        if "visit" in needed:
            query = query.outerjoin(self.visit, self._called())
        return query

    def _held(self) -> Any:
        other = aliased(Dispatch)
        latest = select(func.max(other.seq)).where(
            other.order_id == WorkOrder.id, *self._by_then(other)
        )
        highest = latest.correlate(WorkOrder).scalar_subquery()
        return and_(self.dispatch.order_id == WorkOrder.id, self.dispatch.seq == highest)

    def _called(self) -> Any:
        """The last valid visit: an order that was done over has one a round."""
        later = aliased(Visit)
        after = exists().where(
            later.order_id == self.visit.order_id,
            later.valid.is_(True),
            later.attempt > self.visit.attempt,
            *self._by_then(later),
        )
        there = (self.visit.order_id == WorkOrder.id, self.visit.valid.is_(True))
        return and_(*there, *self._by_then(self.visit), ~after)

    def _by_then(self, table: Any) -> tuple[Any, ...]:
        return (table.at <= self.at,) if self.past else ()

    # ---- columns ------------------------------------------------------------------------------

    @property
    def due_at(self) -> Any:
        """The limit, as far as extensions granted by then have moved it; needs the dispatch."""
        if not self.past:
            return WorkOrder.due_at
        asked, between = aliased(Dispatch), aliased(Dispatch)
        # What was asked for before a successor took over moves the successor's limit.
        parted = exists().where(
            between.order_id == asked.order_id,
            between.seq > asked.seq,
            between.seq <= self.dispatch.seq,
            between.ground != DispatchGround.SUCCESSOR,
        )
        moved = (
            select(func.max(ExtensionDecision.new_due_at))
            .join(Extension, Extension.id == ExtensionDecision.extension_id)
            .join(asked, asked.id == Extension.dispatch_id)
            .where(
                asked.order_id == self.dispatch.order_id,
                asked.seq <= self.dispatch.seq,
                ~parted,
                ExtensionDecision.granted.is_(True),
                ExtensionDecision.at <= self.at,
            )
            .correlate(self.dispatch)
            .scalar_subquery()
        )
        held = func.coalesce(moved, self.dispatch.due_at, type_=WorkOrder.due_at.type)
        # 监督指导 is not handled against a limit (条例:十一(3)(五)).
        return case((self.dispatch.ground != DispatchGround.SUPERVISORY, held), else_=null())

    @property
    def replied_at(self) -> Any:
        """When the unit answered; needs the reply when in the past."""
        return self.reply.at if self.past else WorkOrder.replied_at

    @property
    def closed_at(self) -> Any:
        """When it ended, unless that came later."""
        if not self.past:
            return WorkOrder.closed_at
        return case((WorkOrder.closed_at <= self.at, WorkOrder.closed_at), else_=null())

    @property
    def verdict(self) -> Any:
        """按时 or 超期: answered in time, or the limit not yet over; nothing without a limit."""
        due, replied, closed = self.due_at, self.replied_at, self.closed_at
        unanswered = or_(closed >= due, and_(closed.is_(None), due < self.at))
        late = or_(replied > due, and_(replied.is_(None), unanswered))
        return case((due.is_(None), null()), (late, literal(OVERDUE)), else_=literal(ON_TIME))

    @property
    def status(self) -> Any:
        """Where it stood."""
        if not self.past:
            return WorkOrder.status
        kind = WorkOrder.status.type
        signed = exists().where(Receipt.dispatch_id == self.dispatch.id, Receipt.at <= self.at)
        ruled = exists().where(Ruling.objection_id == Objection.id, Ruling.at <= self.at)
        disputed = exists().where(
            Objection.dispatch_id == self.dispatch.id, Objection.at <= self.at, ~ruled
        )
        stood = case(
            (WorkOrder.closed_at <= self.at, WorkOrder.status),
            (self.dispatch.id.is_(None), literal(Status.REGISTERED, kind)),
            (self._on_the_ledger(), literal(Status.LEDGER, kind)),
            (disputed, literal(Status.DISPUTED, kind)),
            (self.reply.id.is_not(None), literal(Status.REPLIED, kind)),
            (signed, literal(Status.HANDLING, kind)),
            else_=literal(Status.DISPATCHED, kind),
        )
        return type_coerce(stood, kind)

    def _on_the_ledger(self) -> Any:
        """Visited to the end while an entry was open; of calls in vain what came of them tells."""
        removed = exists().where(LedgerRemoval.ledger_id == Ledger.id, LedgerRemoval.at <= self.at)
        entered = exists().where(Ledger.order_id == WorkOrder.id, Ledger.at <= self.at, ~removed)
        call, later = aliased(Visit), aliased(Visit)
        called = exists().where(call.dispatch_id == self.dispatch.id, call.at <= self.at)
        answered = called.where(call.valid.is_(True), call.workable.is_not(True))
        struck = exists().where(
            LedgerRemoval.order_id == WorkOrder.id, LedgerRemoval.at == WorkOrder.closed_at
        )
        again = exists().where(later.order_id == WorkOrder.id, later.at > self.at)
        in_vain = and_(or_(WorkOrder.status == Status.LEDGER, struck), called, ~again)
        return and_(entered, or_(answered, in_vain))

    @property
    def district(self) -> Any:
        """The name of the district of the place."""
        return func.coalesce(self.area.short_name, self.place.short_name)

    @property
    def township(self) -> Any:
        """The name of the street or township of the place, where it is known."""
        return case((self.place.level == Level.STREET, self.place.short_name), else_=null())
