"""A reach is one thing read two ways: as SQL and as a test of a row. They must agree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import event, select
from sqlalchemy.orm import joinedload

from app.access import matrix, principal, scope
from app.access.grant import Can, Grant, Reach
from app.access.principal import SYSTEM, Principal
from app.access.scope import guards, within
from app.kernel import session as kernel_session
from app.kernel.errors import Forbidden
from app.kernel.model import Case
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.enums import Level, Post, Role, UnitKind
from app.models.participation import Participation
from app.models.supplement import Supplement
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests.access.rows import City, Plan, build, plans

READ = (WorkOrder, Participation, Supplement, Account, Unit)
POSTS = (Post.AUDITOR, Post.COORDINATOR, Post.HANDLER, Post.HEAD)
TOMORROW: dict[Reach, tuple[Any, ...]] = {
    Reach.TAKING_PART: (Supplement, WorkOrder),
    Reach.OWN_UNIT: (Account, Participation),
    Reach.SUBTREE: (Account, Participation),
}

once_a_test = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)


def person(post: Post, unit_id: int, path: str) -> Principal:
    return Principal(
        1, "li", "李四", post, unit_id, "某单位", path, UnitKind.STREET, Level.STREET
    )  # fmt: skip


def assert_agreed(connection: Any, people: list[Principal], tables: Any) -> None:
    """What the SQL yields to each is what the test of each row allows."""
    with GovernedSession(connection, SYSTEM) as everything:
        rows = {table: everything.scalars(select(table)).all() for table in tables}
        for who in people:
            with GovernedSession(connection, who) as session:
                for table in tables:
                    seen = set(session.scalars(select(table.id)))
                    reached = {row.id for row in rows[table] if who.reaches(row)}
                    assert seen == reached, (who.post, who.unit_path, table)


@once_a_test
@given(plan=plans())
def test_sql_and_test_agree(connection, plan):
    """For each kind of post, in units above and below each other, over every kind of row."""
    with connection.begin_nested() as example:
        city = build(connection, plan)
        places = list(zip(city.units, city.paths, strict=True))[:3]
        people = [person(post, unit, path) for post in POSTS for unit, path in places]
        assert_agreed(connection, people, READ)
        example.rollback()


@once_a_test
@given(plan=plans())
def test_every_reach_agrees_whatever_the_matrix_says(connection, plan):
    """Each reach where the matrix might put it tomorrow, mixed within one family."""
    with connection.begin_nested() as example, pytest.MonkeyPatch.context() as patch:
        city = build(connection, plan)
        who = person(Post.HEAD, city.units[0], city.paths[0])
        for reach in Reach:
            tables = TOMORROW.get(reach, READ)
            lines = {each: Grant("条例:十", {Post.HEAD: Can("r", reach)}) for each in tables}
            patch.setattr(matrix, "MATRIX", lines)
            guards.cache_clear()
            assert_agreed(connection, [who], tables)
        example.rollback()
    guards.cache_clear()


@pytest.fixture
def city(connection):
    """Two units, an order each; the first had a part in the second's order and acted on it."""
    plan = Plan(
        [None, None],
        ["一", "二"],
        [0, 1],
        {(0, 0): Role.LEAD, (1, 0): Role.FORMER, (1, 1): Role.LEAD},
        [(0, 0), (1, 0), (1, 1)],
        [0, 1],
    )
    return build(connection, plan)


def read(connection: Any, city: City, table: Any, post: Post = Post.HANDLER) -> list[Any]:
    who = person(post, city.units[0], city.paths[0])
    with GovernedSession(connection, who) as session:
        return [row.id for row in session.scalars(select(table).order_by(table.id))]


def test_a_former_lead_keeps_its_own_acts_and_no_more(connection, city):
    """Not the order, not the acts of others on it; of a list of acts the order stays blank."""
    assert read(connection, city, WorkOrder) == city.orders[:1]
    who = person(Post.HANDLER, city.units[0], city.paths[0])
    with GovernedSession(connection, who) as session:
        query = select(Supplement).order_by(Supplement.id)
        for options in ((), (joinedload(Supplement.order),)):
            session.expunge_all()
            acts = session.scalars(query.options(*options)).all()
            assert [each.order_id for each in acts] == city.orders
            assert acts[0].order is not None
            assert acts[1].order is None


def test_a_guard_is_made_once_for_each_person():
    assert guards(Post.HANDLER, 5, "x/") is guards(Post.HANDLER, 5, "x/")
    assert guards(Post.HANDLER, 5, "x/") is not guards(Post.HANDLER, 6, "x/")


def test_one_criterion_for_all_cases():
    """One a family keeps a select cheap (design §2, 11)."""
    cases = [each for each in guards(Post.HANDLER, 5, "x/") if each.root_entity is Case]
    assert len(cases) == 1


def test_a_table_without_a_line_yields_nothing(connection, city, monkeypatch):
    """Default deny: no rows to read, no verb, no reach."""
    guards.cache_clear()
    rest = {table: grant for table, grant in matrix.MATRIX.items() if table is not Unit}
    monkeypatch.setattr(matrix, "MATRIX", rest)  # in a copy: the order of the lines is shown
    assert read(connection, city, Unit, Post.AUDITOR) == []
    who = person(Post.KEEPER, city.units[0], city.paths[0])
    assert not who.may("r", Unit)
    assert not who.reaches(Unit())
    with GovernedSession(connection, who) as session:
        session.add(Unit(code="X", name="x", short_name="x", level=Level.CITY))
        with pytest.raises(Forbidden, match="无权新增单位"):
            session.flush()
    monkeypatch.undo()
    guards.cache_clear()
    assert len(read(connection, city, Unit, Post.AUDITOR)) > 2


def test_a_table_of_no_family_yields_nothing(connection, city, monkeypatch):
    """Whatever the matrix says of it: nobody has thought about whose rows these are."""
    guards.cache_clear()
    monkeypatch.setattr(scope, "FAMILIES", tuple(each for each in scope.FAMILIES if each is Case))
    assert read(connection, city, Unit, Post.AUDITOR) == []
    assert read(connection, city, WorkOrder, Post.AUDITOR) != []
    monkeypatch.undo()
    guards.cache_clear()


def test_without_the_guard_rows_leak(connection, city):
    """What the other tests here rest on: taken away, they must fail."""
    assert read(connection, city, WorkOrder) == city.orders[:1]
    event.remove(GovernedSession, "do_orm_execute", kernel_session._scope)
    try:
        leaked = read(connection, city, WorkOrder)
    finally:
        event.listen(GovernedSession, "do_orm_execute", kernel_session._scope)
    assert set(leaked) >= set(city.orders)
    assert read(connection, city, WorkOrder) == city.orders[:1]


def test_reach_nothing_is_nowhere():
    assert within(Reach.NONE, Unit(), 1, "x/") is False
    assert principal.right(Post.INTAKE, Account).reach is Reach.NONE
