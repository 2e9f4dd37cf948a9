"""What happens to a form between the button and the answer; the law itself sits in the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import g
from sqlalchemy import inspect, select
from sqlalchemy.orm import load_only

from app.kernel.errors import Forbidden, PortalError, Stale
from app.kernel.model import Base, managed_tables
from app.models.act import Act
from app.portal.formats import shown
from app.portal.forms import PortalForm, order_of
from app.portal.refusals import record
from app.portal.telling import Told, tell, tell_typing
from app.services.words import told

EXPIRED = "表单已失效，请核对现有内容后重新提交"


@dataclass
class Refused:
    """Why nothing was saved, and what to show instead of the next page."""

    told: Told
    status: int = 422
    since: list[Any] = field(default_factory=list)
    differing: list[tuple[str, str]] = field(default_factory=list)


def save(
    sessions: Any, form: PortalForm, row: Any, filled_in: Callable[[Any], None]
) -> Refused | None:
    """Write one row; ``None`` when it is written. What is forbidden outright is not told here.

    ``filled_in`` adds what follows from the form. Whoever acts on an order or changes a row has
    seen it: without its version, or with that of another, nothing is taken.
    """
    if not form.validate():
        return Refused(tell_typing(form.errors))
    session = sessions()
    watched, seen = _watched(form, row)
    try:
        with session.no_autoflush:
            form.populate_obj(row)
            filled_in(row)
            if watched is not None and seen is None:
                raise Stale(EXPIRED)
            if seen is not None:
                session.expecting(watched, seen)
            session.add(row)
            session.commit()
    except Forbidden:
        raise
    except PortalError as error:
        sessions.rollback()
        record(error, g.principal, g.request_id)
        refused = Refused(tell(error, form.own()), error.status)
        if isinstance(error, Stale) and watched is not None:
            _explain(session, form, watched, seen, refused)
        return refused
    return None


def _watched(form: PortalForm, row: Any) -> tuple[Any, int | None]:
    """The row whose version the form carries: itself when stored, else its order."""
    row_or_order = row if inspect(row).persistent else order_of(form, type(row))
    return row_or_order, form.seen(row_or_order) if row_or_order is not None else None


def _explain(session: Any, form: PortalForm, row: Any, seen: int | None, refused: Refused) -> None:
    """What changed meanwhile; having seen it, the person may submit again."""
    if hasattr(type(row), "order_key"):
        refused.since = since(session, row, seen)
    else:
        refused.differing = _differing(form, row)
    form.watch(row)


def _differing(form: PortalForm, row: Base) -> list[tuple[str, str]]:
    """Where the row as it is now differs from what was typed."""
    found = []
    for each in shown(type(row)):
        typed = form.own().get(each.relation or each.name)
        if typed is not None and told(typed.data) != told(each.value(row)):
            found.append((each.label, told(each.value(row))))
    return found


def since(session: Any, order: Any, seen: int | None) -> list[Act]:
    """The acts on an order since a version of it, oldest first, as far as the person may see them.

    Each write is one version of its order, and all it brings about has one instant and one author.
    """
    writes = order.version - seen if seen is not None else 0
    if writes <= 0:
        return []
    found: list[Any] = []
    for table in managed_tables():
        if issubclass(table, Act) and g.principal.may("r", table):
            query = (
                select(table)
                .where(table.order_id == order.id)
                .options(load_only(table.at, table.by_id, table.by_unit_id, table.by_post))
            )
            found += session.scalars(query.order_by(table.id.desc()).limit(writes + 1))
    moments = sorted({(each.at, each.by_id or 0) for each in found})[-writes:]
    return sorted(
        (each for each in found if (each.at, each.by_id or 0) in moments), key=lambda each: each.at
    )
