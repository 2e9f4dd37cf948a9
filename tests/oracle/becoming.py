"""What a lawful act makes of an order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.oracle.asking import ASKED
from tests.oracle.calling import CALLED
from tests.oracle.facts import City, day_of, ends
from tests.oracle.judge import ruled, sending
from tests.oracle.keeping import KEPT
from tests.oracle.records import Helper, Objection, Request, Visit
from tests.oracle.sending import begin
from tests.oracle.story import Act, Order
from tests.oracle.visiting import sent_back


def registered(act: Act) -> Order:
    told = act.told
    reported = [told["reported_unit"]] if told.get("reported_unit") else []
    return Order(told["demand_kind"], told["contact"], act.at, reported)


def become(city: City, order: Order, act: Act) -> None:
    """The order after the act."""
    BECOMING[act.kind](city, order, act)


def _supplemented(_: City, order: Order, act: Act) -> None:
    if act.told.get("reported_unit"):
        order.reported.append(act.told["reported_unit"])


def _attached(city: City, order: Order, act: Act) -> None:
    order.papers.append((city.people[act.by].unit, act.at, act.told["kind"]))


def _disposed(_: City, order: Order, act: Act) -> None:
    order.disposed, order.closed_at = act.told["kind"], act.at


def _on_file(_: City, order: Order, act: Act) -> None:
    """Nothing follows from it."""


def _dispatched(city: City, order: Order, act: Act) -> None:
    order.rounds.append(begin(city, order, sending(city, act)))


def _signed(_: City, order: Order, act: Act) -> None:
    order.rounds[-1].signed = True


def _contacted(_: City, order: Order, act: Act) -> None:
    order.rounds[-1].contacts.append(act.told["reached"])


def _helped(_: City, order: Order, act: Act) -> None:
    order.rounds[-1].helpers.append(Helper(act.told["unit"], act.told["due_at"]))


def _reported(city: City, order: Order, act: Act) -> None:
    unit = city.people[act.by].unit
    helper = next(each for each in order.helpers if each.unit == unit)
    helper.told, helper.done = True, act.told["final"]


def _objected(city: City, order: Order, act: Act) -> None:
    held = order.rounds[-1]
    review = city.number(f"objection.review.{held.limit_class}", day_of(act.at))
    unit = city.people[act.by].unit
    order.objections.append(Objection(unit, held, ends(city, act.at, review)))


def _ruled(city: City, order: Order, act: Act) -> None:
    pending = order.dispute
    if pending is None:
        raise ValueError(act)
    sent = ruled(city, order, act) if act.told["upheld"] else None
    pending.ruled, pending.upheld = True, act.told["upheld"]
    if sent is not None:
        order.rounds.append(begin(city, order, sent))


def _asked(city: City, order: Order, act: Act) -> None:
    held, days = order.rounds[-1], act.told["days"]
    unit = city.people[act.by].unit
    held.requests.append(Request(unit, days, held.due, held.due + timedelta(days=days)))


def _decided(_: City, order: Order, act: Act) -> None:
    asked = order.request
    if asked is None:
        raise ValueError(act)
    asked.decided, asked.granted = True, act.told["granted"]
    if asked.granted:
        order.rounds[-1].due = asked.asked_due


def _replied(_: City, order: Order, act: Act) -> None:
    order.rounds[-1].replied_at = act.at


def _visited(city: City, order: Order, act: Act) -> None:
    """V6: closed by an answer that is not sent back, or by enough attempts since the limit."""
    held = order.rounds[-1]
    attempt = 1 + sum(len(each.visits) for each in order.rounds)
    held.visits.append(Visit(act.by, act.at, attempt, act.told["reached"]))
    if act.told["workable"]:
        order.rounds.append(begin(city, order, sent_back(city, order, act)))
        return
    tried = sum(each.at >= held.due for each in held.visits)
    if act.told["reached"] or tried >= city.number("visit.attempts", day_of(order.at)).value:
        held.done_at = act.at
        # H6: what is in the ledger stays open until it leaves.
        order.closed_at = act.at if order.account is None else None


def _contested(city: City, order: Order, act: Act) -> None:
    unit = city.people[act.by].unit
    visit = order.visited(unit)
    if visit is None:
        raise ValueError(act)
    visit.contest, visit.contest_by = "pending", unit
    order.contests.append(visit)


def _contest_ruled(_: City, order: Order, act: Act) -> None:
    visit = order.contest
    if visit is None:
        raise ValueError(act)
    visit.contest = "ruled"


BECOMING: dict[str, Callable[[City, Order, Act], None]] = {
    **CALLED,
    **ASKED,
    **KEPT,
    "supplement": _supplemented,
    "disposal": _disposed,
    "conference": _on_file,
    "behaviour_mark": _on_file,
    "attachment": _attached,
    "dispatch": _dispatched,
    "receipt": _signed,
    "contact": _contacted,
    "co_handling": _helped,
    "co_result": _reported,
    "objection": _objected,
    "ruling": _ruled,
    "extension": _asked,
    "extension_decision": _decided,
    "reply": _replied,
    "visit": _visited,
    "visit_contest": _contested,
    "contest_ruling": _contest_ruled,
}
