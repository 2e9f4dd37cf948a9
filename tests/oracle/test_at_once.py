"""Two people act on one order at once: what becomes of it is what one after the other would."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, seed, settings
from hypothesis import strategies as st

from app.kernel import clock
from app.kernel.errors import PortalError
from app.kernel.session import GovernedSession
from tests.conftest import Database
from tests.oracle.acting import CHINESE, Book, Play
from tests.oracle.becoming import become
from tests.oracle.checking import everything, one_line_a_row
from tests.oracle.judge import judge
from tests.oracle.moves import GAPS, STARTS, Move, Scene, meant
from tests.oracle.story import Act
from tests.oracle.telling import draft, known_city
from tests.oracle.test_sequences import NUMBER
from tests.oracle.wording import KINDS, SAYING
from tests.oracle.wording_more import SAYING_MORE
from tests.world import World

PAIRS = 60
NO_TIME = Move(gap=4 * GAPS.index(timedelta()))


@pytest.fixture(scope="module")
def book(database: Database) -> Iterator[Book]:
    with database.copied("at_once") as engine:
        made = Book(World(engine), known_city())
        yield made
        # Once, after them all: the check replays every order there is.
        everything(made)
        one_line_a_row(made)


# ---- at once ------------------------------------------------------------------------------------


def attempt(play: Play, act: Act, start: threading.Barrier, linger: float) -> bool:
    """One transaction that lingers between what it writes and its end; whether it stood."""
    world = World(play.world.bind, play.world.people)
    told = draft(act, play.idents)
    start.wait(20)
    with GovernedSession(world.bind, world.people[act.by]) as session:
        try:
            with session.no_autoflush:
                world.apply(session, told)
            session.flush()
            time.sleep(linger)
            session.commit()
            return True
        except PortalError as refusal:
            session.rollback()
            said = str(refusal)
    assert CHINESE.search(said), said
    return False


def at_once(play: Play, *acts: Act) -> dict[int, bool]:
    """Each in a thread of its own, in order of their ends; what is no refusal is raised here."""
    start, got = threading.Barrier(len(acts)), dict[int, Any]()

    def run(place: int, act: Act) -> None:
        try:
            got[place] = attempt(play, act, start, 0.01)
        except BaseException as error:
            got[place] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    with clock.at(acts[0].at):
        for each in threads:
            each.start()
        for each in threads:
            each.join(30)
            assert not each.is_alive(), "deadlock"
    for error in got.values():
        if isinstance(error, BaseException):
            raise error
    return got


def in_turn(play: Play, acts: list[Act]) -> list[bool]:
    """What the oracle says of the acts one after the other; nothing is changed."""
    orders, said = copy.deepcopy(play.scene.orders), []
    for act in acts:
        said.append(not judge(play.book.city, orders, act))
        if said[-1]:
            become(play.book.city, orders[act.told["order"]], act)
    return said


def compare(play: Play, first: Act, second: Act) -> list[bool]:
    """Which of them stood: as in one of the two turns; the oracle's orders then move likewise."""
    both = (first, second)
    got = {id(both[place]): stood for place, stood in at_once(play, *both).items()}
    # Whoever ended first was first, unless only the other turn explains what stood.
    turn = sorted(both, key=lambda act: list(got).index(id(act)))
    turns = [turn, turn[::-1]]
    fitting = [turn for turn in turns if in_turn(play, turn) == [got[id(act)] for act in turn]]
    told = [*play.script, f"{first} {got[id(first)]}", f"{second} {got[id(second)]}"]
    assert fitting, "\n".join(told)
    play.script += told[-2:]
    for act in fitting[0]:
        if got[id(act)]:
            play.advance(act)
    return [got[id(first)], got[id(second)]]


# ---- named pairs --------------------------------------------------------------------------------

