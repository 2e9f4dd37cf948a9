"""An office on the small city."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.imports.office import Office
from tests.world import World


@pytest.fixture
def office(world: World, tmp_path: Path) -> Office:
    """In one transaction that ends in nothing."""
    return Office(world, tmp_path)


@pytest.fixture
def real_office(real_world: World, tmp_path: Path) -> Office:
    """Where transactions really commit."""
    return Office(real_world, tmp_path)
