"""Chapters H and X: what the unit that has the order does with it (条例:十四, 十五)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.oracle.facts import HOTLINE, City, day_of, length
from tests.oracle.records import Round
from tests.oracle.story import Act, Order

#: Bodies that handle nothing themselves.
NOT_HANDLING = {"hotline", "government", "central"}


def _unit(city: City, act: Act) -> str:
    return city.people[act.by].unit


def _is_lead(city: City, order: Order, act: Act) -> bool:
    """H1: only the unit that has the order, and only while it is open."""
    return order.lead == _unit(city, act) and order.closed_at is None


def _signing(city: City, order: Order, act: Act) -> set[str]:
    """H2: once, not while disputed; late with a reason."""
    held = order.live
    if held is None or not _is_lead(city, order, act):
        return {"H1"}
    broken = {"H2"} if held.signed or order.dispute is not None else set()
    if act.at > held.sign_by and not act.says("late_reason"):
        broken.add("H2 late")
    return broken


def _contacting(city: City, order: Order, act: Act) -> set[str]:
    """H2: each attempt with its time; the first one late only with a reason."""
    held, at = order.live, act.told["contacted_at"]
    if held is None or not _is_lead(city, order, act):
        return {"H1"}
    broken = set() if held.at <= at <= act.at else {"H2 time"}
    if act.told["reached"] and not act.says("heard"):
        broken.add("H2 heard")
    if not held.contacts and at > held.contact_by and not act.says("late_reason"):
        broken.add("H2 late")
    return broken


def _naming_a_helper(city: City, order: Order, act: Act) -> set[str]:
    """H3: the lead names another that handles such things, with a time not after its own."""
    held, unit = order.live, act.told["unit"]
    if held is None or not _is_lead(city, order, act):
        return {"H1"}
    broken = set() if act.says("matter") else {"H3 told"}
    if held.replied_at is not None or order.dispute is not None or city.is_district(held.unit):
        broken.add("H3")
    if not act.at < act.told["due_at"] <= held.due:
        broken.add("H3 due")
    return broken | _unfit(city, order, held, unit, act)


def _unfit(city: City, order: Order, held: Round, unit: str, act: Act) -> set[str]:
    broken = set()
    twice = any(each.unit == unit for each in order.helpers)
    if unit == held.unit or twice or city.kind(unit) in NOT_HANDLING:
        broken.add("H3 unit")
    if not city.units[unit].active or unit in order.barred(city):
        broken.add("D10")
    listed = city.community_role(held.entry.code, day_of(act.at))
    if city.kind(unit) == "community" and listed is None:
        broken.add("D11")
    return broken


def _reporting(city: City, order: Order, act: Act) -> set[str]:
    """H3, H4: a helper of the present lead, until it has finished; late with a reason."""
    unit = _unit(city, act)
    own = next((each for each in order.helpers if each.unit == unit), None)
    if own is None or own.done or order.closed_at is not None:
        return {"H4"}
    broken = set() if act.says("content") else {"H4 told"}
    if act.at > own.due_at and not act.says("late_reason"):
        broken.add("H4 late")
    return broken


def _replying(city: City, order: Order, act: Act) -> set[str]:
    """H4, H5, H8: once, to both, over no silent helper, with proof; late with a reason."""
    held, told = order.live, act.told
    if held is None or not _is_lead(city, order, act):
        return {"H1"}
    broken = set() if act.says("content") else {"H5 told"}
    if held.replied_at is not None or order.dispute is not None:
        broken.add("H5")
    if city.is_district(held.unit):
        broken.add("D8")
    if not held.at <= told["told_at"] <= act.at:
        broken.add("H5 time")
    if act.at > held.due and not act.says("late_reason"):
        broken.add("H5 late")
    if _silent(city, order):
        broken.add("H4")
    return broken if _proven(order, held, act) else broken | {"H8"}


def _silent(city: City, order: Order) -> bool:
    """H4: a helper that has said nothing yet, and still may."""
    waiting = [each.unit for each in order.helpers if not each.told]
    return any(city.units[each].active and each not in order.shielded(city) for each in waiting)


def _proven(order: Order, held: Round, act: Act) -> bool:
    """H8: a consult needs none, a report a document, anything else at least a contact."""
    if order.demand == "consult" or act.says("proof"):
        return True
    own = {kind for unit, at, kind in order.papers if unit == held.unit and at >= held.at}
    if own - {"voice"} or (own and order.demand != "report"):
        return True
    return order.demand != "report" and any(held.contacts)


def _asking_for_time(city: City, order: Order, act: Act) -> set[str]:
    """X1–X3: allowed by entry and class, early enough, explained, within count and length."""
    held, told = order.live, act.told
    if held is None or not _is_lead(city, order, act):
        return {"H1"}
    broken = set()
    if held.replied_at is not None or order.dispute is not None or order.request is not None:
        broken.add("X1")
    if not act.says("legal_basis", "reason"):
        broken.add("X1 told")
    times = (told["told_at"], told["notified_at"])
    if not all(at is not None and order.at <= at <= act.at for at in times):
        broken.add("X2")
    return broken | _beyond_the_numbers(city, order, held, act)


def _beyond_the_numbers(city: City, order: Order, held: Round, act: Act) -> set[str]:
    """The numbers are those the dispatch began under."""
    on, level, days = day_of(held.at), held.limit_class, act.told["days"]
    broken = set()
    if not held.entry.extension_allowed or not city.number(f"extension.allowed.{level}", on).value:
        broken.add("X1 allowed")
    if act.at > held.due - length(city.number(f"extension.margin.{level}", on)):
        broken.add("X1 margin")
    longest = length(city.number(f"extension.length.{level}", on))
    if days <= 0 or timedelta(days=days) > longest:
        broken.add("X3 length")
    clock = [each for each in order.rounds if each.starts_at == held.starts_at]
    granted = sum(ask.granted for each in clock for ask in each.requests)
    if granted >= city.number("extension.count", on).value:
        broken.add("X3 count")
    return broken


def _deciding(city: City, order: Order, act: Act) -> set[str]:
    """X3: above the unit: its district, or the hotline where there is none that may know."""
    asked = order.request
    if asked is None:
        return {"X3 pending"}
    broken = set() if act.says("reason") else {"X3 told"}
    if order.closed_at is not None or order.rounds[-1].replied_at is not None:
        broken.add("X3 ended")
    above, unit = city.district_above(asked.by_unit), _unit(city, act)
    if above is not None and above not in order.shielded(city):
        return broken | ({"X3"} if unit != above else set())
    return broken | ({"X3"} if city.kind(unit) != HOTLINE else set())


HANDLING: dict[str, Callable[[City, Order, Act], set[str]]] = {
    "receipt": _signing,
    "contact": _contacting,
    "co_handling": _naming_a_helper,
    "co_result": _reporting,
    "reply": _replying,
    "extension": _asking_for_time,
    "extension_decision": _deciding,
}
