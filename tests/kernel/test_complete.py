"""Before any rule: defaults, stamps, relations; and what a column cannot keep is said beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.complete import by_hand, relations, stored_relations
from app.kernel.errors import Forbidden, Unlawful
from app.kernel.rules import rule
from tests.kernel.actor import CLAUSE, MACHINE
from tests.kernel.toys import Colour, Ground, Job, Memo, Person, Step


@pytest.fixture
def shown(desk):
    """What a rule saw of each row of a table."""
    seen = []

    def watch(table):
        @rule(table, clause=CLAUSE)
        def looks(row, was):
            seen.append(row)
            return None

        return seen

    return watch


def refused(session, *rows):
    """The findings: (fields, sentence)."""
    session.add_all(rows)
    with pytest.raises(Unlawful) as caught:
        session.flush()
    return [(each.fields, each.sentence) for each in caught.value.findings]


def test_defaults_are_there_when_rules_are_asked(desk, shown):
    told = {}

    @rule(Ground, clause=CLAUSE)
    def sees(ground, was):
        told.update(size=ground.size, colour=ground.colour, secret=ground.secret)
        return None

    with desk.session() as session:
        session.add(Ground(name="丁地", size=None))
        session.flush()
    assert told == {"size": 1, "colour": Colour.RED, "secret": ""}


def test_a_key_brings_its_relation_and_the_other_way_round(desk, shown):
    seen = shown(Person)
    with desk.session() as session:
        by_key, by_relation = Person(name="李", unit_id=2), Person(name="王")
        by_relation.unit = session.get(Ground, 3)
        session.add_all([by_key, by_relation])
        session.flush()
        assert [(each.unit_id, each.unit.name) for each in seen] == [(2, "乙地"), (3, "丙地")]


def test_a_key_moved_on_a_stored_row_moves_its_relation(desk, shown):
    seen = shown(Person)
    with desk.session() as session:
        person = session.get(Person, 1)
        assert person.unit.name == "甲地"
        person.unit_id = 2
        session.flush()
        assert seen[-1].unit.name == "乙地"
        person.unit = session.get(Ground, 3)
        session.flush()
        assert (seen[-1].unit_id, seen[-1].unit.name) == (3, "丙地")


def test_a_relation_taken_away_takes_its_key_along(desk):
    with desk.session() as session:
        ground = Ground(name="丁地", near=session.get(Ground, 1))
        session.add(ground)
        session.flush()
        ground.near = None
        session.flush()
        assert ground.near_id is None


def test_two_new_rows_that_point_at_each_other_agree(desk):
    """The key of a new target is known only to the flush; the relation stands for it."""
    with desk.session() as session:
        first = Ground(name="丁地")
        second = Ground(name="戊地", near=first)
        session.add_all([first, second])
        session.flush()
        assert second.near_id == first.id is not None


def test_who_and_when_is_stamped(desk):
    with desk.session(source="import") as session:
        session.add(Job(title="修路"))
        session.flush()
        job = session.scalars(select(Job)).one()
        told = (job.at, job.by_id, job.by_unit_id, job.by_post, job.source)
    assert told == (clock.now(), 1, 1, "head", "import")


def test_without_a_source_it_is_the_default(desk):
    desk.job()
    assert desk.sql("SELECT source FROM toy_job") == [("desk",)]


def test_the_person_who_acts_is_not_loaded(desk, shown):
    """A rule reads the keys on the act; a query a flush for the account would be for nothing."""
    seen = shown(Job)
    with desk.session() as session:
        session.add(Job(title="修路"))
        session.flush()
        assert "by" not in seen[0].__dict__


STAMPS = [
    ("at", clock.now() - timedelta(days=9)),
    ("by_id", 2),
    ("by_unit_id", 2),
    ("by_post", "x"),
    ("source", "x"),
]


@pytest.mark.parametrize(("stamp", "value"), STAMPS)
def test_stamps_are_not_typed(desk, stamp, value):
    with desk.session() as session:
        session.add(Job(title="修路", **{stamp: value}))
        with pytest.raises(Forbidden, match="由系统计算，不得填写"):
            session.flush()


def test_a_stamped_relation_is_not_typed_either(desk):
    with desk.session() as session:
        session.add(Job(title="修路", by=session.get(Person, 2)))
        with pytest.raises(Forbidden, match="“经办人”由系统计算，不得填写"):
            session.flush()


DERIVED = [("status", "done"), ("total", 3), ("lead_id", 2), ("grade", 1)]


@pytest.mark.parametrize(("column", "value"), DERIVED)
def test_derived_columns_are_not_typed(desk, column, value):
    desk.job()
    with desk.session() as session:
        session.add(Job(title="修路", **{column: value}))
        with pytest.raises(Forbidden, match="由系统计算，不得填写"):
            session.flush()
        session.rollback()
        setattr(session.scalars(select(Job)).one(), column, value)
        with pytest.raises(Forbidden, match="由系统计算，不得填写"):
            session.flush()


def test_a_default_typed_out_is_not_typing(desk):
    with desk.session() as session:
        job = Job(title="修路", status="open", lead=None, source="desk")
        assert by_hand(job, "c") == {"title"}
        session.add(job)
        session.flush()


MISSING = [
    (Step(amount=1), ("order_id", "order"), "“活计”必填"),
    (Job(), ("title",), "“标题”必填"),
    (Job(title="　 "), ("title",), "“标题”必填"),
    (Job(title="一二三四五六七八九十十一"), ("title",), "“标题”不得超过10字，现有12字"),
    (Job(title="修\0路"), ("title",), "“标题”含有无法保存的字符"),
    (Job(title="修路", contact="1\0"), ("contact",), "“联系方式”含有无法保存的字符"),
    (Ground(name="丁地", size=2**31), ("size",), "“大小”数值过大"),
    (Ground(name="丁地", size=-(2**31)), ("size",), "“大小”数值过大"),
    (Ground(name="丁地", size="大"), ("size",), "“大小”数值过大"),
    (Ground(name="丁地", near_id=99), ("near_id", "near"), "所选的“邻近”不存在，请重新选择"),
    (Ground(name="丁地", near_id=2**40), ("near_id", "near"), "所选的“邻近”不存在，请重新选择"),
    (Ground(name="丁地", near_id="x"), ("near_id", "near"), "所选的“邻近”不存在，请重新选择"),
    (Person(name="李", unit_id=99), ("unit_id", "unit"), "所选的“场地”不存在，请重新选择"),
]


@pytest.mark.parametrize("case", range(len(MISSING)))
def test_what_a_column_cannot_keep_is_said_beside_its_field(desk, case):
    row, fields, sentence = MISSING[case]
    told = {key: value for key, value in vars(row).items() if not key.startswith("_")}
    with desk.session() as session:
        assert refused(session, type(row)(**told)) == [(fields, sentence)]


def test_every_gap_is_told_at_once(desk):
    with desk.session() as session:
        assert refused(session, Ground(size=2**40), Person()) == [
            (("name",), "“名称”必填"),
            (("size",), "“大小”数值过大"),
            (("name",), "“姓名”必填"),
            (("unit_id", "unit"), "“场地”必填"),
        ]


def test_an_optional_text_may_be_blank(desk):
    with desk.session() as session:
        job = desk.job(contact="  ")
        session.add(Memo(order_id=None, body="无主", by_unit_id=1))
        session.flush()
        assert session.get(Job, job).contact == "  "


def test_a_row_emptied_by_an_edit_is_refused(desk):
    with desk.session() as session:
        ground = session.get(Ground, 1)
        ground.name = " "
        assert refused(session) == [(("name",), "“名称”必填")]


def test_the_law_speaks_first_about_a_missing_field(desk):
    """Where a sentence of the law asks for the field, it says why; the plain word is the rest."""
    job = desk.job()
    with desk.session() as session:
        assert refused(session, Step(order_id=job)) == [(("amount",), "数额须大于零")]


def test_two_rows_with_the_same_gap_say_it_once(desk):
    job = desk.job()
    with desk.session() as session:
        assert refused(session, Step(order_id=job), Step(order_id=job)) == [
            (("amount",), "数额须大于零")
        ]


def test_law_not_in_force_says_nothing_about_a_gap(desk):
    today = clock.local_date(clock.now())

    @rule(Memo, clause=CLAUSE, fields="body", until=today)
    def body_was_asked_for(memo, was):
        return "旧法要求内容" if not memo.body else None

    @rule(Memo, clause=CLAUSE, fields="body", deleting=True)
    def body_keeps_it(memo, was):
        return "不得删除"

    with desk.session() as session:
        assert refused(session, Memo()) == [(("body",), "“内容”必填")]


def test_the_system_may_not_stamp_or_derive_by_hand_either(desk):
    with desk.session(MACHINE) as session:
        session.add(Memo(body="x", weight=1, by_unit_id=None))
        session.flush()
        session.add(Job(title="修路", total=3))
        with pytest.raises(Forbidden):
            session.flush()


def test_relations_of_a_table():
    assert set(relations(Step)) == {
        ("ground", "ground_id", Ground),
        ("after", "after_id", Job),
        ("order", "order_id", Job),
        ("by", "by_id", Person),
    }
    assert stored_relations(Step, "after_id") == ("after",)
    assert stored_relations(Step, "amount") == ()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"colour": "pigeon"}, "“颜色”须从所列选项中选择"),
        ({"colour": 7}, "“颜色”须从所列选项中选择"),
        ({"colours": ("red", "pigeon")}, "“诸色”须从所列选项中选择"),
        ({"colours": 7}, "“诸色”须从所列选项中选择"),
    ],
)
def test_a_value_not_listed_is_refused(desk, values, said):
    """Stored, it could not be read again."""
    with desk.session() as session:
        assert said in [sentence for _, sentence in refused(session, Ground(name="丁地", **values))]


def test_a_plain_string_becomes_its_member(desk, shown):
    """A rule that asks ``is Colour.RED`` is not got round by the same word as a string."""
    seen = shown(Ground)
    with desk.session() as session:
        session.add(Ground(name="戊地", colour="red"))
        session.commit()
    assert seen[0].colour is Colour.RED
