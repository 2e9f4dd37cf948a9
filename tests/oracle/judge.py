"""Whether an act is lawful: the rules of intake, classification and dispatch, objection, visit."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.facts import HOTLINE, City, Unknown, day_of, ends, length
from tests.oracle.handling import HANDLING
from tests.oracle.rights import may
from tests.oracle.sending import Sending, faults
from tests.oracle.story import Act, Order

Rules = Callable[[City, Order, Act], set[str]]
FORBIDDEN = "P"


def judge(city: City, orders: dict[str, Order], act: Act) -> set[str]:
    """The rules an act would break; empty: lawful. ``P``: not this person's to do."""
    order = orders.get(act.told.get("order", ""))
    if not may(city, order, act):
        return {FORBIDDEN}
    if order is None:
        return _registering(act)
    if act.kind == "disposal":
        return _disposing(city, orders, order, act)
    try:
        return RULES[act.kind](city, order, act)
    except Unknown:
        return {"no law in force"}


def said(act: Act, *names: str) -> bool:
    """Whether all of these are filled in."""
    return all((act.told.get(name) or "").strip() for name in names)


# ---- intake -------------------------------------------------------------------------------------


def _registering(act: Act) -> set[str]:
    """I1, I4, D10: whole, with a contact that is one; only a report names who is reported."""
    broken = set()
    if not said(act, "title", "content", "contact") or act.told["contact"] in NO_CONTACT:
        broken.add("I1")
    if act.told.get("reported_unit") and act.told["demand_kind"] != "report":
        broken.add("P1")
    return broken


NO_CONTACT = {"无", "不详", "匿名", "保密"}


def _supplementing(_: City, order: Order, act: Act) -> set[str]:
    """I2: later facts are added at any time."""
    broken = set() if said(act, "content") else {"I2"}
    if act.told.get("reported_unit") and order.demand != "report":
        broken.add("P1")
    return broken


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
    if not said(act, "told") or not order.at <= act.told["told_at"] <= act.at:
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
    return kind not in ("beyond", "central", "province") or said(act, "passed_to")


def _handed_over(city: City, order: Order, act: Act) -> bool:
    """C2: line, time, receipt; at once, or with a reason."""
    at = act.told.get("handed_at")
    if act.told.get("line") is None or at is None or not said(act, "receipt"):
        return False
    if not order.at <= at <= act.at:
        return False
    latest = ends(city, order.at, city.number("emergency.handover", day_of(order.at)))
    return at <= latest or said(act, "late_reason")


def _is_repeat(city: City, orders: dict[str, Order], order: Order, act: Act) -> bool:
    """C4: an earlier order of the same complainant, not too long ago, and nothing new."""
    earlier = orders.get(act.told.get("earlier") or "")
    if said(act, "new_facts") or earlier is None or earlier is order:
        return False
    if earlier.contact != order.contact or earlier.at > order.at or earlier.disposed in DROPPED:
        return False
    return earlier.at >= order.at - length(city.number("repeat.days", day_of(order.at)))


#: What was let drop is neither in progress nor finished.
DROPPED = {"withdrawn", "praise", "invalid"}


def _conferring(city: City, order: Order, act: Act) -> set[str]:
    """D14: before the dispatch; who, what, and the unit."""
    broken = set() if said(act, "participants", "opinions") else {"D14 told"}
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
    broken = set() if said(act, "reason", "evidence") else {"O1 told"}
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
    broken = set() if said(act, "reason") else {"O3 told"}
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


# ---- return visit -------------------------------------------------------------------------------


def _visiting(city: City, order: Order, act: Act) -> set[str]:
    """V1–V5: when due, by the hotline, not again once answered; all three answers or none."""
    held, told = order.live, act.told
    if held is None or order.disposed is not None:
        return {"V1"}
    broken = set()
    if act.at < held.due and not _early(city, order):
        broken.add("V1")
    if order.closed_at is not None or any(each.valid for each in held.visits):
        broken.add("V2 again")
    city.number("visit.attempts", day_of(order.at))
    unit = city.people[act.by].unit
    if city.kind(unit) != HOTLINE or any(each.unit == unit for each in order.rounds):
        broken.add("V2")
    answers = [told[name] is not None for name in ("contacted", "solved", "satisfied")]
    if any(each is not told["reached"] for each in answers):
        return broken | {"V3"}
    return broken | _sending_back(city, order, act)


def _early(city: City, order: Order) -> bool:
    allowed = city.number("visit.early", day_of(order.at)).value
    return bool(allowed) and order.rounds[-1].replied_at is not None


def _sending_back(city: City, order: Order, act: Act) -> set[str]:
    """V5: unsolved or dissatisfied says whether it is done over, within the number."""
    told, workable = act.told, act.told["workable"]
    bad = told["reached"] and (told["solved"] is False or told["satisfied"] == "dissatisfied")
    if not bad:
        return {"V5"} if workable else set()
    if workable is False:
        return set()
    spent = order.reworks >= city.number("rework.count", day_of(order.at)).value
    if spent or workable is None:
        return {"V5"} if spent == bool(workable) else set()
    return faults(city, order, sent_back(city, order, act)) if workable else set()


def sent_back(city: City, order: Order, act: Act) -> Sending:
    """The dispatch that a bad visit brings about: back to where it was."""
    held = order.rounds[-1]
    unit, back = city.people[act.by].unit, city.heir(held.unit) or held.unit
    return Sending(act.by, unit, back, held.place, held.entry, act.at, "rework")


def _contesting(city: City, order: Order, act: Act) -> set[str]:
    """V4: the visited unit, once a visit, in time, with evidence."""
    broken = set() if said(act, "reason", "evidence") else {"V4 told"}
    visit = order.visited(city.people[act.by].unit)
    if visit is None or visit.contest:
        return broken | {"V4"}
    latest = ends(city, visit.at, city.number("contest.window", day_of(visit.at)))
    return broken | ({"V4 late"} if act.at > latest else set())


def _ruling_a_contest(city: City, order: Order, act: Act) -> set[str]:
    """V4: by somebody else of the hotline, with reasons."""
    broken = set() if said(act, "reason") else {"V4 told"}
    contested = order.contest
    if contested is None:
        return broken | {"V4"}
    unit = city.people[act.by].unit
    if city.kind(unit) != HOTLINE or act.by == contested.by or unit == contested.contest_by:
        broken.add("P3")
    return broken


RULES: dict[str, Rules] = HANDLING | {
    "supplement": _supplementing,
    "conference": _conferring,
    "dispatch": _sending,
    "objection": _objecting,
    "ruling": _ruling,
    "visit": _visiting,
    "visit_contest": _contesting,
    "contest_ruling": _ruling_a_contest,
}
