"""``flask demo``: the portal at work, through its own forms, on a database of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import click
from alembic import command
from flask import current_app
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import joinedload

from app.access.principal import SYSTEM
from app.cli import Failure, Group, migrated
from app.cli.db import alembic_config
from app.cli.seed import seed_reference
from app.kernel import clock
from app.kernel.model import managed_tables
from app.kernel.session import GovernedSession
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Post, Source, Status, UnitKind
from app.models.publication import published
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.services import demo_people, story
from app.services import messages as reading
from app.services.browser import Visitor
from app.services.law_check import Check
from app.services.message_run import Desk, Run, Tally
from app.services.password import hashed
from app.services.story_run import Teller
from config import Config

PROGRESS = 50
FAULTS = 5

demo = Group("demo", help="演示：一件诉求的全过程、批量来件。")


@demo.command("story")
def tell_story() -> None:
    """在临时数据库上，用门户自己的表单走完一件诉求的全过程，并逐一试违规的做法。"""
    began, wrong, scenes = perf_counter(), 0, 0
    with tempfile.TemporaryDirectory(prefix="portal-demo-") as folder:
        portal = fresh_portal(Path(folder) / "story.db")
        engine: Engine = portal.extensions["portal.engine"]
        tales = story.tales()
        logins = {scene.login for tale in tales for scene in tale.scenes}
        titles = open_people(engine, logins)
        teller = Teller(
            portal.test_client,
            demo_people.PASSWORD,
            titles,
            lambda: newest(engine),
            lambda table: latest(engine, table),
        )
        for tale in tales:
            click.echo(f"\n{tale.heading}")
            for told in teller.tell(tale):
                click.echo(told.line)
                wrong, scenes = wrong + (not told.right), scenes + 1
        found = unlawful(engine)
        engine.dispose()
    click.echo(f"\n共 {scenes} 步（{perf_counter() - began:.1f} 秒）；核对全部数据：{found} 处问题")
    if wrong or found:
        raise Failure(f"演示与规定不符：{wrong} 步，{found} 处")


def fresh_portal(database: Path) -> Any:
    """The whole portal on a new database with the reference rows."""
    from app import create_app

    url = f"sqlite:///{database}"
    command.upgrade(alembic_config(url), "head")
    portal = create_app(Config(database_url=url, secret_key="demo" * 8, log_level="ERROR"))
    click.echo(f"临时数据库：{database}")
    seed_reference(portal.extensions["portal.engine"])
    return portal


def open_people(engine: Engine, logins: set[str]) -> dict[str, str]:
    """Accounts for those who act; how each is called."""
    wanted = [each for each in demo_people.people() if each.login in logins]
    stored = demo_people.hashes(wanted)
    with GovernedSession(engine, SYSTEM, source=Source.DEMO) as session:
        demo_people.open_accounts(session, wanted, stored)
        session.commit()
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        held = demo_people.principals(demo_people.accounts(session, wanted))
    return {login: each.title for login, each in held.items()}


def newest(engine: Engine) -> WorkOrder | None:
    """The latest order, as it is stored."""
    query = select(WorkOrder).order_by(WorkOrder.id.desc()).limit(1)
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        return session.scalars(query.options(joinedload(WorkOrder.lead))).one_or_none()


def latest(engine: Engine, name: str) -> int:
    """The number of the latest row of a table."""
    (table,) = (each for each in managed_tables() if each.__tablename__ == name)
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        return session.scalar(select(func.max(table.id))) or 0


def unlawful(engine: Engine) -> int:
    """How many findings there are in everything that was stored."""
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        found: Sequence[Any] = list(Check(session).findings())
    for each in found:
        click.echo(f"    {each}")
    return len(found)


@demo.command("messages")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--count", default=200, show_default=True, help="办理多少件。")
@click.option("--out", type=click.Path(path_type=Path), help="导出的 XLSX 存到哪里。")
def messages(file: Path, count: int, out: Path | None) -> None:
    """把文件中的来件逐件登记、归类、派单，并办理其中一部分；最后导出工单。

    文件为 CSV（可用 gzip 压缩），含 id、user、title、body、created_at 各列。不设 DATABASE_URL
    时，使用新建的临时数据库。
    """
    if count < 1:
        raise Failure("件数须为正整数")
    if current_app.config["PORTAL"].env != "development":
        raise Failure("批量来件演示只能在开发环境运行（PORTAL_ENV=development）")
    held, faults = reading.read(file, count)
    folder = Path(tempfile.mkdtemp(prefix="portal-demo-"))
    target = out or folder / "orders.xlsx"
    with target.open("wb"):
        click.echo(f"读入来件 {len(held)} 件" + (f"，略过 {len(faults)} 行" if faults else ""))
    for each in faults[:FAULTS]:
        click.echo(f"  {each}")
    portal = _given_portal() if os.environ.get("DATABASE_URL") else fresh_portal(folder / "demo.db")
    engine: Engine = portal.extensions["portal.engine"]
    began = perf_counter()
    desk = _desk(portal, engine)
    run = Run(desk, clock.now())
    shown = 0
    for registered in run.perform(reading.moved(held, clock.now() - timedelta(days=30))):
        if registered >= shown + PROGRESS:
            shown = registered
            click.echo(f"  已登记 {shown} 件")
    seconds = perf_counter() - began
    _tell(engine, run.tally, seconds)
    _export(desk.visitor("dispatcher"), target)
    click.echo(f"数据库：{engine.url.render_as_string()}")


def _given_portal() -> Any:
    """Another portal on the database asked for: within this one, all requests would share ``g``."""
    from app import create_app

    migrated()
    return create_app(replace(current_app.config["PORTAL"], log_level="ERROR"))


def _desk(portal: Any, engine: Engine) -> Desk:
    """People who act, opened as they are needed; all have the password of the demonstration."""
    inside: dict[str, Visitor] = {}
    open_people(engine, {"intake", "dispatcher", "visitor"})
    stored = hashed(demo_people.PASSWORD)
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        bodies = select(Unit).where(Unit.kind != UnitKind.COMMUNITY)
        units = list(session.scalars(bodies.order_by(Unit.code)))
        order = (CatalogueEntry.valid_from, CatalogueEntry.id)
        named = joinedload(CatalogueEntry.named_unit)
        query = select(CatalogueEntry).where(published(CatalogueEntry)).options(named)
        entries = list(session.scalars(query.order_by(*order)))
    if not units or not entries:
        raise Failure("还没有基础资料，请先运行 flask seed reference")

    def visitor(login: str) -> Visitor:
        if login not in inside:
            inside[login] = Visitor(portal.test_client())
            if not inside[login].enter(login, demo_people.PASSWORD):
                raise Failure(f"账号 {login} 的密码已修改，不能用于演示")
        return inside[login]

    def head_of(unit: Unit) -> str:
        person = demo_people.Person(f"head-{unit.code}", "某某", Post.HEAD, unit.code)
        if person.login not in inside:
            with GovernedSession(engine, SYSTEM, source=Source.DEMO) as session:
                demo_people.open_accounts(session, [person], {person.login: stored})
                session.commit()
        return person.login

    return Desk(visitor, head_of, lambda: newest(engine), entries, units)


def _tell(engine: Engine, tally: Tally, seconds: float) -> None:
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        by_unit = session.execute(
            select(Unit.name, func.count())
            .select_from(WorkOrder)
            .join(Unit, Unit.id == WorkOrder.lead_id)
            .group_by(Unit.name)
            .order_by(func.count().desc(), Unit.name)
            .limit(20)
        ).all()
        by_status = dict(
            session.execute(select(WorkOrder.status, func.count()).group_by(WorkOrder.status)).all()
        )
    click.echo("\n承办最多的单位（前 20）")
    for name, number in by_unit:
        click.echo(f"  {number:>5}  {name}")
    click.echo("状态")
    for status in Status:
        if status in by_status:
            click.echo(f"  {by_status[status]:>5}  {status.label}")
    for sentence, number in tally.refused.most_common(10):
        click.echo(f"  未成 {number} 次：{sentence}")
    click.echo(
        f"登记 {tally.registered} 件，派单 {tally.dispatched} 件，未能归类 {tally.unclassified} 件"
        + (f"，没有对应单位 {tally.no_unit} 件" if tally.no_unit else "")
        + f"，用时 {seconds:.1f} 秒"
    )


def _export(visitor: Visitor, target: Path) -> None:
    """The list of orders, through the portal's own export."""
    answer = visitor.client.get("/admin/work_order/export/xlsx/")
    if answer.status_code != 200:
        raise Failure(f"导出没有成功（状态码 {answer.status_code}）")
    target.write_bytes(answer.get_data())
    click.echo(f"工单清单：{target}")
