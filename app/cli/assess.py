"""``flask assess``: assess a period, list what has been assessed, export its table."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter

import click
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.principal import SYSTEM
from app.cli import Failure, Group, migrated
from app.cli.account import acting
from app.kernel.clock import local, local_date, now
from app.kernel.session import GovernedSession
from app.models.enums import Rated
from app.models.period import Period
from app.models.result import Result
from app.services import assess as assessing
from app.services import whistles
from app.services.assessment_book import book
from app.services.export_log import log_export
from app.services.words import told as said

assess = Group("assess", help="考评：考评一期，列出考评过的各期，导出考评表。")

BEST, DAYS = 3, 30
PERIOD = "考评期：截止的年月，如 2026-10；或起始日。默认最近结束的一期。"


@assess.command("run", help=f"考评一期，算出各单位三率、成绩和名次。{PERIOD}")
@click.argument("period", metavar="[考评期]", required=False)
@click.option("--as", "login", required=True, help="以谁的账号考评（考评员）。")
@click.option("--scheme", "code", default=assessing.MONTHLY, show_default=True, help="方案编码。")
@click.option("--note", default="", help="说明。")
@click.option("--json", "as_json", is_flag=True, help="最后以一行 JSON 报告结果。")
def run(period: str | None, login: str, code: str, note: str, as_json: bool) -> None:
    began, engine = perf_counter(), migrated()
    with GovernedSession(engine, acting(engine, login)) as session:
        first = assessing.begins(session, code, period)
        made = assessing.assess(session, first, code, note)
        session.commit()
        sheets = assessing.sheets(session, made)
    click.echo(f"已考评 {made}，{made.scheme}（{perf_counter() - began:.1f} 秒）", err=True)
    for sheet in sheets:
        ranked = [each for each in sheet.results if each.rated is Rated.RANKED]
        best = "、".join(f"{each.unit.short_name} {said(each.score)}" for each in ranked[:BEST])
        click.echo(
            f"  {sheet.group.label}：{len(sheet.results)} 家，参加排名 {len(ranked)} 家"
            + (f"，前列：{best}" if best else ""),
            err=True,
        )
    if as_json:
        held = [each for sheet in sheets for each in sheet.results]
        click.echo(
            json.dumps(
                {
                    "period": str(made.starts_on),
                    "seq": made.seq,
                    "units": len(held),
                    "ranked": sum(each.rated is Rated.RANKED for each in held),
                    "seconds": round(perf_counter() - began, 1),
                }
            )
        )


@assess.command("list", help="列出考评过的各期。")
@click.option("--as", "login", required=True, help="以谁的账号查看。")
def listed(login: str) -> None:
    engine = migrated()
    with GovernedSession(engine, acting(engine, login), writing=False) as session:
        query = select(Period).options(joinedload(Period.scheme))
        for each in session.scalars(query.order_by(Period.starts_on.desc(), Period.seq.desc())):
            click.echo(f"{each}　{each.scheme}　{local(each.at):%Y-%m-%d %H:%M} 考评")


@assess.command("export", help=f"导出考评表（XLSX），每组一张，另附计算说明。{PERIOD}")
@click.argument("period", metavar="[考评期]", required=False)
@click.option("--as", "login", required=True, help="以谁的账号导出；只导出其可见的单位。")
@click.option("--scheme", "code", default=assessing.MONTHLY, show_default=True, help="方案编码。")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="XLSX 文件。")
def export(period: str | None, login: str, code: str, out: Path) -> None:
    if out.suffix.lower() != ".xlsx":
        raise Failure(f"{out.name} 的格式不支持，考评表请存为 .xlsx")
    engine = migrated()
    principal = acting(engine, login)
    if not principal.may("x", Result):
        raise Failure(f"{principal.title}无权导出考评结果")
    with GovernedSession(engine, principal, writing=False) as session:
        held = assessing.latest(session, assessing.begins(session, code, period))
        sheets = assessing.sheets(session, held)
    count = sum(len(each.results) for each in sheets)
    log_export(
        engine, principal, Result, conditions=str(held), rows=count, kind="xlsx", request_id=""
    )
    out.write_bytes(book(held, sheets))
    click.echo(f"已导出 {held} 的考评表，{count} 家单位：{out}", err=True)


@assess.command("whistles", help="吹哨报到两头的统计：街道、乡镇吹哨，被召集单位报到。")
@click.option("--as", "login", help="只统计此账号可以查看考评的单位；默认全部。")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="起始日期，默认前 30 日。")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="截止日期，默认今日。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def whistled(
    login: str | None, since: datetime | None, until: datetime | None, as_json: bool
) -> None:
    engine = migrated()
    reader = acting(engine, login) if login else SYSTEM
    if not reader.may("r", Result):
        raise Failure(f"{reader.title}无权查看考评结果")
    last = until.date() if until else local_date(now())
    first = since.date() if since else last - timedelta(days=DAYS - 1)
    if first > last:
        raise Failure("起始日期晚于截止日期")
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        streets = whistles.by_street(session, reader, first, last)
        units = whistles.by_unit(session, reader, first, last, now())
    if as_json:
        _as_json(first, last, streets, units)
        return
    click.echo(f"{first} 至 {last}")
    for title, scores in (("街道、乡镇吹哨", streets), ("单位报到", units)):
        click.echo(f"{title}：{len(scores)} 家")
        for each in scores:
            told = {**each.numbers, **{name: text for name, text in each.shares.items() if text}}
            click.echo(f"  {each.unit}　" + "、".join(f"{k} {v}" for k, v in told.items() if v))


def _as_json(
    first: date, last: date, streets: list[whistles.Score], units: list[whistles.Score]
) -> None:
    told = {
        "since": str(first),
        "until": str(last),
        "streets": [each.as_json() for each in streets],
        "units": [each.as_json() for each in units],
    }
    click.echo(json.dumps(told, ensure_ascii=False))
