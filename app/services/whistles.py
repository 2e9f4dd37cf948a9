"""双考核: how streets whistle and how whoever is called comes, over some days (条例:三十三)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select, true

from app.access.grant import Reach
from app.access.matrix import right
from app.kernel.clock import end_of, start_of
from app.models.enums import Role, WhistleOutcome, WhistleRating
from app.models.participation import Participation
from app.models.report_in import ReportIn
from app.models.result import Result
from app.models.summons import Summons
from app.models.unit import Unit
from app.models.whistle import Whistle
from app.models.whistle_result import WhistleResult

STREET = ("吹哨", "召集", "报到", "职责相符", "已结束")
UNIT = (
    "被召集", "按时报到", "迟到", "未报到", "逾期待报", "已解决", "部分解决", "未解决",
    "到位", "一般", "不到位",
)  # fmt: skip
#: Heading of a share → what of what.
STREET_SHARES = {"相符率": ("职责相符", ("报到",)), "结束率": ("已结束", ("吹哨",))}
UNIT_SHARES = {
    "按时率": ("按时报到", ("按时报到", "迟到", "未报到", "逾期待报")),
    "解决率": ("已解决", ("已解决", "部分解决", "未解决", "未报到")),
}


@dataclass(frozen=True)
class Score:
    """One street's or one unit's numbers by heading, with their shares."""

    unit_id: int
    unit: str
    numbers: dict[str, int]
    shares: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """For the command line."""
        return {"unit": self.unit, **self.numbers, **self.shares}


def by_street(session: Any, reader: Any, since: date, until: date) -> list[Score]:
    """Of each street its whistles of the span: justified to those who came, ended or not."""
    query = _streets(_within(reader), since, until)
    return [_score(row, STREET, STREET_SHARES) for row in session.execute(query)]


def by_unit(session: Any, reader: Any, since: date, until: date, now: datetime) -> list[Score]:
    """Of each unit the summonses of the span: came in time, late or not, and what came of it."""
    query = _units(_within(reader), since, until, now)
    return [_score(row, UNIT, UNIT_SHARES) for row in session.execute(query)]


def still_called() -> ColumnElement[bool]:
    """Whether the unit of a summons is still in the order for it: the whistle has not lapsed."""
    return exists(
        select(Participation.id).where(
            Participation.unit_id == Summons.unit_id,
            Participation.order_id == Summons.order_id,
            Participation.role.in_((Role.SUMMONED, Role.CO)),
        )
    ).correlate(Summons)


def _within(reader: Any) -> ColumnElement[bool]:
    """The units whose scores a person may see: those whose assessment they may (双考核).

    Counted is everything, though a unit no longer sees the orders it was called to.
    """
    held = Reach.ALL if reader.system else right(reader.post, Result).reach
    if held is Reach.ALL:
        return true()
    own: ColumnElement[bool] = Unit.id == reader.unit_id
    if held is Reach.SUBTREE:
        own = func.substr(Unit.path, 1, len(reader.unit_path)) == reader.unit_path
    return own


def _streets(within: ColumnElement[bool], since: date, until: date) -> Select[Any]:
    awaited = WhistleResult.id.is_(None) & still_called()
    whistle = (
        select(
            Whistle.by_unit_id.label("street"),
            func.count(Summons.id).label("called"),
            func.count(ReportIn.id).label("came"),
            _sum(ReportIn.justified.is_(True)).label("justified"),
            _sum(awaited).label("awaited"),
        )
        .join(Summons, Summons.whistle_id == Whistle.id)
        .outerjoin(ReportIn, ReportIn.summons_id == Summons.id)
        .outerjoin(WhistleResult, WhistleResult.summons_id == Summons.id)
        .where(Whistle.at >= start_of(since), Whistle.at < end_of(until))
        .group_by(Whistle.id, Whistle.by_unit_id)
        .subquery()
    )
    held = whistle.c
    return (
        select(
            Unit.id, Unit.short_name, func.count(), func.sum(held.called), func.sum(held.came),
            func.sum(held.justified), _sum(held.awaited == 0),
        )
        .join(Unit, Unit.id == held.street)
        .where(within)
        .group_by(Unit.id, Unit.short_name)
        .order_by(func.count().desc(), Unit.id)
    )  # fmt: skip


def _units(within: ColumnElement[bool], since: date, until: date, now: datetime) -> Select[Any]:
    came = ReportIn.id.is_not(None)
    nothing = ReportIn.id.is_(None) & WhistleResult.id.is_(None)
    counted = (
        Summons.id.is_not(None),
        came & (ReportIn.arrived_at <= Summons.arrive_by),
        came & (ReportIn.arrived_at > Summons.arrive_by),
        WhistleResult.outcome == WhistleOutcome.ABSENT,
        and_(nothing, Summons.arrive_by < now, still_called()),
        WhistleResult.outcome == WhistleOutcome.SOLVED,
        WhistleResult.outcome == WhistleOutcome.PARTLY,
        WhistleResult.outcome == WhistleOutcome.UNSOLVED,
        *(WhistleResult.rating == each for each in WhistleRating),
    )
    return (
        select(Unit.id, Unit.short_name, *(_sum(each) for each in counted))
        .select_from(Summons)
        .join(Unit, Unit.id == Summons.unit_id)
        .outerjoin(ReportIn, ReportIn.summons_id == Summons.id)
        .outerjoin(WhistleResult, WhistleResult.summons_id == Summons.id)
        .where(Summons.at >= start_of(since), Summons.at < end_of(until), within)
        .group_by(Unit.id, Unit.short_name)
        .order_by(func.count().desc(), Unit.id)
    )


def _sum(condition: ColumnElement[bool]) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _score(row: Any, headings: tuple[str, ...], shares: dict[str, Any]) -> Score:
    ident, name, *rest = row
    numbers = {heading: int(number) for heading, number in zip(headings, rest, strict=True)}
    told = {
        heading: share(numbers[part], sum(numbers[each] for each in whole))
        for heading, (part, whole) in shares.items()
    }
    return Score(ident, name, numbers, told)


def share(part: int, whole: int) -> str:
    """A share in per cent to one place; nothing of nothing is no share."""
    if not whole:
        return ""
    exact = Decimal(100 * part) / whole
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
