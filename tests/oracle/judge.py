"""Whether an act is lawful: the rules of intake, classification, dispatch and objection."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.asking import ASKING
from tests.oracle.calling import CALLING
from tests.oracle.facts import HOTLINE, City, Unknown, day_of, ends, length
from tests.oracle.handling import HANDLING
from tests.oracle.keeping import KEEPING, joining
from tests.oracle.rights import may
from tests.oracle.sending import Sending, faults
from tests.oracle.story import Act, Order
from tests.oracle.visiting import VISITING

Rules = Callable[[City, Order, Act], set[str]]
FORBIDDEN = "P"


def judge(city: City, orders: dict[str, Order], act: Act) -> set[str]:
    """The rules an act would break; empty: lawful. ``P``: not this person's to do."""
    order = orders.get(act.told.get("order", ""))
    if not may(city, order, act) or not may(city, orders.get(act.told.get("main", "")), act):
        return {FORBIDDEN}
    if not city.units[city.people[act.by].unit].active:
        return {"D9 by"}
    if order is None:
        return _registering(act)
    if act.kind == "disposal":
        return _disposing(city, orders, order, act)
    if act.kind == "merger":
        return joining(city, orders, order, act)
    try:
        return RULES[act.kind](city, order, act)
    except Unknown:
        return {"no law in force"}


# ---- intake -------------------------------------------------------------------------------------


def _registering(act: Act) -> set[str]:
    """I1, I4, D10: whole, with a contact that is one; only a report names who is reported."""
    broken = set()
    if not act.says("title", "content", "contact") or act.told["contact"] in NO_CONTACT:
        broken.add("I1")
    if act.told.get("reported_unit") and act.told["demand_kind"] != "report":
        broken.add("P1")
    return broken


NO_CONTACT = {"无", "不详", "匿名", "保密"}


def _supplementing(_: City, order: Order, act: Act) -> set[str]:
    """I2: later facts are added at any time."""
    broken = set() if act.says("content") else {"I2"}
    if act.told.get("reported_unit") and order.demand != "report":
        broken.add("P1")
    return broken


def _attaching(_: City, __: Order, act: Act) -> set[str]:
    """I5: voice, text, picture, video, by what the file is; not too large."""
    taken = TAKEN.get(act.told["media_type"]) == act.told["kind"]
    return set() if taken and act.told["size"] <= LARGEST else {"I5"}


#: Some of the formats that are taken in, and what each is.
TAKEN = {
    "image/jpeg": "picture",
    "audio/mpeg": "voice",
    "video/mp4": "video",
    "application/pdf": "document",
}
LARGEST = 100 * 1024 * 1024


def _marking(_: City, __: Order, act: Act) -> set[str]:
    """I7: with evidence, after dissuading."""
    return set() if act.says("evidence", "dissuaded") else {"I7"}


# ---- classification -----------------------------------------------------------------------------


def _disposing(city: City, orders: dict[str, Order], order: Order, act: Act) -> set[str]:
    kind = act.told["kind"]
    broken = set()
    if order.disposed is not None or order.closed_at is not None:
        broken.add("C1 once")
    if order.rounds and kind != "withdrawn":
        broken.add("C1 dispatched")
    if kind == "answered" and order.demand != "consult":
        broken.add("C1")
    if not act.says("told") or not order.at <= act.told["told_at"] <= act.at:
        broken.add("C told")
    try:
        if not _particulars(city, orders, order, act):
            broken.add(f"C {kind}")
    except Unknown:
        broken.add("no law in force")
    return broken


def _particulars(city: City, orders: dict[str, Order], order: Order, act: Act) -> bool:
    kind = act.told["kind"]
    if kind == "emergency":
        return _handed_over(city, order, act)
    if kind == "legal":
        return act.told.get("legal_channel") is not None
    if kind == "repeat":
        return _is_repeat(city, orders, order, act)
    return kind not in ("beyond", "central", "province") or act.says("passed_to")


