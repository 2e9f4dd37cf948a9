"""What one statement brings along: the listed columns, and the rows whose names are shown."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import joinedload, load_only

from app.kernel.model import Base, columns
from app.portal.formats import listed, shown


@cache
def loading(table: Any, *more: str) -> tuple[Any, ...]:
    """For a list: nothing that is not on it. ``more``: columns a view's own cells need."""
    names = {"id", *(each.name for each in listed(table)), *more}
    if "version" in columns(table):
        names.add("version")
    own = load_only(*(getattr(table, name) for name in sorted(names)))
    return (own, *(_named(table, each.relation, each.target) for each in listed(table)
                   if each.relation))  # fmt: skip


@cache
def loading_whole(table: Any) -> tuple[Any, ...]:
    """For one row: all its columns, and the names of whatever it points at."""
    return tuple(
        _named(table, each.relation, each.target) for each in shown(table) if each.relation
    )


def _named(table: Any, relation: str, target: type[Base] | None) -> Any:
    """A related row with no more than what its name is made of."""
    held = target or table
    return joinedload(getattr(table, relation)).load_only(*naming(held, held))


def naming(target: type[Base], entity: Any) -> list[Any]:
    """The columns of a table, or of an alias of it, that a name may be made of."""
    held = inspect(target).columns
    return [
        getattr(entity, name)
        for name, meta in sorted(columns(target).items())
        if (meta["list"] or name in ("id", "version", "secret"))
        and not meta["private"]
        and not held[name].foreign_keys
    ]
