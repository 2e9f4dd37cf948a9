"""An import broken off in the middle: what was stored stays, and the next run completes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.exc import OperationalError

from app.access.principal import SYSTEM
from app.kernel.audit import Audit
from app.kernel.session import GovernedSession
from app.services.imports.running import RUN, Tally
from app.services.law_check import Check
from tests.services.imports.office import PLAIN, SENT, Office, table_of

ROWS = 2 * RUN + 50
#: Pages that a full disk still takes.
SPARE = 8


def full(engine: Engine) -> tuple[str, Any]:
    """No room but for a few pages."""
    with engine.connect().execution_options(kernel=True) as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()

    def limited(raw: Any, _: Any) -> None:
        raw.execute(f"PRAGMA max_page_count={pages + SPARE}")

    return "connect", limited


def gone(engine: Engine) -> tuple[str, Any]:
    """The server goes away at the first order."""

    def ended(connection: Any, _: Any, statement: str, *__: Any) -> None:
        if statement.startswith("INSERT INTO work_order"):
            pid = connection.connection.driver_connection.info.backend_pid
            other = create_engine(engine.url)
            with other.connect() as administrator:
                administrator.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            other.dispose()

    return "before_cursor_execute", ended


@contextmanager
def trouble(engine: Engine) -> Iterator[None]:
    """As long as it lasts, nothing more can be stored."""
    name, trap = {"sqlite": full, "postgresql": gone}[engine.dialect.name](engine)
    engine.dispose()
    event.listen(engine, name, trap)
    try:
        yield
    finally:
        event.remove(engine, name, trap)
        engine.dispose()


def noted(office: Office) -> int:
    """Lines of the audit that say a file was imported."""
    with office.world.reading() as session:
        return len(session.scalars(select(Audit.id).where(Audit.verb == "导入")).all())


def test_what_is_stored_stays_and_the_rest_follows(real_office: Office) -> None:
    """A run is stored whole or not at all; a number is neither lost nor given twice."""
    office, engine = real_office, real_office.world.bind
    rows = [PLAIN | SENT | {"external_id": str(n)} for n in range(ROWS)]
    path = table_of(office.folder / "old.csv", rows)
    job = office.job(path)
    with ExitStack() as stack:

        def hear(tally: Tally) -> None:
            assert tally.rows == RUN
            stack.enter_context(trouble(engine))

        with pytest.raises(OperationalError, match=r"full|terminat"):
            job.run(told=hear)
    assert (job.tally.rows, job.tally.done["imported"]) == (RUN, RUN)
    assert [each.external_id for each in office.orders()] == [str(n) for n in range(RUN)]
    assert noted(office) == 0

    tally = office.job(path).run()
    assert (tally.present, tally.done["imported"], tally.rejected) == (RUN, ROWS - RUN, 0)
    orders = office.orders()
    assert [int(each.number[-6:]) for each in orders] == list(range(1, ROWS + 1))
    assert len({each.external_id for each in orders}) == ROWS
    assert noted(office) == 1
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        assert [str(each) for each in Check(session).findings()] == []
