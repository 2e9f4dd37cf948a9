"""Whose turn it is: the person whose duty an act is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from tests.oracle.facts import City
from tests.oracle.story import Order

T = TypeVar("T")
HEADS = {"objection", "extension", "visit_contest", "dispatch", "escalation", "ledger"}
CENTRE = {
    "order": "intake", "supplement": "intake", "behaviour_mark": "intake", "disposal": "intake",
    "conference": "dispatcher", "ruling": "reviewer", "visit": "visitor",
    "contest_ruling": "supervisor",
}  # fmt: skip


def pick(among: Sequence[T], number: int) -> T:
    return among[number % len(among)]


def near(city: City, order: Order) -> list[str]:
    """The people of all who take part, or did."""
    units = order.roles(city)
    return [each.login for each in city.people.values() if each.unit in units]


def ought(city: City, order: Order | None, kind: str, number: int) -> str:
    """Whose duty it is where the order stands."""
    if kind in CENTRE or order is None or order.lead is None:
        return f"{CENTRE.get(kind, 'dispatcher')}.HOT"
    if kind in TURNS:
        return TURNS[kind](city, order, number)
    return _of_the_lead(city, order, kind, number)


def _of(city: City, unit: str, number: int, head: bool = False) -> str:
    """Somebody of a unit; for the city's government the hotline's supervisor speaks."""
    if city.is_district(unit):
        return f"coordinator.{unit}"
    if city.kind(unit) == "government":
        return "supervisor.HOT"
    post = "head" if head or number % 2 else "handler"
    login = f"{post}.{unit}"
    return login if login in city.people else "supervisor.HOT"


def _of_the_lead(city: City, order: Order, kind: str, number: int) -> str:
    lead = order.rounds[-1].unit
    if kind == "visit_contest":
        lead = next((each.unit for each in reversed(order.rounds) if each.visits), lead)
    if kind == "dispatch" and (number % 3 == 0 or lead in order.shielded(city)):
        return "dispatcher.HOT"
    return _of(city, lead, number, kind in HEADS)


def _above(city: City, order: Order, number: int, otherwise: str) -> str:
    """The district above the lead, or the hotline where there is none; now and then either."""
    above = city.district_above(order.rounds[-1].unit)
    return f"coordinator.{above}" if above and number % 5 != 4 else otherwise


def _helper(city: City, order: Order, number: int) -> str:
    helpers = [each.unit for each in order.helpers] or ["E2"]
    return f"{pick(['handler', 'head'], number // 7)}.{pick(helpers, number // 2)}"


def _street(city: City, order: Order, number: int) -> str:
    lead = order.rounds[-1].unit
    if city.kind(lead) == "community" and number % 5 != 4:
        lead = city.street_of(lead) or lead
    return _of(city, lead, number)


def _whistler(city: City, order: Order, number: int) -> str:
    whistle = order.whistle(city) or next(iter(reversed(order.whistles)), None)
    return _of(city, whistle.street, number) if whistle else _street(city, order, number)


def _summoner(city: City, order: Order, number: int) -> str:
    if number % 3 == 2:
        return _above(city, order, 0, "supervisor.HOT")
    return _whistler(city, order, number)


def _summoned(city: City, order: Order, number: int) -> str:
    whistle = order.whistle(city)
    called = whistle.summoned if whistle else []
    waiting = [each.unit for each in called if not each.arrived] or [e.unit for e in called]
    return _of(city, pick(waiting or ["EC"], number // 2), number)


def _asked(city: City, order: Order, number: int) -> str:
    waiting = [each.unit for each in order.questions if not each.answered] or ["E"]
    return _of(city, pick(waiting, number // 2), number)


def _watching(city: City, order: Order, number: int) -> str:
    if number % 3 == 2:
        return _of(city, order.rounds[-1].unit, number)
    return _above(city, order, number, "supervisor.HOT") if number % 3 else "supervisor.HOT"


def _noticing(city: City, order: Order, number: int) -> str:
    hotline = ["dispatcher.HOT", "intake.HOT", "visitor.HOT", "supervisor.HOT"]
    own = [_of(city, order.rounds[-1].unit, number), _above(city, order, number, "head.EC")]
    return pick([*hotline, *own], number)


def _told(city: City, order: Order, number: int) -> str:
    told = [each.unit for each in order.alarms]
    waiting = [each.unit for each in order.alarms if not each.known] or told or ["EM"]
    return _of(city, pick(waiting, number // 2), number)


def _joining(city: City, order: Order, number: int) -> str:
    lead = order.rounds[-1].unit
    own = f"coordinator.{lead}" if city.is_district(lead) else "dispatcher.HOT"
    return pick(["dispatcher.HOT", _above(city, order, number, "dispatcher.HOT"), own], number)


TURNS: dict[str, Callable[[City, Order, int], str]] = {
    "co_result": _helper,
    "extension_decision": lambda city, order, n: _above(city, order, n, "reviewer.HOT"),
    "whistle": _street,
    "summons": _summoner,
    "report_in": _summoned,
    "whistle_result": _whistler,
    "escalation_answer": _asked,
    "supervision": lambda city, order, n: _above(city, order, n // 2, "supervisor.HOT")
    if n % 2 else "supervisor.HOT",
    "alert": _noticing,
    "alert_receipt": _told,
    "ledger_review": _watching,
    "ledger_removal": lambda city, order, n: _above(city, order, n, "supervisor.HOT"),
    "merger": _joining,
    "merger_undo": _joining,
}  # fmt: skip
