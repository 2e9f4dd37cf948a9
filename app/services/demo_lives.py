"""演示工单的一生: what happens to an order, one step after another, until it ends or today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.kernel.clock import local
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
from app.services.demo_acts import Life, Step
from app.services.demo_texts import LABEL, Situation, scene, telephone

URGENT = {LimitClass.L1, LimitClass.L2}
CHANNELS = (Channel.PHONE, Channel.NETWORK, Channel.APP, Channel.LETTER, Channel.TRANSFER)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Case:
    """What is decided about an order before it begins; the rest is drawn on the way."""

    at: datetime
    street: str
    situation: Situation
    answered: bool = False
    onward: bool = False
    objection: str = ""
    extension: str = ""
    answer_after: float | None = 0.5
    """When it is answered, as a share of the time left; ``None``: never."""
    unreached: int = 0
    quick: bool = False
    """Everything within minutes, at whatever hour."""
    until: str = ""
    """The last step that has happened."""


class Ended(Exception):
    """The order stays where it is."""


class Telling:
    """One order's life, with its own dice."""

    def __init__(self, case: Case, draw: Random, words: dict[str, Any], heads: set[str]) -> None:
        """``heads``: logins that exist."""
        self.case, self.draw, self.words, self.heads = case, draw, words, heads
        self.scene = scene(draw, words)
        self.at = case.at
        self.unit = case.situation.unit_at(case.street)

    def life(self) -> Life:
        """From the call to the return visit."""
        order = yield Step(self.at, "intake", self.registered())
        if self.case.until == "register":
            return
        if self.case.answered:
            told = self.draw.choice(self.words["answers"])
            self.pass_minutes(4, 12)
            yield self.step("intake", acts.on(order, Disposal, told=told, told_at=self.at - MINUTE))
            return
        for stage in (self.dispatched, self.disputed, self.signed, self.extended, self.replied):
            order, going = yield from stage(order)
            if not going:
                return
        yield from self.visited(order)

    def registered(self) -> acts.Doing:
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
