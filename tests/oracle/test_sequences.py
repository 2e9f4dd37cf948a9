"""Any sequence of acts by any posts: the law and an independent oracle say the same of each.

A failure prints the acts with what either side said of them. Whoever is wrong is put right by the
rule book, and the few acts that show it become a case of ``test_found``. To look further than CI:
``ORACLE_SEQUENCES=20000 ORACLE_SEED=7 pytest tests/oracle/test_sequences.py``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.conftest import Database
from tests.oracle.acting import Book
from tests.oracle.calls import THEMES
from tests.oracle.checking import everything, one_line_a_row, within_reach
from tests.oracle.moves import STARTS, Move
from tests.oracle.telling import known_city
from tests.world import World

#: Sequences on each engine, and the first of the seeds they are drawn by.
SEQUENCES = int(os.environ.get("ORACLE_SEQUENCES", "1000"))
SEED = int(os.environ.get("ORACLE_SEED", "2021"))
CHUNKS = 5

NUMBER = st.integers(0, 2**12)
MOVES = st.lists(
    st.builds(Move, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER), min_size=10, max_size=18
)


@pytest.fixture
def book(database: Database) -> Iterator[Book]:
    """A city in which everything is really committed."""
    with database.copied("oracle") as engine:
        yield Book(World(engine), known_city())


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_law_and_the_oracle_agree(book: Book, chunk: int) -> None:
    """Act by act, and in the end over everything that is stored."""

    @seed(SEED + chunk)
    @settings(
        max_examples=SEQUENCES // CHUNKS,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(STARTS), MOVES, st.sampled_from(["", "", *THEMES]))
    def perform(start, moves, theme):
        book.perform(start, moves, mortal=theme == "following", theme=theme)

    perform()
    assert book.sequences >= SEQUENCES // CHUNKS
    everything(book)
    one_line_a_row(book)
    within_reach(book)
