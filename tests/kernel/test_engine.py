"""How a connection is set up, and how a transaction begins."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.kernel.engine import make_engine
from app.kernel.session import GovernedSession
from tests.kernel.actor import BOSS
from tests.kernel.toys import Ground

PRAGMAS = {
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "journal_mode": "wal",
    "synchronous": 1,
    "busy_timeout": 10000,
}


@pytest.fixture
def said(toy_engine):
    """What the engine is told, in order."""
    heard = []

    def hear(connection, cursor, statement, *_):
        heard.append(statement)

    event.listen(toy_engine, "before_cursor_execute", hear)
    yield heard
    event.remove(toy_engine, "before_cursor_execute", hear)


@pytest.mark.parametrize(
    ("writing", "wanted"), [(True, "BEGIN IMMEDIATE"), (False, "BEGIN"), (None, "BEGIN IMMEDIATE")]
)
def test_a_writer_takes_the_lock_with_its_first_statement(toy_engine, said, law, writing, wanted):
    """On SQLite: a reader that turns writer half-way could only fail."""
    options = {} if writing is None else {"writing": writing}
    with GovernedSession(toy_engine, BOSS, **options) as session:
        session.scalars(select(Ground)).all()
    begun = [each for each in said if each.startswith("BEGIN")]
    assert begun == ([wanted] if toy_engine.dialect.name == "sqlite" else [])


def test_a_bare_connection_begins_as_a_reader(toy_engine, said):
    with toy_engine.connect().execution_options(kernel=True) as connection:
        connection.execute(text("SELECT 1"))
    assert said[:-1] == (["BEGIN"] if toy_engine.dialect.name == "sqlite" else [])


def test_sqlite_is_set_up(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/p.db")
    with engine.connect().execution_options(kernel=True) as connection:
        for name, value in PRAGMAS.items():
            assert connection.scalar(text(f"PRAGMA {name}")) == value
    engine.dispose()


def test_values_never_show_in_errors(toy_engine):
    with toy_engine.connect().execution_options(kernel=True) as connection:
        with pytest.raises((OperationalError, ProgrammingError)) as caught:
            connection.execute(text("SELECT :secret FROM nowhere"), {"secret": "13800000000"})
        assert "13800000000" not in str(caught.value)


def test_chinese_is_kept_readable_in_json(desk):
    """The audit is read by people, with whatever tool."""
    with desk.session() as session:
        session.add(Ground(name="丁地"))
        session.flush()
        (held,) = desk.sql("SELECT CAST(now AS TEXT) FROM audit")
        assert "丁地" in held[0]
