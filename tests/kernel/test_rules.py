"""Rules: every sentence that is broken, by the law in force, in the words of the clause."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.kernel import clock, rules
from app.kernel.errors import Finding, Unlawful
from app.kernel.facts import facts
from app.kernel.rules import examine, governing, legal_date, rule, without
from tests.kernel.actor import BOSS, CLAUSE, OTHER
from tests.kernel.toys import Ground, Job, Memo, Share, Signed, Step

THEN = datetime(2024, 3, 4, 2, tzinfo=UTC)


def findings(session):
    with pytest.raises(Unlawful) as caught:
        session.flush()
    return [(each.rule, each.clause, each.fields) for each in caught.value.findings]


def test_every_finding_is_told_with_its_clause_and_fields(desk):
    job = desk.job()

    @rule(Step, clause=OTHER, fields="note amount")
    def note_is_short(step, was):
        return "备注须简短" if step.amount < 0 else None

    with desk.session() as session:
        session.add(Step(order_id=job, amount=-1))
        assert findings(session) == [
            ("amount_is_positive", CLAUSE, ("amount",)),
            ("note_is_short", OTHER, ("note", "amount")),
        ]
        told = str(session.refused)
        assert told == "数额须大于零（条例:十五(二)）；备注须简短（条例:十二(3)）"
        assert session.refused.findings[0].table == "toy_step"


def test_findings_of_every_row_of_a_flush_are_told(desk):
    job = desk.job()
    with desk.session() as session:
        session.add_all([Step(order_id=job, amount=60), Step(order_id=job, amount=0)])
        assert [name for name, *_ in findings(session)] == [
            "large_amount_is_explained",
            "amount_is_positive",
        ]


def test_rules_see_what_the_law_derived(desk):
    """An order that becomes unlawful by an act refuses the act."""
    job = desk.job()
    with desk.session() as session:
        session.add(Step(order_id=job, amount=1001, note="大额"))
        assert findings(session) == [("total_is_bounded", CLAUSE, ())]


@pytest.mark.parametrize(
    ("since", "until", "refused"),
    [
        (None, None, True),
        (date(2024, 3, 4), None, True),
        (date(2024, 3, 5), None, False),
        (None, date(2024, 3, 4), False),
        (None, date(2024, 3, 5), True),
        (date(2024, 3, 4), date(2024, 3, 5), True),
    ],
)
def test_the_law_of_the_day_governs(desk, since, until, refused):
    """From ``since`` on; on the day ``until`` no longer."""

    @rule(Job, clause=CLAUSE, since=since, until=until)
    def nothing_is_lawful(job, was):
        return "一概不行"

    with clock.at(THEN), desk.session() as session:
        session.add(Job(title="修路"))
        if refused:
            assert findings(session) == [("nothing_is_lawful", CLAUSE, ())]
        else:
            session.flush()


def test_a_row_is_judged_by_the_day_of_its_own_instant(desk):
    """In Beijing: four in the afternoon in UTC is the next day."""
    late = datetime(2024, 3, 4, 16, tzinfo=UTC)
    with clock.at(late):
        assert legal_date(Job(at=datetime(2021, 9, 24, tzinfo=UTC))) == date(2021, 9, 24)
        assert legal_date(Job()) == legal_date(Ground()) == date(2024, 3, 5)


def test_a_rule_about_removal_is_asked_then_only(desk):
    @rule(Memo, clause=CLAUSE, deleting=True)
    def heavy_memo_stays(memo, was):
        return "不得删除" if was.weight else None

    with desk.session() as session:
        light, heavy = Memo(body="轻"), Memo(body="重", weight=1)
        session.add_all([light, heavy])
        session.flush()
        session.delete(light)
        session.flush()
        session.delete(heavy)
        assert findings(session) == [("heavy_memo_stays", CLAUSE, ())]


def test_what_was_so_before_is_no_reason_to_refuse(desk):
    """An old row that breaks a newer rule can still be acted on, but not made worse."""
    with desk.session() as session:
        memo = Memo(body="旧", weight=9)
        session.add(memo)
        session.commit()

        @rule(Memo, clause=CLAUSE, fields="weight")
        def weight_is_small(memo, was):
            return "分量过大" if memo.weight > 5 else None

        @rule(Memo, clause=CLAUSE, fields="body")
        def body_stays(memo, was):
            return "内容不得改动" if was is not None and was.body == "定稿" else None

        memo.body = "定稿"
        session.commit()
        memo.weight = 3
        assert findings(session) == [("body_stays", CLAUSE, ("body",))]
        session.rollback()
        assert examine(memo, None)[0] == Finding(
            "weight_is_small", CLAUSE, "分量过大", ("weight",), "toy_memo", memo.id
        )


def test_was_is_the_row_as_the_database_holds_it(desk):
    """Columns as stored, relations by the stored keys, whatever the attributes' history (M6)."""
    seen = {}

    @rule(Ground, clause=CLAUSE)
    def looks(ground, was):
        if was is not None:
            near = was.near
            seen.update(size=was.size, near=near and near.name, label=was.__label__, key=was.id)
        return None

    with desk.session() as session:
        ground = session.get(Ground, 3)
        session.expire(ground)
        ground.size, ground.near_id = 7, 1
        session.flush()
        assert seen == {"size": 1, "near": None, "label": "场地", "key": 3}
        ground.size = 8
        session.flush()
        assert (seen["size"], seen["near"]) == (7, "甲地")
        ground.near_id = 2
        session.flush()
        assert (seen["near"], ground.near.name) == ("甲地", "乙地")
        ground.near = None
        session.flush()
        assert seen["near"] == "乙地"


