"""What may be done now: asked of the law, with who may do it instead; nothing is written."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.kernel.audit import Refusal
from app.kernel.session import GovernedSession
from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.objection import Objection
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from app.services.procedure import VERBS, Step, step, steps
from tests.world import World


def told(world: World, login: str, order: int) -> dict[type, Step]:
    person = world.people[login]
    with GovernedSession(world.bind, person, writing=False) as session:
        return {each.table: each for each in steps(session, session.get(WorkOrder, order))}


def by(step_: Step) -> set[str]:
    return {str(each) for each in step_.instead}


def refusals(world: World) -> int:
    with world.reading() as session:
        return session.scalar(select(func.count(Refusal.id))) or 0


def test_every_act_has_its_answer(world):
    found = told(world, "handler.E1", world.order("dispatched"))
    assert list(found) == list(VERBS)
    for each in found.values():
        assert each.lawful or all(one.sentence and one.clause for one in each.obstacles)


def test_who_may_do_it_instead_is_named(world):
    order = world.order("dispatched")
    found = told(world, "dispatcher.HOT", order)
    assert by(found[Receipt]) == {"东城一街道承办员", "东城一街道承办单位负责人"}
    assert by(found[Objection]) == {"东城一街道承办单位负责人"}
    assert found[Receipt].told() == (
        "不能签收：派单员不办理“签收”（条例:十五(一)）"
        "；可由东城一街道承办员、东城一街道承办单位负责人办理"
    )
    assert told(world, "handler.E1", order)[Receipt].told() == "可以签收"


def test_where_the_law_forbids_it_nobody_is_named(world):
    order = world.order("dispatched")
    found = told(world, "handler.E1", order)
    assert found[Ruling].instead == ()
    assert found[Visit].instead == ()
    assert "未到回访时间" in found[Visit].told()
    closed = told(world, "head.E1", world.order("closed"))
    assert not any(
        closed[each].lawful or closed[each].instead for each in (Receipt, Reply, Contact)
    )


def test_after_the_dispute_the_reviewer_is_the_one(world):
    found = told(world, "head.E1", world.order("disputed"))
    assert by(found[Ruling]) == {"市民热线服务中心异议审核员"}
    assert not found[Objection].lawful
    assert not found[Reply].lawful


def test_one_act_alone_says_the_same(world):
    order = world.order("dispatched")
    whole = told(world, "handler.E1", order)
    with GovernedSession(world.bind, world.people["handler.E1"], writing=False) as session:
        one = step(session, session.get(WorkOrder, order), Reply)
    assert one == whole[Reply]


@pytest.mark.parametrize("login", ["handler.E1", "dispatcher.HOT"])
def test_to_ask_leaves_nothing_behind(world, login):
    order = world.order("dispatched")
    before = refusals(world)
    told(world, login, order)
    assert len(world.of(order, Dispatch)) == 1
    assert refusals(world) == before
