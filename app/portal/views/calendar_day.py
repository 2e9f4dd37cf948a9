"""工作日历: adds the act that fills a year not published yet by its weekends."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import flash, g, redirect, request, url_for
from flask_admin import expose

from app.kernel.clock import local_date, now
from app.kernel.errors import PortalError
from app.models.calendar_day import CalendarDay
from app.portal.refusals import record
from app.portal.views.dated import DatedView
from app.services.calendar import prefill


class CalendarDayView(DatedView):
    """The keeper's list, with 按周末预填（暂定） for next year."""

    table = CalendarDay
    list_template = "portal/calendar.html"
    needs: ClassVar[dict[str, str]] = DatedView.needs | {"prefill_view": "c"}

    @property
    def next_year(self) -> int:
        """The year that may be filled in ahead of its publication."""
        return local_date(now()).year + 1

    @expose("/prefill/", methods=("POST",))
    def prefill_view(self) -> Any:
        year = request.form.get("year", default=0, type=int)
        try:
            filled = prefill(self.sessions(), year)
            self.sessions.commit()
            flash(f"已按周末预填 {year} 年 {filled} 天（暂定），放假安排公布后请补录", "success")
        except PortalError as error:
            self.sessions.rollback()
            record(error, g.principal, g.request_id)
            flash(str(error), "error")
        return redirect(url_for(".index_view"))