def test_facts_may_be_asked_of_was(desk):
    seen = []

    @rule(Memo, clause=CLAUSE)
    def looks(memo, was):
        seen.append(len(facts(was, Memo)) if was is not None else None)
        return None

    job = desk.job()
    with desk.session() as session:
        memo = Memo(order_id=job, body="甲")
        session.add(memo)
        session.flush()
        memo.body = "乙"
        session.flush()
    assert seen[-1] == 1


def test_a_rule_about_a_mixin_governs_every_table_that_has_it(desk):
    @rule(Signed, clause=CLAUSE)
    def is_signed(row, was):
        return "须署名" if row.by_id is None else None

    assert is_signed in [each.check for each in governing(Job)]
    assert is_signed in [each.check for each in governing(Step)]
    assert is_signed not in [each.check for each in governing(Memo)]


def test_a_clause_not_on_file_is_no_law(desk):
    for register in (
        lambda clause: rule(Job, clause=clause),
        lambda clause: rules.derives(Job, clause=clause, field="total"),
        lambda clause: rules.demands(Job, clause=clause, key="id", on=()),
    ):
        with pytest.raises(LookupError, match="not on file"):
            register("条例:九十九")


def test_one_rule_is_taken_out_and_put_back_in_its_place(desk):
    one = rules.RULES[0]
    order = list(rules.RULES)
    job = desk.job()
    with without(one), desk.session() as session:
        assert one not in governing(Step)
        session.add(Step(order_id=job, amount=-1))
        session.flush()
    assert order == rules.RULES
    assert one in governing(Step)
    with pytest.raises(ZeroDivisionError), without(one):
        raise ZeroDivisionError
    assert order == rules.RULES


def test_the_digest_tells_one_law_from_another(desk):
    before = rules.digest()

    @rule(Job, clause=CLAUSE)
    def another(job, was):
        return None

    assert len(before) == 12
    assert rules.digest() not in ("", before)


def test_an_unattached_act_is_rehearsed(desk):
    """All findings, several acts at once, and nothing written, locked or left behind."""
    job = desk.job()
    with desk.session(BOSS) as session:
        order = session.get(Job, job)
        with session.rehearsing() as tell:
            told = [
                tell(Step(order=order, amount=60)),
                tell(Step(order=order, amount=5)),
                tell(Step()),
            ]
        assert [[each.rule for each in findings] for findings in told] == [
            ["large_amount_is_explained"],
            [],
            ["amount_is_positive"],
        ]
        assert (list(session.new), session.facts, session.unscoped) == ([], {}, False)
        session.flush()
        assert session.scalars(select(Step)).all() == []


def test_a_rehearsed_row_has_its_own_derived_columns(desk):
    """A rule may ask for what the law would compute; other tables' derivations are left alone."""
    job = desk.job()

    @rules.derives(Share, clause=CLAUSE, field="role")
    def role(share, was):
        return "旁听"

    @rule(Share, clause=CLAUSE)
    def nobody_listens(share, was):
        return f"不得{share.role}"

    with desk.session() as session:
        order = session.get(Job, job)
        with session.rehearsing() as tell:
            (found,) = tell(Share(order=order, unit_id=2))
        assert found.sentence == "不得旁听"
