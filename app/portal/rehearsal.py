"""系统 → 试算: what a drafted version would have done, before another keeper publishes it."""

from __future__ import annotations

from typing import Any

from flask import abort, g, request, url_for
from flask_admin import BaseView, expose

from app.models.publication import Publication
from app.models.work_order import WorkOrder
from app.portal.db import system_session
from app.services.rehearsal import DAYS, Effect, NotADraft, draft, drafts, rehearse
from app.services.words import instant

#: How many rows a page lists; the command lists them all.
MOST = 200
SPANS = (30, 90, 180, 365)


class RehearsalView(BaseView):
    """For whoever may publish. Read by the system: a keeper reaches no order."""

    def __init__(self) -> None:
        super().__init__(name="试算", category="系统", endpoint="rehearsal", url="/admin/rehearsal")

    def is_accessible(self) -> bool:
        return g.get("principal") is not None and g.principal.may("c", Publication)

    def _handle_view(self, name: str, **_: Any) -> None:
        if not self.is_accessible():
            abort(403)

    @expose("/")
    def index(self) -> Any:
        with system_session(writing=False) as reading:
            return self.render("portal/rehearsals.html", rows=drafts(reading))

    @expose("/<table>/<ident>/")
    def tried(self, table: str, ident: str) -> Any:
        days = request.args.get("days", DAYS, type=int)
        if days not in SPANS or not (ident.isascii() and ident.isdecimal() and len(ident) < 10):
            abort(404)
        try:
            with system_session(writing=False) as reading:
                found = rehearse(reading, draft(reading, table, int(ident)), days)
        except NotADraft:
            abort(404)
        return self.render(
            "portal/rehearsal.html",
            found=found,
            days=days,
            spans=SPANS,
            most=MOST,
            shown=instant,
            order_of=_order_of,
        )


def _order_of(effect: Effect) -> str | None:
    """The order's page, for whoever may read it."""
    if not g.principal.may("r", WorkOrder):
        return None
    return url_for("work_order.details_view", id=effect.order_id)
