"""Migrations: numbered, one line of them, up and down, no difference from the models."""

from __future__ import annotations

import re

import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from app.cli.db import alembic_config, head
from app.kernel import triggers
from app.kernel.model import Base
from tests.kernel.databases import empty_database

SCRIPTS = ScriptDirectory.from_config(alembic_config(""))


def migrated(url):
    command.upgrade(alembic_config(url), "head")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, server):
    """An empty database of the test's own."""
    with empty_database(request.param, tmp_path, "migrated") as made:
        yield made


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def upgraded(request, tmp_path_factory, server):
    """A database at the head, only looked at."""
    with empty_database(request.param, tmp_path_factory.mktemp("head"), "head") as made:
        yield migrated(made)


def wanted_triggers(url):
    return triggers.names("sqlite" if url.startswith("sqlite") else "postgresql")


def trigger_names(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            if engine.dialect.name == "sqlite"
            else text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        ).scalars()
        names = set(found)
    engine.dispose()
    return names


def tables(url):
    engine = create_engine(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names - {"alembic_version"}


def test_they_are_numbered_one_after_another():
    revisions = [each.revision for each in SCRIPTS.walk_revisions()][::-1]
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]
    for each in SCRIPTS.walk_revisions():
        assert re.search(rf"/{each.revision}_\w+\.py$", each.path)
        before = f"{int(each.revision) - 1:04d}" if each.revision != "0001" else None
        assert each.down_revision == before


def test_there_is_one_head():
    assert [head()] == SCRIPTS.get_heads()


def test_they_depend_on_no_later_code():
    """A migration that imports the models changes its meaning with them."""
    for each in SCRIPTS.walk_revisions():
        with open(each.path, encoding="utf-8") as file:
            assert not re.search(r"^\s*(from|import) (app|config|seed)\b", file.read(), re.M)


def test_up_down_and_up_again(url):
    config = alembic_config(url)
    command.upgrade(config, "head")
    there = tables(url)
    assert there == set(Base.metadata.tables)
    command.downgrade(config, "base")
    assert tables(url) == set()
    assert trigger_names(url) == set()
    command.upgrade(config, "head")
    assert tables(url) == there


def test_the_database_is_as_the_models_say(upgraded):
    command.check(alembic_config(upgraded))


def test_named_as_the_models_name(upgraded):
    """A refusal of the database is explained by the name of its constraint."""
    engine = create_engine(upgraded)
    looked = inspect(engine)
    for name, table in Base.metadata.tables.items():
        wanted = {str(each.name) for each in table.constraints} - {str(table.primary_key.name)}
        kinds = (
            looked.get_check_constraints,
            looked.get_unique_constraints,
            looked.get_foreign_keys,
        )
        held = {str(each["name"]) for kind in kinds for each in kind(name)}
        assert held == wanted, name
    engine.dispose()


def test_the_triggers_are_there_after_an_upgrade(upgraded):
    assert trigger_names(upgraded) == wanted_triggers(upgraded)


def test_upgrading_twice_changes_nothing(upgraded):
    assert trigger_names(migrated(upgraded)) == wanted_triggers(upgraded)


def test_a_table_made_anew_gets_its_triggers_back(url):
    """SQLite's batch mode copies the table and drops its triggers in silence."""
    engine = create_engine(migrated(url))
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("receipt", recreate="auto") as batch:
            batch.alter_column("note", server_default="无")
        if engine.dialect.name == "sqlite":
            lost = "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='receipt'"
            assert connection.execute(text(lost)).all() == []
        triggers.renew(connection)
    engine.dispose()
    assert trigger_names(url) == wanted_triggers(url)


def test_keys_broken_on_the_way_stop_the_upgrade(tmp_path):
    """SQLite does not look at foreign keys while tables are copied; afterwards it is asked."""
    with empty_database("sqlite", tmp_path, "broken") as url:
        config = alembic_config(url)
        command.upgrade(config, "head")
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE unit"))
            connection.execute(
                text(
                    "INSERT INTO login_attempt (at, login, address, succeeded)"
                    " VALUES ('2024-03-04', 'x', 'x', 0)"
                )
            )
            connection.execute(
                text(
                    "INSERT INTO account (login, name, post, unit_id, active, must_change,"
                    " password_hash, session_version, version)"
                    " VALUES ('x', 'x', 'head', 99, 1, 1, '', 1, 1)"
                )
            )
        engine.dispose()
        with pytest.raises(SystemExit, match="外键检查未通过"):
            command.upgrade(config, "head")
