"""What cannot be solved now, and what is one matter with another (条例:十五(二))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.oracle.facts import HOTLINE, City, day_of, length
from tests.oracle.records import Account, Joining
from tests.oracle.story import Act, Order


def _unit(city: City, act: Act) -> str:
    return city.people[act.by].unit


# ---- the ledger ---------------------------------------------------------------------------------


def _entering(city: City, order: Order, act: Act) -> set[str]:
    """H6: by the lead, explained to the complainant, with cause, plan, owner and review date."""
    held, told = order.live, act.told
    if held is None or held.unit != _unit(city, act) or order.closed_at is not None:
        return {"H1"}
    broken = set() if act.says("reason", "plan", "owner") else {"H6 told"}
    if order.account is not None:
        broken.add("H6 once")
    if not held.at <= told["told_at"] <= act.at:
        broken.add("H6 time")
    return broken | _too_far(city, act)


def _too_far(city: City, act: Act) -> set[str]:
    """The next review is within the number of days, and not in the past."""
    today: date = day_of(act.at)
    latest = today + length(city.number("ledger.review", today))
    return set() if today <= act.told["review_on"] <= latest else {"H6 review"}


def _reviewing(city: City, order: Order, act: Act) -> set[str]:
    """H6: while it is in the ledger; by the lead, its district or the hotline."""
    unit, lead = _unit(city, act), order.lead
    broken = set() if act.says("findings") else {"H6 told"}
    if order.account is None or lead is None or order.closed_at is not None:
        return broken | {"H6 open"}
    near = {lead, city.heir(lead), city.district_above(lead)}
    if unit not in near and city.kind(unit) != HOTLINE:
        broken.add("H6 by")
    return broken | _too_far(city, act)


def _removing(city: City, order: Order, act: Act) -> set[str]:
    """H6: with evidence, above the unit: its district, or the hotline where none may know."""
    unit, lead = _unit(city, act), order.lead
    broken = set() if act.says("result", "evidence") else {"H6 told"}
    if order.account is None or lead is None or order.disposed is not None:
        return broken | {"H6 open"}
    above = city.district_above(lead)
    if above is not None and above not in order.shielded(city):
        return broken | ({"H6 by"} if unit != above else set())
    return broken | ({"H6 by"} if city.kind(unit) != HOTLINE else set())


# ---- one matter ---------------------------------------------------------------------------------


def joining(city: City, orders: dict[str, Order], order: Order, act: Act) -> set[str]:
    """One matter of one lead under one item; neither chains nor rings."""
    name, main = act.told["order"], orders[act.told["main"]]
    broken = set() if act.says("reason") else {"M told"}
    if main is order or not _alike(order, main):
        return broken | {"M"}
    if any(each.closed_at is not None or each.demand == "report" for each in (order, main)):
        broken.add("M open")
    if joined(orders, order) is not None or joined(orders, main) is not None:
        broken.add("M twice")
    if any((held := joined(orders, each)) is not None and held.main == name
           for each in orders.values()):  # fmt: skip
        broken.add("M main")
    return broken | _from_above(city, order, act)


def _alike(order: Order, main: Order) -> bool:
    one, other = order.live, main.live
    if one is None or other is None:
        return False
    return one.unit == other.unit and one.entry.code == other.entry.code


def joined(orders: dict[str, Order], order: Order) -> Joining | None:
    """The last joining, if it holds: while both have the same lead."""
    last = order.joinings[-1] if order.joinings else None
    if last is None or last.undone or orders[last.main].lead != order.lead:
        return None
    return last


def _from_above(city: City, order: Order, act: Act) -> set[str]:
    unit = _unit(city, act)
    above = city.district_above(order.lead) if order.lead else None
    return set() if city.kind(unit) == HOTLINE or unit == above else {"M by"}


def _parting(city: City, order: Order, act: Act) -> set[str]:
    """Undone by whoever might have joined them, before the end."""
    broken = set() if act.says("reason") else {"M told"}
    if order.closed_at is not None or not order.joinings or order.joinings[-1].undone:
        return broken | {"M none"}
    return broken | _from_above(city, order, act)


KEEPING: dict[str, Callable[[City, Order, Act], set[str]]] = {
    "ledger": _entering,
    "ledger_review": _reviewing,
    "ledger_removal": _removing,
    "merger_undo": _parting,
}


# ---- what follows -------------------------------------------------------------------------------


def _entered(_: City, order: Order, __: Act) -> None:
    order.accounts.append(Account(order.rounds[-1]))


def _reviewed(_: City, order: Order, act: Act) -> None:
    if order.account is None:
        raise ValueError(act)
    order.account.reviews += 1


def _removed(_: City, order: Order, act: Act) -> None:
    """What a visit would have ended, ends with it."""
    if order.account is None:
        raise ValueError(act)
    order.account.removed = True
    if order.closed_at is None and order.rounds[-1].done_at is not None:
        order.closed_at = act.at


def _joined(_: City, order: Order, act: Act) -> None:
    order.joinings.append(Joining(act.told["main"]))


def _parted(_: City, order: Order, __: Act) -> None:
    order.joinings[-1].undone = True


KEPT: dict[str, Callable[[City, Order, Act], None]] = {
    "ledger": _entered,
    "ledger_review": _reviewed,
    "ledger_removal": _removed,
    "merger": _joined,
    "merger_undo": _parted,
}
