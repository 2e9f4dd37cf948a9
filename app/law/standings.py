"""名次: counted from the orders as they were on file, by exact fractions, rounded once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.kernel.clock import end_of, start_of
from app.kernel.facts import session_of
from app.law.competence import is_district
from app.models.contest_ruling import ContestRuling
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import (
    AssessmentGroup,
    Rated,
    ReorganisationKind,
    Rounding,
    Satisfaction,
)
from app.models.ledger_removal import LedgerRemoval
from app.models.period import Period
from app.models.publication import published
from app.models.reorganisation import Reorganisation
from app.models.scheme import Scheme
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.visit_contest import VisitContest
from app.models.work_order import WorkOrder


@dataclass(frozen=True)
class Counts:
    """What is counted of a unit's orders; the last five within valid visits."""

    received: int = 0
    closed: int = 0
    valid: int = 0
    contacted: int = 0
    solved: int = 0
    satisfied: int = 0
    basic: int = 0

    def __add__(self, other: Counts) -> Counts:
        names = (each.name for each in fields(self))
        return Counts(*(getattr(self, name) + getattr(other, name) for name in names))

    def rates(self, scheme: Scheme) -> tuple[Fraction, Fraction, Fraction]:
        """Response, resolution, satisfaction: shares of the valid visits, exactly."""
        happy = self.satisfied + Fraction(self.basic * scheme.basic_share, 100)
        return (
            Fraction(self.contacted, self.valid),
            Fraction(self.solved, self.valid),
            Fraction(happy, self.valid),
        )

    def score(self, scheme: Scheme) -> Fraction:
        """The weighted rates, out of a hundred, exactly."""
        weights = (scheme.weight_response, scheme.weight_resolution, scheme.weight_satisfaction)
        rates = self.rates(scheme)
        return sum((w * r for w, r in zip(weights, rates, strict=True)), Fraction())


def rounded(exact: Fraction, places: int, method: Rounding) -> Decimal:
    """To so many places by one written rule, without any division that is not exact."""
    units = exact * 10**places
    whole, rest = divmod(units.numerator, units.denominator)
    tie, above = 2 * rest == units.denominator, 2 * rest > units.denominator
    if method is not Rounding.DOWN:
        whole += above or (tie and (method is Rounding.HALF_UP or whole % 2 == 1))
    return Decimal(whole).scaleb(-places)


@dataclass(frozen=True)
class Line:
    """One unit's figures in a period."""

    unit: Unit
    counts: Counts
    score: Decimal | None
    rated: Rated
    rank: int | None = None


def standings(period: Period) -> dict[int, Line]:
    """Every assessed unit's line, by its id; counted once a session."""
    session = session_of(period)
    key = ("standings", period.scheme_id, period.starts_on, period.at)
    if key not in session.reference:
        counted = _counted(period)
        session.reference[key] = {
            line.unit.id: line
            for group in AssessmentGroup
            for line in _ranked(period.scheme, _lines_of(period, group, counted))
        }
    held: dict[int, Line] = session.reference[key]
    return held


def _lines_of(
    period: Period, group: AssessmentGroup, counted: dict[int, Counts]
) -> Iterator[tuple[Unit, Counts]]:
    """Units of one group with orders; a district's government answers for its whole area."""
    query = select(Unit).where(Unit.assessment_group == group).order_by(Unit.code)
    units = session_of(period).scalars(query).all()
    areas = _areas(period, counted) if group is AssessmentGroup.DISTRICT else {}
    for unit in units:
        counts = areas.get(unit.id) if is_district(unit) else counted.get(unit.id)
        if counts is not None:
            yield unit, counts


def _areas(period: Period, counted: dict[int, Counts]) -> dict[int, Counts]:
    held: dict[int, Counts] = {}
    query = select(Unit).where(Unit.id.in_(counted))
    for unit in session_of(period).scalars(query):
        if unit.area_id is not None:
            held[unit.area_id] = held.get(unit.area_id, Counts()) + counted[unit.id]
    return held


