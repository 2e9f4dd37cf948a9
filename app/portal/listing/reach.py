"""Lists of cases are driven from the unit's own worklist: their cost is that of one page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Date, Select, inspect, or_

from app.access.grant import Reach
from app.access.matrix import right
from app.access.principal import Principal
from app.kernel.model import Base, Case, columns
from app.models.enums import Role
from app.models.participation import Participation
from app.models.work_order import WorkOrder


def driven(table: type[Base], principal: Principal) -> bool:
    """Whether a person's list of the table starts from ``participation``."""
    return issubclass(table, Case) and right(principal.post, table).reach is Reach.TAKING_PART


def narrowed(query: Select[Any], table: Any, principal: Principal) -> Select[Any]:
    """The same rows as the guard of the session lets through, by the short way."""
    if not driven(table, principal):
        return query
    mine = or_(Participation.role != Role.FORMER, table.by_unit_id == principal.unit_id)
    if table is WorkOrder:
        mine = Participation.role != Role.FORMER
    return query.join(Participation, Participation.order_id == table.order_key).where(
        Participation.unit_id == principal.unit_id, mine
    )


def place(table: Any, name: str, principal: Principal) -> Any:
    """The column a condition is put on: the worklist's copy of it where there is one."""
    if table is WorkOrder and driven(table, principal):
        copy = {"at": "received_at"}.get(name, name)
        if copy in ("received_at", "status", "due_at", "warn_at"):
            return getattr(Participation, copy)
    return getattr(table, name)


def keys(table: Any, principal: Principal) -> tuple[list[Any], list[str], bool]:
    """Columns a list is ordered and continued by, their names on the row, whether newest first."""
    if table is WorkOrder:
        if driven(table, principal):
            return [Participation.received_at, Participation.order_id], ["at", "id"], True
        return [WorkOrder.at, WorkOrder.id], ["at", "id"], True
    code = getattr(table, "__dated_by__", "code")
    if code in columns(table) and not issubclass(table, Case):
        by_day = isinstance(inspect(table).columns[code].type, Date)
        return [getattr(table, code), table.id], [code, "id"], by_day
    return [table.id], ["id"], True


def newest_first(table: Any, principal: Principal) -> list[Any]:
    """The plain order of a look-up of cases."""
    columns_, _, _ = keys(table, principal)
    return [each.desc() for each in columns_]
