"""The commands on a database that was never migrated, or on the small city."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine

from app import create_app
from config import Config
from tests.world import World

SECRET = "x" * 32


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a database that was never migrated."""
    path = tmp_path_factory.mktemp("cli") / "empty.db"
    app = create_app(Config(database_url=f"sqlite:///{path}", secret_key=SECRET))
    empty: Engine = app.extensions["portal.engine"]
    yield app
    empty.dispose()


@pytest.fixture
def city(portal: Flask, real_world: World) -> Iterator[World]:
    """The same application on the small city."""
    before = portal.extensions["portal.engine"]
    portal.extensions["portal.engine"] = real_world.bind
    yield real_world
    portal.extensions["portal.engine"] = before
