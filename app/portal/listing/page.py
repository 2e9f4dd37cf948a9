"""One page of a list: what was asked, the rows, how many there are, where it goes on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Select, func, inspect, literal, select

from app.access.principal import Principal
from app.kernel.clock import now
from app.kernel.model import Base
from app.portal.desk import Desk
from app.portal.desks import desks_of
from app.portal.formats import listed
from app.portal.listing import token
from app.portal.listing.filters import Filter, filters
from app.portal.listing.reach import keys, narrowed, place
from app.portal.listing.search import matching, searched, tidy

SIZES = (20, 50, 100)
CAP = 1000
LAST_PAGE = 500


@dataclass
class Asked:
    """A list's address, read; what makes no sense falls back to the default and is noted."""

    search: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    desk: Desk | None = None
    sort: str | None = None
    descending: bool = False
    page: int = 0
    token: tuple[Any, ...] | None = None
    back: bool = False
    size: int = SIZES[0]
    notes: list[str] = field(default_factory=list)

    @property
    def narrowing(self) -> bool:
        """Whether any condition is set."""
        return bool(self.search or self.values or self.desk)

    def told(self, table: type[Base]) -> str:
        """The conditions in words."""
        said = [f"{each.label}＝{_value(each, self)}" for each in filters(table)
                if each.name in self.values]  # fmt: skip
        if self.search:
            said.append(f"查询“{_without_digits(self.search)}”")
        if self.desk:
            said.append(self.desk.label)
        return "；".join(said)

    def address(self) -> dict[str, Any]:
        """The conditions and the order, for links to other pages of the same list."""
        sort = f"-{self.sort}" if self.sort and self.descending else self.sort
        told: dict[str, Any] = {"search": self.search or None, "sort": sort, **self.raw}
        told["desk"] = self.desk.name if self.desk else None
        told["size"] = self.size if self.size != SIZES[0] else None
        return {key: value for key, value in told.items() if value is not None}


def _value(chosen: Filter, asked: Asked) -> str:
    raw = asked.raw[chosen.name]
    return dict(chosen.options).get(raw, _without_digits(raw) if chosen.widget == "text" else raw)


def _without_digits(typed: str) -> str:
    """The conditions are kept in the audit, and a run of digits may be somebody's telephone."""
    return re.sub(r"\d{5,}", "***", typed)


@dataclass
class Page:
    """What the template shows."""

    rows: list[Any]
    count: int
    following: dict[str, Any] | None
    preceding: dict[str, Any] | None
    #: By row: what a view computes beside its columns.
    beside: dict[int, Any] = field(default_factory=dict)

    @property
    def total(self) -> str:
        """How many rows in all, as far as it pays to count."""
        return f"{CAP:,}+" if self.count > CAP else str(self.count)


def sortable(table: type[Base]) -> set[str]:
    """The listed columns of the table itself that have an order and hold nothing private."""
    held = inspect(table).columns
    return {
        each.name
        for each in listed(table)
        if not (each.relation or each.private or each.long)
        and not isinstance(held[each.name].type, JSON)
    }


def read(table: type[Base], principal: Principal, told: Mapping[str, str]) -> Asked:
    """Read the address of a list."""
    asked = Asked(search=tidy(told.get("search")) if searched(table) else "")
    for each in filters(table):
        raw = told.get(each.name, "").strip()
        if not raw:
            continue
        try:
            asked.values[each.name] = each.read(raw)
            asked.raw[each.name] = raw
        except (ValueError, KeyError):
            asked.notes.append(f"查询条件“{each.label}”的值无法识别，已忽略")
    wanted = told.get("desk", "")
    asked.desk = next((d for d in desks_of(principal, table) if d.name == wanted), None)
    if wanted and asked.desk is None:
        asked.notes.append("该待办分类不适用于本岗位，已忽略")
    asked.size = next((each for each in SIZES if str(each) == told.get("size")), SIZES[0])
    sort = told.get("sort", "")
    if sort.removeprefix("-") in sortable(table):
        asked.sort, asked.descending = sort.removeprefix("-"), sort.startswith("-")
    elif asked.desk is not None:
        asked.sort = asked.desk.sort
    page = told.get("page", "")
    if page.isascii() and page.isdigit() and len(page) <= 5:
        asked.page = min(int(page), LAST_PAGE)
    asked.back = "before" in told
    here = told.get("before" if asked.back else "after", "")
    asked.token = token.read(here, keys(table, principal)[0])
    asked.back = asked.back and asked.token is not None
    return asked


