"""批量来件: each message registered, dispatched and in part handled, through the portal's forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Any

from app.kernel import clock
from app.kernel.clock import local, local_date
from app.law.competence import competent, serves
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import DemandKind, UnitKind
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.services.browser import Answer, Visitor
from app.services.messages import Message

SYNTHETIC = "原文地点已匿名，所在地为演示合成，不是诉求的真实地点"
MINUTE = timedelta(minutes=1)
#: Of ten messages that many are signed, answered, visited.
SIGNED, ANSWERED, VISITED = 6, 5, 4

Following = Iterator[tuple[datetime, Any]]
Event = Callable[[], Following]


@dataclass
class Desk:
    """What the run needs of its surroundings."""

    visitor: Callable[[str], Visitor]
    #: Opens an account of a unit's head where there is none; the login.
    head_of: Callable[[Unit], str]
    newest: Callable[[], WorkOrder | None]
    entries: Sequence[CatalogueEntry]
    units: Sequence[Unit]


@dataclass
class Tally:
    """What came of it."""

    registered: int = 0
    dispatched: int = 0
    unclassified: int = 0
    no_unit: int = 0
    refused: Counter[str] = field(default_factory=Counter)


class Run:
    """All messages in one order of time, with whatever follows from each."""

    def __init__(self, desk: Desk, until: datetime) -> None:
        """``until``: what would come later has not happened."""
        self.desk, self.until, self.tally = desk, until, Tally()
        self.streets = [each for each in desk.units if each.kind is UnitKind.STREET]
        self._waiting: list[tuple[datetime, int, Event]] = []
        self._turn = count()
        self._found: dict[tuple[str, str, str], str] = {}

    def perform(self, messages: Sequence[tuple[datetime, Message]]) -> Iterator[int]:
        """One event after another; how many messages are registered so far."""
        for at, message in messages:
            self._later(at, partial(self._register, message))
        while self._waiting:
            at, _, event = heappop(self._waiting)
            with clock.at(at):
                for following, what in event():
                    self._later(following, what)
            yield self.tally.registered

    def _later(self, at: datetime, event: Event) -> None:
        if at <= self.until:
            heappush(self._waiting, (at, next(self._turn), event))

    # ---- the events ---------------------------------------------------------------------------

    def _register(self, message: Message) -> Following:
        entry, kind = self._classified(message)
        place = self.streets[message.dice % len(self.streets)]
        sent = f"{local(message.sent):%Y-%m-%d %H:%M}"
        told = {
            "title": message.title,
            "content": f"{message.body}\n（原来件 {message.id}，原时间 {sent}；演示）",
            "demand_kind": kind.value,
            "channel": "network",
            "contact": message.user,
            "place": f"{place.short_name}（演示合成）",
        }
        if not self._done(self.desk.visitor("intake").fill("/admin/work_order/new/", told)):
            return
        self.tally.registered += 1
        order = self.desk.newest()
        if entry is None or order is None:
            self.tally.unclassified += 1
            return
        unit = unit_for(entry, place, self.desk.units, message.dice)
        if unit is None:
            self.tally.no_unit += 1
            return
        after = clock.now() + (3 + message.dice % 20) * MINUTE
        yield after, partial(self._dispatch, message, order.id, entry, place, unit)

    def _dispatch(
        self, message: Message, order: int, entry: CatalogueEntry, place: Unit, unit: Unit
    ) -> Following:
        told = {
            "entry": self._find("entry", entry.code),
            "place": self._find("place", place.code),
            "unit": self._find("unit", unit.code),
            "note": f"按关键词归入“{entry}”；{SYNTHETIC}。",
        }
        if not self._act("dispatcher", "dispatch", order, told):
            return
        self.tally.dispatched += 1
        share = message.dice // 7 % 10
        if share < SIGNED:
            after = clock.now() + (3 + message.dice % 12) * MINUTE
            yield after, partial(self._sign, message, order, unit, share)

    def _sign(self, message: Message, order: int, unit: Unit, share: int) -> Following:
        login = self.desk.head_of(unit)
        if self._act(login, "receipt", order, {}) and share < ANSWERED:
            after = clock.now() + (20 + message.dice % 60) * MINUTE
            yield after, partial(self._answer, message, order, login, share)

    def _answer(self, message: Message, order: int, login: str, share: int) -> Following:
        told = {
            "content": "已核实并处理，结果已告知诉求人。（演示）",
            "told_at": f"{local(clock.now()):%Y-%m-%dT%H:%M:%S}",
            "told_way": "phone",
            "proof": "现场照片两张（演示）",
        }
        if self._act(login, "reply", order, told) and share < VISITED:
            after = clock.now() + (60 + message.dice % 600) * MINUTE
            yield after, partial(self._visit, message, order)

    def _visit(self, message: Message, order: int) -> Following:
        verdict = ("satisfied", "satisfied", "basic", "dissatisfied")[message.dice // 11 % 4]
        solved = "0" if verdict == "dissatisfied" else "1"
        told = {"way": "phone", "reached": "1", "contacted": "1"}
        told |= {"workable": "0"} if verdict == "dissatisfied" else {}
        self._act("visitor", "visit", order, told | {"solved": solved, "satisfied": verdict})
        return iter(())

    # ---- at the desk --------------------------------------------------------------------------

    def _act(self, login: str, table: str, order: int, told: dict[str, str]) -> bool:
        address = f"/admin/{table}/new/?order_id={order}"
        return self._done(self.desk.visitor(login).fill(address, told | {"order": str(order)}))

    def _done(self, answer: Answer) -> bool:
        if not answer.done:
            said = answer.sentences or [f"状态码 {answer.status}"]
            self.tally.refused[said[0]] += 1
        return answer.done

    def _find(self, relation: str, code: str) -> str:
        day = str(local_date(clock.now())) if relation == "entry" else ""
        key = (relation, code, day)
        if key not in self._found:
            visitor = self.desk.visitor("dispatcher")
            self._found[key] = visitor.find("dispatch", relation, code)
        return self._found[key]

    def _classified(self, message: Message) -> tuple[CatalogueEntry | None, DemandKind]:
        """The likeliest entry in force, and the kind of demand shown that it covers."""
        today, held = local_date(clock.now()), {}
        for each in self.desk.entries:
            if each.valid_from <= today:
                held[each.code] = each
        for code in message.entries:
            entry = held.get(code)
            if entry is not None and entry.in_force:
                shown = (each for each in message.kinds if each in entry.demand_kinds)
                return entry, next(shown, entry.demand_kinds[0])
        return None, message.kinds[0]


def unit_for(entry: CatalogueEntry, place: Unit, units: Sequence[Unit], dice: int) -> Unit | None:
    """A unit whose duty the entry is at the place; of several equally competent one by lot."""
    able = [
        each
        for each in units
        if each.active
        and each.kind is not UnitKind.GOVERNMENT
        and competent(entry, each)
        and serves(each, place)
    ]
    if place in able:
        return place
    others = [each for each in able if each.kind is not UnitKind.STREET]
    return others[dice % len(others)] if others else None
