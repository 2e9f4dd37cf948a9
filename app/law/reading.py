"""How the law reads an order: its live dispatch, what is pending on it, who leads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.kernel.facts import facts
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.objection import Objection
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.unit import Unit
from app.models.visit import Visit


def dispatches(row: Any) -> list[Dispatch]:
    """All dispatches of the order but the row itself, by sequence."""
    found = [each for each in facts(row, Dispatch) if each is not getattr(row, "_row", row)]
    return sorted(found, key=lambda each: each.seq or 10**6)


def live(row: Any) -> Dispatch | None:
    """The dispatch that holds: the highest in sequence, the row itself left out."""
    found = dispatches(row)
    return found[-1] if found else None


def lead(row: Any) -> Unit | None:
    """The unit that has the order now."""
    held = live(row)
    return held.unit if held else None


def pending_objection(row: Any) -> Objection | None:
    """The objection that awaits its ruling, the row itself left out."""
    found = [each for each in facts(row, Objection) if each is not row]
    ruled = {each.objection for each in facts(row, Ruling) if each is not row} if found else set()
    return next((each for each in found if each not in ruled), None)


def pending_extension(row: Any) -> Extension | None:
    """The request that awaits its decision and still concerns the live dispatch."""
    decided = {each.extension for each in facts(row, ExtensionDecision) if each is not row}
    return next(
        (
            each
            for each in facts(row, Extension)
            if each is not row and each not in decided and each.dispatch is live(row)
        ),
        None,
    )


def granted(row: Any) -> list[ExtensionDecision]:
    """Granted extensions of the order, oldest first, the row itself left out."""
    return [
        each
        for each in facts(row, ExtensionDecision)
        if each.granted and each.extension is not None and each is not row
    ]


def due_of(dispatch: Dispatch, row: Any) -> datetime:
    """When a dispatch's limit ends, as far as granted extensions have moved it."""
    moved = [each for each in granted(row) if each.extension.dispatch is dispatch]
    return moved[-1].new_due_at if moved else dispatch.due_at


def heir(unit: Unit) -> Unit | None:
    """The active unit that has a unit's functions now: itself, or whoever took over in the end."""
    passed: list[Unit] = []
    held: Unit | None = unit
    while held is not None and not held.active and held not in passed:
        passed.append(held)
        held = held.successor
    return held if held is not None and held.active else None


def receipt_of(dispatch: Dispatch | None, row: Any) -> Receipt | None:
    """The receipt of a dispatch."""
    return next((e for e in facts(row, Receipt) if e.dispatch is dispatch and e is not row), None)


def reply_of(dispatch: Dispatch | None, row: Any) -> Reply | None:
    """The reply to a dispatch."""
    return next((e for e in facts(row, Reply) if e.dispatch is dispatch and e is not row), None)


def disposal(row: Any) -> Disposal | None:
    """How the order ended without dispatch."""
    return next((each for each in facts(row, Disposal) if each is not row), None)


def visits(row: Any) -> list[Visit]:
    """Attempts at the return visit, the row itself left out."""
    return [each for each in facts(row, Visit) if each is not row]


def valid_visit(row: Any) -> Visit | None:
    """The visit that answered."""
    return next((each for each in visits(row) if each.valid), None)
