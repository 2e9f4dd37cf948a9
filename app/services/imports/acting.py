"""One record performed: its acts one after another, each under the law, in the name it tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from app.kernel.clock import local_date
from app.kernel.session import GovernedSession
from app.law.visit import is_bad
from app.models.act import Act
from app.models.catalogue_entry import CatalogueEntry
from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import ContactWay, DemandKind, DisposalKind, VisitWay
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from app.services.imports.faults import Wrong
from app.services.imports.known import Known
from app.services.imports.record import Record

A = TypeVar("A", bound=Act)

UNTOLD = "来源未载明"
#: Facts that only a dispatched order can have.
LATER = ("dispatched_at", "due_at", "signed_at", "contacted_at", "replied_at", "visited_at",
         "valid", "solved")  # fmt: skip
ON_THE_ORDER = ("title", "content", "channel", "complainant_kind", "complainant_name", "contact",
                "protected", "place")  # fmt: skip


class Performance:
    """The acts of one record, in a session that imports."""

    def __init__(self, session: GovernedSession, known: Known, record: Record, origin: str) -> None:
        """``origin``: the system the file is from."""
        self.session, self.known, self.record = session, known, record
        self.done: Counter[str] = Counter()
        self.at: datetime = record.get("at")
        self.place = self._place()
        self.entry, self.kind = self._classified()
        self.unit = self._unit()
        facts = {name: record.get(name) for name in ON_THE_ORDER if record.get(name) is not None}
        self.order = WorkOrder(
            **facts,
            demand_kind=self.kind,
            at=self.at,
            named=record.get("named") or "",
            origin=origin,
            external_id=record.get("external_id"),
        )

    def perform(self) -> Iterator[None]:
        """Everything the record tells, stopping where it has to be written before it goes on.

        ``done`` says what came of it, by name. What the law refuses is refused by that writing.
        """
        told = self.record.get("told")
        answered = self.kind is DemandKind.CONSULT and told and self.unit is None
        dispatched = self.entry is not None and self.unit is not None and not answered
        if not (answered or dispatched):
            self._later_facts_need_a_dispatch()
        self.order.origin_note = "；".join(self.record.said)
        self.session.add(self.order)
        if answered:
            self._add(Disposal, self.at, kind=DisposalKind.ANSWERED, told=told, told_at=self.at)
        elif dispatched:
            self._dispatch()
        yield
        if dispatched:
            yield from self._handled()
        self.done["imported"] = 1
        self.done["answered" if answered else "dispatched" if dispatched else "waiting"] = 1

    # ---- what the record is about -------------------------------------------------------------

    def _place(self) -> Unit | None:
        known, record = self.known, self.record
        told, within = record.get("township"), record.get("district")
        district = known.unit(within) if within else None
        if told:
            return known.unit(told, district)
        return district or (known.by_code[record.place] if record.place else None)

    def _classified(self) -> tuple[CatalogueEntry | None, DemandKind]:
        """The entry, and the kind of demand it covers; the first kind shown where none is."""
        on = local_date(self.record.get("dispatched_at") or self.at)
        named = self._named_entry()
        found = [self.known.entry_named(named, on)] if named else [
            self.known.entry(code, on) for code in self.record.entries
        ]  # fmt: skip
        kinds = self.record.kinds or [DemandKind.HELP]
        for entry in found:
            kind = next((each for each in kinds if entry and each in entry.demand_kinds), None)
            if entry is not None and (kind is not None or self.record.get("demand_kind") is None):
                return entry, kind or entry.demand_kinds[0]
        if named and found[0] is None:
            self.record.said.append(f"原分类“{named}”在派单目录中没有对应条目")
        return None, kinds[0]

    def _named_entry(self) -> str:
        levels = [self.record.get(f"level{n}") for n in (1, 2, 3)]
        return str(self.record.get("entry") or "->".join(filter(None, levels)))

    def _unit(self) -> Unit | None:
        told = self.record.get("unit")
        if told:
            return self.known.unit(told, self.place)
        if self.entry is None:
            self.record.said.append("未能按关键词归类，待人工分类")
            return None
        if self.place is None:
            self.record.said.append(f"建议条目 {self.entry.code} {self.entry}；未写明地点，待派单")
            return None
        unit = self.known.unit_for(self.entry, self.place)
        if unit is None:
            self.record.said.append(
                f"建议条目 {self.entry.code} {self.entry}；有职责的单位不止一个或没有，待派单"
            )
        return unit

    def _later_facts_need_a_dispatch(self) -> None:
        if any(self.record.get(name) is not None for name in LATER):
            lacking = "承办单位" if self.entry is not None else "对应的目录条目"
            raise Wrong(f"文件载有派单以后的办理情况，但没有{lacking}，无从派单")

    # ---- the acts -----------------------------------------------------------------------------

    def _dispatch(self) -> None:
        self._sent = self._add(
            Dispatch,
            self.record.get("dispatched_at") or self.at,
            entry=self.entry,
            unit=self.unit,
            place=self.place,
            given_due_at=self.record.get("due_at"),
            note=f"导入：{'；'.join(self.record.said[1:])}" if self.record.said[1:] else "导入",
        )

    def _handled(self) -> Iterator[None]:
        get = self.record.get
        if signed := get("signed_at"):
            late = self._late("sign_late_reason", signed, self._sent.sign_by)
            self._add(Receipt, signed, self.unit, late_reason=late)
            yield
        if contacted := get("contacted_at"):
            late = self._late("contact_late_reason", contacted, self._sent.contact_by)
            self._add(Contact, contacted, self.unit, way=ContactWay.PHONE, reached=True,
                      contacted_at=contacted, heard=get("heard") or UNTOLD,
                      late_reason=late)  # fmt: skip
            yield
        if replied := get("replied_at"):
            late = self._late("late_reason", replied, self.order.due_at)
            self._add(Reply, replied, self.unit, told_at=replied, told_way=ContactWay.PHONE,
                      content=get("reply") or UNTOLD, proof=get("proof") or "",
                      late_reason=late)  # fmt: skip
            yield
            self.done["replied"] = 1
        if (visited := self._visited()) is not None:
            yield
            self.done["visited" if visited else "unreached"] = 1

    def _late(self, field: str, at: datetime, limit: datetime | None) -> str:
        """The reason for being late, where it was late."""
        return (self.record.get(field) or "") if limit is not None and at > limit else ""

    def _visited(self) -> bool | None:
        """A visit where the file tells of one; whether it reached anybody."""
        get = self.record.get
        answers = {name: get(name) for name in ("contacted", "solved", "satisfied")}
        if get("visited_at") is None and get("valid") is None and answers["solved"] is None:
            return None
        reached = get("valid") if get("valid") is not None else answers["solved"] is not None
        at = get("visited_at") or get("replied_at") or self.order.due_at
        told = answers if reached else {}
        if reached and is_bad(answers["solved"], answers["satisfied"]):
            told["workable"] = get("workable") or False
        self._add(Visit, at, way=VisitWay.PHONE, reached=bool(reached),
                  opinion=get("opinion") or "", **told)  # fmt: skip
        return bool(reached)

    def _add(self, table: type[A], at: datetime | None, by: Unit | None = None, **told: Any) -> A:
        """In the name of a unit, the hotline unless it is told."""
        unit = by or self.known.hotline
        stamps: dict[str, Any] = {"at": at, "by_unit_id": unit.id if unit else None}
        stamps["named"] = self.record.get("named") or ""
        act = table(order=self.order, **stamps, **told)
        self.session.add(act)
        return act
