"""Append-only, held by the database: raw SQL on both engines is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    Enum,
    Integer,
    String,
    create_engine,
    inspect,
    text,
)
from sqlalchemy.exc import IntegrityError

from app.kernel import triggers
from app.kernel.model import Base, columns, managed_tables
from app.kernel.types import Several
from app.models.act import Act
from tests.kernel.databases import empty_database

DAY, DAYS = date(2024, 3, 4), count()
PROTECTED = dict(triggers.protected())
WHOLE = sorted(name for name, kept in PROTECTED.items() if not kept)
PARTLY = sorted((name, column) for name, kept in PROTECTED.items() for column in kept)


#: What a row of a table needs to pass its own CHECKs.
SOUND = {
    "scheme": {"weight_response": 10, "weight_resolution": 50, "weight_satisfaction": 40,
               "decimals": 1},
    "attachment": {"digest": "0" * 64},
    "alert": {"at": datetime(2024, 3, 4, tzinfo=UTC),
              "noticed_at": datetime(2024, 3, 4, tzinfo=UTC)},
    "delegation": {"account_id": 1, "deputy_id": 2, "begins_at": datetime(2024, 3, 4, tzinfo=UTC),
                   "ends_at": datetime(2024, 3, 5, tzinfo=UTC)},
    "ledger": {"at": datetime(2024, 3, 4, tzinfo=UTC),
               "told_at": datetime(2024, 3, 4, tzinfo=UTC)},
    "merger": {"order_id": 1, "main_id": 2},
    "summons": {"at": datetime(2024, 3, 4, tzinfo=UTC),
                "arrive_by": datetime(2024, 3, 5, tzinfo=UTC)},
    "co_handling": {"at": datetime(2024, 3, 4, tzinfo=UTC)},
    "period": {"ends_on": DAY + timedelta(days=28)},
}  # fmt: skip


@pytest.fixture
def row(desk):
    """Puts a row into a table, its foreign keys unchecked: the triggers are all that is asked."""
    if desk.dialect == "sqlite":
        desk.sql("PRAGMA defer_foreign_keys = ON")
    else:
        desk.sql("SET CONSTRAINTS ALL DEFERRED")
        desk.sql("SET session_replication_role = replica")

    def put(name):
        table = Base.metadata.tables[name]
        values = {each.name: _some(each) for each in table.columns if not each.primary_key}
        values |= SOUND.get(name, {})
        desk.connection.execute(table.insert().values(**values))
        if desk.dialect == "postgresql":
            desk.sql("SET session_replication_role = origin")

    yield put
    if desk.dialect == "postgresql":
        desk.sql("SET session_replication_role = origin")


def _some(column):
    """Any value the column can hold; one that no other row has where that must be."""
    if column.nullable or column.foreign_keys:
        return None if column.nullable else 1
    kind = column.type
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class))
    plain = {Several: (), JSON: {}, Boolean: False, Date: DAY, String: "x", Integer: 7}
    for each, value in plain.items():
        if isinstance(kind, each):
            return value
    return datetime(2024, 3, 4, tzinfo=UTC) + timedelta(days=next(DAYS))


def refused(desk, statement):
    with pytest.raises(IntegrityError, match="append-only"), desk.connection.begin_nested():
        desk.connection.execute(text(statement))


def test_what_answers_for_the_procedure_is_protected_whole():
    """条例:三十五(2)(三): the audit, refusals, every act, and what assessments were frozen as."""
    acts = {each.__tablename__ for each in managed_tables() if issubclass(each, Act)}
    assert {"visit", "ruling", "reply", "whistle_result", "exemption"} <= acts
    frozen = {"audit", "refusal", "login_attempt", "period", "result", "scheme"}
    assert acts | frozen <= set(WHOLE)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_each_of_them_has_its_triggers(dialect):
    """The migrations are compared with these names; so none can be missing in a database."""
    kinds = {"sqlite": 2, "postgresql": 3}[dialect]
    held = triggers.names(dialect)
    for table in WHOLE:
        own = {each for each in held if each.rpartition("_")[0] == f"{triggers.PREFIX}{table}"}
        assert len(own) == kinds, table


@pytest.mark.parametrize("name", WHOLE)
def test_a_row_never_changes_and_never_goes(desk, row, name):
    row(name)
    for column in Base.metadata.tables[name].columns:
        refused(desk, f'UPDATE {name} SET "{column.name}" = "{column.name}"')
    refused(desk, f"DELETE FROM {name}")
    if desk.dialect == "postgresql":
        refused(desk, f"TRUNCATE {name} CASCADE")


@pytest.mark.parametrize(("name", "column"), PARTLY)
def test_a_column_never_changes(desk, row, name, column):
    row(name)
    refused(desk, f'UPDATE {name} SET "{column}" = "{column}"')


@pytest.mark.parametrize("name", sorted({name for name, _ in PARTLY}))
def test_the_other_columns_change_but_the_row_stays(desk, row, name):
    row(name)
    desk.sql(f"UPDATE {name} SET version = 9")
    refused(desk, f"DELETE FROM {name}")
    if desk.dialect == "postgresql":
        refused(desk, f"TRUNCATE {name} CASCADE")


def test_replacing_a_row_is_no_way_round(desk, row):
    """SQLite deletes before it replaces; recursive_triggers makes that fire."""
    row("unit")
    if desk.dialect == "sqlite":
        names = ", ".join(each.name for each in Base.metadata.tables["unit"].columns)
        refused(desk, f"INSERT OR REPLACE INTO unit ({names}) SELECT {names} FROM unit")
    else:
        refused(desk, "INSERT INTO unit SELECT * FROM unit ON CONFLICT (id) DO UPDATE SET path=''")


def test_what_is_named_exists():
    """A column misspelt in __append_only__ would be refused by no trigger at all."""
    for each in managed_tables():
        if isinstance(each.__append_only__, tuple):
            assert set(each.__append_only__) <= set(columns(each)), each


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_tables_not_there_yet_are_passed_over(dialect, tmp_path, server):
    """A migration that stops half-way up renews what exists; twice is as good as once."""
    with empty_database(dialect, tmp_path, "renewed") as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            Base.metadata.tables["login_attempt"].create(connection)
            Base.metadata.tables["counter"].create(connection)
            triggers.renew(connection)
            triggers.renew(connection)
            assert inspect(connection).get_table_names()
        engine.dispose()
