"""责任线索与容错: 条例 第三十五条第二款、第三十六条.

What may be held against a unit is read from the facts of the order; nothing of it is stored, and it
accuses nobody. An exemption stands beside a finding and leaves the facts as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.kernel.facts import facts
from app.kernel.rules import rule
from app.law.informer import shielded
from app.law.reading import about, dispatches, due_of, live, reply_of
from app.models.alert import Alert
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.contest_ruling import ContestRuling
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.enums import (
    DispatchGround,
    ExemptionGround,
    FindingKind,
    UnitKind,
    WhistleOutcome,
)
from app.models.escalation import Escalation
from app.models.exemption import Exemption
from app.models.ledger import Ledger
from app.models.objection import Objection
from app.models.ruling import Ruling
from app.models.summons import Summons
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.whistle_result import WhistleResult

#: What brings a report before a unit's eyes.
REACHES: tuple[type[Any], ...] = (Dispatch, DispatchCopy, CoHandling, Summons, Escalation, Alert)


@dataclass(frozen=True)
class Found:
    """One thing about one unit; ``way``: how it came about, with the instants it rests on."""

    kind: FindingKind
    unit: Unit
    way: str
    since: datetime
    until: datetime | None = None


def found_on(row: Any) -> list[Found]:
    """Everything that may be held against somebody on the order of an act, as of that act."""
    ways = (_late, _contradicted, _rejected, _absent, _silent, _leaked)
    return [each for way in ways for each in way(row)]


def _late(row: Any) -> Iterator[Found]:
    """不办或逾期未说明理由: past its limit without a reply, a ledger entry or an open objection."""
    unruled = set(facts(row, Objection)) - {each.objection for each in facts(row, Ruling)}
    excused = {each.dispatch for each in unruled} | {e.dispatch for e in facts(row, Ledger)}
    closed = row.order.closed_at if row.order is not None else None
    last = live(row)
    for held in dispatches(row):
        if held.ground is DispatchGround.SUPERVISORY or held in excused or reply_of(held, row):
            continue
        due = due_of(held, row)
        if held is not last:
            yield from _unanswered_round(row, held, due)
        elif due < row.at and (closed is None or closed >= due):
            way = "open" if closed is None else "closed"
            yield Found(FindingKind.LATE, held.unit, way, due, closed)


def _unanswered_round(row: Any, held: Dispatch, due: datetime) -> Iterator[Found]:
    """Visited and sent back without ever having been answered."""
    back = next((each for each in about(held, row, Visit) if each.workable), None)
    if back is not None:
        yield Found(FindingKind.LATE, held.unit, "round", due, back.at)


def _contradicted(row: Any) -> Iterator[Found]:
    """反馈与回访相悖: the complainant says nobody contacted them, and no contest was upheld."""
    upheld = {each.contest.visit for each in facts(row, ContestRuling) if each.upheld}
    for visit in facts(row, Visit):
        reply = reply_of(visit.dispatch, row) if visit.valid and not visit.contacted else None
        if reply is not None and visit not in upheld:
            unit = visit.dispatch.unit
            yield Found(FindingKind.CONTRADICTED, unit, "unheard", reply.at, visit.at)


def _rejected(row: Any) -> Iterator[Found]:
    """推诿: an objection that was not upheld."""
    for each in facts(row, Ruling):
        if not each.upheld:
            unit, at = each.objection.dispatch.unit, each.objection.at
            yield Found(FindingKind.SHIFTING, unit, "objection", at, each.at)


def _absent(row: Any) -> Iterator[Found]:
    """推诿: summoned, and did not come."""
    for each in facts(row, WhistleResult):
        if each.outcome is WhistleOutcome.ABSENT:
            by = each.summons.arrive_by
            yield Found(FindingKind.SHIFTING, each.summons.unit, "absent", by, each.at)


def _silent(row: Any) -> Iterator[Found]:
    """推诿: asked to help the last lead, and silent past its time until the order was closed."""
    closed = row.order.closed_at if row.order is not None else None
    if closed is None:
        return
    told, last = {each.co_handling for each in facts(row, CoResult)}, live(row)
    for each in facts(row, CoHandling):
        if each.dispatch is last and each not in told and each.due_at <= closed:
            yield Found(FindingKind.SHIFTING, each.unit, "silent", each.due_at, closed)


def _leaked(row: Any) -> Iterator[Found]:
    """举报信息到过被举报方: found out only after the report had reached them."""
    closed_to = shielded(row)
    first: dict[Unit, datetime] = {}
    for table in REACHES if closed_to else ():
        for each in facts(row, table):
            if each.unit in closed_to:
                first[each.unit] = min(each.at, first.get(each.unit, each.at))
    for unit, at in first.items():
        yield Found(FindingKind.LEAK, unit, "leak", at)


# ---- what it is weighed against ---------------------------------------------------------------


@rule(Exemption, clause="条例:三十六")
def exemption_is_by_the_hotline(act: Exemption, was: Any) -> str | None:
    """容错由热线机构督办员认定，涉及的单位不得自行认定。"""
    if was is not None or act.by_unit is None or act.by_unit.kind is UnitKind.HOTLINE:
        return None
    return f"{act.by_unit}不作容错认定，可将情况和材料报市民热线服务机构认定"


@rule(Exemption, clause="条例:三十六")
def exemption_needs_a_finding(act: Exemption, was: Any) -> str | None:
    """有责任线索的工单方作容错认定。"""
    if was is not None or act.order is None or found_on(act):
        return None
    return "本工单没有责任线索，无须容错认定"


@rule(Exemption, clause="条例:三十六", fields="kind unit unit_id")
def exemption_is_of_what_was_found(act: Exemption, was: Any) -> str | None:
    """容错针对该单位在该工单上确有的责任线索，一条线索认定一次。"""
    if was is not None or act.order is None or act.unit is None or act.kind is None:
        return None
    found = found_on(act)
    if found and not any(each.kind is act.kind and each.unit is act.unit for each in found):
        held = "、".join(dict.fromkeys(f"{each.unit}“{each.kind.label}”" for each in found))
        return f"{act.unit}在本工单没有这类责任线索，现有的为{held}"
    return None


@rule(Exemption, clause="条例:三十六", fields="kind unit unit_id")
def exemption_is_given_once(act: Exemption, was: Any) -> str | None:
    """同一线索只认定一次，认定后不改。"""
    if was is not None or act.unit is None:
        return None
    told = (each for each in facts(act, Exemption) if each is not act)
    if any(each.unit is act.unit and each.kind is act.kind for each in told):
        return f"{act.unit}的这一责任线索已作容错认定"
    return None


@rule(Exemption, clause="条例:三十六", fields="ground reason evidence")
def exemption_rests_on_evidence(act: Exemption, _: Any) -> str | None:
    """容错认定写明情形、理由和依据材料。"""
    if act.ground not in set(ExemptionGround):
        return "请选择容错情形"
    if (act.reason or "").strip() and (act.evidence or "").strip():
        return None
    return "容错认定须写明理由和可以核对的依据材料"