def _ranked(scheme: Scheme, lines: Iterable[tuple[Unit, Counts]]) -> Iterator[Line]:
    """Ranked among their like above the minimum sample; larger volume first where scores tie."""
    held = []
    for unit, counts in lines:
        score = None
        if counts.valid:
            score = rounded(counts.score(scheme), scheme.decimals, scheme.rounding)
        few = Rated.FEW if counts.valid else Rated.NONE
        rated = Rated.RANKED if counts.valid >= scheme.least_valid else few
        held.append(Line(unit, counts, score, rated))
    ranked = [each for each in held if each.rated is Rated.RANKED]
    places = sorted((-(each.score or 0), -each.counts.received) for each in ranked)
    for each in held:
        rank = None
        if each.rated is Rated.RANKED:
            rank = places.index((-(each.score or 0), -each.counts.received)) + 1
        yield Line(each.unit, each.counts, each.score, each.rated, rank)


def _counted(period: Period) -> dict[int, Counts]:
    """Orders registered in the span by the unit that led them, as on file at ``period.at``.

    What was disposed of otherwise, or sent for supervision only, is not assessed; of several
    visits the last valid one counts, and none that was contested with success.
    """
    known, later = period.at, aliased(Dispatch)
    superseded = exists().where(
        later.order_id == Dispatch.order_id, later.seq > Dispatch.seq, later.recorded_at <= known
    )
    ending = or_(*(
        exists().where(
            last.order_id == WorkOrder.id, last.at == WorkOrder.closed_at, last.recorded_at <= known
        )
        for last in (Visit, LedgerRemoval)
    ))  # fmt: skip
    call, later_call = aliased(Visit), aliased(Visit)
    asked_again = exists().where(later_call.order_id == call.order_id,
                                 later_call.attempt > call.attempt,
                                 *_counting(later_call, known))  # fmt: skip
    disposed = exists().where(Disposal.order_id == WorkOrder.id, Disposal.recorded_at <= known)
    still_open = case((WorkOrder.closed_at <= known, 0), else_=1)
    counted = (
        WorkOrder.id.is_not(None),
        and_(WorkOrder.closed_at <= known, ending),
        call.id.is_not(None),
        call.contacted.is_(True),
        call.solved.is_(True),
        call.satisfied == Satisfaction.SATISFIED,
        call.satisfied == Satisfaction.BASIC,
    )
    query = (
        select(
            Dispatch.unit_id, still_open, *(func.sum(case((each, 1), else_=0)) for each in counted)
        )
        .select_from(WorkOrder)
        .join(Dispatch, Dispatch.order_id == WorkOrder.id)
        .outerjoin(
            call,
            and_(call.order_id == WorkOrder.id, *_counting(call, known), ~asked_again),
        )
        .where(
            WorkOrder.at >= start_of(period.starts_on),
            WorkOrder.at < end_of(period.ends_on),
            WorkOrder.recorded_at <= known,
            Dispatch.recorded_at <= known,
            ~superseded,
            ~disposed,
        )
        .group_by(Dispatch.unit_id, still_open)
    )
    after, held = _successors(period), dict[int, Counts]()
    for unit_id, open_, *numbers in session_of(period).execute(query):
        own = after.get(unit_id, unit_id) if open_ else unit_id
        held[own] = held.get(own, Counts()) + Counts(*(int(each) for each in numbers))
    return held


def _successors(period: Period) -> dict[int, int]:
    """Who had taken over from whom by then: what was still open then is theirs to answer for."""
    query = (
        select(Reorganisation.unit_id, Reorganisation.successor_id)
        .where(Reorganisation.kind == ReorganisationKind.MERGED)
        .where(published(Reorganisation, period.at), Reorganisation.at <= period.at)
        .order_by(Reorganisation.id)
    )
    heirs: dict[int, int] = {}
    for unit_id, successor_id in session_of(period).execute(query):
        if successor_id is None:
            continue
        heirs |= {each: successor_id for each, held in heirs.items() if held == unit_id}
        heirs[unit_id] = successor_id
    return heirs


def _counting(visit: Any, known: datetime) -> tuple[ColumnElement[bool], ...]:
    """The visits that count, as on file at an instant."""
    dropped = (
        select(ContestRuling.id)
        .join(VisitContest, VisitContest.id == ContestRuling.contest_id)
        .where(
            VisitContest.visit_id == visit.id,
            ContestRuling.upheld.is_(True),
            ContestRuling.recorded_at <= known,
        )
    )
    return visit.valid.is_(True), visit.recorded_at <= known, ~exists(dropped)
