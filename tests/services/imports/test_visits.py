"""The return visit as a file tells it: its answers, its instant, and what it takes to be one."""

from __future__ import annotations

from typing import Any

import pytest

from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.enums import Satisfaction, Status, VisitWay
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from tests.services.imports.office import SENT, VISITED, Office, beijing


def only(office: Office, order: WorkOrder, table: type[Any]) -> Any:
    (found,) = office.world.of(order.id, table)
    return found


def test_a_visit_closes_the_order(office: Office) -> None:
    tally = office.take(SENT | VISITED)
    (order,) = office.orders()
    assert (tally.done["replied"], tally.done["visited"]) == (1, 1)
    act = only(office, order, Visit)
    assert (order.status, order.closed_at) == (Status.CLOSED, act.at)
    assert act.at == beijing("2024-02-23 15:00:00")
    assert (act.way, act.reached, act.valid, act.attempt) == (VisitWay.PHONE, True, True, 1)
    assert (act.contacted, act.solved, act.satisfied) == (True, True, Satisfaction.BASIC)
    assert (act.opinion, act.by_unit_id) == ("较快", office.world.unit("HOT"))


def test_a_visit_that_reached_nobody(office: Office) -> None:
    """Is an attempt, and no answers are kept of it."""
    tally = office.take(SENT | VISITED | {"valid": "否", "solved": "否"})
    (order,) = office.orders()
    act = only(office, order, Visit)
    assert (act.reached, act.valid, act.contacted, act.solved) == (False, False, None, None)
    assert (order.status, tally.done["visited"]) == (Status.REPLIED, 0)


@pytest.mark.parametrize("name", ["contacted", "satisfied"])
def test_a_valid_visit_has_all_three_answers(office: Office, name: str) -> None:
    said = office.refused(SENT, VISITED, {name: ""})
    assert "是否联系、是否解决、是否满意三项都要填写" in said


def test_an_undated_visit_is_of_the_reply(office: Office) -> None:
    order = office.one(SENT, VISITED, visited_at="", valid="")
    assert only(office, order, Visit).at == beijing("2024-02-22 09:00:00")


def test_an_undated_visit_without_reply_is_of_the_limit(office: Office) -> None:
    order = office.one(SENT, solved="否", contacted="否", satisfied="不满意")
    assert only(office, order, Visit).at == order.due_at == beijing("2024-02-27 10:30:00")
    assert order.status is Status.CLOSED


def test_a_visit_before_its_time_is_refused(office: Office) -> None:
    """Neither replied nor expired."""
    said = office.refused(SENT, visited_at="2024-02-21", valid="否")
    assert "未到回访时间" in said


def test_the_whole_life_in_one_second(office: Office) -> None:
    """Files know the day alone: what came first is the order of the acts."""
    day = dict.fromkeys(
        ("at", "dispatched_at", "signed_at", "contacted_at", "replied_at", "visited_at"),
        "2024-02-20",
    )
    order = office.one(SENT, VISITED, day)
    assert order.status is Status.CLOSED
    found = [only(office, order, each) for each in (Dispatch, Receipt, Contact, Reply, Visit)]
    assert {each.at for each in found} == {order.at} == {beijing("2024-02-20 00:00:00")}
