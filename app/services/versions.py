"""版本: where a dated row stands, all versions of its key, and what a draft would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, literal, or_, select
from sqlalchemy.orm import aliased

from app.kernel.complete import relations
from app.kernel.model import columns
from app.kernel.session import GovernedSession
from app.law.reorganisation import functions_in
from app.models.act import Dated
from app.models.publication import TWO_PERSONS, Publication, published
from app.models.reorganisation import Reorganisation
from app.models.unit import SEPARATOR
from app.services.words import told

DRAFTED, TO_COME, IN_FORCE, SUPERSEDED = "待公布", "已公布，待生效", "已生效", "已被取代"
#: Versions shown side by side; a key has few.
SHOWN = 30


def standing(table: Any, on: date) -> ColumnElement[str]:
    """Where each row stands on a day, as SQL, so that a list asks for nothing more."""
    if table is Reorganisation:
        return case((published(table), literal("已施行")), else_=literal(DRAFTED))
    other = aliased(table)
    key = table.__dated_by__
    later = exists(
        select(other.id).where(
            getattr(other, key) == getattr(table, key),
            or_(
                other.valid_from > table.valid_from,
                and_(other.valid_from == table.valid_from, other.id > table.id),
            ),
            other.valid_from <= on,
            published(other),
        )
    )
    return case(
        (~published(table), literal(DRAFTED)),
        (table.valid_from > on, literal(TO_COME)),
        (later, literal(SUPERSEDED)),
        else_=literal(IN_FORCE),
    )


@dataclass(frozen=True)
class Version:
    """One version of a key: the row, where it stands, who drafted and who published it."""

    row: Any
    standing: str
    publication: Publication | None


def versions(session: GovernedSession, rows: Sequence[Dated], on: date) -> dict[Any, list[Version]]:
    """Every version of the rows' keys, the newest first; one statement."""
    table: Any = type(rows[0])
    name, key = table.__tablename__, table.__dated_by__
    held = and_(Publication.table_name == name, Publication.row_id == table.id)
    query = (
        select(table, standing(table, on), Publication)
        .outerjoin(Publication, held)
        .where(getattr(table, key).in_({getattr(each, key) for each in rows}))
        .order_by(table.valid_from.desc(), table.id.desc())
        .limit(SHOWN * len(rows))
    )
    found: dict[Any, list[Version]] = {}
    for each in session.execute(query).unique():
        found.setdefault(getattr(each[0], key), []).append(Version(*each))
    return found


def drafts(table: Any) -> Select[Any]:
    """What waits for a second person, in the order in which it was drafted."""
    return select(table).where(~published(table)).order_by(table.id)


def in_force_among(held: list[Version], row: Any) -> Any:
    """The version a draft would take over from: in force now, or to come before it."""
    before = [
        each.row
        for each in held
        if each.row is not row
        and each.standing in (IN_FORCE, TO_COME)
        and each.row.valid_from <= row.valid_from
    ]
    return before[0] if before else None


def differences(row: Any, before: Any) -> list[tuple[str, str, str]]:
    """(label, now, then) of every column a person types that would be another."""
    behind = {key: name for name, key, _ in relations(type(row))}
    found = []
    for key, meta in columns(type(row)).items():
        if not meta["form"] or key == "valid_from":
            continue
        name = behind.get(key, key)
        now = told(getattr(before, name)) if before is not None else ""
        then = told(getattr(row, name))
        if now != then:
            found.append((meta["label"], now, then))
    return found


def changes(act: Reorganisation) -> list[tuple[str, str, str]]:
    """The same of a reorganisation: what its units are called and do, now and then."""
    unit, after = act.unit, act.successor
    if act.new_name:
        found = [("名称", unit.name, act.new_name)]
        if act.new_short_name:
            found.append(("简称", unit.short_name, act.new_short_name))
        return found
    if after is None:
        return []
    moved = act.functions or unit.functions
    held = SEPARATOR.join(dict.fromkeys(functions_in(f"{after.functions}{SEPARATOR}{moved}")))
    more = [(f"{after}的职能", after.functions, held)] if held != after.functions else []
    if act.functions:
        return [(f"{unit}的职能", unit.functions, f"划出{act.functions}"), *more]
    return [(str(unit), "在用", f"停用，由{after}承接"), *more]


def waits(table: Any) -> bool:
    """Whether drafts of a table wait for a second person."""
    return table.__tablename__ in TWO_PERSONS
