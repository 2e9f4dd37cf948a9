"""What follows of itself: copies, participation, numbers, states."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.enums import DispatchGround, DisposalKind, Role, Status
from app.models.participation import Participation
from app.models.result import Result
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from tests import make
from tests.world import DAY, HOUR, MONDAY


def roles(world, ident: int) -> dict[str, Role]:
    with world.reading() as session:
        query = select(Unit.code, Participation.role).join(Participation.unit)
        return dict(session.execute(query.where(Participation.order_id == ident)).all())


def test_a_street_dispatch_is_copied_to_its_district(world):
    ident = world.order("dispatched")
    (copy,) = world.of(ident, DispatchCopy)
    (sent,) = world.of(ident, Dispatch)
    assert (copy.dispatch_id, copy.unit_id) == (sent.id, world.unit("E"))
    assert (copy.at, copy.by_id) == (sent.at, sent.by_id)
    for entry, unit in (("L3", "EC"), ("L2", "WATER")):
        other = world.order("dispatched", entry=entry, unit=unit)
        assert world.of(other, DispatchCopy) == []
    onward = world.order("dispatched", unit="E", place="E")
    world.done("coordinator.E", make.dispatch(onward))
    assert len(world.of(onward, DispatchCopy)) == 1


def test_who_takes_part(world):
    ident = world.order()
    assert roles(world, ident) == {}
    world.done("dispatcher.HOT", make.dispatch(ident))
    assert roles(world, ident) == {"E1": Role.LEAD, "E": Role.DISTRICT}
    world.done("head.E1", make.objection(ident))
    world.done("reviewer.HOT", make.ruling(ident, unit="W1", place="W1"))
    assert roles(world, ident) == {"E1": Role.FORMER, "W1": Role.LEAD, "W": Role.DISTRICT}
    city = world.order("dispatched", entry="L2", unit="WATER")
    assert roles(world, city) == {"WATER": Role.LEAD}
    onward = world.order("dispatched", unit="E", place="E")
    assert roles(world, onward) == {"E": Role.LEAD}
    world.done("coordinator.E", make.dispatch(onward))
    assert roles(world, onward) == {"E1": Role.LEAD, "E": Role.DISTRICT}


def test_participation_follows_what_a_worklist_shows(world):
    ident = world.order("replied")
    order = world.get(WorkOrder, ident)
    for each in world.of(ident, Participation):
        assert (each.status, each.due_at, each.warn_at) == (
            order.status, order.due_at, order.warn_at,
        )  # fmt: skip
        assert each.received_at == order.at


LIFE = [
    ("dispatcher.HOT", make.dispatch, Status.DISPATCHED),
    ("head.E1", make.objection, Status.DISPUTED),
    ("reviewer.HOT", make.rejection, Status.DISPATCHED),
    ("handler.E1", make.receipt, Status.HANDLING),
    ("handler.E1", make.contact, Status.HANDLING),
    ("handler.E1", make.reply, Status.REPLIED),
    ("visitor.HOT", make.missed_visit, Status.REPLIED),
    ("visitor.HOT", make.visit, Status.CLOSED),
]


def test_state_follows_the_acts(world):
    ident = world.order()
    for login, act, state in LIFE:
        world.done(login, act(ident))
        assert world.get(WorkOrder, ident).status is state, act
    order = world.get(WorkOrder, ident)
    assert order.replied_at == order.closed_at == MONDAY
    assert [(each.attempt, each.valid) for each in world.of(ident, Visit)] == [
        (1, False),
        (2, True),
    ]


def test_a_new_lead_has_not_replied(world):
    ident = world.order("disputed")
    world.done("reviewer.HOT", make.ruling(ident))
    order = world.get(WorkOrder, ident)
    assert (order.status, order.replied_at) == (Status.DISPATCHED, None)


def test_an_answer_closes_a_consult(world):
    order = world.get(WorkOrder, world.order("answered"))
    assert (order.status, order.closed_at, order.lead_id) == (Status.ANSWERED, MONDAY, None)


def test_a_visit_missed_too_often_closes(world):
    ident = world.order("replied")
    due = 7 * 24
    for hours, state in (
        (1, Status.REPLIED),  # before the limit it does not count
        (due, Status.REPLIED),
        (due + 1, Status.REPLIED),
        (due + 2, Status.CLOSED),
    ):
        world.done("visitor.HOT", make.missed_visit(ident), at=MONDAY + hours * HOUR)
        assert world.get(WorkOrder, ident).status is state
    assert world.get(WorkOrder, ident).closed_at == MONDAY + (due + 2) * HOUR


def received(world) -> dict[int, int]:
    """What each unit is assessed for."""
    world.done("assessor.HOT", make.period(), at=MONDAY + DAY)
    period = world.rows[0].id
    with world.reading() as session:
        query = select(Result.unit_id, Result.received).where(Result.period_id == period)
        return dict(session.execute(query).all())


def test_a_dispatch_to_guide_is_neither_timed_nor_assessed(world):
    """The order stays what it was; the unit sees it."""
    before = received(world)
    ident = world.order("excepted", kind=DisposalKind.BEYOND, passed_to="双方自行协商")
    world.done("dispatcher.HOT", make.dispatch(ident))
    (sent,) = world.of(ident, Dispatch)
    held = world.get(WorkOrder, ident)
    assert sent.ground is DispatchGround.SUPERVISORY
    assert (held.status, held.closed_at) == (Status.EXCEPTED, MONDAY)
    assert (held.due_at, held.warn_at, held.citizen_due_at) == (None, None, None)
    assert roles(world, ident) == {"E1": Role.LEAD, "E": Role.DISTRICT}
    assert received(world) == before


@pytest.mark.parametrize("kind", [DisposalKind.SECRET, DisposalKind.UNLAWFUL])
def test_only_what_is_secret_is_closed_to_readers(world, kind):
    """And it is still on file, and counted."""
    ident = world.order("excepted", kind=kind)
    held = world.get(WorkOrder, ident)
    assert (held.secret, held.status) == (kind is DisposalKind.SECRET, Status.EXCEPTED)


# ---- numbers ----------------------------------------------------------------------------------


def test_numbers_are_gapless_per_day_and_place_of_intake(world):
    """A refused write in between leaves no gap; the Beijing day turns at 16:00 UTC."""
    start = datetime(2024, 7, 1, 10, tzinfo=UTC)
    numbers = []
    for hours, title in ((0, "甲"), (1, ""), (2, "乙"), (5, "丙"), (6, "丁"), (7, "　"), (8, "戊")):
        got = world.act("intake.HOT", make.order(title=title), at=start + hours * HOUR)
        if title.strip():
            assert got == set()
            numbers.append(world.get(WorkOrder, world.rows[0].id).number)
        else:
            assert got == {"order_is_recorded_whole"}
    point = f"{world.unit('HOT'):04d}"
    assert numbers == [
        *(f"20240701{point}{n:06d}" for n in (1, 2, 3)),
        *(f"20240702{point}{n:06d}" for n in (1, 2)),
    ]
    world.done("head.W1", make.order(), unbound=True, at=start + DAY)
    assert world.rows[0].number == f"20240702{world.unit('W1'):04d}000001"


def test_orders_of_one_flush_are_numbered_apart(world):
    with clock.at(MONDAY + 100 * DAY):
        world.done("intake.HOT", *(make.order(title=f"第{n}件") for n in range(3)))
    assert sorted(each.number[-6:] for each in world.rows) == ["000001", "000002", "000003"]


def test_an_order_and_its_acts_in_one_flush(world):
    """Nobody's post allows it, but the law settles whatever comes at once."""
    draft = make.dispatch(make.order())
    assert world.act("dispatcher.HOT", draft, unbound=True) == set()
    ident = world.rows[0].order_id
    assert world.get(WorkOrder, ident).status is Status.DISPATCHED
    assert roles(world, ident) == {"E1": Role.LEAD, "E": Role.DISTRICT}
    assert len(world.of(ident, DispatchCopy)) == 1


