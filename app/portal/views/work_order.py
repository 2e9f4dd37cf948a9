"""工单: the list with deadline lights, and the order's page with every act lawful now."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import g, url_for
from markupsafe import Markup

from app.access.privacy import sees_particulars
from app.kernel import clock
from app.kernel.citation import cite
from app.models.act import Act
from app.models.work_order import WorkOrder
from app.portal.formats import Shown
from app.portal.light import lasting, light, minute
from app.portal.view import GovernedView
from app.services.procedure import Step, steps
from app.services.timeline import Entry, timeline
from app.services.words import told

#: What the head of the page says already.
HEAD = {"number", "title", "status", "lead_id", "due_at", "limit_class"}


class WorkOrderView(GovernedView):
    """Adds the light to lists and the acts and the timeline to an order's own page."""

    table = WorkOrder
    details_template = "portal/order.html"
    list_needs: ClassVar[tuple[str, ...]] = ("warn_at", "replied_at", "closed_at")

    def cell(self, row: Any, column: Any) -> Any:
        if column.name == "status":
            tag = Markup('<span class="tag tag-{}">{}</span>')
            return tag.format(row.status.value, row.status.label)
        if column.name == "due_at" and row.due_at is not None:
            shines = light(row, clock.now())
            return Markup('{}<br><span class="light light-{}">{}</span>').format(
                minute(row.due_at), shines.colour, shines.words
            )
        return super().cell(row, column)

    def form_title(self, row: Any) -> str:
        return "登记工单"

    def save_label(self, row: Any) -> str:
        return "登记"

    def page(self, row: Any) -> dict[str, Any]:
        session = self.sessions()
        acts = steps(session, row)
        entries = timeline(session, row)
        held = super().page(row)
        return {
            **held,
            "columns": [each for each in held["columns"] if each.name not in HEAD],
            "light": light(row, clock.now()),
            "lawful": [each for each in acts if each.lawful],
            "barred": [each for each in acts if not each.lawful],
            "begin": lambda step: self._begin(step, row),
            "timeline": [self._line(each) for each in entries],
            "value": lambda column: self._value(row, column),
            "value_of": told,
            "heading": lambda clause: cite(clause).heading,
        }

    def _value(self, row: WorkOrder, column: Shown) -> str:
        """A value on the order's page: particulars only to whoever speaks with the person."""
        if not column.private:
            return told(column.value(row))
        held = getattr(row, column.name)
        if held and not sees_particulars(g.principal, row):
            return "*** （要求保密）" if row.protected else "***"
        return told(held)

    def _begin(self, step: Step, order: WorkOrder) -> str:
        """The address of an act's form. No instant is filled in: a person asserts those."""
        return url_for(f"{step.table.__tablename__}.create_view", order_id=order.id)

    def _line(self, entry: Entry) -> dict[str, Any]:
        act: Act = entry.act
        said = [(label, told(getattr(act, name))) for label, name in entry.particulars]
        return {
            "label": entry.label,
            "at": minute(act.at),
            "who": " ".join(filter(None, (told(act.by_unit), told(act.by_post)))),
            "said": [(label, text) for label, text in said if text],
            "after": lasting(entry.since) if entry.since else "",
            "address": self.link(act),
        }
