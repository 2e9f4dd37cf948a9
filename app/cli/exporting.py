"""``flask export``: orders as a file, in the columns an office knows."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import IO, cast

import click

from app.cli import Failure, Group, migrated
from app.cli.account import acting
from app.kernel.clock import SHANGHAI, local, now
from app.models.work_order import WorkOrder
from app.services.export_log import log_export
from app.services.exports.columns import COLUMNS, LAYOUTS, chosen
from app.services.exports.orders import Export
from app.services.exports.standing import Standing
from app.services.files import csv_blocks, xlsx_blocks
from app.services.imports.faults import Wrong
from app.services.imports.fields import instant

exporting = Group("export", help="导出：工单。")

SUFFIXES = {".csv": "csv", ".gz": "csv", ".xlsx": "xlsx"}


@exporting.command("orders")
@click.option("--as", "login", required=True, help="以谁的账号导出；只导出其可见的工单。")
@click.option("--columns", "names", help="列名，以逗号分隔；flask export columns 列出全部。")
@click.option("--layout", help=f"版式：{'、'.join(LAYOUTS)}。")
@click.option("--as-of", "as_of", help="截至何时的情况，如 2026-10-18 12:00；默认现在。")
@click.option("--since", help="登记日期不早于。")
@click.option("--until", help="登记日期不晚于。")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="CSV 或 XLSX。")
def orders(
    login: str,
    names: str | None,
    layout: str | None,
    as_of: str | None,
    since: str | None,
    until: str | None,
    out: Path,
) -> None:
    """导出工单：按账号的可见范围，个人信息一律隐去，每次导出都记入审计。"""
    began = perf_counter()
    kind = SUFFIXES.get(out.suffix.lower()) or _unknown(out)
    at = _moment(as_of, ends=True) if as_of else None
    standing = Standing(at or now(), past=at is not None)
    engine = migrated()
    span = (_moment(since) if since else None, _moment(until, ends=True) if until else None)
    export = Export(engine, acting(engine, login), chosen(names, layout), standing, *span)
    count = export.count()
    log_export(
        engine,
        export.principal,
        WorkOrder,
        conditions="；".join(_told(layout or names, standing, since, until)),
        rows=count,
        kind=kind,
        request_id="",
    )
    _write(out, _blocks(export, kind))
    click.echo(f"已导出 {count} 件工单：{out}（{perf_counter() - began:.1f} 秒）", err=True)


@exporting.command("columns")
def columns() -> None:
    """列出可导出的列和版式。"""
    for name, column in COLUMNS.items():
        click.echo(f"{name}　{column.label}{'（隐去）' if column.private else ''}")
    for name, layout in LAYOUTS.items():
        click.echo(f"版式 {name}：{'、'.join(heading for heading, _ in layout)}")


def _blocks(export: Export, kind: str) -> Iterator[bytes]:
    if kind == "csv":
        return (each.encode("utf-8") for each in csv_blocks(export.lines()))
    return xlsx_blocks(export.lines(), WorkOrder.__label__)


def _write(out: Path, blocks: Iterator[bytes]) -> None:
    """Whole or not at all: under its name only once it is complete."""
    part = out.with_name(f".{out.name}.part")
    try:
        with _opened(part, packed=out.suffix.lower() == ".gz") as file:
            for block in blocks:
                file.write(block)
        os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)


def _opened(path: Path, *, packed: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "wb")) if packed else path.open("wb")


def _moment(typed: str, *, ends: bool = False) -> datetime:
    """An instant; a day alone is its beginning, or its end."""
    try:
        found = instant(typed)
    except Wrong as fault:
        raise Failure(str(fault)) from None
    if found is None:
        raise Failure("没有填写时间")
    whole = local(found).time() == datetime.min.time() and ":" not in typed
    return found + timedelta(days=1) if ends and whole else found


def _told(what: str | None, standing: Standing, since: str | None, until: str | None) -> list[str]:
    """The conditions, for the audit."""
    told = [f"列 {what}"]
    if standing.past:
        told.append(f"截至 {standing.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}")
    return [*told, *([f"自 {since}"] if since else []), *([f"至 {until}"] if until else [])]


def _unknown(out: Path) -> str:
    raise Failure(f"{out.name} 的格式不支持，请用 .csv、.csv.gz 或 .xlsx")