def test_two_dispatches_of_one_flush(world):
    first, second = world.order(), world.order()
    world.done("dispatcher.HOT", make.dispatch(first), make.dispatch(second, unit="E2", place="E2"))
    assert roles(world, first) == {"E1": Role.LEAD, "E": Role.DISTRICT}
    assert roles(world, second) == {"E2": Role.LEAD, "E": Role.DISTRICT}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("13800138000", "+86 138-0013-8000"),
        ("13800138000", "0086（138）0013　8000"),
        ("Wang@Example.cn", "wang@example.cn"),
    ],
)
def test_a_contact_is_known_again_however_it_is_written(world, one, other):
    """By its digest; what is written stays as it was written."""
    first, second = (world.done("intake.HOT", make.order(contact=told)) for told in (one, other))
    assert world.get(WorkOrder, first).contact_key == world.get(WorkOrder, second).contact_key
    assert world.get(WorkOrder, second).contact == other


@pytest.mark.parametrize("other", ["13800138001", "0138001380", "86", "wang@example.com"])
def test_another_contact_has_another_key(world, other):
    first = world.done("intake.HOT", make.order())
    second = world.done("intake.HOT", make.order(contact=other))
    assert world.get(WorkOrder, first).contact_key != world.get(WorkOrder, second).contact_key
