"""A PostgreSQL for the whole run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import postgres_server


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Kept running from the first test that asks to the last."""
    with postgres_server() as url:
        yield url
