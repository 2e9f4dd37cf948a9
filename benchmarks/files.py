"""Files in and out: rows a second on both engines, and the memory it takes as files grow."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from benchmarks.report import Report

ROWS = 4_326
MATTERS = (
    ("小区路灯不亮", "路灯坏了三天，夜里出行不便，请尽快修复。"),
    ("夜间施工扰民", "工地夜间施工到凌晨，影响休息，希望按规定时间施工。"),
    ("物业费问题", "物业公司收费不透明，请有关部门核查收费依据。"),
    ("占道经营", "流动摊贩占道经营，行人无法通过。"),
    ("公交线路建议", "建议公交线路延伸到新建小区。"),
    ("咨询公积金提取", "请问公积金提取需要哪些材料，到哪里办理？"),
    ("感谢", "感谢工作人员的帮助。"),
)
PLACES = ("A1区", "A2区", "A3区", "A4区", "A7县", "", "")
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1/postgres")


def measure(report: Report, folder: Path, asked: Namespace) -> None:
    """Import, export and assessment of one file on each engine; memory on SQLite."""
    file = asked.messages or synthetic(folder / "messages.csv.gz", ROWS)
    report.heading(f"导入 {file.name if asked.messages else f'{ROWS:,} 件合成来信'}，再导出")
    report.table(
        "数据库", "导入 行/秒", "派单", "核对规则 件/秒", "导出 CSV 行/秒", "导出 XLSX 行/秒"
    )
    for name, url in engines(folder):
        _child("ready", url, "")
        told = _child("run", url, str(file))
        report.row(name, *(told[key] for key in ("rows", "dispatched", "checked", "csv", "xlsx")))
    report.heading("内存（SQLite，进程峰值 MB）")
    report.table("行数", "导入", "导出 CSV", "导出 XLSX")
    for rows in (asked.rows // 4, asked.rows):
        many = synthetic(folder / f"{rows}.csv.gz", rows)
        url = f"sqlite:///{folder}/{rows}.db"
        _child("ready", url, "")
        peaks = [_child("import", url, str(many))["peak"]]
        peaks += [_child(kind, url, "")["peak"] for kind in ("csv", "xlsx")]
        report.row(f"{rows:,}", *peaks)


def engines(folder: Path) -> Iterator[tuple[str, str]]:
    """SQLite always; PostgreSQL where a server answers."""
    yield "SQLite", f"sqlite:///{folder}/files.db"
    url = SERVER.replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        admin = create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("DROP DATABASE IF EXISTS portal_bench")
            connection.exec_driver_sql("CREATE DATABASE portal_bench")
    except OperationalError as error:
        print(f"没有 PostgreSQL：{str(error.orig).splitlines()[0]}")
        return
    yield "PostgreSQL", f"{SERVER.rpartition('/')[0]}/portal_bench"


def synthetic(path: Path, rows: int) -> Path:
    """Messages in the form of the real ones, the same each time."""
    draw = Random(rows)  # noqa: S311
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "user", "title", "body", "created_at"])
        begun = datetime(2019, 1, 1)  # noqa: DTZ001
        for number in range(rows):
            title, body = draw.choice(MATTERS)
            at = begun + timedelta(minutes=number * 365 * 1440 / rows)
            text = f"{draw.choice(PLACES)}{body * draw.randint(1, 8)}"
            writer.writerow([f"S{number:07d}", f"U{draw.randrange(10**6):06d}", title, text,
                             f"{at:%Y-%m-%d %H:%M:%S}"])  # fmt: skip
    return path


def _child(what: str, url: str, file: str) -> dict[str, str]:
    """One measurement in a process of its own, whose memory is then only its own."""
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.child", what, file],
        env=os.environ | {"DATABASE_URL": url},
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, str] = json.loads(told.stdout.splitlines()[-1])
    return found
