"""How the law reads an order: its live dispatch, what is pending on it, who leads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.kernel.facts import begun, facts
from app.kernel.snapshot import Snapshot
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.contact import Contact
from app.models.contest_ruling import ContestRuling
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import DispatchGround, UnitKind
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.objection import Objection
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.visit_contest import VisitContest


def dispatches(row: Any) -> list[Dispatch]:
    """All dispatches of the order but the row itself, by sequence."""
    found = facts(row, Dispatch)
    if isinstance(row, Dispatch | Snapshot):
        own = getattr(row, "_row", row)
        found = [each for each in found if each is not own]
    return found if len(found) < 2 else sorted(found, key=lambda each: each.seq or 10**6)


def live(row: Any) -> Dispatch | None:
    """The dispatch that holds: the highest in sequence, the row itself left out."""
    found = dispatches(row)
    return found[-1] if found else None


def previous(act: Dispatch) -> Dispatch | None:
    """The dispatch before a dispatch."""
    found = [each for each in dispatches(act) if act.seq is None or each.seq < act.seq]
    return found[-1] if found else None


def handling(dispatch: Dispatch | None, row: Any) -> list[Dispatch]:
    """A dispatch, then those whose handling it carries on, because a successor took over."""
    found = [dispatch] if dispatch is not None else []
    while found and found[-1].ground is DispatchGround.SUCCESSOR:
        last = found[-1].seq
        earlier = [each for each in dispatches(row) if each.seq is not None and each.seq < last]
        if not earlier:
            break
        found.append(earlier[-1])
    return found


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
    """The request that awaits its decision and still concerns the live dispatch.

    What an abolished unit had asked for is decided for its successor.
    """
    decided = {each.extension for each in facts(row, ExtensionDecision) if each is not row}
    found = [e for e in facts(row, Extension) if e is not row and e not in decided]
    held = handling(live(row), row) if found else []
    return next((each for each in found if each.dispatch in held), None)


def granted(row: Any) -> list[ExtensionDecision]:
    """Granted extensions of the order, oldest first, the row itself left out."""
    return [
        each
        for each in facts(row, ExtensionDecision)
        if each.granted and each.extension is not None and each is not row
    ]


def about(dispatch: Dispatch | None, row: Any, table: type[Any]) -> list[Any]:
    """The rows of a table about one dispatch, the row itself left out.

    About a dispatch that is only now being made nothing is stored yet, so nothing is asked for.
    """
    fresh = dispatch is not None and dispatch.id is None
    found = begun(row, table) if fresh else facts(row, table)
    return [held for held in found if held.dispatch is dispatch and held is not row]


def stood_before(one: Any, act: Any) -> bool:
    """Whether a row of the act's own table was there before it; a second may hold several."""
    if act.id is None or one.at != act.at:
        return bool(one.at <= act.at)
    return bool(one.id < act.id)


def goes_back(act: Dispatch) -> bool:
    """Whether an order is done over: under its own entry and place, so nothing is asked of them."""
    return act.visit is not None


def due_of(dispatch: Dispatch, row: Any) -> datetime:
    """When a dispatch's limit ends, as far as granted extensions have moved it."""
    if dispatch.id is None:
        return dispatch.due_at
    found = granted(row)
    held = handling(dispatch, row) if found else []
    moved = [each for each in found if each.extension.dispatch in held]
    return moved[-1].new_due_at if moved else dispatch.due_at


def heir(unit: Unit) -> Unit | None:
    """The active unit that has a unit's functions now: itself, or whoever took over in the end."""
    passed: list[Unit] = []
    held: Unit | None = unit
    while held is not None and not held.active and held not in passed:
        passed.append(held)
        held = held.successor
    return held if held is not None and held.active else None


def street_of(community: Unit) -> Unit | None:
    """The street or township a community lies in; a merged one's communities go with it."""
    above = community.parent
    after = heir(above) if above is not None else None
    return after if after is not None and after.kind is UnitKind.STREET else above


def contacts_of(dispatch: Dispatch | None, row: Any) -> list[Contact]:
    """The attempts of the unit to reach the complainant, since it got the order."""
    return about(dispatch, row, Contact)


def receipt_of(dispatch: Dispatch | None, row: Any) -> Receipt | None:
    """The receipt of a dispatch."""
    return next(iter(about(dispatch, row, Receipt)), None)


def reply_of(dispatch: Dispatch | None, row: Any) -> Reply | None:
    """The reply to a dispatch."""
    return next(iter(about(dispatch, row, Reply)), None)


def disposal(row: Any) -> Disposal | None:
    """How the order ended without dispatch."""
    return next((each for each in facts(row, Disposal) if each is not row), None)


def visits(row: Any) -> list[Visit]:
    """Attempts at the return visit about the live dispatch, the row itself left out.

    For a visit: about the dispatch that it is about, which it may have sent back itself.
    """
    held = row.dispatch if isinstance(row, Visit) else live(row)
    return about(held, row, Visit)


def valid_visit(row: Any) -> Visit | None:
    """The visit about the live dispatch that answered."""
    return next((each for each in visits(row) if each.valid), None)


def reworks(row: Any) -> int:
    """How often the order has been sent back after a visit, by the row itself left out."""
    return sum(each.visit is not None and each.visit is not row for each in dispatches(row))


def co_handlings(row: Any) -> list[CoHandling]:
    """Who helps the live lead, or helped whom it took over from; the row itself left out.

    A helper that took over is the lead now, and waits for nobody but others.
    """
    found, held = [each for each in facts(row, CoHandling) if each is not row], live(row)
    if not found or held is None:
        return []
    same = handling(held, row)
    return [each for each in found if each.dispatch in same and each.unit is not held.unit]


def final_result(co_handling: CoHandling, row: Any) -> CoResult | None:
    """What a co-handler came to in the end, the row itself left out."""
    told = (each for each in facts(row, CoResult) if each is not row and each.final)
    return next((each for each in told if each.co_handling is co_handling), None)


def contest_of(visit: Visit, row: Any) -> VisitContest | None:
    """The contest of a visit, the row itself left out."""
    found = (each for each in facts(row, VisitContest) if each is not row)
    return next((each for each in found if each.visit is visit), None)


def pending_contest(row: Any) -> VisitContest | None:
    """The contest that awaits its ruling, the row itself left out."""
    ruled = {each.contest for each in facts(row, ContestRuling) if each is not row}
    return next((each for each in facts(row, VisitContest) if each not in ruled), None)
