"""Two people act on one order at once: one act stands, the other is told why not."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from app.kernel.errors import PortalError
from app.kernel.session import GovernedSession
from app.models.dispatch import Dispatch
from app.models.enums import DemandKind, Status
from app.models.work_order import WorkOrder
from tests import make
from tests.make import Draft
from tests.world import World, named

Act = tuple[str, Callable[[int], Draft]]
CHINESE = re.compile("[\u4e00-\u9fff]{4}")


def asked(world: World) -> int:
    ident = world.order("handling")
    world.done("head.E1", make.extension(ident))
    return ident


DISTRICT = {"unit": "E", "place": "E"}
CONSULT = {"demand_kind": DemandKind.CONSULT}

#: scene, one act, the other
RACES: dict[str, tuple[Callable[[World], int], Act, Act]] = {
    "two first dispatches": (
        lambda world: world.order(),
        ("dispatcher.HOT", make.dispatch),
        ("dispatcher.HOT", lambda order: make.dispatch(order, unit="EC")),
    ),
    "an answer and a dispatch": (
        lambda world: world.order(**CONSULT),
        ("intake.HOT", make.disposal),
        ("dispatcher.HOT", make.dispatch),
    ),
    "two receipts": (
        lambda world: world.order("dispatched"),
        ("handler.E1", make.receipt),
        ("head.E1", make.receipt),
    ),
    "two objections": (
        lambda world: world.order("dispatched"),
        ("head.E1", make.objection),
        ("head.E1", make.objection),
    ),
    "two rulings": (
        lambda world: world.order("disputed"),
        ("reviewer.HOT", make.ruling),
        ("reviewer.HOT", lambda order: make.ruling(order, unit="E2", place="E2")),
    ),
    "a ruling and its contrary": (
        lambda world: world.order("disputed"),
        ("reviewer.HOT", make.ruling),
        ("reviewer.HOT", make.rejection),
    ),
    "a reply and an objection": (
        lambda world: world.order("handling"),
        ("handler.E1", make.reply),
        ("head.E1", make.objection),
    ),
    "a reply during redispatch": (
        lambda world: world.order("handling"),
        ("handler.E1", make.reply),
        ("head.E1", lambda order: make.dispatch(order, unit="E1a", place="E1")),
    ),
    "two replies": (
        lambda world: world.order("handling"),
        ("handler.E1", make.reply),
        ("head.E1", make.reply),
    ),
    "sent on to two": (
        lambda world: world.order("dispatched", **DISTRICT),
        ("coordinator.E", make.dispatch),
        ("coordinator.E", lambda order: make.dispatch(order, unit="E2", place="E2")),
    ),
    "two requests for time": (
        lambda world: world.order("handling"),
        ("head.E1", make.extension),
        ("head.E1", make.extension),
    ),
    "granted and refused": (
        asked,
        ("coordinator.E", make.decision),
        ("coordinator.E", lambda order: make.decision(order, granted=False)),
    ),
    "two visits": (
        lambda world: world.order("replied"),
        ("visitor.HOT", make.visit),
        ("visitor.HOT", make.visit),
    ),
}


def perform(world: World, login: str, draft: Draft, pause: Callable[[], None]) -> Any:
    """One transaction, which lingers between what it writes and its end."""
    with GovernedSession(world.bind, world.people[login]) as session:
        try:
            with session.no_autoflush:
                world.apply(session, draft)
            session.flush()
            pause()
            session.commit()
            return set()
        except PortalError as refusal:
            session.rollback()
            return named(refusal) if CHINESE.search(str(refusal)) else refusal


def refused(got: Any) -> bool:
    """Whether a transaction was refused, in a Chinese sentence."""
    assert isinstance(got, set | str), got
    return bool(got)


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run in threads; what one raises is raised here."""
    got: list[Any] = [None] * len(works)

    def run(place: int) -> None:
        try:
            got[place] = works[place]()
        except BaseException as error:
            got[place] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(works))]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=30)
        assert not each.is_alive(), "deadlock"
    for each in got:
        if isinstance(each, BaseException):
            raise each
    return got


