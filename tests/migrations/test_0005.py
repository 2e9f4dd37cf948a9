"""Two people for a version: what one person had entered before was in force and stays so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.kernel.databases import empty_database
from tests.migrations.test_0002 import Store

#: Table → what a row of it needs besides who wrote it.
ROWS = {
    "parameter": "key, value, measure, basis, grade, note, valid_from",
    "community_duty": "code, in_force, role, basis, valid_from",
}
TOLD = {
    "parameter": "'k{n}', 1, 'hours', 'b', 'A', '', '2024-03-04'",
    "community_duty": "'k{n}', true, 'own', 'b', '2024-03-04'",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Any, server: str) -> Iterator[Store]:
    """Of the revision before; of two rows of each table one was entered by a person."""
    with empty_database(request.param, tmp_path, "published") as url:
        made = Store(url)
        made.to("0004")
        for table, names in ROWS.items():
            for n, post in ((1, "NULL"), (2, "'keeper'")):
                told = TOLD[table].format(n=n)
                made.run(
                    f"INSERT INTO {table} ({names}, at, by_post, source)"
                    f" VALUES ({told}, '2024-03-04 02:00:00+00:00', {post}, 'desk')"
                )
        yield made
        made.engine.dispose()


def publications(store: Store) -> list[tuple[Any, ...]]:
    found = store.run("SELECT table_name, row_id, note, by_id FROM publication ORDER BY id")
    return [tuple(each) for each in found]


def test_what_people_had_entered_is_published(store: Store) -> None:
    """The system's own rows need no publication."""
    store.to("0005")
    assert publications(store) == [
        ("parameter", 2, "迁移前已生效", None),
        ("community_duty", 2, "迁移前已生效", None),
    ]
    at = "SELECT p.at = r.at FROM publication p JOIN parameter r ON r.id = p.row_id"
    assert [bool(same) for (same,) in store.run(f"{at} WHERE p.table_name = 'parameter'")] == [True]


def test_down_and_up_again_publishes_once(store: Store) -> None:
    store.to("0005")
    before = publications(store)
    store.to("0004")
    store.to("0005")
    assert publications(store) == before
