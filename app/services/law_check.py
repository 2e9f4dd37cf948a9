"""核对: every stored row examined again, every derived column and demanded row computed again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, exists, func, select
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria

from app.kernel.audit import Audit
from app.kernel.clock import now
from app.kernel.errors import Finding
from app.kernel.facts import reading_for
from app.kernel.model import Case, managed_tables
from app.kernel.rules import DEMANDS, DERIVATIONS, examine, governing
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.act import Act, Dated
from app.models.catalogue_entry import CatalogueEntry
from app.models.delegation import Delegation
from app.models.reorganisation import Reorganisation
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.services.act_order import rank, tied
from app.services.in_memory import relate
from app.services.known import LATEST, Known, Moment
from app.services.replay import Law, Replay, demanded, pinned

BATCH = 500
ADDED = "新增"


class Check:
    """One pass over everything stored; reads as SYSTEM and writes nothing."""

    def __init__(self, session: GovernedSession, part: tuple[int, int] = (0, 1)) -> None:
        """Take in the reference rows. ``part``: which of how many shares of the orders this is."""
        self.session, self.part = session, part
        tables: list[type[Any]] = list(managed_tables())
        self.cases: list[Any] = [t for t in tables if issubclass(t, Case) and t is not WorkOrder]
        derived = {each.table for each in DERIVATIONS}
        self.reference = [
            t for t in tables if not issubclass(t, Case) and (governing(t) or t in derived)
        ]
        self.law, self.known = Law(self.cases), Known(session)
        self.counted: Counter[type[Any]] = Counter()
        self.written: dict[tuple[str, int], int] = {}

    @property
    def orders(self) -> int:
        """How many orders were replayed."""
        return self.counted[WorkOrder]

    @property
    def rows(self) -> int:
        """How many rows were examined, orders included."""
        return self.counted.total()

    def findings(self) -> Iterator[Finding]:
        """What is unlawful, table by table and order by order."""
        with reading_for(self.session), self.session.no_autoflush:
            number, of = self.part
            if number == 0:
                for table in self.reference:
                    yield from self._rows_of(table)
                yield from self._strays()
            last = batch = 0
            while ids := self._following(last):
                if batch % of == number:
                    yield from self._batch(ids)
                last, batch = ids[-1], batch + 1

    # ---- reference rows -----------------------------------------------------------------------

    def _rows_of(self, table: type[Any]) -> Iterator[Finding]:
        """Each row under the facts of its own last writing.

        Closed accounts and ended delegations are left out: nobody is asked to mend what is not in
        use.
        """
        query = select(table).order_by(table.id)
        if table is Account:
            query = query.where(Account.active)
        if table is Delegation:
            query = query.where(Delegation.ends_at > now())
        pins = [each for each in DERIVATIONS if each.table is table]
        written = self._written(table)
        for row in self.session.scalars(query).all():
            self.counted[table] += 1
            self.known.at(*written.get(row.id, (getattr(row, "at", now()), LATEST)))
            yield from pinned(row, pins)
            with _before(self.session, row):
                yield from examine(row, None)
            for each in DEMANDS:
                if each.of != "order" and table in each.on:
                    yield from demanded(each, row)
        self.session.facts.clear()

    def _written(self, table: type[Any]) -> dict[int, Moment]:
        """When rows got the values that rules ask about, where their own instant does not tell.

        Units and accounts are edited in place; what a reorganisation changes may change in the very
        second in which it was drafted.
        """
        if table is Unit:
            return {each.row_id: (each.at, each.id) for each in self.known.changes}
        if table not in (Account, Reorganisation):
            return {}
        query = (
            select(Audit.row_id, func.max(Audit.at), func.max(Audit.id))
            .where(Audit.table == table.__tablename__)
            .where(Audit.now["unit_id"].as_integer().is_not(None))
            .group_by(Audit.row_id)
        )
        return {row: (at, number) for row, at, number in self.session.execute(query)}

    # ---- orders -------------------------------------------------------------------------------

    def _following(self, last: int) -> list[int]:
        query = select(WorkOrder.id).where(WorkOrder.id > last).order_by(WorkOrder.id)
        return list(self.session.scalars(query.limit(BATCH)))

    def _batch(self, ids: Sequence[int]) -> Iterator[Finding]:
        """A run of orders; where a value cannot be read, halved until the order is found."""
        try:
            orders, acts, others = self._read(ids)
        except (LookupError, ValueError):
            if len(ids) == 1:
                said = f"工单 {ids[0]} 的记录含有无法识别的值"
                yield Finding("stored_value", "", said, (), "work_order", ids[0])
            else:
                yield from self._batch(ids[: len(ids) // 2])
                yield from self._batch(ids[len(ids) // 2 :])
            return
        for order in orders.values():
            replay = Replay(self.session, self.law, self.known, order)
            yield from replay.findings(acts[order.id], others[order.id], self.written)
        self.session.facts.clear()

    def _read(
        self, ids: Sequence[int]
    ) -> tuple[dict[int, WorkOrder], dict[int, list[Any]], dict[int, dict[type[Any], list[Any]]]]:
        first, last = ids[0], ids[-1]
        query = select(WorkOrder).where(WorkOrder.id.between(first, last)).order_by(WorkOrder.id)
        orders = {each.id: each for each in self.session.scalars(query)}
        rows: dict[type[Any], list[Any]] = {WorkOrder: list(orders.values())}
        for table in self.cases:
            of_these = table.order_id.between(first, last)
            found = self.session.scalars(select(table).where(of_these).order_by(table.id))
            rows[table] = [each for each in found if each.order_id in orders]
        self._relate(rows)
        acts: dict[int, list[Any]] = {each: [] for each in orders}
        others: dict[int, dict[type[Any], list[Any]]] = {
            each: {t: [] for t in self.cases if not issubclass(t, Act)} for each in orders
        }
        for table in self.cases:
            for row in rows[table]:
                if issubclass(table, Act):
                    acts[row.order_id].append(row)
                else:
                    others[row.order_id][table].append(row)
        for table, read in rows.items():
            self.counted[table] += len(read)
        self._sort(orders, acts)
        return orders, acts, others

    def _relate(self, rows: dict[type[Any], list[Any]]) -> None:
        """Set every relation from what is in memory already: not one query an act."""
        held: dict[type[Any], dict[int, Any]] = {
            table: {each.id: each for each in read} for table, read in rows.items()
        }
        held |= {Unit: self.known.units, CatalogueEntry: self.known.entries}
        for table, read in rows.items():
            relate(table, read, held)

    def _sort(self, orders: dict[int, WorkOrder], acts: dict[int, list[Any]]) -> None:
        """As they were written: by instant, and within one second as the audit has it."""
        contested = self.known.contested
        unclear = [
            ident
            for ident, held in acts.items()
            if tied(held) or any(each.recorded_at in contested for each in (orders[ident], *held))
        ]
        self.written = self._lines(unclear)
        for held in acts.values():
            held.sort(
                key=lambda act: (
                    act.at,
                    self.written.get((act.__tablename__, act.id), 0),
                    rank(act),
                    act.id,
                )
            )

    def _lines(self, orders: Sequence[int]) -> dict[tuple[str, int], int]:
        """The numbers of the audit lines that wrote the rows of some orders."""
        if not orders:
            return {}
        query = select(Audit.table, Audit.row_id, Audit.id).where(
            Audit.order_id.in_(orders), Audit.verb == ADDED
        )
        return {(table, row): number for table, row, number in self.session.execute(query)}

    def _strays(self) -> Iterator[Finding]:
        """Rows of no order: no replay meets them."""
        for table in self.cases:
            known = exists().where(WorkOrder.id == table.order_id)
            query = select(func.count()).select_from(table).where(~known)
            if lost := self.session.scalar(query):
                said = f"有 {lost} 条{table.__label__}不属于任何工单"
                yield Finding("stray_rows", "条例:十", said, (), table.__tablename__, None)


@contextmanager
def _before(session: GovernedSession, row: Any) -> Iterator[None]:
    """While a dated row is examined, its table holds only what was written before it."""
    if not issubclass(type(row), Dated):
        yield
        return
    table, written = type(row), row.id
    earlier = with_loader_criteria(table, table.id < written)

    def narrow(state: ORMExecuteState) -> None:
        state.statement = state.statement.options(earlier)

    event.listen(session, "do_orm_execute", narrow)
    try:
        yield
    finally:
        event.remove(session, "do_orm_execute", narrow)
