"""Databases with toys in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, create_engine, insert

from app.cli.db import alembic_config
from app.kernel.model import Base
from tests.kernel.toys import TOYS, Ground, Person
from tests.servers import RUN, WORKER, create_database, drop_database, postgres_server

NAMES = ("甲地", "乙地", "丙地")


@contextmanager
def empty_database(dialect: str, folder: Path, name: str) -> Iterator[str]:
    """The address of a new, empty database."""
    if dialect == "sqlite":
        yield f"sqlite:///{folder / name}.db"
        return
    with postgres_server() as server:
        called = f"portal_{name}_{RUN}_{WORKER}"
        try:
            yield create_database(server, called)
        finally:
            drop_database(server, called)


@contextmanager
def toy_database(dialect: str, folder: Path, name: str = "toys") -> Iterator[str]:
    """The product's tables by migration, the toys beside them, the first rows in both."""
    with empty_database(dialect, folder, name) as url:
        command.upgrade(alembic_config(url), "head")
        engine = create_engine(url)
        with engine.begin() as connection:
            TOYS.create_all(connection)
            _fill(connection)
        engine.dispose()
        yield url


def _fill(connection: Connection) -> None:
    """Three grounds with a person each; units and accounts for the audit's keys."""
    tables = Base.metadata.tables
    for name in NAMES:
        unit = {"code": name, "name": name, "short_name": name, "level": "city", "version": 1}
        connection.execute(insert(tables["unit"]).values(kind="government", path=name, **unit))
        connection.execute(insert(Ground.__table__).values(name=name, version=1))
    for key, name in enumerate(NAMES, 1):
        account = {"login": name, "name": name, "post": "head", "unit_id": key, "version": 1}
        connection.execute(insert(tables["account"]).values(**account))
        connection.execute(insert(Person.__table__).values(name=name, unit_id=key))
