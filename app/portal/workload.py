"""考评 → 办理情况: the orders of a span of days by unit and standing.

A number the list of orders can be narrowed to is a link to it; others (the overdue, the answers to
visits, orders without a unit) have no condition of their own there.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import abort, flash, g, request, url_for
from flask_admin import BaseView, expose

from app.kernel.clock import local_date, now
from app.models.work_order import WorkOrder
from app.portal.db import sessions
from app.services.workload import LISTED, Line, by_unit, headings, total

DAYS, MOST_DAYS = 30, 366


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
        until = day("until", today)
        since = day("since", until - timedelta(days=DAYS - 1))
        if since > until:
            flash("起始日期晚于截止日期，已对调", "warning")
            since, until = until, since
        if (until - since).days >= MOST_DAYS:
            since = until - timedelta(days=MOST_DAYS - 1)
            flash(f"一次最多统计 {MOST_DAYS} 天，已改为自 {since} 起", "warning")
        lines = by_unit(sessions, since, until, now())
        return self.render(
            "portal/workload.html",
            since=since,
            until=until,
            headings=list(headings(now())),
            lines=lines,
            total=total(lines) if lines else (),
            list_of=lambda line, heading: _list_of(line, heading, since, until),
        )


def _list_of(line: Line, heading: str, since: date, until: date) -> str | None:
    """The list of the orders a number counts, if there is one."""
    if line.unit_id is None or heading not in LISTED:
        return None
    status = LISTED[heading]
    told: dict[str, Any] = {"lead_id": line.unit_id, "at_from": since, "at_to": until}
    return url_for("work_order.index_view", status=status.value if status else None, **told)


def day(name: str, otherwise: date) -> date:
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
