"""Audit, numbers and what the audit must not hold."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.kernel import audit, clock
from app.kernel.errors import Unlawful
from app.kernel.rules import digest, rule
from tests.kernel.actor import BOSS, CLAUSE, MACHINE, of_unit
from tests.kernel.toys import Colour, Ground, Job, Memo, Person, Step


def told(desk):
    return [(each["verb"], each["table"]) for each in desk.audit()]


def test_one_line_a_changed_row(desk):
    """The acts, and the order they moved; rows of tables not audited leave none."""
    job = desk.job()
    desk.step(job, ground_id=2)
    assert sorted(told(desk)) == [
        ("修改", "toy_job"),
        ("新增", "toy_copy"),
        ("新增", "toy_job"),
        ("新增", "toy_step"),
    ]


def test_a_line_says_who_when_and_under_which_law(desk):
    with desk.session(of_unit(2), request_id="R1") as session:
        session.add(Person(name="李", unit_id=2))
        session.commit()
    (line,) = desk.audit()
    assert line["by_name"] == "乙地承办员"
    assert (line["by_id"], line["by_unit_id"], line["order_id"]) == (2, 2, None)
    assert (line["request_id"], line["law"], line["row_id"]) == ("R1", digest(), line["row_id"])


def lines(desk):
    with desk.session(BOSS) as session:
        return session.scalars(select(audit.Audit).order_by(audit.Audit.id)).all()


def test_a_line_says_what_changed_and_nothing_else(desk):
    with desk.session() as session:
        ground = session.get(Ground, 1)
        ground.size, ground.opened_on = 2, date(2024, 3, 4)
        ground.colours = (Colour.BLUE, Colour.RED)
        ground.checked_at = datetime(2024, 3, 4, tzinfo=UTC)
        ground.near_id = 2
        session.commit()
    (line,) = lines(desk)
    assert (line.verb, line.row_id) == ("修改", 1)
    assert line.then == {
        "checked_at": None, "colours": [], "near_id": None, "opened_on": None, "size": 1,
    }  # fmt: skip
    assert line.now == {
        "checked_at": "2024-03-04T00:00:00+00:00",
        "colours": ["blue", "red"],
        "near_id": 2,
        "opened_on": "2024-03-04",
        "size": 2,
    }


def test_a_new_row_has_no_before_and_a_removed_one_no_after(desk):
    job = desk.job()
    with desk.session() as session:
        memo = Memo(order_id=job, body="便条")
        session.add(memo)
        session.commit()
        session.delete(memo)
        session.commit()
    added, removed = [each for each in lines(desk) if each.table == "toy_memo"]
    held = {"body": "便条", "id": memo.id, "order_id": job, "weight": 0}
    assert (added.then, added.now) == ({}, held)
    assert (removed.verb, removed.then, removed.now) == ("删除", held, {})
    assert added.order_id == removed.order_id == job


def test_private_columns_are_masked(desk):
    """An append-only line could never be cleaned afterwards."""
    job = desk.job(contact="13800000000")
    with desk.session() as session:
        session.get(Job, job).contact = "13900000000"
        session.commit()
    first, second = lines(desk)
    assert (first.now["contact"], second.then, second.now) == (
        audit.MASKED,
        {"contact": audit.MASKED},
        {"contact": audit.MASKED},
    )
    assert not any("1380" in str(each) for each in desk.audit())


def test_nothing_changed_leaves_nothing(desk):
    with desk.session() as session:
        ground = session.get(Ground, 1)
        ground.name = "甲地"
        session.commit()
        ground.size = 5
        ground.size = 1
        session.commit()
        job = Memo(body="便条")
        session.add(job)
        session.expunge(job)
        session.commit()
    assert desk.audit() == []


def test_an_expired_value_typed_again_leaves_nothing(desk):
    """SQLAlchemy takes it for a change; the stored row says it is none (M6)."""
    with desk.session() as session:
        ground = session.get(Ground, 1)
        session.expire(ground)
        ground.name = "甲地"
        session.commit()
    assert desk.audit() == []


def test_a_refused_write_leaves_nothing(desk):
    job = desk.job()
    before = len(desk.audit())
    with desk.session() as session:
        session.add(Step(order_id=job, amount=-1))
        with pytest.raises(Unlawful):
            session.commit()
    assert len(desk.audit()) == before


def test_the_system_is_named(desk):
    with desk.session(MACHINE) as session:
        session.add(Memo(body="便条", by_unit_id=None))
        session.commit()
    (line,) = lines(desk)
    assert (line.by_id, line.by_name) == (None, "系统")


def test_without_a_change_nobody_need_be_there(desk):
    """A reader's session that flushes by accident has nothing to record and nobody to name."""
    with desk.session(None) as session:
        with session.seeing_everything():
            ground = session.get(Ground, 1)
        ground.name = ground.name
        session.flush()
    assert desk.audit() == []


def test_an_act_that_changes_no_row_is_noted(desk):
    with desk.session(request_id="R2") as session:
        audit.note(session, "导出", Job, {"rows": 3}, "L")
        session.commit()
    (line,) = lines(desk)
    assert (line.verb, line.table, line.row_id, line.now) == ("导出", "toy_job", 0, {"rows": 3})
    assert (line.at, line.by_name, line.law) == (clock.now(), BOSS.title, "L")


def test_numbers_have_no_gaps(desk):
    """A refused write gives its number back; two rows of a flush take two."""
    desk.job()
    with desk.session() as session:
        session.add(Job(title=""))
        with pytest.raises(Unlawful):
            session.commit()
        session.rollback()
        session.add_all([Job(title="甲"), Job(title="乙")])
        session.flush()
        session.rollback()
        session.add_all([Job(title="丙"), Job(title="丁")])
        session.commit()
    numbers = [number for (number,) in desk.sql("SELECT number FROM toy_job ORDER BY number")]
    assert numbers == ["J001", "J002", "J003"]


def test_a_number_is_given_last(desk):
    """When the rules are asked there is none yet: a refusal has taken nothing."""
    seen = []

    @rule(Job, clause=CLAUSE)
    def looks(job, was):
        seen.append(job.number)
        return None

    desk.job()
    assert seen == [None]


def test_a_number_is_given_once(desk):
    job = desk.job()
    desk.step(job)
    with desk.session() as session:
        session.get(Job, job).title = "修桥"
        session.commit()
    assert desk.sql("SELECT number FROM toy_job") == [("J001",)]


def test_plain_values():
    assert audit.plain((Colour.RED, 1)) == ["red", 1]
    assert audit.plain(None) is None
