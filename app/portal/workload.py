"""考评 → 办理情况: the orders of a span of days by unit and standing, each number a list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import abort, flash, g, request
from flask_admin import BaseView, expose

from app.kernel.clock import local_date, now
from app.models.work_order import WorkOrder
from app.portal.db import sessions
from app.services.workload import by_unit, headings, total

DAYS = 30


class WorkloadView(BaseView):
    """For every post that reads orders, as far as it reaches."""

    def __init__(self) -> None:
        super().__init__(
            name="办理情况", category="考评", endpoint="workload", url="/admin/workload"
        )

    def is_accessible(self) -> bool:
        return g.get("principal") is not None and g.principal.may("r", WorkOrder)

    def _handle_view(self, name: str, **_: Any) -> None:
        if not self.is_accessible():
            abort(403)

    @expose("/")
    def index(self) -> Any:
        today = local_date(now())
        until = _day("until", today)
        since = _day("since", until - timedelta(days=DAYS - 1))
        if since > until:
            flash("起始日期晚于截止日期，已对调", "warning")
            since, until = until, since
        lines = by_unit(sessions, since, until, now())
        return self.render(
            "portal/workload.html",
            since=since,
            until=until,
            headings=list(headings(now())),
            lines=lines,
            total=total(lines) if lines else (),
        )


def _day(name: str, otherwise: date) -> date:
    """A day from the address; what is no day is said and left out."""
    given = request.args.get(name, "")
    if not given:
        return otherwise
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = date.min
    if not 2000 <= day.year <= 2999:
        flash(f"日期“{given[:20]}”无法识别，已按 {otherwise} 查询", "warning")
        return otherwise
    return day
