"""代行他人: whose post a person may act in now, the switch to it and the way back."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, request, session, url_for
from flask_admin import BaseView, expose

from app.kernel.clock import now
from app.kernel.errors import Forbidden, Unlawful
from app.portal.ajax import identity
from app.portal.auth import ACTING
from app.portal.db import system_session
from app.services.acting import acting, offered

NONE = "没有请您代行该人员职责的安排；请由本单位负责人、区统筹或账号管理员先作安排"


class ActingView(BaseView):
    """For everybody; in the menu of those who are deputies now."""

    def __init__(self) -> None:
        super().__init__(name="代行他人", endpoint="acting", url="/admin/acting")

    def is_accessible(self) -> bool:
        return g.get("principal") is not None

    def is_visible(self) -> bool:
        return bool(g.principal.deputy)

    def _handle_view(self, name: str, **_: Any) -> None:
        if not self.is_accessible():
            abort(403)

    @expose("/", methods=("GET", "POST"))
    def index(self) -> Any:
        if request.method == "POST":
            return self._switched(request.form.get("for", ""))
        present = now()
        with system_session(writing=False) as reading:
            held = offered(reading, g.principal.account_id, present)
        return self.render("portal/acting.html", held=held, present=present)

    def _switched(self, told: str) -> Any:
        """Into the post of another, or back into one's own."""
        if not told:
            if session.pop(ACTING, None) is not None:
                flash("已恢复本人岗位", "success")
            return redirect(url_for("admin.index"))
        own, absent = g.principal, identity(told)
        with system_session(writing=False) as reading:
            person = absent and acting(
                reading, own.account_id, own.session_version, absent, now()
            )  # fmt: skip
        if not person:
            raise Forbidden(NONE)
        if person.lapsed:
            raise Unlawful(person.lapsed)
        session[ACTING] = person.for_id
        flash(
            f"现在代行{person.for_name}（{person.post.label}），所办事项记“{person.signed}”",
            "success",
        )
        return redirect(url_for("admin.index"))
