"""The toys on both engines; each test in a transaction that is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from app.kernel import rules
from app.kernel.engine import make_engine
from app.kernel.session import GovernedSession
from tests.kernel.actor import BOSS, enact
from tests.kernel.databases import toy_database
from tests.kernel.toys import Job, Step
from tests.servers import postgres_server

LISTS = (rules.RULES, rules.DERIVATIONS, rules.DEMANDS)


def clear() -> None:
    for each in LISTS:
        each.clear()
    rules.NUMBERINGS.clear()
    rules._governing.clear()


@pytest.fixture
def no_law() -> Iterator[None]:
    """Nothing registered; whatever the test registers is gone afterwards."""
    kept, numbered = [list(each) for each in LISTS], dict(rules.NUMBERINGS)
    clear()
    yield
    for each, before in zip(LISTS, kept, strict=True):
        each[:] = before
    rules.NUMBERINGS.clear()
    rules.NUMBERINGS.update(numbered)
    rules._governing.clear()


@pytest.fixture
def law(no_law: None) -> None:
    """The toys' law, and no other."""
    enact()


@pytest.fixture
def bare(law: None) -> None:
    """For a desk whose only law is the test's own."""
    clear()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL, kept running from the first test that asks to the last."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def toy_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, server: str
) -> Iterator[Engine]:
    """One engine a dialect, with the toys and the first grounds and people in it."""
    with toy_database(request.param, tmp_path_factory.mktemp("toys")) as url:
        made = make_engine(url)
        yield made
        made.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def own_engine(request: pytest.FixtureRequest, tmp_path: Path, server: str) -> Iterator[Engine]:
    """An engine of the test's own, to commit in."""
    with toy_database(request.param, tmp_path, "own") as url:
        made = make_engine(url)
        yield made
        made.dispose()


@dataclass
class Desk:
    """Where a test opens sessions and looks at the tables behind the law's back."""

    connection: Connection
    dialect: str

    def session(self, actor: Any = BOSS, **options: Any) -> GovernedSession:
        return GovernedSession(self.connection, actor, **options)

    def sql(self, statement: str, **values: Any) -> Any:
        found = self.connection.execution_options(kernel=True).execute(text(statement), values)
        return found.all() if found.returns_rows else None

    def job(self, actor: Any = BOSS, **facts: Any) -> int:
        """A job on file; its id."""
        with self.session(actor) as session:
            job = Job(**{"title": "修路", **facts})
            session.add(job)
            session.commit()
            return job.id

    def step(self, job: int, actor: Any = BOSS, **facts: Any) -> int:
        """An act on a job; its id."""
        with self.session(actor) as session:
            step = Step(order_id=job, **{"amount": 1, **facts})
            session.add(step)
            session.commit()
            return step.id

    def audit(self) -> list[dict[str, Any]]:
        return [dict(each._mapping) for each in self.sql("SELECT * FROM audit ORDER BY id")]


@pytest.fixture
def desk(toy_engine: Engine, law: None) -> Iterator[Desk]:
    """The toys under their law, as they were at first."""
    with toy_engine.connect() as connection:
        connection.execution_options(kernel=True)
        connection.begin()
        connection.begin_nested()
        yield Desk(connection, toy_engine.dialect.name)
        connection.get_transaction().rollback()
