"""考评: a period assessed under the scheme of its time, and the table offices know it by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.clock import local_date, now
from app.kernel.errors import PortalError
from app.kernel.session import GovernedSession
from app.kernel.types import Share
from app.law.standings import Counts, rounded
from app.models.enums import AssessmentGroup, Rated, Rounding, Totals
from app.models.period import Period
from app.models.result import Result
from app.models.scheme import Scheme

MONTHLY = "monthly"
MONTH = re.compile(r"(\d{4})-(\d{1,2})")
#: The assessment table as it is really used (law.md f).
HEADINGS = ("序号", "承办单位", "受理量", "办结量", "有效回访", "联系数", "解决数", "满意数",
            "基本满意", "响应率", "解决率", "满意率", "综合成绩")  # fmt: skip
TOTAL, UNRANKED, UNRATED = "汇总", "—", "不予评定"

Cell = str | int | Decimal


class NoPeriod(PortalError):
    """A period that cannot be named, or has not been assessed."""


@dataclass(frozen=True)
class Sheet:
    """One group's table: its lines, and the line of totals."""

    group: AssessmentGroup
    lines: list[list[Cell]]
    total: list[Cell]
    results: list[Result]


def scheme_for(session: GovernedSession, code: str, on: date) -> Scheme:
    """The version of a scheme in force on a day."""
    query = select(Scheme).where(Scheme.code == code, Scheme.valid_from <= on)
    found = session.scalars(query.order_by(Scheme.valid_from.desc()).limit(1)).one_or_none()
    if found is None:
        raise NoPeriod(f"{on} 没有生效的考评方案“{code}”")
    return found


def begins(session: GovernedSession, code: str, told: str | None) -> date:
    """The first day of a period: named by its last month, by that day, or the last one over."""
    today = local_date(now())
    start = scheme_for(session, code, today).starts_on
    if told is None:
        ended = today.replace(day=1) if today.day < start else _next_month(today)
        return _before(_before(ended)).replace(day=start)
    if month := MONTH.fullmatch(told):
        if not 1 <= int(month[2]) <= 12:
            raise NoPeriod(f"没有月份“{told}”")
        return _before(date(int(month[1]), int(month[2]), 1)).replace(day=start)
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise NoPeriod(f"考评期“{told[:20]}”无法识别，请写截止的年月，如 2026-10") from None


def _before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def assess(
    session: GovernedSession, starts_on: date, code: str = MONTHLY, note: str = ""
) -> Period:
    """A new assessment of the period; the law works out every result with it."""
    made = Period(starts_on=starts_on, scheme=scheme_for(session, code, starts_on), note=note)
    session.add(made)
    return made


def latest(session: GovernedSession, starts_on: date) -> Period:
    """The last assessment of the period that begins on a day."""
    query = (
        select(Period)
        .where(Period.starts_on == starts_on)
        .options(joinedload(Period.scheme))
        .order_by(Period.seq.desc())
        .limit(1)
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NoPeriod(f"自 {starts_on} 起的考评期还没有考评，请先运行 flask assess run")
    return found


def sheets(session: GovernedSession, period: Period) -> list[Sheet]:
    """The tables of the groups, as far as the reader reaches; the ranked first."""
    query = select(Result).where(Result.period_id == period.id).options(joinedload(Result.unit))
    found = session.scalars(query).unique().all()
    made = []
    for group in AssessmentGroup:
        held = [each for each in found if each.assessment_group is group]
        held.sort(key=_order)
        if held:
            lines = [_line(number, each) for number, each in enumerate(held, 1)]
            made.append(Sheet(group, lines, _total(period.scheme, held), held))
    return made


def _order(result: Result) -> tuple[int, int, int, str]:
    kinds = list(Rated)
    return kinds.index(result.rated), result.rank or 0, -result.valid, result.unit.code


def counts_of(result: Result) -> Counts:
    """The counts of a stored result."""
    return Counts(*(getattr(result, each.name) for each in fields(Counts)))


def _line(number: int, result: Result) -> list[Cell]:
    rates = (result.response, result.resolution, result.satisfaction, result.score)
    return [
        number if result.rated is Rated.RANKED else UNRANKED,
        result.unit.name,
        *(getattr(result, each.name) for each in fields(Counts)),
        *(UNRATED if each is None else each for each in rates),
    ]


def _total(scheme: Scheme, results: Sequence[Result]) -> list[Cell]:
    """The sum of the counts; rates of all together, or the mean of the units' own."""
    counts = sum((counts_of(each) for each in results), Counts())
    numbers = [getattr(counts, each.name) for each in fields(Counts)]
    if not counts.valid:
        return ["", TOTAL, *numbers, *[UNRATED] * 4]
    exact: list[Fraction]
    if scheme.totals is Totals.POOLED:
        exact = [*counts.rates(scheme), counts.score(scheme)]
    else:
        rated = [counts_of(each) for each in results if each.valid]
        own = [[*each.rates(scheme), each.score(scheme)] for each in rated]
        exact = [sum(column, Fraction()) / len(own) for column in zip(*own, strict=True)]
    rates = [Share(rounded(each, 4, Rounding.HALF_UP)) for each in exact[:3]]
    return ["", TOTAL, *numbers, *rates, rounded(exact[3], scheme.decimals, scheme.rounding)]


def told(period: Period) -> list[tuple[str, str]]:
    """What anyone needs to compute the table again."""
    scheme = period.scheme
    return [
        ("考评期", f"{period.starts_on} 至 {period.ends_on}（按登记日期），第 {period.seq} 次考评"),
        ("方案", f"{scheme.title}（{scheme.code}，{scheme.valid_from} 起）"),
        ("综合成绩", f"响应率×{scheme.weight_response}% ＋ 解决率×{scheme.weight_resolution}% ＋ "
         f"满意率×{scheme.weight_satisfaction}%，以百分计"),
        ("三率", "以有效回访为分母：联系、解决、满意；"
         f"一件基本满意折算 {scheme.basic_share}% 件满意"),
        ("进位", f"成绩保留 {scheme.decimals} 位小数，{scheme.rounding.label}，只在最后进位一次"),
        ("参评", f"有效回访不足 {scheme.least_valid} 件的样本不足，不排名；没有有效回访的不予评定"),
        ("排名", "只在同组内排名；成绩相同的，受理量大的在前"),
        ("等次", f"{scheme.excellent_from} 分起优秀，{scheme.good_from} 分起良好，"
         f"{scheme.passing_from} 分起合格"),
        ("汇总", scheme.totals.label),
        ("听取意见", scheme.consulted),
    ]  # fmt: skip
