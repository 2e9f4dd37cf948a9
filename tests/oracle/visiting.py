"""Chapter V: the return visit, what is done over, what a unit has against it (条例:二十三)."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.facts import HOTLINE, City, day_of, ends
from tests.oracle.sending import Sending, faults
from tests.oracle.story import Act, Order


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
    broken = set() if act.says("reason", "evidence") else {"V4 told"}
    visit = order.visited(city.people[act.by].unit)
    if visit is None or visit.contest:
        return broken | {"V4"}
    latest = ends(city, visit.at, city.number("contest.window", day_of(visit.at)))
    return broken | ({"V4 late"} if act.at > latest else set())


def _ruling_a_contest(city: City, order: Order, act: Act) -> set[str]:
    """V4: by somebody else of the hotline, with reasons."""
    broken = set() if act.says("reason") else {"V4 told"}
    contested = order.contest
    if contested is None:
        return broken | {"V4"}
    unit = city.people[act.by].unit
    if city.kind(unit) != HOTLINE or act.by == contested.by or unit == contested.contest_by:
        broken.add("P3")
    return broken


VISITING: dict[str, Callable[[City, Order, Act], set[str]]] = {
    "visit": _visiting,
    "visit_contest": _contesting,
    "contest_ruling": _ruling_a_contest,
}
