"""From a few small numbers to an act: what somebody might well do next, or had better not.

Zeros mean the plain and lawful thing, so that a failing sequence shrinks to plain acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from tests.oracle.calls import THEMES, called_for
from tests.oracle.facts import City, Unknown, day_of, ends
from tests.oracle.persons import near, ought
from tests.oracle.story import Act, Order
from tests.oracle.wording import KINDS, words

T = TypeVar("T")

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
#: A Monday; a holiday ahead, and a number that changes; two plain days; shortly before a version
#: ends; before some numbers begin; both; make-up workdays; the end of the calendar.
STARTS = [
    datetime(2024, 3, 4, 2, tzinfo=UTC),
    datetime(2024, 4, 30, 6, tzinfo=UTC),
    datetime(2024, 7, 10, 4, tzinfo=UTC),
    datetime(2024, 3, 14, 0, 30, tzinfo=UTC),
    datetime(2024, 5, 29, 1, tzinfo=UTC),
    datetime(2024, 3, 8, 8, tzinfo=UTC),
    datetime(2024, 2, 13, 15, 59, 59, tzinfo=UTC),
    datetime(2024, 9, 29, 3, tzinfo=UTC),
    datetime(2024, 11, 22, 9, tzinfo=UTC),
]
GAPS = [
    MINUTE, MINUTE, MINUTE, 5 * MINUTE, 5 * MINUTE, 10 * MINUTE, 10 * MINUTE, 25 * MINUTE, HOUR,
    HOUR, 3 * HOUR, 12 * HOUR, DAY, DAY, 2 * DAY, 4 * DAY, 8 * DAY, 16 * DAY, timedelta(),
    timedelta(),
]  # fmt: skip


@dataclass(frozen=True)
class Move:
    """``gap``: time that passes; ``which``: order; the rest: what, by whom, how, what is wrong."""

    gap: int = 0
    which: int = 0
    kind: int = 0
    who: int = 0
    how: int = 0
    wrong: int = 0


@dataclass
class Scene:
    """Where a sequence stands: its orders by name, and the hour."""

    city: City
    contact: str
    now: datetime
    #: A street of this sequence alone, which may be abolished meanwhile.
    mortal: str | None = None
    theme: str = ""
    orders: dict[str, Order] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return list(self.orders)

    @property
    def everybody(self) -> list[str]:
        """But the people of other sequences' streets: a move must mean the same in any of them."""
        foreign = {each for each in self.city.units if each[0] == "S" and each != self.mortal}
        foreign.discard(f"{self.mortal}a")
        people = self.city.people.values()
        return sorted(each.login for each in people if each.unit not in foreign)


def pick(among: Sequence[T], number: int) -> T:
    return among[number % len(among)]


