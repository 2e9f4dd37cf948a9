"""How a value is shown, the same on a list, a details page and in a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Date, Enum, Integer, Row, inspect

from app.access.principal import Principal
from app.kernel.complete import relations
from app.kernel.model import Base, Ledger, columns, managed_tables
from app.kernel.types import Instant, Labeled
from app.models.work_order import WorkOrder
from app.services.words import CLOSED, told

MASK = "***"
SAID, DONE, DERIVED = "内容", "办理信息", "系统认定"
#: What is never broken over two lines.
SHORT = (Instant, Date, Enum, Integer, Boolean)


@dataclass(frozen=True)
class Shown:
    """One column as people see it; ``relation``: the row behind a key."""

    name: str
    label: str
    help: str
    private: bool
    sealed: bool
    long: bool
    short: bool
    group: str
    relation: str | None = None
    target: type[Base] | None = None

    def value(self, row: Base, reader: Principal | None = None) -> Any:
        """The row's value, a citizen's particulars masked."""
        return self.seen(getattr(row, self.relation or self.name), row, type(row), reader)

    def seen(self, held: Any, row: Any, table: type[Base], reader: Principal | None) -> Any:
        """What is seen of a value; ``row`` tells a ledger's value what it is about.

        What a ledger holds of a row only who may read such rows sees.
        """
        if self.private:
            return MASK if held not in (None, "") else None
        if self.sealed and is_closed(row):
            return CLOSED if held not in (None, "") else None
        return _ledger(row, self.name, held, reader) if issubclass(table, Ledger) else held


@cache
def shown(table: type[Base]) -> tuple[Shown, ...]:
    """Every column a person may look at, in order of declaration."""
    behind = {key: (name, target) for name, key, target in relations(table)}
    found = []
    for name, meta in columns(table).items():
        secret = meta["private"] and not meta["form"]
        bare_key = bool(inspect(table).columns[name].foreign_keys) and name not in behind
        if name in ("id", "version") or secret or bare_key:
            continue
        relation, target = behind.get(name, (None, None))
        group = DONE if meta["stamp"] else DERIVED if meta["derived"] else SAID
        found.append(
            Shown(
                name,
                meta["label"],
                meta["help"],
                meta["private"],
                meta["sealed"],
                meta["long"],
                relation is None and isinstance(inspect(table).columns[name].type, SHORT),
                group,
                relation,
                target,
            )
        )
    return tuple(found)


def is_closed(row: Any) -> bool:
    """Whether a row, or one of a file's, belongs to an order whose words are closed."""
    order: Any = row
    if isinstance(row, Row):
        order = next((each for each in row if isinstance(each, WorkOrder)), row)
    elif not isinstance(row, WorkOrder):
        order = getattr(row, "order", None)
    return bool(getattr(order, "secret", False))


@cache
def listed(table: type[Base]) -> tuple[Shown, ...]:
    """The columns of a list; who added a version of a reference row is for its own page."""
    dated, meta = hasattr(table, "__dated_by__"), columns(table)
    return tuple(
        each
        for each in shown(table)
        if meta[each.name]["list"] and not (dated and meta[each.name]["stamp"])
    )


def label_of(table_name: str) -> str:
    """The Chinese name of a table."""
    table = tables().get(table_name)
    return table.__label__ if table else table_name


@cache
def tables() -> dict[str, type[Base]]:
    """Every table by its name in the database."""
    return {each.__tablename__: each for each in managed_tables()}


def _ledger(row: Any, name: str, held: Any, reader: Principal | None) -> Any:
    """The ledgers name tables and columns as the database does; people read their labels."""
    if name == "table":
        return label_of(held)
    if isinstance(held, dict):
        table = tables().get(getattr(row, "table", ""))
        if table is None or reader is None or not reader.may("r", table):
            return MASK if held else ""
        return "；".join(_fact(table, key, value) for key, value in held.items() if key != "id")
    return held


def _fact(table: type[Base], key: str, value: Any) -> str:
    if key not in columns(table):
        return f"{key}：{told(value)}"
    if inspect(table).columns[key].foreign_keys and value is not None:
        # A name would cost a page of the ledger one more statement.
        return f"{columns(table)[key]['label']}：编号 {value}"
    column = inspect(table).columns[key].type
    kind = getattr(column, "enum_class", None) or getattr(column, "kind", None)
    known = {each.value: each for each in kind or ()}
    if isinstance(column, Instant) and value:
        value = datetime.fromisoformat(value)
    elif isinstance(value, list):
        value = [known.get(each, each) for each in value]
    elif isinstance(value, str):
        value = known.get(value, value)
    return f"{columns(table)[key]['label']}：{told(value)}"


def members(table: type[Base], name: str) -> type[Labeled] | None:
    """The enumeration of a column, if it has one."""
    kind = inspect(table).columns[name].type
    return kind.enum_class if isinstance(kind, Enum) else None  # type: ignore[return-value]