#: Who does what before, with how; at which hour the two; the two; whether but one can stand.
DAY = 1440
SENT = ("dispatcher.HOT dispatch", 1)
REPLIED = [SENT, ("handler.E1 receipt", 2), ("handler.E1 reply", 3)]
ASKED = [SENT, ("head.E1 extension", 5)]
WHISTLED = [SENT, ("handler.E1 whistle", 2)]
CONTACTED = ("handler.E1 contact", 2)
QUESTIONED = [SENT, CONTACTED, ("head.E1 escalation", 3)]
RACES = {
    "two dispatches": ([], 1, "dispatcher.HOT dispatch", "dispatcher.HOT dispatch", True),
    "two receipts": ([SENT], 2, "handler.E1 receipt", "head.E1 receipt", True),
    "two objections": ([SENT], 2, "head.E1 objection", "head.E1 objection", True),
    "receipt and objection": ([SENT], 2, "handler.E1 receipt", "head.E1 objection", False),
    "objection and reply": ([SENT], 2, "head.E1 objection", "handler.E1 reply", True),
    "two replies": ([SENT], 2, "handler.E1 reply", "head.E1 reply", True),
    "reply and late visit": ([SENT], 8 * DAY, "handler.E1 reply", "visitor.HOT visit", False),
    "two visits": (REPLIED, 9, "visitor.HOT visit", "visitor.HOT visit", True),
    "two requests": ([SENT], 2, "head.E1 extension", "head.E1 extension", True),
    "request and reply": ([SENT], 2, "head.E1 extension", "handler.E1 reply", False),
    "two decisions": (ASKED, 9, "coordinator.E extension_decision",
                      "coordinator.E extension_decision", True),
    "decision and reply": (ASKED, 9, "coordinator.E extension_decision", "head.E1 reply", False),
    "two rulings": ([SENT, ("head.E1 objection", 2)], 3, "reviewer.HOT ruling",
                    "reviewer.HOT ruling", True),
    "ruling and late visit": ([SENT, ("head.E1 objection", 2)], 9 * DAY, "reviewer.HOT ruling",
                              "visitor.HOT visit", False),
    "withdrawn and signed": ([SENT], 2, "intake.HOT disposal", "handler.E1 receipt", False),
    "helper named and reply": ([SENT], 2, "handler.E1 co_handling", "head.E1 reply", True),
    "one helper named twice": ([SENT], 2, "handler.E1 co_handling", "head.E1 co_handling", True),
    "two contests": ([*REPLIED, ("visitor.HOT visit", 4)], 9, "head.E1 visit_contest",
                     "head.E1 visit_contest", True),
    "one unit summoned twice": (WHISTLED, 3, "handler.E1 summons", "coordinator.E summons", True),
    "two reports in": (WHISTLED, 3, "handler.EC report_in", "head.EC report_in", True),
    "come at last and absent": (WHISTLED, 2 * DAY, "handler.EC report_in",
                                "head.E1 whistle_result", True),
    "two results": (WHISTLED, 2 * DAY, "handler.E1 whistle_result", "head.E1 whistle_result",
                    True),
    "whistle and objection": ([SENT], 2, "handler.E1 whistle", "head.E1 objection", False),
    "two questions": ([SENT, CONTACTED], 3, "head.E1 escalation", "head.E1 escalation", True),
    "two answers": (QUESTIONED, 9, "coordinator.E escalation_answer",
                    "coordinator.E escalation_answer", True),
    "two urgings": ([SENT], 2, "supervisor.HOT supervision", "coordinator.E supervision", True),
    "urging and reply": ([SENT], 2, "supervisor.HOT supervision", "handler.E1 reply", False),
    "two answers to urging": ([SENT, ("supervisor.HOT supervision", 2)], 3,
                              "handler.E1 supervision_answer", "head.E1 supervision_answer", True),
    "two alerts acknowledged": ([SENT, ("intake.HOT alert", 2)], 3, "handler.EM alert_receipt",
                                "head.EM alert_receipt", True),
    "two ledger entries": ([SENT], 2, "head.E1 ledger", "head.E1 ledger", True),
    "ledger and visit": (REPLIED, 9, "head.E1 ledger", "visitor.HOT visit", False),
    "two removals": ([SENT, ("head.E1 ledger", 2)], 3, "coordinator.E ledger_removal",
                     "coordinator.E ledger_removal", True),
    "removal and visit": ([*REPLIED, ("head.E1 ledger", 4)], 9, "coordinator.E ledger_removal",
                          "visitor.HOT visit", False),
    "removal and review": ([SENT, ("head.E1 ledger", 2)], 3, "coordinator.E ledger_removal",
                           "supervisor.HOT ledger_review", False),
}  # fmt: skip

