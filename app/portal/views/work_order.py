"""工单: the list with deadline lights, and the order's page with every act lawful now."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import g
from markupsafe import Markup

from app.kernel import clock
from app.kernel.clock import deadline
from app.models.enums import Status
from app.models.work_order import WorkOrder
from app.portal.light import light
from app.portal.order_page import OrderPage
from app.portal.view import GovernedView


class WorkOrderView(GovernedView):
    """Adds the light to lists and the acts and the timeline to an order's own page."""

    table = WorkOrder
    details_template = "portal/order.html"
    list_needs: ClassVar[tuple[str, ...]] = ("warn_at", "replied_at", "closed_at", "secret")

    def cell(self, row: Any, column: Any) -> Any:
        if column.name == "status":
            tag = Markup('<span class="tag tag-{}">{}</span>')
            return tag.format(row.status.value, row.status.label)
        if column.name == "due_at" and (row.due_at or row.status is Status.REGISTERED):
            shines = light(row, clock.now())
            return Markup('{}<br><span class="light light-{}">{}</span>').format(
                deadline(row.due_at), shines.colour, shines.words
            )
        return super().cell(row, column)

    def form_title(self, row: Any) -> str:
        return "登记工单"

    def save_label(self, row: Any) -> str:
        return "登记"

    def page(self, row: Any) -> dict[str, Any]:
        held = super().page(row)
        page = OrderPage(self.sessions(), g.principal, row, self.link)
        return {**held, **page.content(held["columns"])}
