"""Every database test runs on SQLite and PostgreSQL, on a migrated city, in one transaction."""

from __future__ import annotations

import gc
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, Engine

import app.law  # noqa: F401  (registers the rules)
from app.cli.db import alembic_config
from app.kernel import clock
from app.kernel.engine import governed, make_engine
from tests.city import seed
from tests.servers import create_database, drop_database, postgres_server, worker_database
from tests.world import MONDAY, World


def prepare(url: str) -> None:
    """Migrate and fill a database; no connection stays open."""
    command.upgrade(alembic_config(url), "head")
    with warnings.catch_warnings():
        # The environment of the migrations leaves its connection to be collected.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
    engine = make_engine(url)
    seed(engine)
    engine.dispose()


@dataclass
class Database:
    """The city on one engine."""

    url: str
    engine: Engine
    folder: Path

    @contextmanager
    def copied(self, name: str = "copy") -> Iterator[Engine]:
        """A city of one's own, to commit in."""
        self.engine.dispose()
        if self.engine.dialect.name == "sqlite":
            own = self.folder / f"{name}.db"
            shutil.copy(self.engine.url.database or "", own)
            engine = make_engine(f"sqlite:///{own}")
            yield engine
            engine.dispose()
        else:
            name = f"{self.engine.url.database}_{name}"
            engine = make_engine(create_database(self.url, name, template=self.engine.url.database))
            yield engine
            engine.dispose()
            drop_database(self.url, name)


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('city')}/city.db"
    prepare(url)
    return url


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    with postgres_server() as server, worker_database(server, prepare) as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """The seeded city; do not commit in it."""
    url = request.getfixturevalue(f"{request.param}_url")
    engine = make_engine(url)
    yield Database(url, engine, tmp_path_factory.mktemp("copies"))
    engine.dispose()


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """The present is fixed."""
    with clock.at(MONDAY):
        yield


@contextmanager
def rolled_back(engine: Engine) -> Iterator[Connection]:
    """A connection whose outer transaction is rolled back; sessions on it use savepoints."""
    with engine.connect() as made:
        governed(made)
        outer = made.begin()
        made.begin_nested()
        yield made
        outer.rollback()


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Where a test's transactions end in nothing."""
    with rolled_back(database.engine) as made:
        yield made


@pytest.fixture
def world(connection: Connection) -> World:
    """The city and its people, for one test."""
    return World(connection)


@pytest.fixture
def real_world(database: Database) -> Iterator[World]:
    """A city of the test's own in which transactions really commit, for threads."""
    with database.copied() as engine:
        yield World(engine)


# ---- nothing is left out where everything is asked for ----------------------------------------

_left_out: set[str] = set()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _left_out.add(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _left_out.add(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if os.environ.get("REQUIRE_ALL") and _left_out and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
