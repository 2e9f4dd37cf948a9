"""Ways that would pass the scope or the law by are closed, on reading and on writing."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, insert, literal, literal_column, select, text, update
from sqlalchemy.orm import Session

from app.kernel.errors import BulkWriteForbidden
from tests.kernel.actor import MACHINE, of_unit
from tests.kernel.toys import Ground, Job

ROW = {"name": "丁地", "version": 1}

STATEMENTS = {
    "text": text("SELECT 1"),
    "text of a table": text("SELECT * FROM toy_job"),
    "the table": select(Ground.__table__),
    "a column of the table": select(Ground.__table__.c.name),
    "no table": select(literal(1)),
    "a function": select(func.count()),
    "entities from text": select(Job).from_statement(text("SELECT * FROM toy_job")),
    "entities from the table": select(Job).from_statement(select(Job.__table__)),
    "ORM insert": insert(Ground).values(**ROW),
    "ORM insert, returning": insert(Ground).values(**ROW).returning(Ground),
    "ORM update": update(Ground).values(size=2),
    "ORM delete": delete(Ground),
    "Core insert": insert(Ground.__table__).values(**ROW),
    "Core update": update(Ground.__table__).values(size=2),
    "Core delete": delete(Ground.__table__),
    "insert from select": insert(Ground).from_select(["name"], select(Job.title)),
    "entities from an insert": select(Ground).from_statement(
        insert(Ground).values(**ROW).returning(Ground)
    ),
}


@pytest.mark.parametrize(
    "query",
    [
        select(Job.title).where(text("1=1 or 1=1")),
        select(Job.title).where(literal_column("1=1 or 1=1")),
        select(Job.id).order_by(text("title")),
    ],
    ids=["a condition", "a column of text", "an order"],
)
def test_text_inside_a_query_is_refused(desk, query):
    """Its words could undo the criterion the query is narrowed by."""
    with desk.session(of_unit(2)) as session:
        with pytest.raises(BulkWriteForbidden, match="夹带原生语句"):
            session.scalars(query).all()
        assert session.scalar(select(func.count()).select_from(Job)) == 0


@pytest.mark.parametrize("way", STATEMENTS)
def test_statement_is_refused(desk, way):
    """Even for the system's own sessions."""
    for actor in (desk.session(), desk.session(MACHINE)):
        with actor as session, pytest.raises(BulkWriteForbidden, match="不得绕过法定规则"):
            session.execute(STATEMENTS[way])
    assert desk.sql("SELECT name, size FROM toy_ground ORDER BY id") == [
        ("甲地", 1),
        ("乙地", 1),
        ("丙地", 1),
    ]


CALLS = {
    "bulk_save_objects": lambda session: session.bulk_save_objects([Ground(**ROW)]),
    "bulk_insert_mappings": lambda session: session.bulk_insert_mappings(Ground, [ROW]),
    "bulk_update_mappings": lambda session: session.bulk_update_mappings(
        Ground, [{"id": 1, "size": 2}]
    ),
    "merge": lambda session: session.merge(Ground(id=1, size=2)),
    "merge_all": lambda session: session.merge_all([Ground(id=1, size=2)]),
    "connection": lambda session: session.connection(),
    "connection, to execute": lambda session: session.connection().execute(text("SELECT 1")),
    "query.update": lambda session: session.query(Ground).update({"size": 2}),
    "query.delete": lambda session: session.query(Ground).delete(),
    "scalar": lambda session: session.scalar(text("SELECT 1")),
    "scalars": lambda session: session.scalars(update(Ground).values(size=2).returning(Ground)),
}


@pytest.mark.parametrize("way", CALLS)
def test_call_is_refused(desk, way):
    with desk.session() as session, pytest.raises(BulkWriteForbidden, match="不得绕过法定规则"):
        CALLS[way](session)


def test_engine_executes_nothing_by_itself(toy_engine):
    with toy_engine.connect() as connection:
        for statement in (text("SELECT 1"), select(Ground.__table__), delete(Ground.__table__)):
            with pytest.raises(BulkWriteForbidden, match="不得绕过法定规则"):
                connection.execute(statement)


def test_another_session_on_the_engine_does_nothing(toy_engine):
    with Session(toy_engine) as session:
        with pytest.raises(BulkWriteForbidden):
            session.execute(select(Ground))
        session.add(Ground(name="丁地"))
        with pytest.raises(BulkWriteForbidden):
            session.flush()


def test_a_governed_connection_is_no_key_to_others(desk, toy_engine):
    """What one session's connection may, the engine's next connection may not."""
    with desk.session() as session:
        session.scalars(select(Ground)).all()
    with toy_engine.connect() as connection, pytest.raises(BulkWriteForbidden):
        connection.execute(text("SELECT 1"))


def test_kernel_statements_are_let_through(toy_engine):
    with toy_engine.connect().execution_options(kernel=True) as connection:
        assert connection.scalar(text("SELECT count(*) FROM toy_ground")) == 3
