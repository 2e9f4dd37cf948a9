"""``flask law``: the rules, what they rest on, and whether everything stored obeys them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

import click
from flask import current_app
from sqlalchemy import select

from app.access.principal import SYSTEM
from app.cli import Failure, Group, migrated
from app.cli.account import acting
from app.kernel import clock
from app.kernel.errors import Finding
from app.kernel.rules import DEMANDS, DERIVATIONS, RULES
from app.kernel.session import GovernedSession
from app.models.enums import FindingKind
from app.models.work_order import WorkOrder
from app.services import law_coverage
from app.services.clocks import clocks
from app.services.evidence import evidence
from app.services.findings import DAYS, Asked, found
from app.services.law_counts import Counts, counts
from app.services.law_explain import explained
from app.services.law_list import lines
from app.services.law_shares import checked
from app.services.procedure import steps
from app.services.resting import KINDS

law = Group("law", help="规则：一览、条款说明、条款落实、核对全部数据。")


@law.command("list")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def list_rules(as_json: bool) -> None:
    """列出全部规则、推算和法定记录，附条款。"""
    held = lines()
    if as_json:
        click.echo(json.dumps(held, ensure_ascii=False, indent=1))
        return
    for each in held:
        click.echo(f"{each['clause']}（{each['heading']}）{KINDS[each['kind']]}·{each['label']}")
        click.echo(f"    {each['name']}：{each['sentence']}")
    click.echo(f"共 {len(held)} 条")


@law.command("explain")
@click.argument("clause", metavar="条款")
def explain(clause: str) -> None:
    """说明一条条款：要旨，以及依据它的规则、推算、法定记录、权限和用例。"""
    try:
        told = explained(clause)
    except LookupError as error:
        raise Failure(error.args[0]) from None
    for line in told:
        click.echo(line)


@law.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def coverage(as_json: bool) -> None:
    """逐条列出条款的规则、用例和近 30 天核对、拒绝的次数；没有着落的标为缺口，宣示性的写明原因。"""
    held, counted = law_coverage.coverage(), _counted()
    if not as_json:
        for line in law_coverage.told(held, counted):
            click.echo(line)
        return
    told = {"clauses": [each.as_json(counted) for each in held]}
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    if not evidence().installed:
        click.echo(law_coverage.NOT_INSTALLED, err=True)


def _counted() -> Counts | None:
    """How often lately, when there is a database to ask; asking would make an empty file of one."""
    url = current_app.extensions["portal.engine"].url
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None
    try:
        engine = migrated()
    except Failure:
        return None
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        return counts(session, clock.now())


@law.command("check")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.option("--jobs", type=click.IntRange(1, 64), help="几个进程同时核对；默认视工单多少。")
@click.pass_context
def check(ctx: click.Context, as_json: bool, jobs: int | None) -> None:
    """用现行规则核对全部数据；有问题的逐条列出，并以状态 1 结束。"""
    began, counts = perf_counter(), Counter[str]()
    told: list[Finding] = []
    for findings, counted in checked(migrated(), jobs):
        counts.update(counted)
        told += findings
        if not as_json:
            for finding in findings:
                click.echo(_line(finding))
    found, rules = len(told), len(RULES) + len(DERIVATIONS) + len(DEMANDS)
    if as_json:
        said = {**counts, "rules": rules, "findings": [asdict(each) for each in told]}
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        click.echo(
            f"已核对工单 {counts['orders']} 件、记录 {counts['rows']} 行、规则 {rules} 条，"
            f"{f'发现 {found} 处问题' if found else '没有问题'}"
            f"（{perf_counter() - began:.1f} 秒）"
        )
    ctx.exit(1 if found else 0)


@law.command("findings")
@click.option("--kind", type=click.Choice([each.value for each in FindingKind]), help="只列一类。")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="工单登记日期自；默认 90 天前。")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="工单登记日期至；默认今天。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def list_findings(
    kind: str | None, since: datetime | None, until: datetime | None, as_json: bool
) -> None:
    """列出责任线索：逾期、相悖、推诿、泄露；由查询得出，不是认定，容错认定列在旁边。"""
    last = until.date() if until else clock.local_date(clock.now())
    first = since.date() if since else last - timedelta(days=DAYS - 1)
    kinds = [FindingKind(kind)] if kind else list(FindingKind)
    with GovernedSession(migrated(), SYSTEM, writing=False) as session:
        held = [
            each for one in kinds for each in found(session, Asked(one, first, last), size=None)
        ]
    if as_json:
        click.echo(json.dumps([each.as_json() for each in held], ensure_ascii=False, indent=1))
        return
    for each in held:
        weighed = f"；容错：{each.weighed}" if each.weighed else ""
        click.echo(f"{each.number}　{each.unit}　{each.kind.label}：{each.told}{weighed}")
    click.echo(f"{first} 至 {last} 登记的工单，共 {len(held)} 条线索")


@law.command("clock")
@click.argument("number", metavar="工单编号")
def clock_of(number: str) -> None:
    """说明一件工单的每个期限：怎样起算、逐日怎样计、因何变动、现在怎样。"""
    with GovernedSession(migrated(), SYSTEM, writing=False) as session:
        order = _order(session, number)
        for each in clocks(order):
            about = f"（{each.about}）" if each.about else ""
            click.echo(f"{each.name}{about}　{each.clause}　{each.standing(clock.now())}")
            for line in each.lines():
                click.echo(f"    {line}")


@law.command("may")
@click.argument("number", metavar="工单编号")
@click.option("--as", "login", required=True, help="以哪个账号。")
def may(number: str, login: str) -> None:
    """一个账号对一件工单现在可以做什么；不能做的，说明条文、原因和可由谁办理。"""
    engine = migrated()
    person = acting(engine, login)
    with GovernedSession(engine, person, writing=False) as session:
        click.echo(f"{person.title}")
        for step in steps(session, _order(session, number)):
            click.echo(f"  {step.told()}")


def _order(session: GovernedSession, number: str) -> WorkOrder:
    found = session.scalars(select(WorkOrder).where(WorkOrder.number == number)).one_or_none()
    if found is None:
        raise Failure(f"没有编号为 {number[:40]} 的工单，或不在该账号的范围内")
    return found


def _line(finding: Finding) -> str:
    row = f"{finding.table} {finding.row_id}" if finding.row_id else finding.table
    return f"{row}：{finding.sentence}（{finding.clause or '无'}，{finding.rule}）"
