"""Derivations: columns and rows that only the law writes, to a fixed point."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.kernel import rules
from app.kernel.errors import Unlawful
from app.kernel.facts import facts, session_of
from app.kernel.rules import demands, derives, rule
from tests.kernel.actor import BOSS, CLAUSE, of_unit
from tests.kernel.toys import Copy, Ground, Job, Memo, Share, Step


def told(desk, table="toy_share", columns="unit_id, role"):
    return desk.sql(f"SELECT {columns} FROM {table} ORDER BY id")


def test_acts_move_their_order(desk):
    job = desk.job()
    desk.step(job, amount=10)
    desk.step(job, amount=30, ground_id=2)
    columns = "total, count, status, lead_id, grade"
    assert told(desk, "toy_job", columns) == [(40, 2, "open", 2, 2)]


def test_a_relation_derived_brings_its_key_and_leaves_again(desk, bare):
    @derives(Job, clause=CLAUSE, field="lead", on=(Memo,))
    def lead(job, was):
        memos = facts(job, Memo)
        return session_of(job).get(Ground, memos[-1].weight) if memos else None

    job = desk.job()
    with desk.session() as session:
        memo = Memo(order_id=job, body="x", weight=3)
        session.add(memo)
        session.flush()
        assert session.get(Job, job).lead_id == 3
        memo.weight = 2
        session.flush()
        assert session.get(Job, job).lead.name == "乙地"
        session.delete(memo)
        session.commit()
    assert told(desk, "toy_job", "lead_id") == [(None,)]


def test_pinned_once_stays(desk, bare):
    @derives(Job, clause=CLAUSE, field="grade", once=True)
    def grade(job, was):
        return len(job.title)

    job = desk.job(title="修路")
    with desk.session() as session:
        session.get(Job, job).title = "修一条路"
        session.commit()
    assert told(desk, "toy_job", "title, grade") == [("修一条路", 2)]


def test_a_derivation_sees_all_facts_of_the_order(desk):
    """The writer sees one share; the sum is over everything, hidden and pending too (M8, M10)."""
    job = desk.job(of_unit(2))
    desk.step(job, BOSS, amount=7)
    with desk.session(of_unit(2)) as session:
        session.add_all([Step(order_id=job, amount=1), Step(order_id=job, amount=2)])
        session.flush()
        assert session.get(Job, job).total == 10


def test_facts_are_in_order_and_without_the_deleted(desk):
    job = desk.job()
    with desk.session() as session:
        session.add_all([Memo(order_id=job, body=body) for body in "甲乙丙"])
        session.flush()
        kept = session.get(Job, job)
        gone = facts(kept, Memo)[1]
        session.facts.clear()
        session.delete(gone)
        with session.no_autoflush:
            new = Memo(order=kept, body="丁")
            session.add(new)
            assert [each.body for each in facts(new, Memo)] == ["甲", "丙", "丁"]
            assert facts(Memo(body="无主"), Memo) == []


def test_facts_of_an_order_not_yet_stored(desk):
    with desk.session() as session, session.no_autoflush:
        job = Job(title="修路")
        session.add_all([job, Step(order=job, amount=1)])
        assert [each.amount for each in facts(job, Step)] == [1]
        assert facts(job, Memo) == []


def test_an_edit_of_a_fact_is_not_lost_to_the_reading_of_facts(desk, bare):
    """Facts are read afresh in the write phase; what is just being written is part of them."""

    @derives(Job, clause=CLAUSE, field="total", on=(Memo,))
    def total(job, was):
        return sum(each.weight for each in facts(job, Memo))

    job = desk.job()
    with desk.session() as session:
        session.add_all([Memo(order_id=job, body="甲", weight=1), Memo(order_id=job, body="乙")])
        session.commit()
    desk.sql("UPDATE toy_memo SET weight = 5 WHERE body = '乙'")
    with desk.session() as session:
        session.scalars(select(Memo).where(Memo.body == "甲")).one().weight = 3
        session.commit()
    assert told(desk, "toy_memo", "body, weight") == [("甲", 3), ("乙", 5)]
    assert told(desk, "toy_job", "total") == [(8,)]


def test_a_row_of_no_order_reaches_none(desk, bare):
    @derives(Job, clause=CLAUSE, field="total", on=(Memo,))
    def total(job, was):
        return 1

    @demands(Share, clause=CLAUSE, key="unit_id", on=(Memo,))
    def shares(job):
        return [{"unit_id": 1, "role": "x"}]

    with desk.session() as session:
        session.add(Memo(body="无主"))
        session.commit()
    assert (told(desk), told(desk, "toy_memo", "body")) == ([], [("无主",)])


def test_demanded_rows_are_added_changed_and_removed(desk, bare):
    @demands(Share, clause=CLAUSE, key="unit_id", on=(Memo,))
    def shares(job):
        return [{"unit_id": each.weight, "role": each.body} for each in facts(job, Memo)]

    job = desk.job()
    with desk.session() as session:
        memo = Memo(order_id=job, body="主", weight=1)
        session.add_all([memo, Memo(order_id=job, body="协", weight=2)])
        session.commit()
        assert told(desk) == [(1, "主"), (2, "协")]
        memo.body = "副"
        session.commit()
        assert told(desk) == [(1, "副"), (2, "协")]
        memo.weight = 3
        session.commit()
        assert sorted(told(desk)) == [(2, "协"), (3, "副")]
        session.delete(memo)
        session.commit()
        assert told(desk) == [(2, "协")]


def test_demanded_rows_that_never_change_are_only_added(desk):
    """The notice keeps what it said when it was sent, and is signed by whoever caused it."""
    job = desk.job()
    desk.step(job, ground_id=2)
    desk.step(job, of_unit(2), ground_id=3)
    assert told(desk, "toy_copy", "unit_id, said, by_id") == [(2, "1", 1), (3, "2", 2)]


def test_demanded_rows_obey_the_rules(desk):
    @rule(Copy, clause=CLAUSE)
    def no_copy_to_the_third(copy, was):
        return "丙地不抄送" if copy.unit_id == 3 else None

    job = desk.job()
    with desk.session() as session:
        session.add(Step(order_id=job, amount=1, ground_id=3))
        with pytest.raises(Unlawful, match="丙地不抄送"):
            session.flush()


def test_one_derivation_feeds_the_next(desk, bare):
    """In whatever order they are registered."""

    @derives(Job, clause=CLAUSE, field="grade")
    def grade(job, was):
        return (job.count or 0) * 10

    @derives(Job, clause=CLAUSE, field="count")
    def count(job, was):
        return (job.total or 0) + 1

    @derives(Job, clause=CLAUSE, field="total", on=(Share,))
    def total(job, was):
        return len(facts(job, Share))

    @demands(Share, clause=CLAUSE, key="unit_id", on=(Job,))
    def shares(job):
        """As it climbs, a row demanded in one round is not wanted any more in the next."""
        return [{"unit_id": 1 if job.grade else 2, "role": "x"}]

    job = desk.job()
    assert told(desk, "toy_job", "total, count, grade") == [(1, 2, 20)]
    assert told(desk, columns="order_id, unit_id") == [(job, 1)]


def test_derivations_that_chase_each_other_are_an_error(desk, bare):
    @derives(Job, clause=CLAUSE, field="total")
    def total(job, was):
        return (job.total or 0) + 1

    with desk.session() as session:
        session.add(Job(title="修路"))
        with pytest.raises(RuntimeError, match="do not settle"):
            session.flush()


def test_a_derivation_is_told_what_was(desk, bare):
    seen = []

    @derives(Job, clause=CLAUSE, field="grade")
    def grade(job, was):
        seen.append(was and was.title)
        return len(job.title)

    job = desk.job(title="修路")
    with desk.session() as session:
        session.get(Job, job).title = "修桥铺路"
        session.commit()
    assert (seen[0], seen[-1]) == (None, "修路")


def test_only_columns_declared_derived_are_derived(bare):
    with pytest.raises(TypeError, match="is not declared derived"):
        derives(Job, clause=CLAUSE, field="title")
    assert rules.DERIVATIONS == []


def test_several_columns_of_one_derivation_are_as_many_values(desk, bare):
    @derives(Job, clause=CLAUSE, field="total count")
    def both(job, was):
        return (1, 2, 3)

    with desk.session() as session:
        session.add(Job(title="修路"))
        with pytest.raises(ValueError, match="longer"):
            session.flush()
