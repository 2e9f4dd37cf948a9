"""演示工单的一生: what happens to an order, one step after another, until it ends or today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.kernel.clock import SHANGHAI, local
from app.models.contact import Contact
from app.models.disposal import Disposal
from app.models.enums import (
    Channel,
    ContactWay,
    DemandKind,
    LimitClass,
    ObjectionGround,
    Satisfaction,
    VisitWay,
)
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.objection import Objection
from app.models.receipt import Receipt
from app.models.ruling import Ruling
from app.models.supplement import Supplement
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from app.services import demo_acts as acts
from app.services.demo_acts import Doing, Life, Step
from app.services.demo_case import Case
from app.services.demo_texts import LABEL, scene, telephone

URGENT = {LimitClass.L1, LimitClass.L2}
CHANNELS = (Channel.PHONE, Channel.NETWORK, Channel.APP, Channel.LETTER, Channel.TRANSFER)
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
        yield "register", Step(self.at, "intake", self._registering())
        if case.answered:
            told = self.draw.choice(self.words["answers"])
            self._pass(4, 12)
            yield self._step(
                "answer", "intake", acts.on(self.order, Disposal, told=told, told_at=self.at)
            )
            return
        yield from self._dispatched()
        if case.objection:
            yield from self._disputed()
        if f"head-{self.unit}" not in self.logins:
            return
        yield from self._signed()
        if case.extension:
            yield from self._extended()
        if case.answer_after is not None:
            yield from self._replied()
        yield from self._visited()

    # ---- the steps ------------------------------------------------------------------------

    def _registering(self) -> Doing:
        case, draw = self.case, self.draw
        if case.answered:
            title, content = draw.choice(self.words["questions"])
            kind = DemandKind.CONSULT
        else:
            title, content = draw.choice(case.situation.titles), case.situation.content
            kind = draw.choice(case.situation.kinds)
        return acts.register(
            title=title.format(**self.scene) + LABEL,
            content=content.format(**self.scene) + LABEL,
            demand_kind=kind,
            channel=draw.choices(CHANNELS, (12, 4, 3, 1, 1))[0],
            complainant_name=draw.choice(self.words["names"]) + LABEL,
            contact=telephone(draw),
            protected=draw.random() < 0.15,
            place=f"{self.scene['road']}{self.scene['estate']}",
        )

    def _dispatched(self) -> Iterator[Named]:
        case, district = self.case, self.case.street[:6]
        self._pass(5, 50)
        if not case.onward:
            yield self._dispatch("dispatcher", case.street, self.unit)
            return
        yield self._dispatch("dispatcher", district, district)
        login = f"coordinator-{district}"
        self._pass(10, 40)
        yield self._step("receive", login, acts.on(self.order, Receipt))
        self._pass(10, 60)
        yield self._dispatch(login, case.street, self.unit, self.words["onward"])

    def _dispatch(self, login: str, place: str, unit: str, note: str = "") -> Named:
        code = self.case.situation.code
        return self._step("dispatch", login, acts.dispatch(self.order, code, place, unit, note))

    def _disputed(self) -> Iterator[Named]:
        told, verdicts = self.words["objections"], self.words["rulings"]
        self._pass(15, 45)
        doing = acts.on(
            self.order,
            Objection,
            ground=ObjectionGround.DUTY,
            reason=told["duty"],
            evidence=told["evidence"],
        )
        yield self._step("object", f"head-{self.unit}", doing)
        self._pass(20, 90)
        if self.case.objection == "upheld":
            self.unit = self.case.street[:6] + self.case.situation.other
            doing = acts.uphold(self.order, self.unit, verdicts["upheld"])
        else:
            doing = acts.on(self.order, Ruling, upheld=False, reason=verdicts["rejected"])
        yield self._step("rule", "reviewer", doing)

    def _signed(self) -> Iterator[Named]:
        self._pass(8, 60)
        yield self._step("sign", self._hand(), acts.on(self.order, Receipt))
        if self.draw.random() < 0.2:
            self._pass(10, 50)
            told = self.draw.choice(self.words["supplements"]) + LABEL
            yield self._step("supplement", "intake", acts.on(self.order, Supplement, content=told))
        for reached in (False, True) if self.draw.random() < 0.2 else (True,):
            self._pass(15, 80)
            doing = acts.on(
                self.order,
                Contact,
                way=self.draw.choice(WAYS),
                contacted_at=self.at - 5 * MINUTE,
                reached=reached,
                heard=self.draw.choice(self.words["heard"]) if reached else "",
            )
            yield self._step("contact", self._hand(), doing)

    def _extended(self) -> Iterator[Named]:
        told, granted = self.words["extensions"], self.case.extension != "refused"
        self._pass(60, 150)
        doing = acts.on(
            self.order,
            Extension,
            days=self.draw.randint(2, 5),
            legal_basis=told["basis"],
            reason=told["reason"],
            told_at=self.at - 20 * MINUTE,
            notified_at=self.at - 10 * MINUTE,
        )
        yield self._step("extend", f"head-{self.unit}", doing)
        self._pass(60, 300)
        city = self.unit.startswith("110000")
        decider = "reviewer" if city else f"coordinator-{self.unit[:6]}"
        reason = told["granted" if granted else "refused"]
        yield self._step(
            "decide",
            decider,
            acts.on(self.order, ExtensionDecision, granted=granted, reason=reason),
        )

    def _replied(self) -> Iterator[Named]:
        if self.order.due_at is not None and self.case.answer_after is not None:
            left = max(self.order.due_at - self.at, 60 * MINUTE)
            self.at += left * self.case.answer_after
        self._pass(5, 20)
        doing = acts.reply(
            self.order,
            self.words["late"],
            content=self.case.situation.reply.format(**self.scene) + LABEL,
            told_way=self.draw.choice(WAYS),
        )
        yield self._step("reply", self._hand(), doing)

    def _visited(self) -> Iterator[Named]:
        if self.case.answer_after is None and self.order.due_at is not None:
            self.at = max(self.at, self.order.due_at)
        for _ in range(self.case.unreached):
            self._pass(120, 1200)
            yield self._step(
                "call", "visitor", acts.on(self.order, Visit, way=VisitWay.PHONE, reached=False)
            )
        if self.case.unreached >= 3:
            return
        self._pass(150, 1800)
        replied = self.case.answer_after is not None
        solved = replied and self.draw.random() < 0.85
        kinds = tuple(Satisfaction)
        verdict = self.draw.choices(kinds, (6, 3, 1) if solved else (0, 2, 5))[0]
        doing = acts.on(
            self.order,
            Visit,
            way=self.draw.choice((VisitWay.PHONE, VisitWay.PHONE, VisitWay.SMS)),
            reached=True,
            contacted=replied,
            solved=solved,
            satisfied=verdict,
            opinion=self.words["opinions"][verdict.value],
        )
        yield self._step("visit", "visitor", doing)

    # ---- who and when -----------------------------------------------------------------------

    def _step(self, name: str, login: str, doing: Doing) -> Named:
        return name, Step(self.at, login, doing)

    def _hand(self) -> str:
        """The unit's handler where there is one, its head otherwise."""
        handler = f"handler-{self.unit}"
        return handler if handler in self.logins else f"head-{self.unit}"

    def _pass(self, least: int, most: int) -> None:
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