def side(world: World) -> World:
    """The same city for another thread."""
    return World(world.bind, world.people)


@pytest.mark.parametrize("told", RACES)
def test_the_second_waits_and_is_refused(committed, nothing_is_wrong, told):
    """The first has written and not yet committed when the second begins."""
    scene, *acts = RACES[told]
    for first, second in (acts, acts[::-1]):
        ident = scene(committed)
        logins = first[0], second[0]
        written = threading.Event()

        def linger(written=written) -> None:
            written.set()
            time.sleep(0.05)

        def follow(ident=ident, written=written, login=logins[1], build=second[1]) -> Any:
            assert written.wait(20)
            return perform(side(committed), login, build(ident), lambda: None)

        def lead(ident=ident, login=logins[0], build=first[1], linger=linger) -> Any:
            return perform(side(committed), login, build(ident), linger)

        won, lost = together(lead, follow)
        assert won == set(), told
        assert refused(lost), (told, lost)
    nothing_is_wrong(committed)


@pytest.mark.parametrize("told", RACES)
def test_both_at_once(committed, nothing_is_wrong, told):
    """Whoever comes first; exactly one act stands."""
    scene, *acts = RACES[told]
    for _ in range(2):
        ident = scene(committed)
        start = threading.Barrier(2)

        def act(login, build, ident=ident, start=start) -> Any:
            world = side(committed)
            draft = build(ident)
            start.wait(20)
            return perform(world, login, draft, lambda: None)

        got = together(*(lambda by=by, build=build: act(by, build) for by, build in acts))
        assert sorted(map(refused, got)) == [False, True], (told, got)
    nothing_is_wrong(committed)


def test_a_row_read_before_is_seen_as_it_is(committed, nothing_is_wrong):
    """On PostgreSQL a reader holds nothing up; what it read before is not what the law sees."""
    if committed.bind.dialect.name == "sqlite":
        return
    ident = committed.order("disputed")
    with GovernedSession(committed.bind, committed.people["reviewer.HOT"]) as late:
        order = late.get(WorkOrder, ident)
        assert order.status is Status.DISPUTED
        committed.done("reviewer.HOT", make.ruling(ident))
        with late.no_autoflush:
            side(committed).apply(late, make.rejection(ident))
        with pytest.raises(PortalError, match="没有待裁定"):
            late.commit()
        late.rollback()
    assert len(committed.of(ident, Dispatch)) == 2
    nothing_is_wrong(committed)


def test_a_form_opened_before_is_stale(committed):
    """Two forms opened on one version: the second learns that something happened."""
    ident = committed.order("dispatched")
    seen = committed.get(WorkOrder, ident).version
    assert committed.act("handler.E1", make.contact(ident), expecting=seen) == set()
    assert committed.act("handler.E1", make.contact(ident), expecting=seen) == "stale"
    assert CHINESE.search(str(committed.refusal))
    assert committed.act("handler.E1", make.contact(ident), expecting=seen + 1) == set()


def test_numbers_stay_gapless(committed):
    """Six registrations at once, every other one refused, leave no gap and no double."""
    before = newest(committed)
    start = threading.Barrier(6)

    def register(n: int) -> Any:
        start.wait(20)
        draft = make.order(title=f"第{n}件" if n % 2 else "")
        return perform(side(committed), "intake.HOT", draft, lambda: None)

    got = together(*(lambda n=n: register(n) for n in range(6)))
    assert [each == set() for each in got] == [False, True] * 3
    assert newest(committed) == before + 3


def newest(world: World) -> int:
    """The serial of the last number, checked against how many there are."""
    with world.reading() as session:
        numbers = sorted(session.query(WorkOrder.number).all())
    serials = [int(each[0][-6:]) for each in numbers]
    assert serials == list(range(1, len(serials) + 1))
    return len(serials)
