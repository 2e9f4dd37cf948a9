"""What would pass the scope or the law by is not written, but in the few places named here."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.bans import found, where

#: ban → the only modules that may, each for a reason that stands beside the line.
ALLOWED = {
    "import text": set(),
    "import TextClause": set(),
    "import literal_column": set(),
    "import insert": set(),
    "import update": set(),
    "import delete": set(),
    "import Session": set(),
    "from_statement": set(),
    "exec_driver_sql": set(),
    "raw_connection": set(),
    "bulk_save_objects": set(),
    "bulk_insert_mappings": set(),
    "bulk_update_mappings": set(),
    "in_kernel": set(),
    "seeing_everything": set(),
    # The next act of an imported order is judged by what the one before it has brought about.
    # An attachment is on the disk before its row says so: that one flushes a file.
    "flush": {"app/services/imports/running.py", "app/services/attachments.py"},
    "clock": set(),
    "except Exception": set(),
    # The criteria of every query are themselves not narrowed by them; a column's type.
    "__table__": {"app/access/scope.py"},
    # Whether the database answers and is migrated, before anybody has logged in.
    "kernel=True": {"app/cli/__init__.py", "app/portal/health.py"},
    # Log-in, seeds, account commands, the checks of the whole store, its counts.
    "SYSTEM": {
        "app/access/principal.py",
        "app/cli/account.py",
        "app/cli/assess.py",
        "app/cli/demo.py",
        "app/cli/importing.py",
        "app/cli/law.py",
        "app/cli/reorganise.py",
        "app/cli/seed.py",
        "app/portal/db.py",
        "app/services/law_shares.py",
    },
}

CAUGHT = [
    ("from sqlalchemy import text", "import text"),
    ("from sqlalchemy.sql import text as t", "import text"),
    ("import sqlalchemy\nsqlalchemy.text('x')", "import text"),
    ("import sqlalchemy as sa\nsa.text('x')", "import text"),
    ("from sqlalchemy import insert", "import insert"),
    ("from sqlalchemy.orm import Session", "import Session"),
    ("table = WorkOrder.__table__", "__table__"),
    ("session.bulk_save_objects([])", "bulk_save_objects"),
    ("connection.exec_driver_sql('x')", "exec_driver_sql"),
    ("engine.raw_connection()", "raw_connection"),
    ("query.from_statement(x)", "from_statement"),
    ("session.in_kernel(x)", "in_kernel"),
    ("with session.seeing_everything(): pass", "seeing_everything"),
    ("session.flush()", "flush"),
    ("engine.execution_options(kernel=True)", "kernel=True"),
    ("datetime.now()", "clock"),
    ("datetime.datetime.now(UTC)", "clock"),
    ("date.today()", "clock"),
    ("datetime.utcnow()", "clock"),
    ("time.time()", "clock"),
    ("try: pass\nexcept: pass", "except Exception"),
    ("try: pass\nexcept Exception: pass", "except Exception"),
    ("try: pass\nexcept BaseException: pass", "except Exception"),
    ("from app.access.principal import SYSTEM", "SYSTEM"),
    ("GovernedSession(engine, SYSTEM)", "SYSTEM"),
]

PASSED = [
    "from sqlalchemy import select, Text",
    "from sqlalchemy.orm import joinedload",
    "path.read_text()",
    "clock.now()",
    "field.text()",
    "import text",
    "try: pass\nexcept ValueError: pass",
    "session.get(WorkOrder, 1)",
    "dict(kernel_size=1)",
]


@pytest.mark.parametrize("ban", ALLOWED)
def test_nobody_but_those_named(ban):
    """An allowance that is not used any more is struck off too."""
    assert where(ban) == ALLOWED[ban]


def test_every_ban_is_looked_for():
    assert {ban for _, ban in CAUGHT} <= set(ALLOWED)


@pytest.mark.parametrize(("source", "ban"), CAUGHT)
def test_a_ban_catches(source, ban):
    assert ban in {each for each, _ in found(ast.parse(source))}


@pytest.mark.parametrize("source", PASSED)
def test_a_ban_lets_the_innocent_pass(source):
    assert list(found(ast.parse(source))) == []
