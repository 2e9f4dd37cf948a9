"""Sessions that import: a verb of their own, instants and names from a file, and savepoints."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.errors import Forbidden, Unlawful
from app.kernel.facts import facts
from app.kernel.model import ui
from app.kernel.rules import demands
from tests.kernel.actor import CLAUSE, MACHINE, Actor
from tests.kernel.toys import Job, Memo, OfJob, Signed, Step
from tests.world import DAY, HOUR, MONDAY


class Recounted(Signed):
    """The stamps of an act that a file may tell of."""

    at: Mapped[datetime] = mapped_column(info=ui("时间", stamp=True, imported=True))
    by_unit_id: Mapped[int | None] = mapped_column(info=ui("经办单位", stamp=True, imported=True))
    named: Mapped[str] = mapped_column(String(20), default="", info=ui("姓名", imported=True))
    recorded_at: Mapped[datetime] = mapped_column(info=ui("录入时间", stamp=True))


class Tale(Recounted, OfJob):
    """One act on one job, told by a file."""

    __tablename__, __label__ = "toy_tale", "传闻"

    said: Mapped[str] = mapped_column(String(20), info=ui("内容"))


class Echo(Recounted, OfJob):
    """What the law makes of a tale."""

    __tablename__, __label__ = "toy_echo", "回声"

    tale_id: Mapped[int] = mapped_column(ForeignKey("toy_tale.id"), info=ui("传闻", derived=True))
    tale: Mapped[Tale] = relationship(info=ui("传闻"))


IMPORTER = Actor(verbs={Job: "ir", Tale: "ir", Step: "ir"})
TOLD = [("at", MONDAY - 400 * DAY), ("by_unit_id", 2), ("named", "王五")]


@pytest.fixture
def echoing(desk):
    """The law repeats each tale."""

    @demands(Echo, clause=CLAUSE, key="tale", on=(Tale,))
    def echoes(job):
        return [{"tale": each} for each in facts(job, Tale)]

    return desk


def tale(desk, job, actor=IMPORTER, importing=True, **told):
    """One tale about a job, as it is stored."""
    with desk.session(actor, source="import", importing=importing) as session:
        row = Tale(order_id=job, said="塌了", **told)
        session.add(row)
        session.commit()
        return row


# ---- the verb ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verbs", "importing", "said"),
    [
        ("i", True, None),
        ("c", False, None),
        ("crudx", True, "无权导入活计"),
        ("irudx", False, "无权新增活计"),
        ("", True, "无权导入活计"),
    ],
)
def test_to_import_is_a_verb_of_its_own(desk, verbs, importing, said):
    with desk.session(Actor(verbs={Job: verbs}), importing=importing) as session:
        session.add(Job(title="修路"))
        if said is None:
            session.flush()
            return
        with pytest.raises(Forbidden, match=f"甲地负责人张三{said}"):
            session.flush()


@pytest.mark.parametrize(("verb", "said"), [("u", "无权修改便条"), ("d", "无权删除便条")])
def test_to_import_is_neither_to_edit_nor_to_delete(desk, verb, said):
    desk.sql("INSERT INTO toy_memo (body, weight) VALUES ('旧', 1)")
    with desk.session(Actor(verbs={Memo: "ir"}), importing=True) as session:
        memo = session.scalars(select(Memo)).one()
        if verb == "u":
            memo.body = "改"
        else:
            session.delete(memo)
        with pytest.raises(Forbidden, match=said):
            session.flush()


def test_a_stored_row_is_edited_by_the_verb_for_that(desk):
    desk.sql("INSERT INTO toy_memo (body, weight) VALUES ('旧', 1)")
    with desk.session(Actor(verbs={Memo: "iu"}), importing=True) as session:
        session.scalars(select(Memo)).one().body = "改"
        session.commit()
    assert desk.sql("SELECT body FROM toy_memo") == [("改",)]


# ---- what a file may tell ---------------------------------------------------------------------


def test_columns_for_imports_are_on_no_form():
    meta = ui("姓名", imported=True)
    assert (meta["imported"], meta["form"], meta["stamp"]) == (True, False, False)
    assert ui("姓名")["imported"] is False


@pytest.mark.parametrize(("name", "value"), TOLD)
@pytest.mark.parametrize("actor", [Actor(), MACHINE])
def test_nobody_else_may_tell_it(desk, actor, name, value):
    """Neither a person who may do everything nor the system."""
    job = desk.job()
    actor = Actor(**vars(actor) | {"verbs": {}})
    with desk.session(actor) as session:
        session.add(Tale(order_id=job, said="塌了", **{name: value}))
        with pytest.raises(Forbidden, match="由系统记载，只有导入时按来源文件填写"):
            session.flush()


@pytest.mark.parametrize(("name", "value"), TOLD)
def test_a_file_may_tell_it(desk, name, value):
    """What it does not tell is as at the desk."""
    row = tale(desk, desk.job(), **{name: value})
    usual = {"at": clock.now(), "by_unit_id": 1, "named": ""}
    assert {each: getattr(row, each) for each in usual} == usual | {name: value}


def test_an_import_says_when_it_recorded_what(desk):
    """And by whose account: of that a file tells nothing."""
    row = tale(desk, desk.job(), at=MONDAY - DAY, by_unit_id=3, named="王五")
    assert (row.recorded_at, row.by_id, row.by_post, row.source) == (MONDAY, 1, "head", "import")


@pytest.mark.parametrize(
    ("name", "value"),
    [("recorded_at", MONDAY - DAY), ("by_id", 2), ("by_post", "x"), ("source", "x")],
)
def test_a_file_may_not_tell_who_recorded_it(desk, name, value):
    job = desk.job()
    with desk.session(IMPORTER, importing=True) as session:
        session.add(Tale(order_id=job, said="塌了", **{name: value}))
        with pytest.raises(Forbidden, match="由系统计算，不得填写"):
            session.flush()


def test_stamps_that_no_file_tells_are_stamped_as_ever(desk):
    """A table without such columns is imported with the present."""
    with desk.session(IMPORTER, importing=True) as session:
        session.add(Job(title="修路"))
        session.flush()
        job = session.scalars(select(Job)).one()
        assert (job.at, job.by_unit_id) == (MONDAY, 1)
        session.add(Job(title="修桥", at=MONDAY - DAY))
        with pytest.raises(Forbidden, match="“时间”由系统计算，不得填写"):
            session.flush()


def test_a_desk_session_records_when_it_happens(desk):
    row = tale(desk, desk.job(), actor=Actor(), importing=False)
    assert row.at == row.recorded_at == MONDAY


# ---- what follows of it -----------------------------------------------------------------------


def test_demanded_rows_happened_when_their_cause_did(echoing):
    """By the same unit; the session only recorded it."""
    job = echoing.job()
    tale(echoing, job, at=MONDAY - 9 * DAY, by_unit_id=2, named="王五")
    with clock.at(MONDAY + HOUR):
        tale(echoing, job, at=MONDAY - 5 * DAY, by_unit_id=3)
    with echoing.session() as session:
        held = session.scalars(select(Echo).order_by(Echo.id)).all()
        told = [(each.at, each.by_unit_id, each.recorded_at, each.named) for each in held]
    assert told == [
        (MONDAY - 9 * DAY, 2, MONDAY, ""),
        (MONDAY - 5 * DAY, 3, MONDAY + HOUR, ""),
    ]


def test_demanded_rows_of_a_desk_are_of_the_present(echoing):
    tale(echoing, echoing.job(), actor=Actor(unit_id=2), importing=False)
    with echoing.session() as session:
        (row,) = session.scalars(select(Echo)).all()
        assert (row.at, row.by_unit_id, row.recorded_at) == (MONDAY, 2, MONDAY)


def test_acts_of_many_orders_in_one_flush_keep_apart(desk):
    """Each order is computed from its own acts, those not yet written included."""
    with desk.session(IMPORTER, importing=True) as session:
        jobs = [Job(title=f"活计{n}") for n in range(3)]
        for place, job in enumerate(jobs):
            session.add_all([job, *(Step(order=job, amount=n + 1) for n in range(place + 1))])
        session.flush()
        session.add(Step(order=jobs[0], amount=9))
        session.commit()
    told = desk.sql("SELECT number, total, count FROM toy_job ORDER BY id")
    assert told == [("J001", 10, 2), ("J002", 3, 2), ("J003", 6, 3)]


# ---- savepoints -------------------------------------------------------------------------------


def within(session, *rows):
    """Rows in a savepoint of their own."""
    with session.begin_nested():
        session.add_all(rows)
        session.flush()


def test_what_is_refused_in_a_savepoint_is_gone_with_it(desk):
    """The session goes on: what came before stays, what comes after is numbered without a gap."""
    with desk.session(IMPORTER, importing=True) as session:
        first = Job(title="一")
        session.add(first)
        session.flush()
        with pytest.raises(Unlawful, match="数额须大于零"):
            within(
                session, Job(title="二"), Step(order=first, amount=5), Step(order=first, amount=0)
            )
        within(session, Job(title="三"), Step(order=first, amount=7))
        assert [each.amount for each in facts(first, Step)] == [7]
        session.commit()
    assert desk.sql("SELECT number, title FROM toy_job ORDER BY id") == [
        ("J001", "一"),
        ("J002", "三"),
    ]
    assert desk.sql("SELECT total, count FROM toy_job WHERE title = '一'") == [(7, 1)]
    written = [(each["table"], each["row_id"]) for each in desk.audit() if each["verb"] == "新增"]
    kept = [("toy_job", ident) for (ident,) in desk.sql("SELECT id FROM toy_job")]
    kept += [("toy_step", ident) for (ident,) in desk.sql("SELECT id FROM toy_step")]
    assert sorted(written) == sorted(kept)


def test_a_flush_that_was_written_goes_with_its_savepoint(desk):
    """Number, audit line and all, though the law had nothing against it."""
    with desk.session(IMPORTER, importing=True) as session:
        outer = session.begin_nested()
        within(session, Job(title="一"))
        with pytest.raises(Unlawful, match="“标题”必填"):
            within(session, Job(title=""))
        outer.rollback()
        within(session, Job(title="二"))
        session.commit()
    assert desk.sql("SELECT number, title FROM toy_job") == [("J001", "二")]
    assert len(desk.audit()) == 1
