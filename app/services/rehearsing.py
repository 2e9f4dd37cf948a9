"""One order tried again: its acts, one after another, under the law as it would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer, lazyload

from app.kernel.errors import Finding
from app.kernel.facts import facts, together
from app.kernel.rules import DERIVATIONS, Derivation, examine
from app.kernel.session import GovernedSession
from app.law.reading import due_of, live, reply_of
from app.models.catalogue_entry import CatalogueEntry
from app.models.co_handling import CoHandling
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import DispatchGround, LimitClass
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.objection import Objection
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.supplement import Supplement
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from app.services.act_order import rank
from app.services.in_memory import relate
from app.services.supposed import Supposed

#: What is asked again whether the law accepts it, and what moves a limit between them.
EXAMINED = (Dispatch, Objection, Extension, Visit)
ACTS = (*EXAMINED, ExtensionDecision)
#: By these columns the derivations of a limit are known.
LIMITS = {"due_at", "object_by", "sign_by", "send_by", "asked_due_at", "new_due_at"}
PINS: dict[type[Any], list[Derivation]] = {
    table: [e for e in DERIVATIONS if e.table is table and LIMITS & set(e.fields)]
    for table in (Dispatch, Extension, ExtensionDecision)
}
MOVED = [e for e in DERIVATIONS if e.table is WorkOrder and "due_at" in e.fields]

#: What rules about the acts tried again most often ask for; the rest is read when asked for.
READ = (*ACTS, Reply, Ruling, Disposal, Receipt, CoHandling, Supplement)
#: How an order ended; while its acts are tried, it had not.
ENDS = ("closed_at", "replied_at")


class Past(dict[Any, list[Any]]):
    """The facts of orders, as they were when an act was performed; whole while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._act: Any = None
        self._seen: dict[Any, list[Any]] = {}

    @property
    def act(self) -> Any:
        """The act the facts are told as of."""
        return self._act

    @act.setter
    def act(self, act: Any) -> None:
        self._act = act
        self._seen.clear()

    def get(self, key: Any, default: Any = None) -> Any:
        """The rows of one table about one order."""
        seen = self._seen.get(key)
        if seen is not None:
            return seen
        held = super().get(key, default)
        if not held or self._act is None:
            return held
        self._seen[key] = then = self._then(held)
        return then

    def __getitem__(self, key: Any) -> list[Any]:
        held = super().__getitem__(key)
        return held if self._act is None else self._then(held)

    def _then(self, rows: list[Any]) -> list[Any]:
        if rows and not hasattr(rows[0], "at"):
            return rows
        at = self._act.at
        return [each for each in rows if each.at < at or (each.at == at and self._before(each))]

    def _before(self, row: Any) -> bool:
        return row is self._act or (rank(row), row.id) <= (rank(self._act), self._act.id)


@dataclass(frozen=True)
class Standing:
    """A dispatch as it stands, or as it would: its limit, its class, whether it is late."""

    due_at: datetime
    level: LimitClass
    late: bool