PLAIN: dict[str, dict[str, Any]] = {
    "dispatch": {"entry": "L3", "unit": "E1", "place": "E1"},
    "ruling": {"upheld": True, "reason": "职责清单列明", "unit": "EC", "entry": None,
               "place": None},
    "disposal": {"kind": "withdrawn", "told": "不再反映"},
    "co_handling": {"unit": "EC", "matter": "清理设施"},
    "extension_decision": {"granted": True, "reason": "情况属实"},
    "summons": {"unit": "EM", "task": "查验食品经营许可"},
    "whistle_result": {"unit": "EC", "outcome": "absent", "rating": None, "content": "未到场"},
    "merger": {"reason": "同一路口同一摊贩"},
}  # fmt: skip


def plainly(play: Play, said: str, minutes: int) -> Act:
    """The plain act of its kind, said in two words."""
    by, kind = said.split()
    at = STARTS[0] + timedelta(minutes=minutes)
    order = play.scene.orders["A"]
    act = Act(kind, by, at)
    usual = SAYING_MORE[kind] if kind in SAYING_MORE else (lambda _, *how: SAYING[kind](*how))
    told = dict(PLAIN.get(kind) or usual(play.book.city, order, act, 0))
    if kind == "dispatch":
        told["entry"] = next((e.code, e.valid_from) for e in play.book.city.entries
                             if e.code == told["entry"])  # fmt: skip
    if kind == "disposal":
        told["told_at"] = at
    if kind == "co_handling":
        told["due_at"] = at + timedelta(hours=9)
    return Act(kind, by, at, {"order": "A"} | told)


def begun(book: Book) -> Play:
    play = book.play(STARTS[0])
    play.act(meant(play.scene, Move()))
    return play


@pytest.mark.parametrize("told", RACES)
def test_one_lawful_outcome(book: Book, told: str) -> None:
    """Of two that exclude each other one stands; the other is told why, in Chinese."""
    before, minutes, *both, exclusive = RACES[told]
    for turn in (both, both[::-1]):
        play = begun(book)
        for said, when in before:
            assert play.act(plainly(play, said, when)), play.script
        stood = compare(play, *(plainly(play, said, minutes) for said in turn))
        assert sum(stood) == 1 or (not exclusive and any(stood))


def test_two_orders_are_not_joined_to_each_other(book: Book) -> None:
    """Neither becomes the other's main at once; nor is one of them joined twice."""
    for first, second in (("AB", "BA"), ("AB", "AB"), ("AB", "BC"), ("AB", "CA")):
        play = three_orders(book)
        acts = [
            _about(plainly(play, f"{by} merger", 2), order, main=main)
            for by, (order, main) in (("dispatcher.HOT", first), ("coordinator.E", second))
        ]
        assert sum(compare(play, *acts)) == 1


def test_an_order_is_joined_while_its_main_ends(book: Book) -> None:
    """Either it was still open then, or the joining is refused."""
    for ended, how in (("B", "withdrawn"), ("A", "withdrawn"), ("B", "objection")):
        play = three_orders(book)
        joining = _about(plainly(play, "coordinator.E merger", 2), "A", main="B")
        ends = "intake.HOT disposal" if how == "withdrawn" else "head.E1 objection"
        assert any(compare(play, joining, _about(plainly(play, ends, 2), ended)))


def three_orders(book: Book) -> Play:
    """Of one matter, with one lead."""
    play = begun(book)
    for name in "ABC":
        if name != "A":
            play.act(meant(Scene(book.city, play.scene.contact, STARTS[0]), Move()))
        assert play.act(_about(plainly(play, *SENT), name)), play.script
    return play


def _about(act: Act, order: str, **told: str) -> Act:
    return replace(act, told=act.told | {"order": order} | told)


# ---- any two ------------------------------------------------------------------------------------


def test_any_two_acts_at_once(book: Book) -> None:
    """Wherever an order stands."""

    @seed(2021)
    @settings(
        max_examples=PAIRS,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.sampled_from(STARTS),
        st.lists(st.builds(Move, *[NUMBER] * 6), min_size=3, max_size=10),
        st.builds(Move, *[NUMBER] * 6),
        st.builds(Move, st.just(NO_TIME.gap), *[NUMBER] * 5),
    )
    def perform(start, moves, one, other):
        play = book.play(start)
        for move in moves:
            play.act(meant(play.scene, move))
        first = meant(play.scene, one)
        play.scene.now = first.at
        second = meant(play.scene, other)
        assume({first.kind, second.kind} <= set(KINDS) - {"order"})
        compare(play, first, second)

    perform()
