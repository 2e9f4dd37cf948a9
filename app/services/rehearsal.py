"""试算: what a drafted version would have done to the dispatches of the last days.

The law's own functions are asked again, over a draft that is laid upon the reference rows of one
reading session; nothing is written (docs/adr/0025).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, select

from app.kernel.clock import deadline, now, start_of
from app.kernel.errors import Finding, PortalError
from app.kernel.facts import reading_for
from app.kernel.session import GovernedSession
from app.kernel.types import Labeled
from app.law.parameters import USES
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.community_duty import CommunityDuty
from app.models.dispatch import Dispatch
from app.models.enums import LimitClass
from app.models.parameter import Parameter
from app.models.publication import published
from app.models.work_order import WorkOrder
from app.services.rehearsing import Past, Standing, Trial, batch
from app.services.supposed import Supposed
from app.services.words import instant

BATCH = 500
#: Where a limit rests, and the class it is taken from.
LIMITED = "条例:十三"
DAYS, MOST_DAYS = 90, 366
TABLES: dict[str, type[Any]] = {
    each.__tablename__: each for each in (Parameter, CatalogueEntry, CommunityDuty, CalendarDay)
}


class Kind(Labeled):
    """What would have become of a dispatch."""

    LATE = "late", "将会逾期"
    EASED = "eased", "不再逾期"
    REFUSED = "refused", "将被拒绝"
    ELSEWHERE = "elsewhere", "应派他处"
    CLASSED = "classed", "改变级别"


class NotADraft(PortalError):
    """There is nothing to try."""

    status = 404


@dataclass(frozen=True)
class Effect:
    """One thing that would have been otherwise: no word of the demand, nobody's name."""

    kind: Kind
    number: str
    order_id: int
    dispatch_id: int
    unit: str
    act: str
    at: datetime
    told: str
    rule: str = ""
    clause: str = ""


@dataclass
class Rehearsal:
    """What was tried, and everything that would have been otherwise."""

    table: str
    row_id: int
    title: str
    since: datetime
    until: datetime
    dispatches: int
    tried: int = 0
    moved: int = 0
    effects: list[Effect] = field(default_factory=list)

    @property
    def counts(self) -> dict[Kind, int]:
        """Kind → of how many dispatches it is said."""
        return {kind: self._count(each for each in self.effects if each.kind is kind)
                for kind in Kind}  # fmt: skip

    @property
    def share(self) -> Fraction:
        """Of all dispatches of these days, those of which anything is said."""
        return Fraction(self._count(iter(self.effects)), self.dispatches or 1)

    @staticmethod
    def _count(effects: Iterator[Effect]) -> int:
        return len({each.dispatch_id for each in effects})

    def lines(self) -> Iterator[str]:
        """The figures, then everything one by one."""
        span = f"自 {instant(self.since)} 至 {instant(self.until)}"
        yield f"{self.title}：{span} 试算，未写入任何数据"
        yield f"派单 {self.dispatches} 件，涉及 {self.tried} 件，期限改变 {self.moved} 件"
        told = "，".join(f"{kind.label} {count} 件" for kind, count in self.counts.items())
        yield f"{told}；占 {float(self.share):.1%}"
        for each in self.effects:
            clause = f"（{'，'.join(filter(None, (each.clause, each.rule)))}）"
            act = f"{each.number}　{each.unit}　{each.act}"
            yield f"  {each.kind.label}　{act}　{each.told}{clause}"

    def as_json(self) -> dict[str, Any]:
        """All of it in plain values."""
        told = asdict(self) | {"since": self.since.isoformat(), "until": self.until.isoformat()}
        told["effects"] = [asdict(e) | {"at": e.at.isoformat()} for e in self.effects]
        return told | {"counts": self.counts, "share": f"{float(self.share):.4f}"}


def draft(session: GovernedSession, table: str, ident: int) -> Any:
    """A version that somebody drafted and nobody has published."""
    kind = TABLES.get(table)
    if kind is None:
        raise NotADraft(f"“{table[:40]}”不能试算，可以试算的是：{'、'.join(TABLES)}")
    found = session.scalars(select(kind).where(kind.id == ident)).one_or_none()
    if found is None:
        raise NotADraft(f"没有序号为 {ident} 的{kind.__label__}版本")
    if session.scalar(select(kind.id).where(kind.id == ident, published(kind))) is not None:
        raise NotADraft("该版本已经公布，试算只针对待公布的版本")
    return found


