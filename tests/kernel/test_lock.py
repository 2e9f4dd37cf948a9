"""One version an act; a form opened on an older one, and a row that has gone, are told so."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from app.kernel.errors import Forbidden, PortalError, Stale, Unlawful
from app.kernel.rules import rule
from app.kernel.session import GovernedSession
from tests.kernel.actor import BOSS, CLAUSE, MACHINE
from tests.kernel.toys import Ground, Job, Memo, Step


def version(desk, table="toy_job"):
    return desk.sql(f"SELECT max(version) FROM {table}")[0][0]


def test_every_act_is_a_new_version_of_its_order(desk):
    """Even one that moves no column of it."""
    job = desk.job()
    for expected in (2, 3):
        with desk.session() as session:
            session.add(Memo(order_id=job, body="便条"))
            session.commit()
        assert version(desk) == expected


def test_several_rows_of_one_flush_are_one_version(desk):
    job = desk.job()
    with desk.session() as session:
        session.add_all([Step(order_id=job, amount=1), Step(order_id=job, amount=2)])
        session.commit()
    assert version(desk) == 2


def test_an_edit_of_the_order_itself_is_one_version(desk):
    job = desk.job()
    with desk.session() as session:
        session.get(Job, job).title = "修桥"
        session.commit()
    assert version(desk) == 2


def test_an_act_on_a_version_gone_by_is_stale(desk):
    job = desk.job()
    desk.step(job)
    with desk.session() as session:
        order = session.get(Job, job)
        session.expecting(order, 1)
        session.add(Step(order_id=job, amount=1))
        with pytest.raises(Stale, match="该工单已有新的办理动作"):
            session.flush()
        session.rollback()
        session.expecting(order, 2)
        session.add(Step(order_id=job, amount=1))
        session.commit()
    assert version(desk) == 3


def test_an_edit_of_a_version_gone_by_is_stale(desk):
    with desk.session() as session:
        ground = session.get(Ground, 1)
        ground.size = 2
        session.flush()
        session.expecting(ground, 1)
        ground.size = 3
        with pytest.raises(Stale, match="他人已修改该记录"):
            session.flush()
        session.rollback()
        session.expecting(ground, 1)
        ground.size = 3
        session.flush()


def test_expectations_end_with_the_transaction(desk):
    with desk.session() as session:
        ground = session.get(Ground, 1)
        session.expecting(ground, 9)
        session.rollback()
        ground.size = 3
        session.flush()


def test_columns_nobody_typed_over_are_brought_up_to_date(desk):
    """What another wrote since is not overwritten, nor mistaken for what is stored (M6)."""
    seen = []

    @rule(Ground, clause=CLAUSE)
    def looks(ground, was):
        seen.append((was.size, ground.size, ground.near and ground.near.name))
        return None

    with desk.session() as session:
        ground = session.get(Ground, 1)
        assert ground.near is None
        desk.sql("UPDATE toy_ground SET size = 8, near_id = 2, version = version + 1 WHERE id = 1")
        ground.secret = "新"
        session.commit()
    assert seen == [(8, 8, "乙地")]
    assert desk.sql("SELECT size, near_id, version FROM toy_ground WHERE id = 1") == [(8, 2, 3)]


def test_a_row_gone_meanwhile_is_stale(desk):
    with desk.session() as session:
        edited, removed, expired = (Memo(body=body) for body in "甲乙丙")
        session.add_all([edited, removed, expired])
        session.commit()
        session.expire(expired)
        desk.sql("DELETE FROM toy_memo")
        edited.body = "改"
        with pytest.raises(Stale, match="该记录已不存在"):
            session.flush()
        session.expunge(edited)
        session.refused = None
        session.delete(removed)
        with pytest.raises(Stale, match="该记录已不存在"):
            session.flush()
        session.expunge(removed)
        session.refused = None
        expired.body = "改"
        with pytest.raises(Stale, match="他人刚刚已改动该记录"):
            session.flush()


def test_a_row_gone_behind_the_lock_is_stale(desk):
    """The database has the last word; it is told in the words of the portal."""

    @rule(Ground, clause=CLAUSE)
    def meanwhile(ground, was):
        desk.sql("UPDATE toy_ground SET version = 99 WHERE id = :id", id=ground.id)
        return None

    with desk.session() as session:
        session.get(Ground, 3).size = 2
        with pytest.raises(Stale, match="他人刚刚已改动该记录"):
            session.flush()


@pytest.mark.parametrize("refusal", ["unlawful", "forbidden", "stale"])
def test_a_refusal_is_repeated_until_the_rollback(desk, refusal):
    job = desk.job()
    with desk.session(MACHINE if refusal == "forbidden" else BOSS) as session:
        step = Step(order_id=job, amount=-1 if refusal == "unlawful" else 1)
        if refusal == "stale":
            session.expecting(session.get(Job, job), 9)
        session.add(step)
        with pytest.raises(PortalError) as first:
            session.flush()
        assert (
            type(first.value)
            is {
                "unlawful": Unlawful,
                "forbidden": Forbidden,
                "stale": Stale,
            }[refusal]
        )
        step.amount = 1
        session.expected.clear()
        for again in (session.flush, session.commit, lambda: session.scalars(select(Ground)).all()):
            with pytest.raises(type(first.value)) as caught:
                again()
            assert caught.value is first.value
        session.rollback()
        assert session.refused is None
        session.add(Ground(name="丁地"))
        session.commit()
    assert desk.sql("SELECT count(*) FROM toy_step") == [(0,)]


def test_a_failure_that_is_no_refusal_is_not_repeated(desk):
    @rule(Ground, clause=CLAUSE)
    def breaks(ground, was):
        raise ZeroDivisionError

    with desk.session() as session:
        session.add(Ground(name="丁地"))
        with pytest.raises(ZeroDivisionError):
            session.flush()
        assert (session.refused, session.governing, session.unscoped) == (None, False, False)


def test_acts_on_one_order_wait_for_each_other(own_engine, law):
    """Two at once, from two connections: both are counted, each is a version of its own."""
    with GovernedSession(own_engine, BOSS) as session:
        job = Job(title="两人同办")
        session.add(job)
        session.commit()
    start, failed = threading.Barrier(2), []

    def act(amount):
        with GovernedSession(own_engine, BOSS) as session:
            step = Step(order_id=job.id, amount=amount)
            session.add(step)
            start.wait(5)
            try:
                session.commit()
            except PortalError as error:
                failed.append(error)

    threads = [threading.Thread(target=act, args=(amount,)) for amount in (1, 2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    with GovernedSession(own_engine, BOSS, writing=False) as session:
        held = session.get(Job, job.id)
        assert (failed, held.total, held.count, held.version) == ([], 3, 2, 3)
