"""提醒: what came to the desk since its reader last looked, order by order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask_admin import BaseView, expose

from app.kernel.clock import now
from app.models.look import Look
from app.portal.db import sessions, system_session
from app.services.notices import CAP, Group, look, notices
from app.services.words import instant


class NoticesView(BaseView):
    """For every post that something can come to."""

    def __init__(self) -> None:
        super().__init__(name="提醒", endpoint="notices", url="/admin/notices")

    def is_accessible(self) -> bool:
        return g.get("principal") is not None and g.principal.may("c", Look)

    def _handle_view(self, name: str, **_: Any) -> None:
        if not self.is_accessible():
            abort(403)

    @expose("/")
    def index(self) -> Any:
        groups = notices(sessions, g.principal)
        told = [each for group in groups for each in group.notices]
        return self.render(
            "portal/notices.html",
            groups=groups,
            count=len(told),
            most=CAP,
            until=max((int(each.at.timestamp()) for each in told), default=0),
            about=_about,
            shown=instant,
        )

    @expose("/look/", methods=("POST",))
    def look(self) -> Any:
        """Everything the page showed has been seen; what came meanwhile has not.

        Written by the system: hardly anybody here reaches an account, be it their own.
        """
        until = _instant(request.form.get("until", ""))
        with system_session(writing=True) as writing:
            look(writing, g.principal, until)
        flash("已全部标为看过", "success")
        return redirect(url_for(".index"))


def _about(group: Group) -> str | None:
    """Where a group leads: its order, or the list of what was drafted."""
    if group.order_id is not None:
        return url_for("work_order.details_view", id=group.order_id)
    return url_for(f"{group.notices[0].table}.index_view")


def _instant(told: str) -> datetime:
    """The newest that was shown; without it, nothing has been."""
    if not told.isascii() or not told.isdecimal() or len(told) > len("9999999999"):
        abort(400)
    return min(datetime.fromtimestamp(int(told), UTC), now())
