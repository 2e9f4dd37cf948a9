"""The desk: what acts, pages and the check of the law cost, on the demonstration's orders."""

from __future__ import annotations

from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, event

from app.access.principal import SYSTEM, Principal
from app.cli.demo import fresh_portal
from app.cli.seed import _lives
from app.kernel import clock
from app.kernel.session import GovernedSession
from app.models.enums import Source
from app.models.work_order import WorkOrder
from app.services import demo_people, demo_plan
from app.services.browser import Visitor
from app.services.demo_acts import interleave
from app.services.law_shares import checked
from benchmarks.report import Report

TIMES = 15
PAGES = {
    "dispatcher": ("/admin/", "/admin/work_order/", "/admin/work_order/?size=100&sort=due_at",
                   "/admin/dispatch/", "/admin/workload/"),
    "head-110105026": ("/admin/", "/admin/work_order/", "/admin/work_order/?desk=todo"),
    "auditor": ("/admin/audit/", "/admin/work_order/?search=路灯"),
}  # fmt: skip


class Costs:
    """Milliseconds and statements, by what was done."""

    def __init__(self, engine: Engine, report: Report) -> None:
        self.report = report
        self.held: dict[str, list[tuple[float, int]]] = defaultdict(list)
        self.sent = 0
        event.listen(engine, "before_cursor_execute", self._count)

    def _count(self, _: Any, __: Any, statement: str, *___: Any) -> None:
        self.sent += not statement.startswith("BEGIN")

    @contextmanager
    def measured(self) -> Iterator[list[str]]:
        """What happens meanwhile; the block says under which name it is kept."""
        named: list[str] = []
        before, began = self.sent, perf_counter()
        yield named
        spent = (perf_counter() - began) * 1000
        self.held[named[0]].append((spent, self.sent - before))

    def medians(self) -> dict[str, tuple[float, float, int]]:
        """Milliseconds, statements and how often, dearest first; then nothing is held."""
        told = {
            name: (median(each[0] for each in held), median(each[1] for each in held), len(held))
            for name, held in self.held.items()
        }
        self.held.clear()
        return dict(sorted(told.items(), key=lambda each: -each[1][0]))

    def show(self, heading: str) -> None:
        """A table of them."""
        self.report.heading(heading)
        self.report.table("做什么", "毫秒", "语句", "次数")
        for name, (spent, sent, count) in self.medians().items():
            self.report.row(name, f"{spent:.1f}", f"{sent:.0f}", count)


def acting_people(engine: Engine) -> dict[str, Principal]:
    """The people of the demonstration, by login."""
    people = demo_people.people()
    stored = demo_people.hashes(people)
    with GovernedSession(engine, SYSTEM, source=Source.DEMO) as session:
        demo_people.open_accounts(session, people, stored)
        session.commit()
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        return demo_people.principals(demo_people.accounts(session, people))


def acts(engine: Engine, costs: Costs, acting: dict[str, Principal]) -> int:
    """The life of every order of the demonstration, each step in a transaction of its own."""
    people = demo_people.people()
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        until = demo_plan.anchor(session, clock.now())
    timeline, count = interleave(_lives(until, set(acting), people), until), 0
    step = next(timeline)
    while step is not None:
        with (
            clock.at(step.at),
            costs.measured() as named,
            GovernedSession(engine, acting[step.login], source=Source.DEMO) as session,
        ):
            order = step.act(session)
            row: Any = next(iter(session.new))
            named.append("登记" if isinstance(row, WorkOrder) else row.__label__)
            session.commit()
        count += 1
        try:
            step = timeline.send(order)
        except StopIteration:
            break
    return count


def pages(portal: Any, costs: Costs) -> None:
    """Each page as its reader gets it, log-in and all."""
    for login, addresses in PAGES.items():
        visitor = Visitor(portal.test_client())
        if not visitor.enter(login, demo_people.PASSWORD):
            raise SystemExit(f"账号 {login} 不能登录")
        for address in addresses:
            for _ in range(TIMES):
                with costs.measured() as named:
                    named.append(f"{login} {address}")
                    if visitor.open(address).status != 200:
                        raise SystemExit(f"{login} 打不开 {address}")


def check(engine: Engine) -> str:
    """How many orders a second the law is asked about anew, as ``flask law check`` asks."""
    began, orders, found = perf_counter(), 0, 0
    for findings, counted in checked(engine):
        orders, found = orders + counted["orders"], found + len(findings)
    speed = orders / (perf_counter() - began)
    return f"{orders} 件工单，{speed:.0f} 件/秒，{found} 处问题"


def measure(report: Report, folder: Path, _: Namespace) -> None:
    """Acts, pages, the check."""
    portal = fresh_portal(folder / "desk.db")
    engine: Engine = portal.extensions["portal.engine"]
    costs = Costs(engine, report)
    done = acts(engine, costs, acting_people(engine))
    costs.show(f"行为（SQLite，中位数，共 {done} 项）")
    pages(portal, costs)
    costs.show("页面（SQLite，中位数）")
    report.note(f"核对全部数据：{check(engine)}")
    engine.dispose()
