"""What stands beside the handling: each row is about what the oracle takes it to be about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.dispatch import Dispatch
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.report_in import ReportIn
from app.models.summons import Summons
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.whistle import Whistle
from app.models.whistle_result import WhistleResult
from tests.oracle.acting import Names, Told

TABLES = (
    Alert, AlertReceipt, Escalation, EscalationAnswer, Ledger, LedgerRemoval, LedgerReview, Merger,
    MergerUndo, ReportIn, Summons, Supervision, SupervisionAnswer, Whistle, WhistleResult,
)  # fmt: skip

Compared = Iterator[tuple[str, Any, Any]]


def beside(told: Told, kept: Any, names: Names) -> Compared:
    """(what, the oracle's, the product's) of one order."""
    yield from _whistles(told, kept, names)
    yield from _pending(told, kept, names)
    yield from _kept(told, kept)


def _seqs(told: Told, kept: Any) -> dict[int, int]:
    return {each.id: each.seq for each in kept.of(Dispatch, told)}


def _whistles(told: Told, kept: Any, names: Names) -> Compared:
    order, rows, seqs = told.order, kept.of(Whistle, told), _seqs(told, kept)
    yield (
        "whistles",
        [(each.street, each.kind, each.round.seq) for each in order.whistles],
        [(names.units[e.by_unit_id], e.kind.value, seqs[e.dispatch_id]) for e in rows],
    )
    place = {each.id: number for number, each in enumerate(rows)}
    come = {each.summons_id for each in kept.of(ReportIn, told)}
    ended = {each.summons_id for each in kept.of(WhistleResult, told)}
    yield (
        "summons",
        sorted(
            (number, each.unit, each.arrive_by, each.arrived, each.ended)
            for number, whistle in enumerate(order.whistles)
            for each in whistle.summoned
        ),
        sorted(
            (place[e.whistle_id], names.units[e.unit_id], e.arrive_by, e.id in come, e.id in ended)
            for e in kept.of(Summons, told)
        ),
    )


def _pending(told: Told, kept: Any, names: Names) -> Compared:
    order, seqs = told.order, _seqs(told, kept)
    answered = {each.escalation_id for each in kept.of(EscalationAnswer, told)}
    yield (
        "questions",
        [(e.unit, e.round.seq, e.answer_by, e.answered) for e in order.questions],
        [
            (names.units[e.unit_id], seqs[e.dispatch_id], e.answer_by, e.id in answered)
            for e in kept.of(Escalation, told)
        ],
    )
    answered = {each.supervision_id for each in kept.of(SupervisionAnswer, told)}
    yield (
        "urgings",
        [(e.unit, e.round.seq, e.answer_by, e.answered) for e in order.urgings],
        [
            (names.units[e.unit_id], seqs[e.dispatch_id], e.answer_by, e.id in answered)
            for e in kept.of(Supervision, told)
        ],
    )
    known = {each.alert_id for each in kept.of(AlertReceipt, told)}
    yield (
        "alarms",
        [(each.unit, each.known) for each in order.alarms],
        [(names.units[each.unit_id], each.id in known) for each in kept.of(Alert, told)],
    )


def _kept(told: Told, kept: Any) -> Compared:
    order, seqs = told.order, _seqs(told, kept)
    reviews = [each.ledger_id for each in kept.of(LedgerReview, told)]
    removed = {each.ledger_id for each in kept.of(LedgerRemoval, told)}
    yield (
        "ledger",
        [(each.round.seq, each.reviews, each.removed) for each in order.accounts],
        [
            (seqs[each.dispatch_id], reviews.count(each.id), each.id in removed)
            for each in kept.of(Ledger, told)
        ],
    )
    undone = {each.merger_id for each in kept.of(MergerUndo, told)}
    yield (
        "joinings",
        [(told.peers[each.main].ident, each.undone) for each in order.joinings],
        [(each.main_id, each.id in undone) for each in kept.of(Merger, told)],
    )
