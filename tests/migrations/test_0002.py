"""Acts a file tells of: rows from before keep what they say, and every lock is where it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Integer,
    MetaData,
    String,
    create_engine,
    inspect,
    text,
)
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.cli.db import alembic_config
from app.kernel import triggers
from tests.kernel.databases import empty_database

ACTS = {
    "contact", "dispatch", "dispatch_copy", "disposal", "extension", "extension_decision",
    "objection", "receipt", "reply", "ruling", "supplement", "visit", "work_order",
}  # fmt: skip
NEW = {table: {"named", "recorded_at"} for table in ACTS}
NEW["dispatch"] |= {"given_due_at"}
NEW["work_order"] |= {"origin", "external_id", "origin_note"}
CHECKS = {table: {f"ck_{table}_recorded_at"} for table in ACTS}
CHECKS["dispatch"] |= {"ck_dispatch_given_due_at"}
CHECKS["work_order"] |= {"ck_work_order_external_id", "ck_work_order_origin"}

WHEN = datetime(2024, 3, 4, 2, tzinfo=UTC)
#: What a row needs to pass the checks of 0001.
SOUND: dict[str, dict[str, Any]] = {
    "unit": {"parent_id": None},
    "dispatch": {"due_at": WHEN + timedelta(days=7), "ruling_id": None, "at": WHEN},
    "work_order": {"at": WHEN - timedelta(hours=1)},
    "visit": {"reached": False, "contacted": None, "solved": None, "satisfied": None},
}


class Store:
    """A database at a revision, written to past everything but its own locks."""

    def __init__(self, url: str) -> None:
        self.url, self.engine = url, create_engine(url)
        self.postgres = self.engine.dialect.name == "postgresql"

    def to(self, revision: str) -> None:
        """Up or down."""
        self.engine.dispose()
        config, there = alembic_config(self.url), self._revision()
        move = command.downgrade if there and there > revision else command.upgrade
        move(config, revision)

    def _revision(self) -> str | None:
        if not inspect(self.engine).has_table("alembic_version"):
            return None
        return str(self.run("SELECT version_num FROM alembic_version")[0][0])

    def run(self, statement: str) -> Any:
        with self.engine.begin() as connection:
            if not self.postgres:
                connection.exec_driver_sql("PRAGMA recursive_triggers=ON")
            found = connection.execute(text(statement))
            return found.all() if found.returns_rows else None

    def fill(self) -> None:
        """One row of each table, everything in it told, each pointing at the other first rows."""
        held = MetaData()
        held.reflect(self.engine)
        with self.engine.begin() as connection:
            if self.postgres:  # some point at rows that come later
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in held.tables.values():
                if table.name != "alembic_version":
                    told = {each.name: some(each) for each in table.columns if each.name != "id"}
                    connection.execute(table.insert().values(told | SOUND.get(table.name, {})))

    def rows(self) -> dict[str, dict[str, Any]]:
        """The one row of each table."""
        found = {}
        for name in inspect(self.engine).get_table_names():
            with self.engine.connect() as connection:
                (row,) = connection.execute(text(f'SELECT * FROM "{name}"')).mappings()
                found[name] = dict(row)
        found.pop("alembic_version")
        return found

    def shape(self) -> dict[str, Any]:
        """Everything of every table but what the rows say."""
        looked = inspect(self.engine)
        return {
            name: {
                "columns": {
                    each["name"]: (str(each["type"]), each["nullable"], each["default"])
                    for each in looked.get_columns(name)
                },
                "checks": {
                    str(each["name"]): each["sqltext"]
                    for each in looked.get_check_constraints(name)
                },
                "uniques": {
                    str(each["name"]): each["column_names"]
                    for each in looked.get_unique_constraints(name)
                },
                "keys": {
                    str(each["name"]): (each["constrained_columns"], each["referred_table"])
                    for each in looked.get_foreign_keys(name)
                },
                "indexes": {
                    str(each["name"]): (each["column_names"], bool(each["unique"]))
                    for each in looked.get_indexes(name)
                },
            }
            for name in looked.get_table_names()
        }

    def triggers(self) -> set[str]:
        found = self.run(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            if self.postgres
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        return {name for (name,) in found}


def some(column: Any) -> Any:
    """A value a column takes."""
    values = ((Boolean, True), (DateTime, WHEN), (Date, date(2024, 3, 4)), (Integer, 1))
    for kind, value in values:
        if isinstance(column.type, kind):
            return value
    if isinstance(column.type, JSON):
        return {"甲": 1}
    assert isinstance(column.type, String)
    return "desk" if column.name == "source" else "文"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Any, server: str) -> Iterator[Store]:
    """Of the revision before, with a row in every table."""
    with empty_database(request.param, tmp_path, "imported") as url:
        made = Store(url)
        made.to("0001")
        made.fill()
        yield made
        made.engine.dispose()


def test_rows_from_before_say_what_they_said(store: Store) -> None:
    """They were recorded when they happened, by those who did them, and come from no file."""
    before = store.rows()
    assert set(before) > ACTS
    store.to("0002")
    after = store.rows()
    assert set(after) == set(before)
    for table, row in after.items():
        added = {name: row.pop(name) for name in NEW.get(table, set())}
        assert row == before[table], table
        if table in ACTS:
            assert added.pop("recorded_at") == row["at"]
            assert added.pop("named") == ""
        if table == "work_order":
            assert added.pop("origin_note") == ""
        assert set(added.values()) <= {None}


def test_every_constraint_is_still_there(store: Store) -> None:
    """SQLite copies the tables; nothing but what is new may differ."""
    before = store.shape()
    store.to("0002")
    after = store.shape()
    assert set(after) == set(before)
    for table, now in after.items():
        was = before[table]
        new = {name: now["columns"].pop(name) for name in NEW.get(table, set())}
        assert now["columns"] == was["columns"], table
        needed = {name for name, (_, nullable, _) in new.items() if not nullable}
        assert needed == set(new) & {"named", "recorded_at", "origin_note"}
        assert {default for _, _, default in new.values()} <= {None}
        for name in CHECKS.get(table, set()):
            assert now["checks"].pop(name)
        if table == "work_order":
            unique = "uq_work_order_origin_external_id"
            assert now["uniques"].pop(unique) == ["origin", "external_id"]
            now["indexes"].pop(unique, None)  # PostgreSQL keeps it by one
        for part in ("checks", "uniques", "keys", "indexes"):
            assert now[part] == was[part], (table, part)


def refused(store: Store, statement: str) -> str:
    with pytest.raises(DatabaseError) as caught:
        store.run(statement)
    assert isinstance(caught.value, IntegrityError)
    return str(caught.value.orig)


def copied(store: Store, table: str, **told: str) -> str:
    """A statement that puts in the first row once more, but for some columns."""
    names = [each["name"] for each in inspect(store.engine).get_columns(table)]
    names.remove("id")
    wanted = ", ".join(told.get(name, f'"{name}"') for name in names)
    named = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({named}) SELECT {wanted} FROM {table} WHERE id = 1"


LATER = "'2030-01-01 00:00:00+00:00'"
IMPORTED = {"source": "'import'"}
BROKEN = [
    *((f"ck_{table}_recorded_at", table, {"at": LATER}) for table in sorted(ACTS)),
    ("ck_dispatch_given_due_at", "dispatch", {"given_due_at": LATER, "seq": "2"}),
    ("ck_dispatch_due_at", "dispatch", {"due_at": "starts_at", "seq": "2"}),
    ("ck_dispatch_seq", "dispatch", {"seq": "0"}),
    ("ck_visit_answers", "visit", {"solved": "false", "attempt": "2"}),
    ("ck_work_order_contact", "work_order", {"contact": "' '", "number": "'2'"}),
    ("ck_work_order_origin", "work_order",
     {"origin": "'a'", "external_id": "'1'", "number": "'2'"}),
    ("ck_work_order_external_id", "work_order", IMPORTED | {"origin": "'a'", "number": "'2'"}),
    ("ck_work_order_external_id", "work_order", IMPORTED | {"external_id": "'a'", "number": "'2'"}),
]  # fmt: skip


def test_the_database_itself_refuses(store: Store) -> None:
    """What is recorded before it happened, a source without import, half a number."""
    store.to("0002")
    for name, table, told in BROKEN:
        assert name in refused(store, copied(store, table, **told)), name


def test_a_number_of_a_system_is_there_once(store: Store) -> None:
    """Of another system, or of none, it may be there again."""
    store.to("0002")

    def put(number: int, **told: str) -> str:
        return copied(store, "work_order", number=f"'{number}'", **told)

    one = IMPORTED | {"origin": "'a'", "external_id": "'1'"}
    store.run(put(2, **one))
    store.run(put(3, **one | {"origin": "'b'"}))
    store.run(put(4))
    store.run(put(5))
    said = refused(store, put(6, **one))
    assert "origin" in said
    assert store.run("SELECT count(*) FROM work_order") == [(5,)]


def test_nothing_recorded_can_be_altered(store: Store) -> None:
    """The triggers, dropped on the way, are there again and know the new columns."""
    store.to("0002")
    dialect = "postgresql" if store.postgres else "sqlite"
    tables = set(inspect(store.engine).get_table_names())
    wanted = {name for name in triggers.names(dialect) if name[12:].rpartition("_")[0] in tables}
    assert {f"append_only_{table}_update" for table in ACTS} < wanted
    assert store.triggers() == wanted
    for table in sorted(ACTS):
        for name in sorted(NEW[table]):
            assert "append-only" in refused(store, f"UPDATE {table} SET {name} = {name}")
        assert "append-only" in refused(store, f"DELETE FROM {table}")
    store.run("UPDATE work_order SET status = 'closed'")


def test_down_is_as_before_and_up_again(store: Store) -> None:
    """Nothing is lost but what the older schema cannot hold."""
    shape, rows, locks = store.shape(), store.rows(), store.triggers()
    store.to("0002")
    upper = store.shape()
    store.to("0001")
    assert (store.shape(), store.rows(), store.triggers()) == (shape, rows, locks)
    assert "ck_visit_answers" in refused(store, copied(store, "visit", solved="false", attempt="2"))
    store.to("0002")
    assert store.shape() == upper
