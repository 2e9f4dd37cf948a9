"""考评期: its page is the assessment table, group by group, with how it was computed."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import quote

from flask import Response, abort, g, request, url_for
from flask_admin import expose

from app.models.period import Period
from app.models.result import Result
from app.models.work_order import WorkOrder
from app.portal.db import db
from app.portal.forms import PortalForm
from app.portal.view import GovernedView
from app.services.assess import HEADINGS, MONTHLY, NoPeriod, begins, scheme_for, sheets, told
from app.services.assessment_book import book
from app.services.export_log import log_export
from app.services.files import KINDS
from app.services.words import told as said


class PeriodView(GovernedView):
    """A new row is a new assessment; every result comes with it."""

    table = Period
    details_template = "portal/period.html"
    needs: ClassVar[dict[str, str]] = GovernedView.needs | {"book_view": "r"}

    def new_form(self) -> PortalForm:
        """Begun with the last period that is over, under the scheme of its time."""
        form = super().new_form()
        if request.method != "POST" and form["starts_on"].data is None:
            with suppress(NoPeriod):
                session = self.sessions()
                form["starts_on"].data = begins(session, MONTHLY, None)
                form["scheme"].data = scheme_for(session, MONTHLY, form["starts_on"].data)
        return form

    def form_title(self, row: Any) -> str:
        return "考评一期"

    def save_label(self, row: Any) -> str:
        return "开始考评"

    def page(self, row: Any) -> dict[str, Any]:
        return {
            **super().page(row),
            "headings": [*HEADINGS, "等次"],
            "sheets": sheets(self.sessions(), row) if g.principal.may("r", Result) else [],
            "computed": told(row),
            "said": lambda cell: _said(cell, row.scheme.decimals),
            "orders_of": lambda result: self._orders(row, result),
            "may_export": g.principal.may("x", Result),
        }

    def _orders(self, period: Period, result: Result) -> str | None:
        """The orders a unit is assessed by, if this person may list them."""
        if not g.principal.may("r", WorkOrder):
            return None
        span: dict[str, Any] = {"at_from": period.starts_on, "at_to": period.ends_on}
        return url_for("work_order.index_view", lead_id=result.unit_id, **span)

    @expose("/book/")
    def book_view(self) -> Any:
        if not g.principal.may("x", Result):
            abort(403)
        period = self.asked_row()
        held = sheets(self.sessions(), period)
        rows = sum(len(each.results) for each in held)
        self.sessions.rollback()
        log_export(
            db.engine, g.principal, Result,
            conditions=str(period), rows=rows, kind="xlsx", request_id=g.request_id,
        )  # fmt: skip
        named = f"考评表_{period.starts_on}_{period.ends_on}_{g.principal.unit_name}.xlsx"
        disposition = f"attachment; filename=assessment.xlsx; filename*=UTF-8''{quote(named)}"
        headers = {"Content-Disposition": disposition}
        return Response(book(period, held), content_type=KINDS["xlsx"], headers=headers)


def _said(cell: Any, decimals: int) -> str:
    """A score with all its places, everything else as ever."""
    return f"{cell:.{decimals}f}" if type(cell) is Decimal else said(cell)
