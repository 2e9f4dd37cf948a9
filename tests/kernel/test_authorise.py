"""Verbs, columns and reach: the kernel asks the principal about each, and refuses by itself."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.kernel.errors import Forbidden
from tests.kernel.actor import BOSS, MACHINE, Actor, of_unit
from tests.kernel.toys import Colour, Ground, Job, Memo, Person, Share, Step


@pytest.fixture
def memo(desk):
    desk.sql("INSERT INTO toy_memo (body, weight) VALUES ('便条', 1)")


def test_nobody_writes_nothing(desk):
    with desk.session(None) as session:
        session.add(Ground(name="丁地"))
        with pytest.raises(Forbidden, match="请先登录"):
            session.flush()


@pytest.mark.parametrize(
    ("verb", "told"), [("c", "无权新增场地"), ("u", "无权修改场地"), ("d", "无权删除场地")]
)
def test_a_verb_not_granted_is_refused(desk, verb, told):
    verbs = {Ground: "crud".replace(verb, "")}
    with desk.session(Actor(verbs=verbs)) as session:
        ground = session.get(Ground, 3)
        if verb == "c":
            session.add(Ground(name="丁地"))
        elif verb == "u":
            ground.size = 5
        else:
            session.delete(ground)
        with pytest.raises(Forbidden, match=f"甲地负责人张三{told}"):
            session.flush()


@pytest.mark.parametrize("verbs", ["cr", "ur", "dr"])
def test_a_verb_granted_is_enough(desk, verbs):
    desk.sql("INSERT INTO toy_memo (body, weight) VALUES ('旧', 1)")
    with desk.session(Actor(verbs={Memo: verbs})) as session:
        held = session.scalars(select(Memo)).one()
        if "c" in verbs:
            session.add(Memo(body="新"))
        elif "u" in verbs:
            held.body = "改"
        else:
            session.delete(held)
        session.flush()
        left = [body for (body,) in desk.sql("SELECT body FROM toy_memo ORDER BY id")]
    assert left == {"cr": ["旧", "新"], "ur": ["改"], "dr": []}[verbs]


def test_what_the_law_moves_needs_no_grant(desk):
    """An act makes its order's columns move; whoever may act need not be allowed to edit it."""
    job = desk.job()
    with desk.session(Actor(verbs={Job: "r", Share: ""})) as session:
        session.add(Step(order_id=job, amount=100, ground_id=2, note="大额"))
        session.flush()
        moved = session.get(Job, job)
        assert (moved.status, moved.total, moved.lead.name) == ("done", 100, "乙地")


@pytest.mark.parametrize("post", ["handler", None])
def test_a_column_of_other_posts_is_refused(desk, post):
    with desk.session(Actor(post=post)) as session:
        session.add(Ground(name="丁地", colour=Colour.BLUE))
        with pytest.raises(Forbidden, match="无权填写“颜色”"):
            session.flush()
        session.rollback()
        session.get(Ground, 1).colour = Colour.BLUE
        with pytest.raises(Forbidden, match="无权填写“颜色”"):
            session.flush()
        session.rollback()
        session.add(Ground(name="丁地", colour=Colour.RED))
        session.flush()


@pytest.mark.parametrize("actor", [BOSS, MACHINE])
def test_a_column_of_ones_own_post_is_written(desk, actor):
    with desk.session(actor) as session:
        session.get(Ground, 1).colour = Colour.BLUE
        session.flush()
        assert desk.sql("SELECT colour FROM toy_ground WHERE id = 1") == [("blue",)]


def test_the_system_acts_on_no_case(desk):
    job = desk.job()
    for row in (Job(title="修路"), Step(order_id=job, amount=1)):
        with desk.session(MACHINE) as session:
            session.add(row)
            with pytest.raises(Forbidden, match="系统无权新增"):
                session.flush()


def test_a_row_out_of_reach_is_not_written(desk):
    """An act on a job one has no share in, a person of another unit: told apart from the verb."""
    job = desk.job()
    with desk.session(of_unit(2)) as session:
        session.add(Step(order_id=job, amount=1))
        with pytest.raises(Forbidden, match="该步骤不在乙地承办员的管辖范围内"):
            session.flush()
        session.rollback()
        session.add(Person(name="李", unit_id=3))
        with pytest.raises(Forbidden, match="该人员不在乙地承办员的管辖范围内"):
            session.flush()
        session.rollback()
        session.add(Person(name="李", unit_id=2))
        session.flush()


def test_a_row_moved_out_of_reach_is_refused(desk):
    with desk.session(of_unit(2)) as session:
        session.scalars(select(Person)).one().unit_id = 1
        with pytest.raises(Forbidden, match="管辖范围"):
            session.flush()


def test_a_row_out_of_reach_is_not_deleted(desk):
    job = desk.job()
    with desk.session() as session:
        session.add(Memo(order_id=job, body="便条"))
        session.commit()
    with desk.session(of_unit(2)) as session:
        with session.seeing_everything():
            memo = session.scalars(select(Memo)).one()
        session.delete(memo)
        with pytest.raises(Forbidden, match="该便条不在"):
            session.flush()


def test_reach_is_asked_of_the_row_as_it_will_be(desk):
    """The share that the act itself brings about counts: reach is asked after the law derived."""
    with desk.session(of_unit(2)) as session:
        session.add(Job(title="修路"))
        session.commit()
        assert session.scalars(select(Job.title)).all() == ["修路"]


def test_no_row_is_pointed_at_out_of_reach(desk):
    """A hidden target is refused (M11); one that was there before, and reference rows, are not."""
    hidden = desk.job(title="别人的")
    mine = desk.job(of_unit(2))
    with desk.session(of_unit(2)) as session:
        session.add(Step(order_id=mine, amount=1, after_id=hidden))
        with pytest.raises(Forbidden, match="所选活计不在管辖范围内"):
            session.flush()
        session.rollback()
        session.add(Step(order_id=mine, amount=1, after_id=mine, ground_id=3))
        session.commit()
    desk.sql("INSERT INTO toy_memo (order_id, body, weight) VALUES (:job, '便条', 1)", job=mine)
    with desk.session(of_unit(2)) as session:
        memo = session.scalars(select(Memo)).one()
        memo.body = "改了"
        session.flush()
        memo.order_id = hidden
        with pytest.raises(Forbidden, match="不在"):
            session.flush()


def test_a_change_that_is_none_asks_nobody(desk, memo):
    """A value set to what it was, and a column the law itself put there, need no verb."""
    with desk.session(Actor(verbs={Ground: "r", Memo: "r"})) as session:
        ground = session.get(Ground, 1)
        ground.name, ground.near = ground.name, None
        session.flush()
    assert desk.audit() == []
