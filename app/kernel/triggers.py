"""Append-only, held by the database itself: triggers on both engines (条例:三十五(2)(三))."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, inspect

from app.kernel.constraints import APPEND_ONLY
from app.kernel.model import managed_tables

PREFIX = "append_only_"

FUNCTION = f"""
CREATE OR REPLACE FUNCTION {PREFIX}refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{APPEND_ONLY}: %%', TG_TABLE_NAME USING ERRCODE = '23000'; END $$
"""


def renew(connection: Connection) -> None:
    """(Re)create every trigger the models ask for, on the tables that exist.

    Run after each migration: SQLite's batch mode drops triggers in silence.
    """
    looked = inspect(connection)
    there = set(looked.get_table_names())
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.exec_driver_sql(FUNCTION)
    for table, columns in protected():
        if table in there:
            # An older schema, on the way up or down, does not have all of them yet.
            held = {each["name"] for each in looked.get_columns(table)} if columns else set()
            kept = tuple(each for each in columns if each in held)
            for statement in _statements(table, kept, postgres):
                connection.exec_driver_sql(statement)


def protected() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Append-only tables with the columns that never change; none named means all."""
    for each in managed_tables():
        kept = each.__append_only__
        if kept:
            yield each.__tablename__, kept if isinstance(kept, tuple) else ()


def names(dialect: str) -> set[str]:
    """The triggers that must exist, for the test that compares them with the database."""
    kinds = ("update", "delete", "truncate") if dialect == "postgresql" else ("update", "delete")
    return {f"{PREFIX}{table}_{kind}" for table, _ in protected() for kind in kinds}


def _statements(table: str, columns: tuple[str, ...], postgres: bool) -> Iterator[str]:
    of = f" OF {', '.join(columns)}" if columns else ""
    events = {"update": f"UPDATE{of}", "delete": "DELETE"}
    if postgres:
        for kind, event in {**events, "truncate": "TRUNCATE"}.items():
            each = "STATEMENT" if kind == "truncate" else "ROW"
            yield f"DROP TRIGGER IF EXISTS {PREFIX}{table}_{kind} ON {table}"
            yield (
                f"CREATE TRIGGER {PREFIX}{table}_{kind} BEFORE {event} ON {table}"
                f" FOR EACH {each} EXECUTE FUNCTION {PREFIX}refuse()"
            )
    else:
        for kind, event in events.items():
            yield f"DROP TRIGGER IF EXISTS {PREFIX}{table}_{kind}"
            yield (
                f"CREATE TRIGGER {PREFIX}{table}_{kind} BEFORE {event} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}: {table}'); END"
            )