class Trial:
    """One order under one supposition."""

    def __init__(self, past: Past, known: Supposed, order: WorkOrder, since: datetime) -> None:
        """Its acts in the order in which they were performed; ``since``: those tried again."""
        self.past, self.known, self.order = past, known, order
        past.act = None
        self.dispatches: list[Dispatch] = facts(order, Dispatch)
        self.tried = {each for each in self.dispatches if each.at >= since}
        self.acts = [row for table in ACTS for row in facts(order, table)]
        self.acts.sort(key=lambda act: (act.at, rank(act), act.id))
        self.closed_at = order.closed_at
        self.entries = {each: each.entry for each in self.tried}
        self.pins = [
            (row, name, getattr(row, name))
            for row in (*self.acts, order)
            for each in PINS.get(type(row), MOVED if row is order else [])
            for name in each.fields
        ]
        self.pins += [(order, name, getattr(order, name)) for name in ENDS]

    def standings(self, now: datetime) -> dict[Dispatch, Standing]:
        """How each dispatch that is tried stands just now."""
        self.past.act = None
        return {each: self._standing(each, now) for each in self.dispatches if each in self.tried}

    def _standing(self, act: Dispatch, now: datetime) -> Standing:
        due, reply = due_of(act, self.order), reply_of(act, self.order)
        if act.ground is DispatchGround.SUPERVISORY:
            late = False
        elif reply is not None:
            late = reply.at > due
        elif act is not live(self.order):
            late = False
        elif self.closed_at is not None:
            late = self.closed_at >= due
        else:
            late = now > due
        return Standing(due, act.limit_class, late)

    def run(self) -> Iterator[tuple[Any, Finding]]:
        """What the law would say to each act, with its limits counted anew."""
        self._open()
        for act in self.acts:
            self._reach(act)
            if self._about(act) in self.tried:
                _pin(act)
                found = examine(act, None) if isinstance(act, EXAMINED) else ()
                yield from ((act, each) for each in found)
            if isinstance(act, Dispatch | ExtensionDecision):
                for each in MOVED:
                    _put(self.order, each.values(self.order, None))
        self.past.act = None

    def known_before(self, acts: Iterable[Any]) -> set[tuple[Any, str]]:
        """What the law says to some acts as they are stored: nobody was refused for that."""
        self.restore()
        self._open()
        found = set()
        for act in acts:
            self._reach(act)
            found |= {(act, each.rule) for each in examine(act, None)}
        self.past.act = None
        return found

    def _open(self) -> None:
        """Whatever was accepted was done on an order that was open."""
        for name in ENDS:
            self.order.__dict__[name] = None

    def _reach(self, act: Any) -> None:
        """The facts and the law as they were, or would have been, for one act."""
        self.past.act = act
        self.known.at(act.recorded_at)
        if isinstance(act, Dispatch):
            if act in self.tried:
                act.__dict__["entry"] = self.known.entry_of(self.entries[act])
            self.known.pinned(act)

    @staticmethod
    def _about(act: Any) -> Dispatch | None:
        if isinstance(act, Dispatch):
            return act
        asked = act.extension if isinstance(act, ExtensionDecision) else act
        return asked.dispatch if asked is not None else None

    def restore(self) -> None:
        """Everything as it is stored."""
        for row, name, value in self.pins:
            row.__dict__[name] = value
        for act, entry in self.entries.items():
            act.__dict__["entry"] = entry


def _pin(act: Any) -> None:
    """The limits of an act, counted anew; where there is no law for it, they stay."""
    for each in PINS.get(type(act), ()):
        values = each.values(act, None)
        if any(value is not None for value in values.values()):
            _put(act, values)


def _put(row: Any, values: dict[str, Any]) -> None:
    """As if it had been loaded so: no change to it."""
    row.__dict__.update(values)


@contextmanager
def batch(
    session: GovernedSession, known: Supposed, ids: Sequence[int]
) -> Iterator[list[WorkOrder]]:
    """A run of orders whose facts are read a table at a time."""
    words = (defer(WorkOrder.content), defer(WorkOrder.origin_note))
    query = select(WorkOrder).where(WorkOrder.id.in_(ids)).order_by(WorkOrder.id).options(*words)
    with together(session, list(session.scalars(query))) as orders:
        there = {each.id: each for each in orders}
        held: dict[type[Any], Any] = {
            Unit: known.units, CatalogueEntry: known.entries, WorkOrder: there,
        }  # fmt: skip
        for table in READ:
            acts = select(table).where(table.order_id.in_(ids)).order_by(table.id)
            rows = list(session.scalars(acts.options(lazyload("*"))))
            held[table] = {each.id: each for each in rows}
            about: dict[int, list[Any]] = {ident: [] for ident in there}
            for each in rows:
                about[each.order_id].append(each)
            session.facts.update(((there[ident], table), told) for ident, told in about.items())
        for table in READ:
            relate(table, held[table].values(), held)
        yield orders
