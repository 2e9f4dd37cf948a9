"""The search box, routed by the shape of what was typed."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from app.kernel.model import columns
from app.models.work_order import WorkOrder

LONGEST = 60
WORDS = 5


@cache
def searched(table: Any) -> tuple[str, ...]:
    """The columns a search looks into; never a citizen's particulars."""
    return tuple(
        name for name, meta in columns(table).items() if meta["search"] and not meta["private"]
    )


def tidy(typed: str | None) -> str:
    """What is searched for: no NUL, no endless text."""
    return " ".join((typed or "").replace("\0", "").split())[:LONGEST]


def matching(table: Any, typed: str) -> ColumnElement[bool]:
    """Every word in one of the columns; digits alone are the beginning of an order's number."""
    told = tidy(typed)
    if table is WorkOrder and told.isascii() and told.isdigit():
        return begins(WorkOrder.number, told)
    # What was closed as secret is found by its number alone (条例:十一(3)(四)).
    open_ = (WorkOrder.secret.is_(False),) if table is WorkOrder else ()
    return and_(
        *open_,
        *(
            or_(*(getattr(table, name).contains(word, autoescape=True) for name in searched(table)))
            for word in told.split()[:WORDS]
        ),
    )


def begins(column: Any, digits: str) -> ColumnElement[bool]:
    """A range an index can serve, whatever the collation."""
    following = str(int(digits) + 1).zfill(len(digits))
    if len(following) > len(digits):
        return and_(column >= digits, column.is_not(None))
    return and_(column >= digits, column < following)
