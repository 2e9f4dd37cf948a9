"""How the law reads what is on the ledger and what is merged (条例:十五(二), 平台规则:merging)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.kernel.facts import facts, session_of
from app.law.reading import lead, stood_before
from app.models.dispatch import Dispatch
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.unit import Unit
from app.models.work_order import WorkOrder

# ---- the ledger -------------------------------------------------------------------------------


def removals(row: Any) -> list[LedgerRemoval]:
    """Entries struck off, oldest first, the row itself left out."""
    return [each for each in facts(row, LedgerRemoval) if each is not row]


def open_entry(row: Any) -> Ledger | None:
    """The entry that nobody has struck off, the row itself left out."""
    found = [each for each in facts(row, Ledger) if each is not row]
    ended = {each.ledger for each in removals(row)} if found else set()
    return next((each for each in found if each not in ended), None)


def reviews_of(entry: Ledger, row: Any) -> list[LedgerReview]:
    """The reviews of an entry, oldest first, the row itself left out."""
    return [e for e in facts(row, LedgerReview) if e is not row and e.ledger is entry]


# ---- mergers ----------------------------------------------------------------------------------

#: Under what the mergers into an order are kept among the facts of the write phase.
INTO = "merged into"


def own_merger(row: Any) -> Merger | None:
    """The last merger of the order, the row itself left out, unless it was undone."""
    found = [each for each in facts(row, Merger) if each is not row]
    if not found:
        return None
    undone = {each.merger for each in facts(row, MergerUndo) if each is not row}
    return None if found[-1] in undone else found[-1]


def merged(row: Any) -> Merger | None:
    """The merger that holds: a redispatch of either parts what no longer has one lead."""
    last = own_merger(row)
    if last is None or last.main is None:
        return None
    return last if lead(row) is lead(last.main) else None


def mergers_into(order: WorkOrder) -> list[Merger]:
    """Every merger into an order, stored and pending, oldest first; once a phase."""
    session = session_of(order)
    key = (order, INTO)
    if key not in session.facts:
        new = [e for e in session.new if isinstance(e, Merger) and e.main is order]
        stored: Iterable[Merger] = ()
        if order.id is not None:
            query = select(Merger).where(Merger.main_id == order.id).order_by(Merger.id)
            with session.seeing_everything(), session.no_autoflush:
                stored = session.scalars(query).all()
        session.facts[key] = [*stored, *new]
    return list(session.facts[key])


# ---- as another order stood, when an act on this one was performed ----------------------------


def led_then(order: WorkOrder, act: Any) -> list[Dispatch]:
    """The live dispatch of another order when an act was performed.

    Of a stored act the instants tell; where a dispatch fell into its very second, either may be it.
    """
    found = sorted(facts(order, Dispatch), key=lambda each: each.seq or 10**6)
    if act.id is None:
        return found[-1:]
    ends = [each.at for each in found[1:]]
    return [
        each
        for place, each in enumerate(found)
        if each.at <= act.at and (place == len(ends) or ends[place] >= act.at)
    ]


def ended_then(order: WorkOrder, act: Any) -> bool:
    """Whether another order was closed when an act was performed."""
    if act.id is None or order.closed_at is None:
        return order.closed_at is not None
    return bool(order.closed_at < act.at)


def merged_then(order: WorkOrder, act: Merger) -> Merger | None:
    """The merger of another order that held when an act was performed."""
    found = [e for e in facts(order, Merger) if e is not act and stood_before(e, act)]
    if not found or _undone_then(found[-1], act):
        return None
    return found[-1] if _one_lead_then(found[-1], act) else None


def joined_then(order: WorkOrder, act: Merger) -> list[Merger]:
    """The mergers into an order that held when an act was performed."""
    found = [e for e in mergers_into(order) if e is not act and stood_before(e, act)]
    return [e for e in found if merged_then(e.order, act) is e]


def _undone_then(merger: Merger, act: Any) -> bool:
    told = facts(merger, MergerUndo)
    return any(each.merger is merger and each.at <= act.at for each in told)


def _one_lead_then(merger: Merger, act: Any) -> bool:
    own, others = (
        {each.unit for each in led_then(order, act)} for order in (merger.order, merger.main)
    )
    return not own.isdisjoint(others)


def answerable_above(row: Any, shielded: set[Unit]) -> Unit | None:
    """The district government over the lead; ``None`` where there is none, or it may not know."""
    held = lead(row)
    district = held.district if held is not None else None
    return None if district in shielded else district
