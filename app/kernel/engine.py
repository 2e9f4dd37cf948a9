"""Engines: pragmas, BEGIN IMMEDIATE for writers on SQLite, and a guard against bare statements."""

from __future__ import annotations

import json
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, Engine, create_engine, event

from app.kernel.errors import BulkWriteForbidden

BEGINNINGS = ("BEGIN", "BEGIN IMMEDIATE")

_governed: WeakSet[Connection] = WeakSet()


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def make_engine(url: str) -> Engine:
    """The one way to an engine for the product. Parameters never show in error texts."""
    options: dict[str, Any] = {"hide_parameters": True, "json_serializer": _dumps}
    if url.startswith("postgresql"):
        options |= {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8}
    made = create_engine(url, **options)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _pragmas)
        event.listen(made, "begin", _begin)
    event.listen(made, "before_cursor_execute", _only_governed)
    return made


def opening(bind: Any, writing: bool) -> Any:
    """The same engine, for a writing or a reading session."""
    return bind.execution_options(sqlite_begin="BEGIN IMMEDIATE" if writing else "BEGIN")


def governed(connection: Connection) -> None:
    """Let a governed session's own connection through the guard."""
    _governed.add(connection)


def _pragmas(raw: Any, _: Any) -> None:
    raw.isolation_level = None
    cursor = raw.cursor()
    for each in (
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "busy_timeout=10000",
    ):
        cursor.execute(f"PRAGMA {each}")
    cursor.close()


def _begin(connection: Connection) -> None:
    begin = connection.get_execution_options().get("sqlite_begin", "BEGIN")
    connection.exec_driver_sql(begin)


def _only_governed(connection: Connection, _: Any, statement: str, *__: Any) -> None:
    kernel = connection.get_execution_options().get("kernel") or statement in BEGINNINGS
    if kernel or connection in _governed:
        return
    raise BulkWriteForbidden("不得绕过法定规则直接执行语句")
