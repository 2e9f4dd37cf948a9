"""单位: what a reorganisation changes is changed there, by two people, and not by a form."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import g, url_for

from app.models.reorganisation import Reorganisation
from app.models.unit import Unit
from app.portal.forms import PortalForm
from app.portal.view import GovernedView


class UnitView(GovernedView):
    """A stored unit's form holds what one person may change; 机构调整 is begun from its page."""

    table = Unit
    #: Changed by a published reorganisation alone.
    decided: ClassVar[tuple[str, ...]] = ("name", "short_name", "active", "successor")

    def edit_form(self, obj: Any = None) -> PortalForm:
        form = super().edit_form(obj)
        for name in self.decided:
            del form[name]
        return form

    def row_actions(self, row: Any) -> list[tuple[str, str]]:
        actions = super().row_actions(row)
        if row.active and g.principal.may("c", Reorganisation):
            actions.append(("机构调整", url_for("reorganisation.create_view", unit=row.id)))
        return actions
