"""Chapter W, whistles: a street calls in whoever has to come (条例:十六, 三十三)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.oracle.facts import City, day_of, ends
from tests.oracle.handling import NOT_HANDLING
from tests.oracle.records import Summons, Whistle
from tests.oracle.story import Act, Order


def _unit(city: City, act: Act) -> str:
    return city.people[act.by].unit


def _whistling(city: City, order: Order, act: Act) -> set[str]:
    """W1: only a street or township that has the order, or whose community has it."""
    held, street = order.live, _unit(city, act)
    broken = set() if act.says("matter", "gather") else {"W1 told"}
    if held is None or city.kind(street) != "street" or not _has(city, held.unit, street):
        return broken | {"W1"}
    if order.closed_at is not None or held.replied_at is not None or order.dispute is not None:
        broken.add("W1 ended")
    _until(city, act.told["kind"], act)
    return broken | _unfit(city, order, act, street, within=True)


def _until(city: City, kind: str, act: Act) -> datetime:
    return ends(city, act.at, city.number(f"whistle.arrive.{kind}", day_of(act.at)))


def _has(city: City, lead: str, street: str) -> bool:
    return street in (lead, city.street_of(lead))


def _unfit(city: City, order: Order, act: Act, street: str, within: bool) -> set[str]:
    """W2: another handling body of the street's own district; others through the district."""
    unit, held = act.told["unit"], order.live
    broken = set()
    if unit in (street, order.lead) or city.kind(unit) in NOT_HANDLING:
        broken.add("W2 unit")
    if order.summons(city, unit) is not None:
        broken.add("W2 twice")
    if not city.units[unit].active or unit in order.barred(city):
        broken.add("D10")
    if within and city.area(unit) != city.area(street):
        broken.add("W2")
    if held is not None and city.kind(unit) == "community":
        own = city.street_of(unit) in (street, city.heir(street))
        if not own or city.community_role(held.entry.code, day_of(act.at)) is None:
            broken.add("D11")
    return broken


def _summoning(city: City, order: Order, act: Act) -> set[str]:
    """W2: while the whistle has not ended, by the street or by its district; nobody twice."""
    whistle, unit = order.whistle(city), _unit(city, act)
    broken = set() if act.says("task") else {"W2 told"}
    if whistle is None or order.closed_at is not None:
        return broken | {"W2 ended"}
    street, above = whistle.street, city.district_above(whistle.street)
    if unit not in (street, city.heir(street), above):
        broken.add("W2 by")
    if whistle.of(act.told["unit"]) is not None:
        broken.add("W2 twice")
    _until(city, whistle.kind, act)
    return broken | _unfit(city, order, act, street, within=unit != above)


def _reporting_in(city: City, order: Order, act: Act) -> set[str]:
    """W2: once, before its result; come late with a reason; called in vain with a reason."""
    own = order.summons(city, _unit(city, act))
    if own is None or own.arrived or order.closed_at is not None:
        return {"W2"}
    broken = set() if act.says("people") else {"W2 told"}
    if not act.told["justified"] and not act.says("note"):
        broken.add("W3 note")
    came = act.told["arrived_at"]
    if not own.at <= came <= act.at:
        broken.add("W2 time")
    if came > own.arrive_by and not act.says("late_reason"):
        broken.add("W2 late")
    return broken


def _ending(city: City, order: Order, act: Act) -> set[str]:
    """W3: a result for each; who never came is not rated, everybody else is."""
    told, summoned = act.told, order.summons(city, act.told["unit"])
    broken = set() if act.says("content") else {"W3 told"}
    streets = [each.street for each in order.standing(city) if each.open]
    if _unit(city, act) not in {*streets, *map(city.heir, streets)}:
        return broken | {"W3"}
    if summoned is None:
        return broken | {"W3 unit"}
    if told["outcome"] != "absent":
        come = summoned.arrived and told["rating"] is not None
        return broken if come else broken | {"W3 rating"}
    if summoned.arrived or act.at <= summoned.arrive_by or told["rating"] is not None:
        broken.add("W3 absent")
    return broken


CALLING: dict[str, Callable[[City, Order, Act], set[str]]] = {
    "whistle": _whistling,
    "summons": _summoning,
    "report_in": _reporting_in,
    "whistle_result": _ending,
}


# ---- what follows -------------------------------------------------------------------------------


def _whistled(city: City, order: Order, act: Act) -> None:
    whistle = Whistle(_unit(city, act), act.told["kind"], order.rounds[-1])
    order.whistles.append(whistle)
    _call(city, whistle, act)


def _call(city: City, whistle: Whistle, act: Act) -> None:
    until = _until(city, whistle.kind, act)
    whistle.summoned.append(Summons(act.told["unit"], act.at, until))


def _summoned(city: City, order: Order, act: Act) -> None:
    whistle = order.whistle(city)
    if whistle is None:
        raise ValueError(act)
    _call(city, whistle, act)


def _reported_in(city: City, order: Order, act: Act) -> None:
    own = order.summons(city, _unit(city, act))
    if own is None:
        raise ValueError(act)
    own.arrived = True


def _ended(city: City, order: Order, act: Act) -> None:
    summoned = order.summons(city, act.told["unit"])
    if summoned is None:
        raise ValueError(act)
    summoned.ended = True


CALLED: dict[str, Callable[[City, Order, Act], None]] = {
    "whistle": _whistled,
    "summons": _summoned,
    "report_in": _reported_in,
    "whistle_result": _ended,
}
