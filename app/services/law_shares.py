"""核对 in shares: in one process, or in several that each take every n-th batch of orders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context

from sqlalchemy import Engine, func, select

from app.access.principal import SYSTEM
from app.kernel.engine import make_engine
from app.kernel.errors import Finding
from app.kernel.session import GovernedSession
from app.models.work_order import WorkOrder
from app.services.law_check import Check

#: So many orders make up for the start of another process.
WORTH = 4_000

Share = tuple[list[Finding], dict[str, int]]


def checked(engine: Engine, jobs: int | None = None) -> Iterator[Share]:
    """The findings of each share, and how many orders and rows it met.

    Each share sees one state of the database, whoever writes meanwhile; an order is in one share.
    """
    jobs = jobs or _jobs(engine)
    if jobs == 1:
        yield _share(engine, 0, 1)
        return
    url = engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_elsewhere, repeat(url), range(jobs), repeat(jobs))


def _jobs(engine: Engine) -> int:
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        orders = session.scalar(select(func.count(WorkOrder.id))) or 0
    return min(os.cpu_count() or 1, 1 + orders // WORTH)


def _elsewhere(url: str, number: int, of: int) -> Share:
    """In a process of its own, which knows nothing yet but the code."""
    import app.law  # noqa: F401  (registers the rules)

    engine = make_engine(url)
    try:
        return _share(engine, number, of)
    finally:
        engine.dispose()


def _share(engine: Engine, number: int, of: int) -> Share:
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        check = Check(session, (number, of))
        findings = list(check.findings())
        return findings, {"orders": check.orders, "rows": check.rows}
