"""演示工单的一生: what happens to an order, one step after another, until it ends or today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.kernel.clock import SHANGHAI, local
from app.models.enums import (
    ContactWay,
    LimitClass,
    Satisfaction,
    VisitWay,
)
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.supplement import Supplement
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from app.services import demo_acts as acts
from app.services import demo_calls as calls
from app.services.demo_acts import Doing, Life, Step
from app.services.demo_case import Case
from app.services.demo_texts import LABEL, scene
from app.services.demo_turns import about, caller, contested, disputed, ended, helped, repeated

URGENT = {LimitClass.L1, LimitClass.L2}
WAYS = (ContactWay.PHONE, ContactWay.MEETING, ContactWay.PHONE, ContactWay.SMS)
OPENS, CLOSES = 8, 20
MINUTE = timedelta(minutes=1)

Named = tuple[str, Step]


class Telling:
    """One order's life, with its own dice."""

    def __init__(self, case: Case, draw: Random, words: dict[str, Any], logins: set[str]) -> None:
        """``logins``: who is there to act."""
        self.case, self.draw, self.words, self.logins = case, draw, words, logins
        self.scene = scene(draw, words)
        self.at = case.at.replace(microsecond=0)
        self.unit = case.situation.unit_at(case.street)
        self.order: WorkOrder

    def life(self) -> Life:
        """From the call to the return visit, or to the last step that has happened."""
        for name, step in self._story():
            self.order = yield step
            if name == self.case.until:
                return

    def _story(self) -> Iterator[Named]:
        case = self.case
        if case.ends is not None:
            yield from ended(self, case.ends)
            return
        self.caller = caller(self)
        yield "register", Step(self.at, "intake", acts.register(**self.caller, **self._about()))
        if "alert" in case.calls:
            yield from calls.alerted(self, f"{case.street[:6]}-09")
        if case.conference:
            self.wait(15, 40)
            told = self.words["conference"]
            yield self.step("confer", "dispatcher", acts.confer(self.order, self.unit, **told))
        yield from self._dispatched()
        if case.objection:
            yield from disputed(self)
        if f"head-{self.unit}" in self.logins:
            yield from self._handled()

    def _handled(self) -> Iterator[Named]:
        yield from self._signed()
        if self.case.repeated:
            yield from repeated(self)
        if self.case.extension:
            yield from self._extended()
        if self.case.helper:
            yield from helped(self, self.case.helper)
        yield from calls.coordinated(self)
        if self.case.answer_after is not None:
            yield from self._replied()
        yield from self._visited()

    # ---- the steps ------------------------------------------------------------------------

    def _about(self) -> dict[str, Any]:
        held = self.case.situation
        return about(
            self, self.draw.choice(held.titles), held.content, self.draw.choice(held.kinds)
        )

    def _dispatched(self) -> Iterator[Named]:
        case, district = self.case, self.case.street[:6]
        self.wait(5, 50)
        if not case.onward:
            yield self._dispatch("dispatcher", case.street, self.unit)
            return
        yield self._dispatch("dispatcher", district, district)
        login = f"coordinator-{district}"
        self.wait(10, 40)
        yield self.step("receive", login, acts.sign(self.order, self.words["tardy"]["sign"]))
        self.wait(10, 60)
        yield self._dispatch(login, case.street, self.unit, self.words["onward"])

    def _dispatch(self, login: str, place: str, unit: str, note: str = "") -> Named:
        code = self.case.situation.code
        return self.step("dispatch", login, acts.dispatch(self.order, code, place, unit, note))

    def _signed(self) -> Iterator[Named]:
        self.wait(8, 60)
        yield self.step("sign", self.hand(), acts.sign(self.order, self.words["tardy"]["sign"]))
        if self.draw.random() < 0.2:
            self.wait(10, 50)
            told = self.draw.choice(self.words["supplements"]) + LABEL
            yield self.step("supplement", "intake", acts.on(self.order, Supplement, content=told))
        for reached in (False, True) if self.draw.random() < 0.2 else (True,):
            self.wait(15, 80)
            doing = acts.contact(
                self.order,
                self.words["tardy"]["contact"],
                self.at - 5 * MINUTE,
                way=self.draw.choice(WAYS),
                reached=reached,
                heard=self.draw.choice(self.words["heard"]) if reached else "",
            )
            yield self.step("contact", self.hand(), doing)

    def _extended(self) -> Iterator[Named]:
        told, granted = self.words["extensions"], self.case.extension != "refused"
        self.wait(60, 150)
        doing = acts.on(
            self.order,
            Extension,
            days=self.draw.randint(2, 5),
            legal_basis=told["basis"],
            reason=told["reason"],
            told_at=self.at - 20 * MINUTE,
            notified_at=self.at - 10 * MINUTE,
        )
        yield self.step("extend", f"head-{self.unit}", doing)
        self.wait(60, 300)
        city = self.unit.startswith("110000")
        decider = "reviewer" if city else f"coordinator-{self.unit[:6]}"
        reason = told["granted" if granted else "refused"]
        yield self.step(
            "decide",
            decider,
            acts.on(self.order, ExtensionDecision, granted=granted, reason=reason),
        )

    def _replied(self) -> Iterator[Named]:
        if self.order.due_at is not None and self.case.answer_after is not None:
            left = max(self.order.due_at - self.at, 60 * MINUTE)
            self.at += left * self.case.answer_after
        self.wait(5, 20)
        doing = acts.reply(
            self.order,
            self.words["late"],
            content=self.case.situation.reply.format(**self.scene) + LABEL,
            told_way=self.draw.choice(WAYS),
            proof=f"现场照片{self.draw.randint(2, 6)}张{LABEL}",
        )
        yield self.step("reply", self.hand(), doing)

    def _visited(self) -> Iterator[Named]:
        if self.case.answer_after is None and self.order.due_at is not None:
            self.at = max(self.at, self.order.due_at)
        for _ in range(self.case.unreached):
            self.wait(120, 1200)
            yield self.step(
                "call", "visitor", acts.on(self.order, Visit, way=VisitWay.PHONE, reached=False)
            )
        if self.case.unreached >= 3:
            return
        self.wait(150, 1800)
        unhappy = self.case.rework or bool(self.case.contest)
        yield self._asked(0.0 if unhappy else 0.85, again=self.case.rework)
        if self.case.rework:
            yield from self._signed()
            yield from self._replied()
            self.wait(150, 1800)
            yield self._asked(0.9)
        if "keep" in self.case.calls:
            yield from calls.removed(self)
        if self.case.contest:
            yield from contested(self, self.case.contest)

    def _asked(self, chance: float, *, again: bool = False) -> Named:
        """A visit that reached somebody; ``again``: the order is sent back to be done over."""
        replied = self.case.answer_after is not None
        solved = replied and self.draw.random() < chance
        kinds = tuple(Satisfaction)
        verdict = self.draw.choices(kinds, (6, 3, 1) if solved else (0, 2, 5))[0]
        bad = not solved or verdict is Satisfaction.DISSATISFIED
        doing = acts.on(
            self.order,
            Visit,
            way=self.draw.choice((VisitWay.PHONE, VisitWay.PHONE, VisitWay.SMS)),
            reached=True,
            contacted=replied,
            solved=solved,
            satisfied=verdict,
            workable=again if bad else None,
            opinion=self.words["opinions"][verdict.value],
        )
        return self.step("visit", "visitor", doing)

    # ---- who and when -----------------------------------------------------------------------

    def step(self, name: str, login: str, doing: Doing) -> Named:
        """Somebody does something now."""
        return name, Step(self.at, login, doing)

    def hand(self) -> str:
        """The unit's handler where there is one, its head otherwise."""
        handler = f"handler-{self.unit}"
        return handler if handler in self.logins else f"head-{self.unit}"

    def wait(self, least: int, most: int) -> None:
        """Some minutes go by; what is not urgent waits for the morning."""
        if self.case.quick:
            least, most = 6, 12
        self.at = self.at.replace(microsecond=0) + self.draw.randint(least, most) * MINUTE
        known = getattr(self, "order", None)
        if self.case.quick or known is None or known.limit_class in URGENT:
            return
        hour = local(self.at).hour
        if not OPENS <= hour < CLOSES:
            day = local(self.at).date() + timedelta(days=hour >= CLOSES)
            opened = datetime(day.year, day.month, day.day, OPENS, tzinfo=SHANGHAI)
            self.at = opened + self.draw.randint(5, 55) * MINUTE
