"""Stories end with the check of everything stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app.services.law_check import Check
from tests.conftest import Database
from tests.world import World


@pytest.fixture(scope="module")
def committed(database: Database) -> Iterator[World]:
    """A city in which transactions really commit, shared by the stories of a module."""
    with database.copied("stories") as engine:
        yield World(engine)


@pytest.fixture
def nothing_is_wrong() -> Callable[[World], None]:
    """What is stored is lawful and equals what is computed anew."""

    def checked(world: World) -> None:
        with world.reading() as session:
            assert [str(each) for each in Check(session).findings()] == []

    return checked
