"""基础资料: units, catalogue, parameters and calendar from tables, laid beside what is stored.

Loading twice changes nothing. What a person has changed since stays as the person left it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select

from app.kernel.audit import Audit
from app.kernel.clock import local_date, now
from app.kernel.session import GovernedSession
from app.models.act import Dated
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.community_duty import CommunityDuty
from app.models.parameter import Parameter
from app.models.scheme import Scheme
from app.models.unit import Unit
from app.services import reference_rows
from app.services.reference_rows import BadTable, Row, Values

FOLDER = Path(__file__).parent.parent.parent / "seed" / "reference"

D = TypeVar("D", bound=Dated)

MUTABLE = ("name", "short_name", "kind", "functions", "assessment_group")


@dataclass
class Tally:
    """What loading one table came to."""

    label: str
    read: int = 0
    added: int = 0
    changed: int = 0
    kept: int = 0

    def __str__(self) -> str:
        """One line for the console."""
        news = [f"新增 {self.added}"] if self.added else []
        news += [f"更新 {self.changed}"] if self.changed else []
        news += [f"保留本地改动 {self.kept}"] if self.kept else []
        return f"{self.label}：{self.read} 行，{'，'.join(news) or '没有变化'}"


def _parsed(label: str, rows: Sequence[Row], parse: Callable[[Row], Values]) -> list[Values]:
    made = []
    for number, row in enumerate(rows, 2):
        try:
            made.append(parse(row))
        except (ValueError, KeyError) as error:
            raise BadTable(f"{label}第 {number} 行有误：{error}") from None
    return made


# ---- units ------------------------------------------------------------------------------------


def load_units(session: GovernedSession, rows: Sequence[Row]) -> Tally:
    """Units, parents before children; a stored unit takes over what may change."""
    return _load_units(session, rows, Tally("单位", len(rows)), reference_rows.unit)


def load_communities(session: GovernedSession, rows: Sequence[Row]) -> Tally:
    """Communities and villages under their streets and townships."""
    return _load_units(session, rows, Tally("社区、村", len(rows)), reference_rows.community)


def _load_units(
    session: GovernedSession, rows: Sequence[Row], tally: Tally, parse: Callable[[Row], Values]
) -> Tally:
    stored = {each.code: each for each in session.scalars(select(Unit))}
    touched = _touched_by_people(session, Unit)
    waiting = _parsed(tally.label, rows, parse)
    while waiting:
        ready = [each for each in waiting if not each["parent"] or each["parent"] in stored]
        if not ready:
            raise BadTable(f"单位 {waiting[0]['code']} 的上级 {waiting[0]['parent']} 不存在")
        waiting = [each for each in waiting if each["code"] not in {r["code"] for r in ready}]
        for each in ready:
            above = stored.get(each.pop("parent"))
            held = stored.get(each["code"])
            if held is None:
                stored[each["code"]] = held = Unit(**each, parent=above)
                session.add(held)
                tally.added += 1
            elif any(getattr(held, key) != each[key] for key in MUTABLE):
                if held.id in touched:
                    tally.kept += 1
                    continue
                for key in MUTABLE:
                    setattr(held, key, each[key])
                tally.changed += 1
    return tally


def _touched_by_people(session: GovernedSession, table: type[Any]) -> set[int]:
    """Rows a person has changed since they were loaded."""
    query = select(Audit.row_id).where(Audit.table == table.__tablename__, Audit.by_id.is_not(None))
    return set(session.scalars(query))


# ---- dated rows -------------------------------------------------------------------------------


def load_catalogue(session: GovernedSession, rows: Sequence[Row], ended: Sequence[Row]) -> Tally:
    """Catalogue entries; those that ended get a last version that says so."""
    units = {each.code: each.id for each in session.scalars(select(Unit))}
    reasons = {each["code"]: each["note"] for each in ended}

    def entry(row: Row) -> Values:
        named = row["named_unit_code"]
        if named and named not in units:
            raise ValueError(f"指定单位 {named} 不存在")
        return reference_rows.entry(row) | {"named_unit_id": units[named] if named else None}

    wanted = _parsed("派单目录", rows, entry)
    tally = Tally("派单目录", len(rows))
    stored = _latest(session, CatalogueEntry)
    begun = [each for each in wanted if each["code"] not in reasons or each["code"] not in stored]
    over = [each for each in wanted if each["code"] in reasons]
    _supersede(session, CatalogueEntry, begun, stored, tally)
    closing = [each | {"in_force": False, "note": reasons[each["code"]]} for each in over]
    _supersede(session, CatalogueEntry, closing, stored, tally)
    return tally


def load_parameters(session: GovernedSession, rows: Sequence[Row]) -> Tally:
    """Parameters with their basis and grade."""
    return _load(session, Parameter, rows, reference_rows.parameter)


def load_community_duties(session: GovernedSession, rows: Sequence[Row]) -> Tally:
    """What communities may lead, and what they assist with."""
    return _load(session, CommunityDuty, rows, reference_rows.community_duty)


def load_schemes(session: GovernedSession, rows: Sequence[Row]) -> Tally:
    """Schemes of assessment."""
    return _load(session, Scheme, rows, reference_rows.scheme)


def load_calendar(session: GovernedSession, rows: Sequence[Row]) -> Tally:
    """The work calendar, each day as published for its year."""
    return _load(session, CalendarDay, rows, reference_rows.day)


def _load(
    session: GovernedSession, table: type[D], rows: Sequence[Row], parse: Callable[[Row], Values]
) -> Tally:
    tally = Tally(table.__label__, len(rows))  # type: ignore[attr-defined]
    wanted = _parsed(tally.label, rows, parse)
    _supersede(session, table, wanted, _latest(session, table), tally)
    return tally


def _latest(session: GovernedSession, table: type[Any]) -> dict[Any, Any]:
    query = select(table).order_by(table.valid_from, table.id)
    return {getattr(each, table.__dated_by__): each for each in session.scalars(query)}


def _supersede(
    session: GovernedSession,
    table: type[Any],
    wanted: Sequence[Values],
    stored: dict[Any, Any],
    tally: Tally,
) -> None:
    """Add what is new, and a version from today of what differs."""
    today = local_date(now())
    for each in wanted:
        key = each[table.__dated_by__]
        held = stored.get(key)
        if held is not None:
            if all(getattr(held, k) == value for k, value in each.items() if k != "valid_from"):
                continue
            if held.by_id is not None:
                tally.kept += 1
                continue
            following = max(today, held.valid_from + timedelta(days=1))
            each = each | {"valid_from": following}
            tally.changed += 1
        else:
            tally.added += 1
        stored[key] = table(**each)
        session.add(stored[key])
