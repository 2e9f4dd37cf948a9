"""期限 of coordination: until when whoever was asked or urged has to answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.kernel.facts import facts
from app.law.calendar import Counting
from app.law.escalation import answering
from app.law.reading import dispatches, heir
from app.law.supervision import reporting
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.work_order import WorkOrder


@dataclass(frozen=True)
class Waiting:
    """One clock: what it is called, how it was counted, what stops it and when it did."""

    name: str
    counting: Counting
    stops: str
    ended: datetime | None
    about: str
    closed: datetime | None


def waiting(order: WorkOrder) -> Iterator[Waiting]:
    """Every clock of coordination that has run on an order."""
    answered = {each.escalation: each.at for each in facts(order, EscalationAnswer)}
    for act in facts(order, Escalation):
        yield Waiting("协调答复", answering(act), "答复", answered.get(act), act.unit.name,
                      order.closed_at)  # fmt: skip
    replied = {each.supervision: each.at for each in facts(order, SupervisionAnswer)}
    for urged in facts(order, Supervision):
        yield Waiting(f"{urged.kind.label}回复", reporting(urged), "回复", replied.get(urged),
                      urged.unit.name, _lapsed(order, urged))  # fmt: skip


def _lapsed(order: WorkOrder, act: Supervision) -> datetime | None:
    """When the order went to another unit, or was closed."""
    own = (act.unit, heir(act.unit))
    after = [each for each in dispatches(order) if each.seq > act.dispatch.seq]
    return next((each.at for each in after if each.unit not in own), order.closed_at)
