"""Replaying an order: each act examined against the facts as they were before it.

Rules judge the moment of an act. Asked of a finished order they would see what came later, so the
facts are laid out again one by one, in the order in which they were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from app.kernel.clock import local
from app.kernel.complete import relations
from app.kernel.errors import Finding
from app.kernel.facts import facts
from app.kernel.model import columns, metadata_of
from app.kernel.rules import DEMANDS, DERIVATIONS, NUMBERINGS, DemandedRows, Derivation, examine
from app.kernel.session import GovernedSession
from app.kernel.types import Labeled
from app.models.dispatch import Dispatch
from app.models.enums import Status
from app.models.work_order import WorkOrder
from app.services.known import LATEST, Known, Moment


@dataclass
class Law:
    """The registry, laid out by table once for a whole check."""

    tables: Sequence[type[Any]]
    pins: dict[type[Any], list[Derivation]] = field(default_factory=dict)
    moves: dict[type[Any], list[Derivation]] = field(default_factory=dict)
    writers: dict[str, Derivation] = field(default_factory=dict)
    derived: list[str] = field(default_factory=list)
    demands: list[DemandedRows] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Which derivations an act pins, and which columns of its order it moves."""
        own = [each for each in DERIVATIONS if each.table is WorkOrder]
        every: list[type[Any]] = [WorkOrder, *self.tables]
        for table in every:
            self.pins[table] = [each for each in DERIVATIONS if each.table is table]
            self.moves[table] = [each for each in own if table in each.on or table is WorkOrder]
        keys = {name: column for name, column, _ in relations(WorkOrder)}
        self.writers = {keys.get(name, name): each for each in own for name in each.fields}
        self.demands = [each for each in DEMANDS if each.of == "order"]
        self.derived = [key for key, meta in columns(WorkOrder).items() if meta["derived"]]


class Replay:
    """One order, from its registration to today."""

    def __init__(self, session: GovernedSession, law: Law, known: Known, order: WorkOrder) -> None:
        """Remember what is stored; the order itself is then taken back to its beginning."""
        self.session, self.law, self.known, self.order = session, law, known, order
        self.stored = {key: getattr(order, key) for key in law.derived}

    def findings(
        self,
        acts: Sequence[Any],
        others: dict[type[Any], list[Any]],
        written: Mapping[tuple[str, int], int],
    ) -> Iterator[Finding]:
        """Everything that is not as the law has it.

        ``acts``: in the order in which they were written. ``others``: rows only the law writes.
        ``written``: the audit's numbers, where the instants alone do not tell before from after.
        """
        order, facts = self.order, self.session.facts
        facts.clear()
        for table in self.law.tables:
            facts[(order, table)] = []
        caused = dict.fromkeys(self.law.demands, self._when(order, written))
        for key in self.law.derived:
            _put(order, key, Status.REGISTERED if key == "status" else None)
        self._move(WorkOrder)
        yield from examine(order, None)
        yield from _numbered(order)
        for act in acts:
            moment = self._when(act, written)
            if isinstance(act, Dispatch):
                self.known.pinned(act)
            facts[(order, type(act))].append(act)
            of = {type(act), WorkOrder} if self._move(type(act)) else {type(act)}
            caused |= {each: moment for each in self.law.demands if not of.isdisjoint(each.on)}
            yield from pinned(act, self.law.pins[type(act)])
            yield from examine(act, None)
        for table, rows in others.items():
            facts[(order, table)] = rows
            for row in rows:
                yield from examine(row, None)
        yield from self._standing()
        for each, moment in caused.items():
            self.known.at(*moment)  # as things stood when the last act that concerns them was done
            yield from demanded(each, order)

    def _when(self, row: Any, written: Mapping[tuple[str, int], int]) -> Moment:
        # What is imported was judged when it was written, by the units as they were then.
        moment = row.recorded_at, written.get((row.__tablename__, row.id), LATEST)
        self.known.at(*moment)
        return moment

    def _move(self, table: type[Any]) -> bool:
        """What an act of ``table`` changes on its order; whether anything does."""
        moved = False
        for each in self.law.moves[table]:
            for name, value in each.values(self.order, None).items():
                if getattr(self.order, name) != value:
                    _put(self.order, name, value)
                    moved = True
        return moved

    def _standing(self) -> Iterator[Finding]:
        for key, stored in self.stored.items():
            wanted = getattr(self.order, key)
            if wanted == stored:
                continue
            writer = self.law.writers[key]
            if writer.once and stored is None:
                continue  # registered before there was such a column
            yield _differs(self.order, writer.compute.__name__, writer.clause, key, stored, wanted)


def pinned(row: Any, derivations: Sequence[Derivation]) -> Iterator[Finding]:
    """Derived columns of a row that are not what the facts make them."""
    for each in derivations:
        for name, wanted in each.values(row, None).items():
            stored = getattr(row, name)
            if stored != wanted:
                yield _differs(row, each.compute.__name__, each.clause, name, stored, wanted)


@cache
def _columns_of_relations() -> dict[str, str]:
    return {relation: column for relation, column, _ in relations(WorkOrder)}


@cache
def _relations_of_columns() -> dict[str, str]:
    return {column: relation for relation, column, _ in relations(WorkOrder)}


def _put(order: WorkOrder, name: str, value: Any) -> None:
    """Set a column or a relation of the order as if it had been loaded so: no change to it."""
    held = order.__dict__
    held[name] = value
    if column := _columns_of_relations().get(name):
        held[column] = value.id if value is not None else None
    elif value is None and (relation := _relations_of_columns().get(name)):
        held[relation] = None


def _numbered(order: WorkOrder) -> Iterator[Finding]:
    """The number is that of its day and its point of intake."""
    _, give = NUMBERINGS[WorkOrder]
    tail = (order.number or "")[-6:]
    wanted = give(order, lambda _: int(tail) if tail.isdecimal() else 0)
    if order.number != wanted:
        yield _differs(order, give.__name__, "平台规则:number", "number", order.number, wanted)


def demanded(demand: DemandedRows, owner: Any) -> Iterator[Finding]:
    """Rows the law demands that are missing or differ, and rows it does not demand."""
    table, rule = demand.table, demand.demand.__name__
    stored = facts(owner, table, demand.of)
    held = {tuple(getattr(row, key) for key in demand.key): row for row in stored}
    wanted = {tuple(told[key] for key in demand.key): told for told in demand.demand(owner)}
    for key, told in wanted.items():
        row = held.get(key)
        if row is None:
            named = f"{type(owner).__label__} {getattr(owner, 'number', owner)}"
            sentence = f"{named} 缺少法定的{table.__label__}（{_told(key[-1])}）"
            yield Finding(rule, demand.clause, sentence, (), table.__tablename__, None)
            continue
        for name, value in told.items():
            if getattr(row, name) != value:
                yield _differs(row, rule, demand.clause, name, getattr(row, name), value)
    for key, row in held.items():
        if key not in wanted and None not in key:
            sentence = f"多出一条没有依据的{table.__label__}"
            yield Finding(rule, demand.clause, sentence, (), table.__tablename__, row.id)


def _differs(row: Any, rule: str, clause: str, name: str, stored: Any, wanted: Any) -> Finding:
    label = metadata_of(type(row), name)["label"]
    sentence = f"“{label}”存为 {_told(stored)}，依事实应为 {_told(wanted)}"
    return Finding(rule, clause, sentence, (name,), type(row).__tablename__, row.id)


def _told(value: Any) -> str:
    if value is None:
        return "空"
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M:%S}"
    return value.label if isinstance(value, Labeled) else str(value)
