"""In the end, over everything that is stored: lawful, derived as the oracle has it, on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from app.kernel.audit import Audit
from app.kernel.model import columns
from app.kernel.session import GovernedSession
from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.objection import Objection
from app.models.participation import Participation
from app.models.visit import Visit
from app.models.visit_contest import VisitContest
from app.models.work_order import WorkOrder
from app.services.law_check import Check
from tests.oracle.acting import Book, Told, stored
from tests.oracle.checking_beside import TABLES, beside
from tests.oracle.records import Round
from tests.oracle.telling import plain

#: What a dispatch pins, by the same name on both sides.
PINS = ("seq", "ground", "limit_class", "starts_at", "due_at", "warn_at", "object_by", "sign_by",
        "contact_by", "send_by", "at")  # fmt: skip


def everything(book: Book) -> None:
    """``flask law check`` finds nothing, and every row is what the oracle makes of the acts."""
    with book.world.reading() as session:
        found = [f"{each.table} {each.row_id}: {each}" for each in Check(session).findings()]
        assert found == [], found[:5]
        kept = Kept(session)
    for told in book.told:
        story = "\n".join(told.acts)
        for name, ours, theirs in compared(book, told, kept):
            assert ours == theirs, f"{name} of order {told.ident}\n{story}"


class Kept:
    """All rows of all orders, by table and order."""

    def __init__(self, session: Any) -> None:
        self.orders = {each.id: each for each in session.scalars(select(WorkOrder))}
        self.rows: dict[tuple[type[Any], int], list[Any]] = {}
        tables = (Dispatch, DispatchCopy, Extension, ExtensionDecision, Objection, Participation,
                  Visit, VisitContest, *TABLES)  # fmt: skip
        for table in tables:
            for each in session.scalars(select(table).order_by(table.id)).unique():
                self.rows.setdefault((table, each.order_id), []).append(each)
        counted = select(Audit.order_id, func.count()).group_by(Audit.order_id)
        self.lines = {ident: number for ident, number in session.execute(counted)}
        added = select(Audit.table, Audit.row_id).where(Audit.verb == "新增")
        self.new = Counter((table, ident) for table, ident in session.execute(added))

    def of(self, table: type[Any], told: Told) -> list[Any]:
        return self.rows.get((table, told.ident), [])


def compared(book: Book, told: Told, kept: Kept) -> Iterator[tuple[str, Any, Any]]:
    """(what, the oracle's, the product's) of one order."""
    order = told.order
    yield "order", order.derived(), stored(kept.orders[told.ident], book.names)
    yield "audit", told.lines, kept.lines[told.ident]
    yield (
        "dispatches",
        [_pins(each) for each in order.rounds],
        [_held(book, each) for each in kept.of(Dispatch, told)],
    )
    yield (
        "copies",
        [(each.seq, each.copied) for each in order.rounds if each.copied],
        [
            (kept_seq(kept, told, each.dispatch_id), book.names.units[each.unit_id])
            for each in kept.of(DispatchCopy, told)
        ],
    )
    yield (
        "parts",
        order.parts(book.city),
        {
            book.names.units[each.unit_id]: (plain(each.role), plain(each.status), each.due_at)
            for each in kept.of(Participation, told)
        },
    )
    yield from _about_time(told, kept)
    yield from _visits(told, kept)
    yield from beside(told, kept, book.names)


def kept_seq(kept: Kept, told: Told, dispatch: int) -> int:
    return next(each.seq for each in kept.of(Dispatch, told) if each.id == dispatch)


def _pins(each: Round) -> dict[str, Any]:
    entry = (each.entry.code, each.entry.valid_from)
    own = {"unit": each.unit, "place": each.place, "entry": entry}
    return own | {name: getattr(each, name) for name in PINS}


def _held(book: Book, row: Dispatch) -> dict[str, Any]:
    units = book.names.units
    own = {"unit": units[row.unit_id], "place": units.get(row.place_id or 0),
           "entry": book.names.entries[row.entry_id]}  # fmt: skip
    return own | {name: plain(getattr(row, name)) for name in PINS}


def _about_time(told: Told, kept: Kept) -> Iterator[tuple[str, Any, Any]]:
    asked = [each for held in told.order.rounds for each in held.requests]
    yield (
        "requests",
        [(each.old_due, each.asked_due) for each in asked],
        [(each.old_due_at, each.asked_due_at) for each in kept.of(Extension, told)],
    )
    moved = [(e.old_due, e.asked_due if e.granted else e.old_due) for e in asked if e.decided]
    yield (
        "decisions",
        moved,
        [(each.old_due_at, each.new_due_at) for each in kept.of(ExtensionDecision, told)],
    )
    yield "objections", [(each.round.seq, each.rule_by) for each in told.order.objections], [
        (kept_seq(kept, told, each.dispatch_id), each.rule_by)
        for each in kept.of(Objection, told)
    ]  # fmt: skip


def _visits(told: Told, kept: Kept) -> Iterator[tuple[str, Any, Any]]:
    rows = kept.of(Visit, told)
    yield (
        "visits",
        [
            (held.seq, each.attempt, each.valid)
            for held in told.order.rounds
            for each in held.visits
        ],
        [(kept_seq(kept, told, each.dispatch_id), each.attempt, each.valid) for each in rows],
    )
    number = {each.id: each.attempt for each in rows}
    yield (
        "contests",
        [each.attempt for each in told.order.contests],
        [number[each.visit_id] for each in kept.of(VisitContest, told)],
    )


def within_reach(book: Book) -> None:
    """D10, P1: units have the orders they take part in, and no other; the hotline has them all."""
    people, city = book.world.people, book.city
    roles = {each.ident: each.order.roles(city) for each in book.told}
    for unit in city.units:
        login = next((each.login for each in city.people.values() if each.unit == unit), None)
        if login is None:
            continue
        mine = {ident for ident, held in roles.items() if held.get(unit, "former") != "former"}
        wanted = set(roles) if city.kind(unit) == "hotline" else mine
        with GovernedSession(book.world.bind, people[login], writing=False) as session:
            assert set(session.scalars(select(WorkOrder.id))) == wanted, unit


def one_line_a_row(book: Book) -> None:
    """Every act has exactly one audit line that says it is new; nothing else was ever recorded."""
    with book.world.reading() as session:
        lines = Kept(session).new
        for table in [WorkOrder, *Act.__subclasses__()]:
            assert "id" in columns(table)
            for ident in session.scalars(select(table.id)):
                assert lines.pop((table.__tablename__, ident), 0) == 1, (table, ident)
        cases = {each.__tablename__ for each in Act.__subclasses__()} | {"work_order"}
        assert [each for each in lines if each[0] in cases] == []