def rehearse(session: GovernedSession, row: Any, days: int = DAYS) -> Rehearsal:
    """Try a draft over the dispatches of the last days; ``session``: the system's, reading."""
    until = now()
    since = until - timedelta(days=days)
    every = session.scalar(select(func.count(Dispatch.id)).where(Dispatch.at >= since)) or 0
    table = row.__tablename__
    found = Rehearsal(table, row.id, f"{row.__label__} {row}", since, until, every)
    orders: list[int] = list(session.scalars(_concerned(row, since)))
    past = session.facts = Past()
    try:
        with reading_for(session), session.no_autoflush:
            known = Supposed(session, row)
            for first in range(0, len(orders), BATCH):
                with batch(session, known, orders[first : first + BATCH]) as some:
                    _try(found, known, [Trial(past, known, each, since) for each in some])
        found.effects.sort(key=lambda each: (each.order_id, each.at))
    finally:
        # Nobody reads on in what was supposed.
        session.expunge_all()
        session.facts = {}
        session.reference.clear()
    return found


def drafts(session: GovernedSession) -> list[Any]:
    """Every version that awaits its publication, by table and number."""
    return [
        each
        for table in TABLES.values()
        for each in session.scalars(select(table).where(~published(table)).order_by(table.id))
    ]


def _concerned(row: Any, since: datetime) -> Select[int]:
    """The orders with a dispatch the draft can have to do with."""
    query = select(Dispatch.order_id).where(Dispatch.at >= since).distinct()
    if isinstance(row, CatalogueEntry | CommunityDuty):
        entries = select(CatalogueEntry.id).where(CatalogueEntry.code == row.code)
        query = query.where(Dispatch.entry_id.in_(entries))
    elif isinstance(row, CalendarDay):
        # A limit that is counted over the day, or ends where it begins.
        begins = start_of(row.day)
        query = query.where(Dispatch.at < begins, Dispatch.due_at >= begins)
    else:
        stem, _, level = row.key.rpartition(".")
        use = USES.get(stem)
        if use is not None and use.each is LimitClass:
            query = query.where(Dispatch.limit_class == LimitClass(level))
    return query.order_by(Dispatch.order_id)


def _try(found: Rehearsal, known: Supposed, trials: list[Trial]) -> None:
    """What would have been otherwise with some orders: all under the draft, then without it."""
    known.suppose(True)
    said = {}
    for trial in trials:
        before = trial.standings(found.until)
        said[trial] = list(trial.run())
        after = trial.standings(found.until)
        found.tried += len(before)
        found.moved += sum(was.due_at != after[act].due_at for act, was in before.items())
        for act, was in before.items():
            found.effects += _changes(trial.order, act, was, after[act])
        trial.restore()
    known.suppose(False)
    for trial, told in said.items():
        accepted = trial.known_before(dict.fromkeys(act for act, _ in told)) if told else set()
        for act, finding in told:
            if (act, finding.rule) not in accepted:
                found.effects.append(_refusal(trial.order, act, finding))
        trial.restore()


def _changes(order: WorkOrder, act: Dispatch, was: Standing, would: Standing) -> Iterator[Effect]:
    if was.level is not would.level:
        yield _effect(
            Kind.CLASSED, order, act, act, f"{was.level.label}改为{would.level.label}", "", LIMITED
        )
    if was.late is not would.late:
        kind = Kind.LATE if would.late else Kind.EASED
        told = f"期限由 {deadline(was.due_at)} 改为 {deadline(would.due_at)}"
        yield _effect(kind, order, act, act, told, "", LIMITED)


def _refusal(order: WorkOrder, act: Any, finding: Finding) -> Effect:
    """A dispatch the law would have another unit for is sent elsewhere; the rest is refused."""
    own = act if isinstance(act, Dispatch) else act.dispatch
    elsewhere = own is act and "unit" in finding.fields
    kind = Kind.ELSEWHERE if elsewhere else Kind.REFUSED
    return _effect(kind, order, own, act, finding.sentence, finding.rule, finding.clause)


def _effect(kind: Kind, order: WorkOrder, own: Dispatch, act: Any, *told: str) -> Effect:
    named = f"{act.__label__} {instant(act.at)}"
    return Effect(
        kind, order.number or "", order.id, own.id, own.unit.short_name, named, act.at, *told
    )
