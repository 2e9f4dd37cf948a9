"""考评 → 吹哨报到: how streets whistle and how whoever is called comes, over a span of days."""

from __future__ import annotations

from typing import Any

from flask import abort, g
from flask_admin import BaseView, expose

from app.kernel.clock import now
from app.models.result import Result
from app.portal.db import system_session
from app.portal.workload import asked_days
from app.services.whistles import STREET, STREET_SHARES, UNIT, UNIT_SHARES, by_street, by_unit


class WhistlesView(BaseView):
    """For every post that reads assessments: of the units whose assessment it reads."""

    def __init__(self) -> None:
        super().__init__(
            name="吹哨报到", category="考评", endpoint="whistles", url="/admin/whistles"
        )

    def is_accessible(self) -> bool:
        return g.get("principal") is not None and g.principal.may("r", Result)

    def _handle_view(self, name: str, **_: Any) -> None:
        if not self.is_accessible():
            abort(403)

    @expose("/")
    def index(self) -> Any:
        since, until = asked_days()
        # Of numbers alone: a unit is told its own though it no longer sees the orders.
        with system_session(writing=False) as session:
            streets = by_street(session, g.principal, since, until)
            units = by_unit(session, g.principal, since, until, now())
        return self.render(
            "portal/whistles.html",
            since=since,
            until=until,
            tables=[
                ("街道、乡镇吹哨", "街道、乡镇", (*STREET, *STREET_SHARES), streets),
                ("单位报到", "被召集单位", (*UNIT, *UNIT_SHARES), units),
            ],
        )
