"""Chapter D: to whom an order may be sent, by whom, under which entry (条例:十一, 十二, 十四)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tests.oracle.facts import HOTLINE, City, Entry, Unknown, day_of, ends, length
from tests.oracle.records import Round
from tests.oracle.story import Order


@dataclass(frozen=True)
class Sending:
    """A dispatch that is meant; ``because``: a ruling or a visit it follows from."""

    by: str
    by_unit: str
    unit: str
    place: str | None
    entry: Entry
    at: datetime
    because: str = ""

    @property
    def goes_back(self) -> bool:
        """To be done over, under the entry and at the place it had: they are not asked again."""
        return self.because == "rework"


def faults(city: City, order: Order, send: Sending) -> set[str]:
    """The rules it breaks."""
    rules = BACK if send.goes_back else RULES
    return {rule for rule, broken in rules.items() if broken(city, order, send)}


# ---- the entry ----------------------------------------------------------------------------------


def _not_in_force(city: City, order: Order, send: Sending) -> bool:
    """D1: an entry in force at that instant, that very version; an heir goes on under the old."""
    held = order.live
    if held is not None and _ground(city, order, send) == "successor" and held.entry == send.entry:
        return False
    return city.entry(send.entry.code, day_of(send.at)) != send.entry


def _other_demand(_: City, order: Order, send: Sending) -> bool:
    return order.demand not in send.entry.demand_kinds


def _incompetent(city: City, _: Order, send: Sending) -> bool:
    """D2: named, or of the kind and function; a district passes on what its bodies may do."""
    if city.kind(send.unit) == "community":
        return False
    entry, unit = send.entry, city.units[send.unit]
    if city.is_district(send.unit):
        local = entry.territorial or entry.competent_kind in ("street", "district_department")
        return entry.named_unit is not None or not local
    if entry.named_unit is not None:
        return send.unit not in (entry.named_unit, city.heir(entry.named_unit))
    able = entry.competent_function in unit.functions
    if entry.territorial:
        department = unit.kind == "district_department" and able
        return unit.kind != entry.competent_kind and not department
    return unit.kind != entry.competent_kind or not (able or not entry.competent_function)


# ---- the place ----------------------------------------------------------------------------------


def _no_place(city: City, _: Order, send: Sending) -> bool:
    """A place is a street, or a district where no more is known."""
    if send.place is None:
        return False
    return city.units[send.place].level != "street" and not city.is_district(send.place)


def _elsewhere(city: City, _: Order, send: Sending) -> bool:
    """D3: the street of the place, or a body of its district; the city's serve every place."""
    if city.is_district(send.unit) or city.kind(send.unit) == "community":
        return False
    area, entry = city.area(send.unit), send.entry
    if send.place is None:
        return entry.territorial or area is not None
    if area is not None and city.area(send.place) != area:
        return True
    street = city.kind(send.unit) == "street"
    return entry.territorial and street and send.unit != send.place


def _past_the_district(city: City, order: Order, send: Sending) -> bool:
    """D8: only the area is known: to its district, which dispatches on; nobody else to it."""
    if city.is_district(send.unit):
        return send.place != send.unit
    if not send.entry.territorial or not city.is_district(send.place):
        return False
    return all(each.unit != send.place for each in order.rounds)


# ---- by whom, to whom ---------------------------------------------------------------------------


def _beyond_the_level(city: City, order: Order, send: Sending) -> bool:
    """D4: the city anywhere, a district inside itself, a street to its own communities."""
    if city.kind(send.by_unit) == HOTLINE:
        return False
    if order.lead is None or order.must_leave(city):
        return True
    if city.is_district(send.by_unit):
        held, wanted = city.area(order.lead), city.area(send.unit)
        return {held, wanted} != {send.by_unit} or city.is_district(send.unit)
    if city.kind(send.by_unit) != "street" or order.lead != send.by_unit:
        return True
    return not _own_community(city, send.unit, send.by_unit)


def _own_community(city: City, unit: str, street: str) -> bool:
    return city.street_of(unit) == street


def _reclaimed(city: City, _: Order, send: Sending) -> bool:
    """D5: what a department took back, or a street only assists with, is not sent to a street."""
    return city.kind(send.unit) == "street" and send.entry.duty_list in ("reclaimed", "assist")


def _abolished(city: City, _: Order, send: Sending) -> bool:
    return not city.units[send.unit].active


def _reported(city: City, order: Order, send: Sending) -> bool:
    return send.unit in order.barred(city)


def _off_the_list(city: City, order: Order, send: Sending) -> bool:
    """D11: a community leads only what is its own, as its own street had it, in its own place."""
    if city.kind(send.unit) != "community":
        return False
    street = city.street_of(send.unit)
    if send.by_unit != street or send.place != street:
        return True
    held = order.live
    if held is not None and held.entry.code != send.entry.code:
        return True
    return city.community_role(send.entry.code, day_of(send.at)) != "own"


