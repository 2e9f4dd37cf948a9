"""Many orders: what an act, and the question what may be done, cost as the portal fills."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from sqlalchemy import Engine, select

from app.access.principal import Principal
from app.cli.demo import fresh_portal
from app.kernel.session import GovernedSession
from app.models.enums import Status
from app.models.work_order import WorkOrder
from app.services.imports import mapping
from app.services.imports.opening import open_table
from app.services.imports.rejects import Rejects
from app.services.imports.running import Import
from app.services.procedure import steps
from benchmarks.desk import Costs, acting_people, acts, check
from benchmarks.files import synthetic
from benchmarks.report import Report

FEW, ASKED = 1_000, 100
MAY = "现在能做什么"


def measure(report: Report, folder: Path, asked: Namespace) -> None:
    """The same acts among few orders and among many, side by side."""
    told, checked = [], []
    for rows in (FEW, asked.rows):
        portal = fresh_portal(folder / f"crowd-{rows}.db")
        engine: Engine = portal.extensions["portal.engine"]
        acting, costs = acting_people(engine), Costs(engine, report)
        _fill(engine, folder, rows, acting["migrator"])
        acts(engine, costs, acting)
        _may(engine, costs, acting)
        told.append(costs.medians())
        checked.append(check(engine))
        engine.dispose()
    few, many = told
    report.heading(f"行为，在已有 {FEW:,} 件和 {asked.rows:,} 件工单时（SQLite，中位数）")
    report.table("做什么", f"毫秒，{FEW:,} 件", f"毫秒，{asked.rows:,} 件", "语句", "次数")
    for name, (spent, sent, count) in many.items():
        report.row(name, f"{few[name][0]:.1f}", f"{spent:.1f}", f"{sent:.0f}", count)
    for each in checked:
        report.note(f"核对全部数据：{each}")


def _fill(engine: Engine, folder: Path, rows: int, migrator: Principal) -> None:
    """Orders of other people, of years before."""
    table = open_table(synthetic(folder / f"crowd-{rows}.csv.gz", rows))
    rejects = Rejects(folder / "crowd.rejects.csv", table.headings)
    Import(engine, migrator, mapping.load("messages"), table, rejects).run()


def _may(engine: Engine, costs: Costs, acting: dict[str, Principal]) -> None:
    """What the dispatcher may do with each of the orders last begun."""
    open_ = (Status.DISPATCHED, Status.HANDLING, Status.REPLIED, Status.DISPUTED)
    query = select(WorkOrder.id).where(WorkOrder.status.in_(open_)).order_by(WorkOrder.id.desc())
    with GovernedSession(engine, acting["dispatcher"], writing=False) as session:
        ids = list(session.scalars(query.limit(ASKED)))
    for ident in ids:
        with GovernedSession(engine, acting["dispatcher"], writing=False) as session:
            order = session.get(WorkOrder, ident)
            with costs.measured() as named:
                named.append(MAY)
                steps(session, order)
