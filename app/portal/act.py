"""ActView: the form of an act says what one must know, and at once whether it may be done."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import g, request

from app.access.privacy import sees_content
from app.models.work_order import WorkOrder
from app.portal.forms import PortalForm, order_of
from app.portal.saving import Refused
from app.portal.view import GovernedView
from app.services.briefing import briefing, suggestion
from app.services.procedure import hands, step
from app.services.words import CLOSED


class ActView(GovernedView):
    """What every act has beyond a plain row."""

    create_template = "portal/act_form.html"
    about_order: ClassVar[bool] = True

    def new_form(self) -> PortalForm:
        """Begun with what the act most likely says; nothing is decided beforehand."""
        form = super().new_form()
        order = order_of(form, self.table)
        if request.method != "POST" and isinstance(order, WorkOrder):
            for name, value in suggestion(self.table, order).items():
                if name in form.own() and form[name].data is None:
                    form[name].data = value
        return form

    def form_page(self, form: PortalForm, row: Any = None, refused: Refused | None = None) -> Any:
        """To whoever acts for somebody no more, only an order that the form was opened on."""
        order = order_of(form, self.table)
        if g.principal.lapsed and order and request.args.get("order_id") != str(order.id):
            form["order"].data, refused = None, Refused(refused.told) if refused else None
        return super().form_page(form, row, refused)

    def beside(self, order: Any) -> dict[str, Any]:
        if not isinstance(order, WorkOrder):
            return {"brief": [], "barred": None, "words": ""}
        held = step(self.sessions(), order, self.table)
        seen = sees_content(g.principal, order, hands(order))
        return {
            "brief": briefing(g.principal, self.table, order),
            "barred": None if held.lawful else held,
            "words": order.content if seen else CLOSED,
        }