def meant(scene: Scene, move: Move) -> Act:
    """The act that a move means here."""
    if not scene.orders:
        return _registering(scene, move)
    name = pick(scene.names, move.which // 5 if move.which % 5 == 4 else -1)
    order = scene.orders[name]
    at = _when(scene, order, move.gap)
    kind = _what(scene, order, at, move.kind)
    if kind == "order":
        return _registering(scene, move, at)
    if kind == "abolish":
        return Act(kind, "keeper.HOT", at, {"unit": scene.mortal, "successor": "E1"})
    by = _who(scene, order, kind, move.who)
    told = words(scene.city, scene.orders, order, Act(kind, by, at, {"order": name}), move.how)
    if scene.mortal is not None:
        mortals = {"E2", "E1"} if kind == "dispatch" and order.live is None else {"E2"}
        told = {key: scene.mortal if value in mortals else value for key, value in told.items()}
        told = {k: f"{scene.mortal}a" if v == "E2a" else v for k, v in told.items()}
    return Act(kind, by, at, {"order": name} | _spoiled(kind, told, order, at, move.wrong))


def _registering(scene: Scene, move: Move, at: datetime | None = None) -> Act:
    demand = pick(["complaint", "complaint", "consult", "report", "help", "report"], move.how)
    reported = pick(["E1", "WATER", "E2", "EC", "E1a", None], move.how // 6)
    told: dict[str, Any] = {
        "title": "占道经营", "content": "每天傍晚摊贩占道", "demand_kind": demand,
        "channel": "phone", "reported_unit": reported if demand == "report" else None,
        "contact": scene.contact if move.who % 5 != 4 else f"{scene.contact}9",
    }  # fmt: skip
    by = "intake.HOT"
    told = _spoiled("order", told, None, scene.now, move.wrong)
    if scene.orders:
        by = _who(scene, None, "order", move.who)
    return Act("order", by, at or scene.now, told)


# ---- when ---------------------------------------------------------------------------------------


def _when(scene: Scene, order: Order, gap: int) -> datetime:
    """A while later, or just at the end of something that runs, or a second past it."""
    style, number = gap % 4, gap // 4
    instants = [each for each in _running(scene.city, order) if each > scene.now]
    if style == 3 and instants:
        at = pick(sorted(instants), number // 3) + pick(
            [timedelta(0), timedelta(0), SECOND], number
        )
    else:
        at = scene.now + pick(GAPS, number)
    return at.astimezone(UTC)


SECOND = timedelta(seconds=1)


def _running(city: City, order: Order) -> list[datetime]:
    held = order.live
    if held is None or order.closed_at is not None:
        return []
    found = [held.due, held.object_by, held.sign_by, held.contact_by, held.due - DAY]
    found += [each.due_at for each in order.helpers]
    found += [each.answer_by for each in (*order.questions, *order.urgings) if not each.answered]
    called = [each for whistle in order.whistles for each in whistle.summoned]
    found += [each.arrive_by for each in called if not each.arrived and not each.ended]
    with suppress(Unknown):
        found += [ends(city, each.at, city.number("contest.window", day_of(each.at)))
                  for each in held.visits]  # fmt: skip
    return found


# ---- what and who ------------------------------------------------------------------------------


def _what(scene: Scene, order: Order, at: datetime, number: int) -> str:
    """Mostly what the state of the order calls for; now and then anything."""
    if number % 9 == 8:
        return pick(KINDS, number // 9)
    called = called_for(scene.city, scene.orders, order, at)
    if scene.mortal is not None and order.lead == scene.mortal:
        alive = scene.city.units[scene.mortal].active and _all_its_own(scene)
        waits = order.request is not None or bool(order.helpers)
        called += ["abolish"] * (12 if waits else 4) if alive else ["dispatch"] * 9
    called += [each for each in called if each in THEMES.get(scene.theme, ())] * 4
    return pick(called, number // 9)


def _all_its_own(scene: Scene) -> bool:
    """No order is with a community of the street: who is above one is settled with its acts."""
    return all(each.lead != f"{scene.mortal}a" for each in scene.orders.values())


def _who(scene: Scene, order: Order | None, kind: str, number: int) -> str:
    """Whoever ought to; or somebody else of the city."""
    city = scene.city
    if number % 9 == 8:
        return pick(scene.everybody, number // 9)
    if number % 9 == 7 and order is not None and (some := near(city, order)):
        return pick(some, number // 9)
    return ought(city, order, kind, number)


# ---- how it may be wrong ------------------------------------------------------------------------


def _spoiled(
    kind: str, told: dict[str, Any], order: Order | None, at: datetime, number: int
) -> dict[str, Any]:
    """Left as it is, or with one thing said otherwise."""
    if number % (3 if kind == "disposal" else 6) != 2:
        return told
    held = order.live if order else None
    changes: list[tuple[str, Any]] = [(each, "　") for each in TEXTS if told.get(each)]
    begun = held.at if held else at
    for name in ("told_at", "contacted_at", "handed_at", "notified_at", "arrived_at", "noticed_at"):
        if told.get(name):
            changes += [(name, at + MINUTE), (name, begun - SECOND), (name, at - 30 * DAY)]
    if kind == "co_handling" and held is not None:
        changes += [("due_at", held.due + SECOND), ("due_at", at)]
    if kind == "extension":
        changes += [("days", 0), ("days", 8), ("days", 16)]
    if kind in ("supplement", "order"):
        changes.append(("reported_unit", "E1"))
    name, value = pick(changes or [("note", "")], number // 6)
    return told | {name: value} if name in told or name == "reported_unit" else told


TEXTS = ("title", "contact", "content", "told", "reason", "evidence", "legal_basis",
         "late_reason", "proof", "heard", "receipt", "passed_to", "participants", "opinions",
         "matter", "gather", "task", "people", "own_action", "opinion", "measures", "demand",
         "organisation", "situation", "plan", "owner", "findings", "result")  # fmt: skip
