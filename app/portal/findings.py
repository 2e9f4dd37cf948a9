"""监督 → 责任线索: what may be held against a unit, with what it is weighed against beside it."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from flask import abort, flash, g, request, url_for
from flask_admin import BaseView, expose
from sqlalchemy import select

from app.access.grant import Reach
from app.access.privacy import findings_reach
from app.kernel.clock import local_date, now
from app.models.enums import FindingKind
from app.models.exemption import Exemption
from app.models.work_order import WorkOrder
from app.portal.db import sessions, system_session
from app.portal.telling import resting
from app.portal.workload import day
from app.services.findings import CLAUSES, DAYS, LAST, PAGE, Asked, FoundLine, found


class FindingView(BaseView):
    """For the supervisor and the auditor; a head sees what is about the own unit."""

    def __init__(self) -> None:
        super().__init__(name="责任线索", category="监督", endpoint="finding", url="/admin/finding")

    def is_accessible(self) -> bool:
        held = g.get("principal")
        return held is not None and findings_reach(held) is not Reach.NONE

    def _handle_view(self, name: str, **_: Any) -> None:
        if not self.is_accessible():
            abort(403)

    @expose("/")
    def index(self) -> Any:
        own = findings_reach(g.principal) is Reach.OWN_UNIT
        # A report that reached whom it is about is for those who watch over it, not for them.
        kinds = [each for each in FindingKind if not (own and each is FindingKind.LEAK)]
        kind = next((each for each in kinds if each.value == request.args.get("kind")), kinds[0])
        until = day("until", local_date(now()))
        since = day("since", until - timedelta(days=DAYS - 1))
        if since > until:
            flash("起始日期晚于截止日期，已对调", "warning")
            since, until = until, since
        page = _page()
        asked = Asked(kind, since, until, g.principal.unit_id if own else None)
        # An own order that has gone to another is out of reach, what is held against it is not.
        with system_session(writing=False) if own else nullcontext(sessions()) as session:
            lines = found(session, asked, page)
        return self.render(
            "portal/findings.html",
            own=own,
            kinds=kinds,
            kind=kind,
            basis=resting(CLAUSES[kind]),
            since=since,
            until=until,
            page=page,
            more=len(lines) > PAGE and page < LAST,
            lines=lines[:PAGE],
            reached=_reached(lines),
            weigh=_weigh if g.principal.may("c", Exemption) else None,
        )


def _reached(lines: list[FoundLine]) -> set[int]:
    """The orders the reader may open."""
    held = [each.order_id for each in lines]
    return set(sessions().scalars(select(WorkOrder.id).where(WorkOrder.id.in_(held))))


def _weigh(line: FoundLine) -> str:
    """The form of an exemption, begun with what it is about."""
    told: dict[str, Any] = {"kind": line.kind.value, "unit": line.unit_id}
    return url_for("exemption.create_view", order_id=line.order_id, **told)


def _page() -> int:
    given = request.args.get("page", "0")
    return min(int(given), LAST) if given.isascii() and given.isdigit() else 0
