"""工单: the list with deadline lights, and the order's page with every act lawful now."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from flask import g, url_for
from markupsafe import Markup

from app.access.privacy import how_to_reach, sees_content, sees_particulars
from app.kernel import clock
from app.kernel.citation import cite
from app.kernel.clock import deadline
from app.kernel.facts import facts
from app.models.act import Act
from app.models.attachment import Attachment
from app.models.disposal import Disposal
from app.models.enums import DisposalKind, Status
from app.models.work_order import WorkOrder
from app.portal.formats import Shown
from app.portal.light import light
from app.portal.view import GovernedView
from app.services.clocks import Clock, clocks
from app.services.procedure import Step, hands, steps
from app.services.repeats import earlier
from app.services.timeline import Entry, Particular, timeline
from app.services.words import CLOSED, instant, lasting, size, told, told_of

#: What the head of the page says already.
HEAD = {"number", "title", "status", "lead_id", "due_at", "limit_class"}


#: What most orders do not have is shown where there is something.
RARE = {"reported_unit_id", "secret", "origin", "external_id", "origin_note", "named"}


def _worth_showing(row: WorkOrder, column: Shown) -> bool:
    return column.name not in HEAD and (column.name not in RARE or bool(getattr(row, column.name)))


def _said(act: Act, particular: Particular) -> str:
    return told_of(particular.name, getattr(act, particular.name))


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
        session, present = self.sessions(), clock.now()
        acts, seen = steps(session, row), sees_content(g.principal, row, hands(row))
        own = [each for each in acts if g.principal.may("c", each.table)]
        held = super().page(row)
        return {
            **held,
            "columns": [each for each in held["columns"] if _worth_showing(row, each)],
            "heading_of": row.title if seen else row.heading,
            "light": light(row, present),
            "due": deadline(row.due_at),
            "lawful": [each for each in own if each.lawful],
            "barred": [each for each in own if not each.lawful],
            "unlawful": [each for each in acts if not each.lawful],
            "begin": lambda step: self._begin(step, row),
            "clocks": [self._clock(each, present) for each in clocks(row)],
            "earlier": self._earlier(row),
            "attachments": self._attachments(row) if seen else [],
            "timeline": [self._line(each, seen=seen) for each in timeline(session, row)],
            "value": lambda column: self._value(row, column, seen=seen),
            "value_of": told,
            "heading": lambda clause: cite(clause).heading,
        }

    def _value(self, row: WorkOrder, column: Shown, *, seen: bool) -> str:
        """A value on the order's page: particulars only to whoever speaks with the person."""
        held = getattr(row, column.relation or column.name)
        if column.sealed and seen:
            return told(held)
        if not column.private:
            return told_of(column.name, column.value(row))
        if held and not sees_particulars(g.principal, row):
            return f"***（{how_to_reach(row)}）" if column.name == "contact" else "***"
        return told(held)

    def _clock(self, each: Clock, present: datetime) -> dict[str, Any]:
        colour = "over" if each.duty and each.late(present) else "ok"
        if each.runs(present):
            warned = colour == "ok" and each.due_at - present < (each.due_at - each.starts_at) / 4
            colour = "warn" if warned else colour
        elif colour == "ok":
            colour = "off"
        return {
            "name": each.name,
            "about": each.about,
            "clause": each.clause,
            "due": deadline(each.due_at),
            "standing": each.standing(present),
            "colour": colour,
            "runs": each.runs(present),
            "lines": list(each.lines()),
        }

    def _earlier(self, row: WorkOrder) -> list[dict[str, Any]]:
        """Orders of the same contact, for whoever says whether one is a repeat."""
        if not g.principal.may("c", Disposal):
            return []
        open_ = row.status is Status.REGISTERED
        return [
            {
                "order": each.order,
                "address": self.link(each.order),
                "marks": each.marks,
                "repeat": self._repeat(row, each.order) if open_ else "",
            }
            for each in earlier(self.sessions(), row)
        ]

    def _repeat(self, row: WorkOrder, before: WorkOrder) -> str:
        """The form of a disposal as a repeat of an earlier order, begun."""
        told_of: dict[str, Any] = {"kind": DisposalKind.REPEAT.value, "earlier": before.id}
        return url_for("disposal.create_view", order_id=row.id, **told_of)

    def _attachments(self, row: WorkOrder) -> list[dict[str, Any]]:
        return [
            {
                "row": each,
                "address": url_for("attachment.file_view", id=each.id),
                "size": size(each.size),
            }
            for each in facts(row, Attachment)
        ]

    def _begin(self, step: Step, order: WorkOrder) -> str:
        """The address of an act's form. No instant is filled in: a person asserts those."""
        return url_for(f"{step.table.__tablename__}.create_view", order_id=order.id)

    def _line(self, entry: Entry, *, seen: bool) -> dict[str, Any]:
        act: Act = entry.act
        said = [
            (each.label, _said(act, each) if seen or not each.sealed else CLOSED)
            for each in entry.particulars
        ]
        return {
            "label": entry.label,
            "at": instant(act.at),
            "who": " ".join(filter(None, (told(act.by_unit), told(act.by_post)))),
            "said": [(label, text) for label, text in said if text],
            "after": lasting(entry.since) if entry.since else "",
            "address": self.link(act),
        }
