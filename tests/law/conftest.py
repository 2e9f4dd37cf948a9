"""The paths of the law suite, and the stage its cases start from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine

from app import create_app
from app.kernel import clock
from config import Config
from tests.conftest import Database, rolled_back
from tests.paths import Portal, by_batch, by_import, by_session
from tests.world import MONDAY, World


class Stage:
    """A city with the orders that cases begin with, each set once; the cases roll back."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.world = World(engine)
        self.set: dict[Any, int] = {}

    def order_of(self, scene: Callable[[World], int]) -> int:
        """The order of a scene."""
        if scene not in self.set:
            with clock.at(MONDAY):
                self.set[scene] = scene(self.world)
        return self.set[scene]


@pytest.fixture(scope="session")
def stage(database: Database) -> Iterator[Stage]:
    """The stage of this engine."""
    with database.copied("stage") as engine:
        yield Stage(engine)


@pytest.fixture
def world(stage: Stage) -> Iterator[World]:
    """One case's own city."""
    with rolled_back(stage.engine) as connection:
        made = World(connection, stage.world.people)
        made.stage = stage
        yield made


@pytest.fixture
def unstaged(connection: Connection) -> World:
    """A city without the orders that cases begin with, where everything there is counts."""
    return World(connection)


@pytest.fixture(scope="session")
def app(database: Database) -> Flask:
    """The portal without its guard against forged posts, which has tests of its own."""
    made = create_app(Config(database_url=database.url, secret_key="k" * 40))
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture(params=["session", "batch", "portal", "import"])
def path(request: pytest.FixtureRequest) -> str:
    """How the case is written."""
    return str(request.param)


@pytest.fixture
def write(path: str, app: Flask, world: World) -> Any:
    """The way to write."""
    ways = {"session": by_session, "batch": by_batch, "import": by_import}
    return ways.get(path) or Portal(app, world)
