"""Views from models: each table with an area and a line in the matrix gets one."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flask_admin import Admin

from app.access.matrix import MATRIX
from app.kernel.model import Base, managed_tables
from app.models.act import Act
from app.portal import views
from app.portal.act import ActView
from app.portal.view import GovernedView
from app.portal.views.dated import DatedView


def register(admin: Admin, sessions: Any) -> None:
    """One view a table, in the order of the matrix."""
    own = exceptions()
    for table in viewed():
        admin.add_view(view_for(table, own)(sessions))


def viewed() -> list[type[Base]]:
    """The tables with a view."""
    known = set(managed_tables())
    return [table for table in MATRIX if table in known and table.__area__]


def view_for(table: type[Base], own: dict[type[Base], type[GovernedView]]) -> type[GovernedView]:
    """The table's own view where there is one, else one made of its metadata."""
    if table in own:
        return own[table]
    base: type[GovernedView] = GovernedView
    if hasattr(table, "__dated_by__"):
        base = DatedView
    elif issubclass(table, Act):
        base = ActView
    return type(f"{table.__name__}View", (base,), {"table": table})


def exceptions() -> dict[type[Base], type[GovernedView]]:
    """What ``app/portal/views`` says differently, by table."""
    found = {}
    for module in iter_modules(views.__path__):
        for each in vars(import_module(f"{views.__name__}.{module.name}")).values():
            if isinstance(each, type) and issubclass(each, GovernedView) and "table" in vars(each):
                found[each.table] = each
    return found
