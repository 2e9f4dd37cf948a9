"""One measurement in a process of its own: ``benchmarks.child ready|run|import|csv|xlsx FILE``."""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

from alembic import command
from sqlalchemy import Engine, select

from app import create_app
from app.access.principal import SYSTEM, principal_of
from app.cli.db import alembic_config
from app.cli.seed import seed_reference
from app.kernel.clock import now
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.enums import Post
from app.services.accounts import open_account, unit_of
from app.services.exports.columns import chosen
from app.services.exports.orders import Export
from app.services.exports.standing import Standing
from app.services.files import csv_blocks, xlsx_blocks
from app.services.imports import mapping
from app.services.imports.opening import open_table
from app.services.imports.rejects import Rejects
from app.services.imports.running import Import
from app.services.law_check import Check
from config import Config

WAYS: dict[str, Callable[[Any], Iterable[Any]]] = {
    "csv": csv_blocks,
    "xlsx": lambda lines: xlsx_blocks(lines, "工单"),
}


def opened() -> Engine:
    """The portal's database as it is."""
    portal = create_app(Config.from_env(os.environ))
    engine: Engine = portal.extensions["portal.engine"]
    return engine


def ready() -> None:
    """Give it its reference rows and the two who act; a process of its own, for it takes room."""
    engine = opened()
    command.upgrade(alembic_config(Config.from_env(os.environ).database_url), "head")
    seed_reference(engine)
    with GovernedSession(engine, SYSTEM) as session:
        there = set(session.scalars(select(Account.login)))
        for post in (Post.MIGRATOR, Post.DISPATCHER):
            if post.value not in there:
                unit = unit_of(session, "110000-00")
                open_account(session, post.label, post, unit, post.value, "", must_change=False)
        session.commit()
    engine.dispose()


def person(engine: Engine, login: str) -> Any:
    """Who acts."""
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        return principal_of(session.scalars(select(Account).where(Account.login == login)).one())


def imported(engine: Engine, file: Path) -> dict[str, Any]:
    """Every row of a file of messages."""
    table = open_table(file)
    rejects = Rejects(file.with_suffix(".rejects.csv"), table.headings)
    migrator = person(engine, "migrator")
    tally = Import(engine, migrator, mapping.load("messages"), table, rejects).run()
    return {"rows": f"{tally.rows / tally.seconds:.0f}", "dispatched": tally.done["dispatched"]}


def exported(engine: Engine, way: str) -> str:
    """The district's layout of every order, thrown away as it comes; rows a second."""
    columns = chosen(None, "district")
    export = Export(engine, person(engine, "dispatcher"), columns, Standing(now()))
    count, began = export.count(), perf_counter()
    for _ in WAYS[way](export.lines()):
        pass
    return f"{count / (perf_counter() - began):.0f}"


def checked(engine: Engine) -> str:
    """Orders a second that the law is asked about anew."""
    began = perf_counter()
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        checking = Check(session)
        if found := list(checking.findings()):
            raise SystemExit(f"核对发现 {len(found)} 处问题：{found[0]}")
    return f"{checking.orders / (perf_counter() - began):.0f}"


def main() -> None:
    """The figures as one line of JSON."""
    what, file = sys.argv[1], Path(sys.argv[2])
    if what == "ready":
        ready()
    engine, told = opened(), {}
    if what in ("run", "import"):
        told |= imported(engine, file)
    if what == "run":
        told["checked"] = checked(engine)
    for way in WAYS if what == "run" else {what} & set(WAYS):
        told[way] = exported(engine, way)
    told["peak"] = f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"
    engine.dispose()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