def _handed_over(city: City, order: Order, act: Act) -> bool:
    """C2: line, time, receipt; at once, or with a reason."""
    at = act.told.get("handed_at")
    if act.told.get("line") is None or at is None or not act.says("receipt"):
        return False
    if not order.at <= at <= act.at:
        return False
    latest = ends(city, order.at, city.number("emergency.handover", day_of(order.at)))
    return at <= latest or act.says("late_reason")


def _is_repeat(city: City, orders: dict[str, Order], order: Order, act: Act) -> bool:
    """C4: an earlier order of the same complainant, not too long ago, and nothing new."""
    earlier = orders.get(act.told.get("earlier") or "")
    if act.says("new_facts") or earlier is None or earlier is order:
        return False
    if earlier.contact != order.contact or earlier.at > order.at or earlier.disposed in DROPPED:
        return False
    return earlier.at >= order.at - length(city.number("repeat.days", day_of(order.at)))


#: What was let drop is neither in progress nor finished.
DROPPED = {"withdrawn", "praise", "invalid"}


def _conferring(city: City, order: Order, act: Act) -> set[str]:
    """D14: before the dispatch; who, what, and the unit."""
    broken = set() if act.says("participants", "opinions") else {"D14 told"}
    if order.rounds or order.disposed is not None:
        broken.add("D14")
    unit = act.told["unit"]
    if not city.units[unit].active or unit in order.barred(city):
        broken.add("D9")
    return broken


def _sending(city: City, order: Order, act: Act) -> set[str]:
    return faults(city, order, sending(city, act))


def sending(city: City, act: Act) -> Sending:
    """A dispatch somebody makes by hand."""
    unit = city.people[act.by].unit
    told = act.told
    entry = next(each for each in city.entries if (each.code, each.valid_from) == told["entry"])
    return Sending(act.by, unit, told["unit"], told["place"], entry, act.at)


# ---- objection ----------------------------------------------------------------------------------


def _objecting(city: City, order: Order, act: Act) -> set[str]:
    """O1, O2: the present lead, in its window, once, with reason and evidence."""
    held, unit = order.live, city.people[act.by].unit
    broken = set() if act.says("reason", "evidence") else {"O1 told"}
    if held is None or held.unit != unit:
        return broken | {"O1"}
    if act.at > held.object_by:
        broken.add("O1 late")
    if order.closed_at is not None or held.replied_at is not None:
        broken.add("O1 ended")
    if any(each.unit == unit for each in order.objections) or held.ground in ("ruling", "rework"):
        broken.add("O2")
    ends(city, act.at, city.number(f"objection.review.{held.limit_class}", day_of(act.at)))
    return broken


def _ruling(city: City, order: Order, act: Act) -> set[str]:
    """O3, O4: with reasons, by others; upheld names another unit, to which it can be sent."""
    pending, told = order.dispute, act.told
    if pending is None or order.closed_at is not None:
        return {"O3 pending"}
    broken = set() if act.says("reason") else {"O3 told"}
    dispatchers = {each.by for each in order.rounds if each.ground != "ruling"}
    if city.kind(city.people[act.by].unit) != HOTLINE or act.by in dispatchers:
        broken.add("O3")
    if not told["upheld"]:
        return broken | ({"O4"} if told["unit"] else set())
    if told["unit"] is None or told["unit"] == pending.unit:
        return broken | {"O4"}
    return broken | faults(city, order, ruled(city, order, act))


def ruled(city: City, order: Order, act: Act) -> Sending:
    """The dispatch that an upheld objection brings about."""
    before, told = order.dispute.round, act.told  # type: ignore[union-attr]
    named = told.get("entry")
    entry = next(
        (each for each in city.entries if (each.code, each.valid_from) == named), before.entry
    )
    place = told.get("place") or before.place
    unit = city.people[act.by].unit
    return Sending(act.by, unit, told["unit"], place, entry, act.at, "ruling")


RULES: dict[str, Rules] = (
    HANDLING
    | VISITING
    | CALLING
    | ASKING
    | KEEPING
    | {
        "supplement": _supplementing,
        "attachment": _attaching,
        "behaviour_mark": _marking,
        "conference": _conferring,
        "dispatch": _sending,
        "objection": _objecting,
        "ruling": _ruling,
    }
)
