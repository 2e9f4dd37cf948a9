"""考评: 条例 第三十二条; 提纲 四(二)5."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.kernel.clock import local_date
from app.kernel.facts import session_of
from app.kernel.rules import demands, derives, rule
from app.law.standings import Line, rounded, standings
from app.models.enums import Band, Rated, Rounding
from app.models.period import Period
from app.models.result import Result
from app.models.scheme import Scheme

RATE_PLACES = 4


# ---- the scheme -------------------------------------------------------------------------------


@rule(
    Scheme,
    clause="条例:三十二(2)",
    fields="weight_response weight_resolution weight_satisfaction",
)
def weights_make_a_whole(scheme: Scheme, _: Any) -> str | None:
    """三率权重合计为百分之百。"""
    weights = (scheme.weight_response, scheme.weight_resolution, scheme.weight_satisfaction)
    if any(each is None for each in weights):
        return None
    if any(each < 0 for each in weights) or sum(weights) != 100:
        return f"三率权重须为非负数且合计 100，现合计 {sum(weights)}"
    return None


@rule(Scheme, clause="条例:三十二(3)", fields="consulted")
def scheme_was_consulted_upon(scheme: Scheme, _: Any) -> str | None:
    """考评办法须听取有关部门、街道乡镇和公众的意见，记录在案。"""
    if (scheme.consulted or "").strip():
        return None
    return "请写明何时听取了哪些部门、街道乡镇和公众的意见"


@rule(
    Scheme,
    clause="平台规则:scheme",
    fields="starts_on basic_share decimals least_valid excellent_from good_from passing_from",
)
def scheme_can_be_computed(scheme: Scheme, _: Any) -> str | None:
    """起始日、折算、小数位、样本和等次都在可用范围内。"""
    for label, value, least, most in (
        ("考评期起始日", scheme.starts_on, 1, 28),
        ("基本满意折算", scheme.basic_share, 0, 100),
        ("成绩小数位", scheme.decimals, 0, 2),
        ("最少有效回访", scheme.least_valid, 1, 10**6),
    ):
        if value is not None and not least <= value <= most:
            return f"{label}须在 {least} 至 {most} 之间"
    bands = (scheme.excellent_from, scheme.good_from, scheme.passing_from)
    if None not in bands and not 100 >= bands[0] > bands[1] > bands[2] >= 0:
        return "等次起点须依次降低：100 ≥ 优秀 > 良好 > 合格 ≥ 0"
    return None


# ---- the period -------------------------------------------------------------------------------


@derives(Period, clause="平台规则:period", field="ends_on seq", once=True)
def span_of_the_period(period: Period, _: Any) -> tuple[date | None, int]:
    """考评期自起始日至次月同日的前一日；同一期再次考评的，次数递增，原结果不动。"""
    begins = period.starts_on
    if begins is None:
        return None, 1
    following = (begins.replace(day=1) + timedelta(days=32)).replace(day=begins.day)
    before = select(func.max(Period.seq)).where(Period.starts_on == begins)
    if period.id is not None:
        before = before.where(Period.id < period.id)
    return following - timedelta(days=1), (session_of(period).scalar(before) or 0) + 1


@rule(Period, clause="平台规则:period", fields="starts_on scheme scheme_id")
def period_is_one_of_the_scheme(period: Period, _: Any) -> str | None:
    """考评期按方案的起始日划分，已经开始，适用其开始时生效的方案版本。"""
    scheme, begins = period.scheme, period.starts_on
    if scheme is None or begins is None:
        return None
    if begins.day != scheme.starts_on:
        return f"按“{scheme}”，考评期须从某月 {scheme.starts_on} 日开始"
    if begins > local_date(period.at):
        return f"考评期 {begins} 尚未开始，不能考评"
    query = select(Scheme.id).where(Scheme.code == scheme.code, Scheme.valid_from <= begins)
    held = session_of(period).scalar(query.order_by(Scheme.valid_from.desc()).limit(1))
    if held != scheme.id:
        return f"方案 {scheme.code} 在 {begins} 生效的不是这一版，请选用当时生效的版本"
    return None


# ---- the results ------------------------------------------------------------------------------


@demands(Result, clause="条例:三十二(2)", key="unit", on=(Period,), of="period")
def every_unit_is_assessed(period: Period) -> Iterable[dict[str, Any]]:
    """一期考评给出每个有工单的承办单位的结果；区政府按全区计算。"""
    if period.scheme is None or period.starts_on is None:
        return
    for line in standings(period).values():
        yield {"unit": line.unit}


@derives(
    Result,
    clause="条例:三十二(2)",
    field="assessment_group received closed valid contacted solved satisfied basic"
    " response resolution satisfaction score rated rank band",
    once=True,
)
def figures_of_the_unit(result: Result, _: Any) -> tuple[Any, ...]:
    """三率以有效回访为分母，按方案加权；没有有效回访的不予评定；只在同组内排名。"""
    line = standings(result.period).get(result.unit.id)
    if line is None:
        return (None,) * 15
    counts, scheme = line.counts, result.period.scheme
    numbers = (getattr(counts, each.name) for each in fields(counts))
    rates: Iterable[Decimal | None] = (None, None, None)
    if counts.valid:
        exact = counts.rates(scheme)
        rates = (rounded(each, RATE_PLACES, Rounding.HALF_UP) for each in exact)
    return (
        line.unit.assessment_group,
        *numbers,
        *rates,
        line.score,
        line.rated,
        line.rank,
        _band(line, scheme),
    )


def _band(line: Line, scheme: Scheme) -> Band | None:
    """Of whoever is ranked."""
    if line.rated is not Rated.RANKED or line.score is None:
        return None
    for band, first in (
        (Band.EXCELLENT, scheme.excellent_from),
        (Band.GOOD, scheme.good_from),
        (Band.PASSING, scheme.passing_from),
    ):
        if line.score >= first:
            return band
    return Band.POOR
