"""The paths of the law suite."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app import create_app
from config import Config
from tests.conftest import Database
from tests.paths import Portal, by_batch, by_session
from tests.world import World


@pytest.fixture(scope="session")
def app(database: Database) -> Flask:
    """The portal without its guard against forged posts, which has tests of its own."""
    made = create_app(Config(database_url=database.url, secret_key="k" * 40))
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture(params=["session", "batch", "portal"])
def path(request: pytest.FixtureRequest) -> str:
    """How the case is written."""
    return str(request.param)


@pytest.fixture
def write(path: str, app: Flask, world: World) -> Any:
    """The way to write."""
    return {"session": by_session, "batch": by_batch}.get(path) or Portal(app, world)
