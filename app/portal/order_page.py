"""What an order's own page shows: its head, clocks, acts, earlier orders, attachments, timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import url_for

from app.access.principal import Principal, signed
from app.access.privacy import how_to_reach, sees_content, sees_particulars
from app.kernel import clock
from app.kernel.clock import deadline
from app.kernel.facts import facts
from app.kernel.session import GovernedSession
from app.models.act import Act
from app.models.attachment import Attachment
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import DisposalKind, Post, Status
from app.models.work_order import WorkOrder
from app.portal.db import system_session
from app.portal.formats import SAID, Shown
from app.portal.light import light
from app.portal.telling import resting
from app.services.act_groups import FIRST, grouped
from app.services.acting import names
from app.services.clocks import Clock, clocks
from app.services.procedure import Step, hands, steps
from app.services.repeats import earlier
from app.services.timeline import Entry, Particular, timeline
from app.services.words import CLOSED, instant, lasting, size, told, told_of

#: What the head of the page says already.
HEAD = {"number", "title", "status", "lead_id", "due_at", "limit_class"}
#: What most orders do not have is shown where there is something.
RARE = {"reported_unit_id", "secret", "origin", "external_id", "origin_note", "named"}


@dataclass(frozen=True)
class OrderPage:
    """One order as one person sees it; ``link``: where another row is looked at, if anywhere."""

    session: GovernedSession
    reader: Principal
    order: WorkOrder
    link: Callable[[Any], str | None]

    @cached_property
    def seen(self) -> bool:
        """Whether this person may read what the order says."""
        return sees_content(self.reader, self.order, hands(self.order))

    def content(self, columns: Iterable[Shown]) -> dict[str, Any]:
        """What the template is given; ``columns``: those that could be shown of an order."""
        present, acts = clock.now(), steps(self.session, self.order)
        own = sorted((each for each in acts if self.reader.may("c", each.table)), key=self._seldom)
        return {
            "columns": [each for each in columns if self._worth_showing(each)],
            "heading_of": self.order.title if self.seen else self.order.heading,
            "light": light(self.order, present),
            "due": deadline(self.order.due_at),
            "lawful": grouped(each for each in own if each.lawful),
            "barred": dict(grouped(each for each in own if not each.lawful)).get(FIRST, []),
            "unlawful": [each for each in acts if not each.lawful],
            "begin": self._begin,
            "clocks": [_clock(each, present) for each in clocks(self.order)],
            "earlier": self._earlier(),
            "attachments": self._attachments(),
            "timeline": [self._line(each) for each in self.told],
            "registered_by": self._who(self.order),
            "value": self._value,
            "value_of": told,
        }

    def _seldom(self, step: Step) -> bool:
        """A unit's own head signs and handles; to send the order on is the exception."""
        return step.table is Dispatch and self.reader.post is Post.HEAD

    def _worth_showing(self, column: Shown) -> bool:
        """What was said, even if nothing; of the rest only what there is."""
        if column.name in HEAD:
            return False
        asked = column.group == SAID and column.name not in RARE
        return asked or self._value(column) not in ("", "否")

    def _value(self, column: Shown) -> str:
        """A value of the order: particulars only to whoever speaks with the person."""
        held = getattr(self.order, column.relation or column.name)
        if column.sealed and self.seen:
            return told(held)
        if not column.private:
            return told_of(column.name, column.value(self.order))
        if held and not sees_particulars(self.reader, self.order):
            reached = column.name == "contact"
            return f"***（{how_to_reach(self.order)}）" if reached else "***"
        return told(held)

    def _begin(self, step: Step) -> str:
        """The address of an act's form. No instant is filled in: a person asserts those."""
        return url_for(f"{step.table.__tablename__}.create_view", order_id=self.order.id)

    def _earlier(self) -> list[dict[str, Any]]:
        """Orders of the same contact, for whoever says whether one is a repeat."""
        if not self.reader.may("c", Disposal):
            return []
        return [
            {
                "order": each.order,
                "address": self.link(each.order),
                "marks": each.marks,
                "repeat": self._repeat_of(each.order),
            }
            for each in earlier(self.session, self.order)
        ]

    def _repeat_of(self, before: WorkOrder) -> str:
        """The form of a disposal as a repeat of an earlier order, begun, while there may be one."""
        if self.order.status is not Status.REGISTERED:
            return ""
        begun: dict[str, Any] = {"kind": DisposalKind.REPEAT.value, "earlier": before.id}
        return url_for("disposal.create_view", order_id=self.order.id, **begun)

    def _attachments(self) -> list[dict[str, Any]]:
        if not self.seen:
            return []
        return [
            {
                "row": each,
                "address": url_for("attachment.file_view", id=each.id),
                "size": size(each.size),
            }
            for each in facts(self.order, Attachment)
        ]

    @cached_property
    def told(self) -> list[Entry]:
        """Everything that was done, as far as the reader sees it."""
        return timeline(self.session, self.order)

    @cached_property
    def _names(self) -> dict[int, str]:
        """Of whoever acted for somebody, and for whom: asked for only where somebody did."""
        acts = [each for each in (self.order, *(e.act for e in self.told)) if each.for_id]
        with system_session(writing=False) as reading:
            return names(reading, {ident for act in acts for ident in (act.by_id, act.for_id)})

    def _who(self, act: Any) -> str:
        """Unit and post; the person where they acted for another."""
        said = [told(act.by_unit), told(act.by_post)]
        if act.for_id:
            said.append(signed(*(self._names.get(each, "") for each in (act.by_id, act.for_id))))
        return " ".join(filter(None, said))

    def _line(self, entry: Entry) -> dict[str, Any]:
        act: Act = entry.act
        said = [
            (each.label, _said(act, each) if self.seen or not each.sealed else CLOSED)
            for each in entry.particulars
        ]
        return {
            "label": entry.label,
            "at": instant(act.at),
            "who": self._who(act),
            "said": [(label, text) for label, text in said if text],
            "after": lasting(entry.since) if entry.since else "",
            "address": self.link(act),
        }


def _said(act: Act, particular: Particular) -> str:
    return told_of(particular.name, getattr(act, particular.name))


def _clock(each: Clock, present: datetime) -> dict[str, Any]:
    return {
        "name": each.name,
        "about": each.about,
        "basis": resting(each.clause),
        "due": deadline(each.due_at),
        "standing": each.standing(present),
        "colour": _colour(each, present),
        "runs": each.runs(present),
        "lines": list(each.lines()),
    }


def _colour(each: Clock, present: datetime) -> str:
    """Red when late, yellow in the last quarter, green while there is time, grey when over."""
    if each.duty and each.late(present):
        return "over"
    if not each.runs(present):
        return "off"
    last_quarter = (each.due_at - each.starts_at) / 4
    return "warn" if each.due_at - present < last_quarter else "ok"
