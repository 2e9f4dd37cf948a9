"""Whatever way a row is asked for, only what is within reach comes back."""

from __future__ import annotations

import pytest
from sqlalchemy import exists, func, select, union
from sqlalchemy.exc import InvalidRequestError, NoResultFound
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.kernel.errors import Forbidden
from tests.kernel.actor import BOSS, MACHINE, of_unit
from tests.kernel.toys import Ground, Job, Memo, Person, Step

MINE = of_unit(2)
mine_alias, step_alias = aliased(Job), aliased(Step)

#: Each way of asking, and the title or number of what it must yield.
READS = {
    "list": (select(Job.title), ["乙地的"]),
    "entities": (select(Job.title).select_from(Job).order_by(Job.id), ["乙地的"]),
    "count": (select(func.count()).select_from(Job), [1]),
    "count of a column": (select(func.count(Job.id)), [1]),
    "maximum": (select(func.max(Job.title)), ["乙地的"]),
    "alias": (select(mine_alias.title), ["乙地的"]),
    "sub-query": (select(select(Job.title).subquery().c.title), ["乙地的"]),
    "scalar sub-query": (
        select(Ground.id).where(Ground.id == select(func.count(Job.id)).scalar_subquery()),
        [1],
    ),
    "in": (select(func.count(Step.id)).where(Step.order_id.in_(select(Job.id))), [1]),
    "common table": (select(select(Job.title).cte().c.title), ["乙地的"]),
    "union": (union(select(Job.title), select(mine_alias.title)), ["乙地的"]),
    "exists": (select(Ground.id).where(exists(select(Job.id).where(Job.title == "甲地的"))), []),
    "bare exists": (select(Ground.id).where(exists().where(Job.title == "甲地的")), []),
    "joined": (select(Job.title).join(Step, Step.order_id == Job.id), ["乙地的"]),
    "joined by relation": (select(Job.title).select_from(Step).join(Step.order), ["乙地的"]),
    "alias joined": (select(step_alias.amount).join(Job, Job.id == step_alias.order_id), [2]),
    "from the other side": (
        select(Job.title).select_from(Ground).join(Job, Ground.id > 0).distinct(),
        ["乙地的"],
    ),
    "acts": (select(Step.amount), [2]),
    "relation.has": (select(Step.amount).where(Step.order.has(Job.title == "甲地的")), []),
    "people": (select(Person.name), ["乙地"]),
    "reference": (select(Ground.name).order_by(Ground.id), ["甲地", "乙地", "丙地"]),
}


@pytest.fixture
def jobs(desk):
    """One job of the first unit's, one that the second has a share in; the second points back."""
    hidden = desk.job(title="甲地的", contact="保密")
    desk.step(hidden, amount=1)
    seen = desk.job(title="乙地的")
    desk.step(seen, amount=2, ground_id=2, after_id=hidden)
    return hidden, seen


@pytest.mark.parametrize("way", READS)
def test_every_read_is_narrowed(desk, jobs, way):
    statement, wanted = READS[way]
    with desk.session(MINE) as session:
        assert session.scalars(statement).all() == wanted
    with desk.session(BOSS) as session:
        assert session.scalars(statement).all() != wanted or way == "reference"


def test_legacy_queries_are_narrowed(desk, jobs):
    with desk.session(MINE) as session:
        assert [each.title for each in session.query(Job)] == ["乙地的"]
        assert session.query(Job).count() == 1
        assert session.query(Job).filter_by(title="甲地的").first() is None
        assert session.query(session.query(Job).exists().where(Job.title == "甲地的")).scalar() in (
            False,
            0,
        )


def test_get_is_a_query(desk, jobs):
    """An identity-map hit would hand out what the law phase loaded (M2)."""
    hidden, seen = jobs
    with desk.session(MINE) as session:
        with session.seeing_everything():
            held = session.get(Job, hidden)
        assert held is not None
        assert session.get(Job, hidden) is None
        assert session.get(Job, seen) is not None
        with pytest.raises(NoResultFound):
            session.get_one(Job, hidden)
        with pytest.raises(NoResultFound):
            session.scalars(select(Job).where(Job.id == hidden)).one()


def test_lazy_load_of_a_hidden_target_is_blank(desk, jobs):
    with desk.session(MINE) as session:
        step = session.scalars(select(Step)).one()
        assert step.after_id is not None
        assert step.after is None
        assert step.order.title == "乙地的"


@pytest.mark.parametrize("eagerly", [joinedload, selectinload])
def test_eager_load_of_a_hidden_target_is_blank(desk, jobs, eagerly):
    with desk.session(MINE) as session:
        step = session.scalars(select(Step).options(eagerly(Step.after))).one()
        assert step.after is None


def test_a_narrowed_row_is_whole_to_the_law(desk, jobs):
    """The criteria stay with the statement: what the law loads from its rows is not narrowed."""
    with desk.session(MINE) as session:
        step = session.scalars(select(Step).options(joinedload(Step.order))).one()
        with session.seeing_everything():
            assert step.after.title == "甲地的"


@pytest.mark.parametrize("options", [(), (joinedload(Step.order),)])
def test_a_statement_kept_compiled_is_narrowed_anew(desk, jobs, options):
    """SQL compiled for one person is run for the next with the next one's unit."""
    statement = select(Step).options(*options)
    seen = {}
    for unit in (1, 2, 3, 1):
        with desk.session(of_unit(unit)) as session:
            seen[unit] = [each.order.title for each in session.scalars(statement)]
    assert seen == {1: ["甲地的", "乙地的"], 2: ["乙地的"], 3: []}


def test_lazy_load_from_a_row_made_in_this_session(desk, jobs):
    """The recipe that skips relation loads would hand out the hidden target here (M3)."""
    hidden, _ = jobs
    with desk.session(MINE) as session, session.no_autoflush:
        memo = Memo(order_id=hidden, body="看看")
        session.add(memo)
        session.enable_relationship_loading(memo)
        assert memo.order is None


def test_refresh_of_a_row_in_hand_hands_out_no_other(desk, jobs):
    hidden, _ = jobs
    with desk.session(MINE) as session:
        step = session.scalars(select(Step)).one()
        session.refresh(step)
        session.expire(step)
        assert (step.amount, step.after) == (2, None)
        with pytest.raises(InvalidRequestError):
            session.refresh(Job(id=hidden))


def test_rows_of_the_law_phase_stay_hidden(desk, jobs):
    """A write loads whole facts; afterwards the same session still sees only its own."""
    hidden, seen = jobs
    with desk.session(MINE) as session:
        session.add(Step(order_id=seen, amount=3, after=None))
        session.flush()
        assert session.scalars(select(Job.title)).all() == ["乙地的"]
        assert session.get(Job, hidden) is None
        assert session.unscoped is False


def test_without_a_principal_nothing_is_read(desk, jobs):
    with desk.session(None) as session:
        for statement in (select(Job), select(Ground.name), select(func.count(Step.id))):
            with pytest.raises(Forbidden, match="请先登录"):
                session.execute(statement)
        with pytest.raises(Forbidden):
            session.get(Ground, 1)
        with session.seeing_everything():
            assert session.get(Ground, 1).name == "甲地"


def test_the_system_reads_everything(desk, jobs):
    with desk.session(MACHINE) as session:
        assert session.scalar(select(func.count(Job.id))) == 2
