"""One record performed: its acts one after another, each under the law, in the name it tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from app.kernel.clock import deadline, local_date
from app.kernel.session import GovernedSession
from app.law.competence import is_district
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
from app.services.imports.keeping import left_over
from app.services.imports.known import Known
from app.services.imports.record import Record

A = TypeVar("A", bound=Act)

UNTOLD = "来源未载明"
#: Facts that only a dispatched order can have.
LATER = ("dispatched_at", "due_at", "signed_at", "contacted_at", "replied_at", "visited_at",
         "valid", "solved")  # fmt: skip
ANSWERS = ("contacted", "solved", "satisfied")
ON_THE_ORDER = ("title", "content", "channel", "complainant_kind", "complainant_name", "contact",
                "protected", "place")  # fmt: skip


class Performance:
    """The acts of one record, in a session that imports."""

    def __init__(self, session: GovernedSession, known: Known, record: Record, origin: str) -> None:
        """``origin``: the system the file is from."""
        self.session, self.known, self.record = session, known, record
        self.done: Counter[str] = Counter()
        self.said = list(record.said)
        self.at: datetime = record.get("at")
        self.place = self._place()
        self.entry, self.kind = self._classified()
        self.unit = self._unit()
        self.outcome = self._outcome()
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
        if self.outcome == "waiting":
            self._later_facts_need_a_dispatch()
            self.said.append(self._lacking())
        self.order.origin_note = "；".join([*self.said, *left_over(self.record, self._parts())])
        self.session.add(self.order)
        if self.outcome == "answered":
            told = self.record.get("told")
            self._add(Disposal, self.at, kind=DisposalKind.ANSWERED, told=told, told_at=self.at)
        elif self.outcome == "dispatched":
            self._dispatch()
        yield
        if self.outcome == "dispatched":
            yield from self._handled()
        self.done["imported"] = self.done[self.outcome] = 1

    # ---- what the record is about -------------------------------------------------------------

    def _place(self) -> Unit | None:
        known, record = self.known, self.record
        told, within = record.get("township"), record.get("district")
        district = known.unit(within) if within else None
        if not told:
            return district or (known.by_code[record.place] if record.place else None)
        place = known.unit(told, district)
        if is_district(district) and district is not None and place.area_id != district.id:
            raise Wrong(f"所在街乡“{told}”不在所在区“{within}”，请核对")
        return place

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
        if named:
            why = f"不适用于{kinds[0].label}" if found[0] else "在派单目录中没有对应条目"
            self.said.append(f"原分类“{named}”{why}")
        return None, kinds[0]

    def _named_entry(self) -> str:
        levels = [self.record.get(f"level{n}") for n in (1, 2, 3)]
        return str(self.record.get("entry") or "->".join(filter(None, levels)))

    def _unit(self) -> Unit | None:
        if told := self.record.get("unit"):
            return self.known.unit(told, self.place)
        if self.entry is None or self.place is None:
            return None
        return self.known.unit_for(self.entry, self.place)

    def _outcome(self) -> str:
        """A consult with its answer is answered, unless the file tells of a dispatch of it."""
        able = self.entry is not None and self.unit is not None
        sent = any(self.record.get(name) is not None for name in ("unit", *LATER))
        if self.kind is DemandKind.CONSULT and self.record.get("told") and not (able and sent):
            return "answered"
        return "dispatched" if able else "waiting"

    def _lacking(self) -> str:
        """Why it waits for a dispatcher."""
        if self.entry is None:
            return "未能按关键词归类，待人工分类"
        why = "未写明地点" if self.place is None else "有职责的单位不止一个或没有"
        return f"建议条目 {self.entry.code} {self.entry}；{why}，待派单"

    def _later_facts_need_a_dispatch(self) -> None:
        if any(self.record.get(name) is not None for name in LATER):
            lacking = "承办单位" if self.entry is not None else "对应的目录条目"
            raise Wrong(f"文件载有派单以后的办理情况，但没有{lacking}，无从派单")

    def _parts(self) -> Iterator[str]:
        """What of the record the order and its acts hold: parts of it, or single facts."""
        yield from ("order", self.outcome)
        if self.outcome != "answered" or self.entry is None:
            yield from self._named_by()
        if self.outcome == "dispatched":
            told = ("signed", "contacted", "replied")
            yield from (each for each in told if self.record.get(f"{each}_at") is not None)
            reached = self._reached()
            yield from {None: (), False: ("unreached",), True: ("visited",)}[reached]
            if reached and self._bad():
                yield "workable"

    def _named_by(self) -> Iterator[str]:
        """By which facts the entry is named; others stand when they say the same."""
        levels, get = ("level1", "level2", "level3"), self.record.get
        if not get("entry"):
            yield from levels
            return
        yield "entry"
        yield from (each for each in levels if get(each) == getattr(self.entry, each, None))

    # ---- the acts -----------------------------------------------------------------------------

    def _dispatch(self) -> None:
        at, due = self.record.get("dispatched_at") or self.at, self.record.get("due_at")
        if due is not None and due <= at:
            said = f"办理期限 {deadline(due)} 不在派单时间 {deadline(at)} 之后"
            raise Wrong(f"{said}，请核对来源")
        self._sent = self._add(
            Dispatch,
            at,
            entry=self.entry,
            unit=self.unit,
            place=self.place,
            given_due_at=due,
            note="：".join(filter(None, ("导入", "；".join(self.said[1:])))),
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
        if (reached := self._reached()) is not None:
            self._visit(reached)
            yield
            self.done["visited" if reached else "unreached"] = 1

    def _late(self, field: str, at: datetime, limit: datetime | None) -> str:
        """The reason for being late: where it was late, or where the row itself gives one."""
        late = limit is not None and at > limit
        return (self.record.get(field) or "") if late or field in self.record.cells else ""

    def _reached(self) -> bool | None:
        """Whether the visit reached anybody; nothing where the file tells of none, or not how."""
        get = self.record.get
        if get("valid") is not None:
            return bool(get("valid"))
        made = get("visited_at") is not None or get("solved") is not None
        return True if made and any(get(name) is not None for name in ANSWERS) else None

    def _bad(self) -> bool:
        return is_bad(self.record.get("solved"), self.record.get("satisfied"))

    def _visit(self, reached: bool) -> None:
        get = self.record.get
        told = {name: get(name) for name in ANSWERS} if reached else {}
        if reached and self._bad():
            told["workable"] = get("workable") or False
        at = get("visited_at") or get("replied_at") or self.order.due_at
        self._add(Visit, at, way=VisitWay.PHONE, reached=reached,
                  opinion=get("opinion") or "", **told)  # fmt: skip

    def _add(self, table: type[A], at: datetime | None, by: Unit | None = None, **told: Any) -> A:
        """In the name of a unit, the hotline unless it is told."""
        unit = by or self.known.hotline
        stamps: dict[str, Any] = {"at": at, "by_unit_id": unit.id if unit else None}
        stamps["named"] = self.record.get("named") or ""
        act = table(order=self.order, **stamps, **told)
        self.session.add(act)
        return act
