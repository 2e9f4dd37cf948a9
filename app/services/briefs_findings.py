"""办前须知 of an exemption: what was found on the order, each in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.access.principal import Principal
from app.kernel import clock
from app.kernel.facts import facts
from app.law.findings import found_on
from app.models.exemption import Exemption
from app.models.work_order import WorkOrder
from app.services.findings import sentence
from app.services.words import told


@dataclass(frozen=True, eq=False)
class _Present:
    """An order as of now, for the law to read."""

    order: WorkOrder
    at: datetime


def _findings(_: Principal, order: WorkOrder) -> Iterator[tuple[str, Any]]:
    weighed = {(each.kind, each.unit_id) for each in facts(order, Exemption)}
    for each in found_on(_Present(order, clock.now())):
        said = "（已作容错认定）" if (each.kind, each.unit.id) in weighed else ""
        facts_of_it = sentence(each.way, each.since, each.until)
        yield each.kind.label, f"{told(each.unit)}：{facts_of_it}{said}"


BRIEFS_OF_FINDINGS: dict[type[Any], tuple[Callable[[Principal, WorkOrder], Any], ...]] = {
    Exemption: (_findings,),
}