def _taken_from_the_first(city: City, order: Order, send: Sending) -> bool:
    """H1: the lead changes by a ruling, an heir, protection of an informer, or its own onward."""
    held = order.live
    if held is None or send.because or order.must_leave(city):
        return False
    if not city.units[held.unit].active:
        return city.heir(held.unit) != send.unit
    return send.by_unit != held.unit


def _upheld_against(city: City, order: Order, send: Sending) -> bool:
    """O2: whose objection was upheld does not get it back, unless it became the lead's heir."""
    if _ground(city, order, send) == "successor":
        return False
    return any(each.upheld and each.unit == send.unit for each in order.objections)


# ---- when ---------------------------------------------------------------------------------------


def _excepted(_: City, order: Order, send: Sending) -> bool:
    """C8, C6: an excepted order is not dispatched, but once for supervision beyond duties."""
    if order.disposed is None:
        return False
    return order.disposed != "beyond" or bool(order.rounds)


def _ended(city: City, order: Order, send: Sending) -> bool:
    """Disputed, answered or closed: nothing is sent."""
    if send.because:
        return False
    held = order.live
    answered = held is not None and held.replied_at is not None
    if order.must_leave(city):
        answered = False  # a reply of the reported unit binds nobody
    visited = held is not None and held.done_at is not None
    closed = (order.closed_at is not None or visited) and order.disposed is None
    return order.dispute is not None or answered or closed


def _untimed(city: City, order: Order, send: Sending) -> bool:
    """D6, D12: the limit and the windows can be counted."""
    try:
        begin(city, order, send)
    except Unknown:
        return True
    return False


RULES: dict[str, Callable[[City, Order, Sending], bool]] = {
    "D1": _not_in_force,
    "D1 kind": _other_demand,
    "D2": _incompetent,
    "D3 place": _no_place,
    "D3": _elsewhere,
    "D4": _beyond_the_level,
    "D5": _reclaimed,
    "D6": _untimed,
    "D8": _past_the_district,
    "D9": _abolished,
    "D10": _reported,
    "D11": _off_the_list,
    "H1": _taken_from_the_first,
    "O2": _upheld_against,
    "C8": _excepted,
    "V6": _ended,
}
#: What is asked of an order that goes back to whoever did it.
BACK = {rule: RULES[rule] for rule in ("D6", "D9", "D10", "C8")}


# ---- what follows -------------------------------------------------------------------------------


def begin(city: City, order: Order, send: Sending) -> Round:
    """The round that a dispatch begins, with everything it pins; ``Unknown``."""
    before, on = order.live, day_of(send.at)
    goes_on = _goes_on(city, order, send)
    level = before.limit_class if goes_on and before else send.entry.limit_class
    if goes_on and before is not None:
        starts_at, due_at, warn_at = before.starts_at, before.due, before.due - before.margin
    else:
        key = "rework.limit" if send.because == "rework" else "handle"
        starts_at, due_at = send.at, ends(city, send.at, city.number(f"{key}.{level}", on))
        warn_at = max(send.at, due_at - length(city.number(f"warn.{level}", on)))
    windows = list(_windows(city, send.at, level))
    send_by = None
    if before is None:
        allowed = city.number(f"dispatch.limit.{level}", day_of(order.at))
        send_by = ends(city, order.at, allowed)
    return Round(
        seq=len(order.rounds) + 1,
        ground=_ground(city, order, send),
        by=send.by,
        unit=send.unit,
        place=send.place,
        entry=send.entry,
        at=send.at,
        limit_class=level,
        starts_at=starts_at,
        due_at=due_at,
        warn_at=warn_at,
        object_by=windows[0],
        sign_by=windows[1],
        contact_by=windows[2],
        send_by=send_by,
        due=due_at,
        copied=_copied(city, order, send.unit),
    )


def _goes_on(city: City, order: Order, send: Sending) -> bool:
    """Sent on, the clock runs on; ruled, done over or taken from the reported, it begins anew."""
    held = order.live
    return held is not None and not send.because and not order.must_leave(city)


def _windows(city: City, start: datetime, level: str) -> Iterator[datetime]:
    for stem in ("objection.window", "sign", "contact"):
        yield ends(city, start, city.number(f"{stem}.{level}", day_of(start)))


def _ground(city: City, order: Order, send: Sending) -> str:
    held = order.live
    if send.because:
        return send.because
    if held is None:
        return "supervisory" if order.disposed else "first"
    if order.must_leave(city):
        return "shield"
    if not city.units[held.unit].active and city.heir(held.unit) == send.unit:
        return "successor"
    own = city.kind(held.unit) == "street" and _own_community(city, send.unit, held.unit)
    return "community" if own else "onward"


def _copied(city: City, order: Order, unit: str) -> str | None:
    """D7: straight to a street: its district has a copy, unless it must not know (D10)."""
    if city.units[unit].level != "street":
        return None
    above = city.district_above(unit)
    return above if above not in order.shielded(city) else None