def rows_of(
    table: Any, principal: Principal, asked: Asked, query: Select[Any] | None = None
) -> Select[Any]:
    """Every row asked for, without order."""
    query = narrowed(select(table) if query is None else query, table, principal)
    offered = {each.name: each for each in filters(table)}
    for name, value in asked.values.items():
        chosen = offered[name]
        query = query.where(chosen.demand(place(table, chosen.column, principal), value))
    if asked.search:
        query = query.where(matching(table, asked.search))
    if asked.desk:
        query = query.where(*asked.desk.criteria(principal, now()))
    return query


def ordered(query: Select[Any], table: Any, principal: Principal, asked: Asked) -> Select[Any]:
    """In the order asked for, always down to the last row."""
    columns, _, newest = keys(table, principal)
    down = newest is not asked.back
    whole = [each.desc() if down else each.asc() for each in columns]
    if asked.sort:
        column = place(table, asked.sort, principal)
        return query.order_by(column.desc() if asked.descending else column.asc(), *whole)
    return query.order_by(*whole)


def page_of(
    session: Any,
    table: Any,
    principal: Principal,
    asked: Asked,
    options: tuple[Any, ...],
    beside: Any = None,
) -> Page:
    """At most two statements, whatever the number of rows. ``options``: what is loaded of each.

    ``beside``: an expression of SQL that comes with each row.
    """
    wanted = rows_of(table, principal, asked)
    query = ordered(wanted, table, principal, asked).options(*options)
    columns, names, newest = keys(table, principal)
    if asked.sort:
        query = query.offset(asked.page * asked.size)
    elif asked.token is not None:
        down = newest is not asked.back
        query = query.where(token.beyond(columns, asked.token, down=down))
    rows, told = _read(session, query.limit(asked.size + 1), beside)
    more = len(rows) > asked.size
    rows = rows[: asked.size]
    if asked.back and not asked.sort:
        rows.reverse()
    first = asked.token is None if not asked.sort else asked.page == 0
    count = len(rows) if first and not more else counted(session, table, principal, asked, CAP)
    following, preceding = _links(asked, rows, names, more)
    return Page(rows, count, following, preceding, told)


def _read(session: Any, query: Select[Any], beside: Any) -> tuple[list[Any], dict[int, Any]]:
    if beside is None:
        return list(session.scalars(query)), {}
    found = session.execute(query.add_columns(beside)).all()
    return [row for row, _ in found], {row.id: told for row, told in found}


def counted(session: Any, table: Any, principal: Principal, asked: Asked, cap: int) -> int:
    """How many rows, no further than one beyond ``cap``."""
    one_each = rows_of(table, principal, asked, select(literal(1)).select_from(table))
    found = one_each.limit(cap + 1).subquery()
    return int(session.scalar(select(func.count()).select_from(found)))


def _links(asked: Asked, rows: list[Any], names: list[str], more: bool) -> Any:
    here = asked.address()
    if asked.sort:
        following = here | {"page": asked.page + 1} if more and asked.page < LAST_PAGE else None
        return following, here | {"page": asked.page - 1} if asked.page else None
    if not rows:
        return None, here if asked.token is not None else None
    onward, behind = (True, more) if asked.back else (more, asked.token is not None)
    after, before = token.written(rows[-1], names), token.written(rows[0], names)
    return (
        here | {"after": after} if onward else None,
        here | {"before": before} if behind else None,
    )
