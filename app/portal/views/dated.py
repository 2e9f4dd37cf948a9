"""Dated tables: a version is never changed, the next one is begun from it (design §2, 16)."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from app.portal.forms import PortalForm, permitted
from app.portal.view import GovernedView


class DatedView(GovernedView):
    """``?from=``: the version a new one is begun from, with its own first day still to be set."""

    def new_form(self) -> PortalForm:
        if request.method == "POST" or "from" not in request.args:
            return super().new_form()
        form = permitted(self.create_form(self.asked_row("from")), self.table, stored=False)
        form["valid_from"].data = None
        return form

    def form_title(self, row: Any) -> str:
        return f"{self.name}：新版本" if "from" in request.args else super().form_title(row)

    def row_actions(self, row: Any) -> list[tuple[str, str]]:
        actions = super().row_actions(row)
        if self.can_create:
            actions.append(("新版本", url_for(".create_view", **{"from": row.id})))
        return actions
