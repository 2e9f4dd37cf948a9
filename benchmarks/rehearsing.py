"""A draft tried over many dispatches of the last days, each with its reply and its visit."""

from __future__ import annotations

import csv
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import Engine

from app.access.principal import SYSTEM
from app.cli.demo import fresh_portal
from app.kernel.clock import local, local_date, now
from app.kernel.session import GovernedSession
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import DemandKind, DutyList, LimitClass, Measure, UnitKind
from app.models.parameter import Parameter
from app.services.imports import mapping
from app.services.imports.opening import open_table
from app.services.imports.rejects import Rejects
from app.services.imports.running import Import
from app.services.rehearsal import rehearse
from benchmarks.desk import acting_people
from benchmarks.report import Report

DISPATCHES, SPAN = 10_000, 80
STREETS = ("东华门街道", "建外街道", "望京街道")
ENTRY = "040104"
COLUMNS = (
    "工单编号", "来电时间", "标题", "主要内容", "工单类型", "联系电话", "问题分类", "所在街乡镇",
    "派单时间", "签收时间", "联系时间", "反馈时间", "处理情况", "逾期理由", "回访时间", "有效回访",
    "是否联系", "是否解决", "是否满意",
)  # fmt: skip


def measure(report: Report, folder: Path, _: Namespace) -> None:
    """Seconds for a parameter and for an entry that each of them has to do with."""
    portal = fresh_portal(folder / "rehearsal.db")
    engine: Engine = portal.extensions["portal.engine"]
    table = open_table(_written(folder / "rehearsal.csv"))
    rejects = Rejects(folder / "rehearsal.rejects.csv", table.headings)
    migrator = acting_people(engine)["migrator"]
    Import(engine, migrator, mapping.load("standard"), table, rejects).run()
    tell(report, engine)
    engine.dispose()


def tell(report: Report, engine: Engine) -> None:
    """What each draft costs; the processor's time too, for others may be at work on the machine."""
    report.heading(f"试算，{DISPATCHES:,} 件派单（SQLite）")
    report.table("试算什么", "派单", "涉及", "秒", "处理器 秒", "结果有变的")
    for told, draft in _drafts():
        with GovernedSession(engine, SYSTEM, writing=False) as session:
            began, used = perf_counter(), process_time()
            found = rehearse(session, draft)
            spent, used = perf_counter() - began, process_time() - used
        report.row(
            told, f"{found.dispatches:,}", f"{found.tried:,}", f"{spent:.1f}", f"{used:.1f}",
            f"{float(found.share):.1%}",
        )  # fmt: skip


def _drafts() -> list[tuple[str, Any]]:
    """They belong to no session, as if read from one."""
    common = {"id": 10**6, "at": now(), "valid_from": local_date(now()), "basis": "试算"}
    entry = {
        "code": ENTRY, "in_force": True, "level1": "交通管理", "level2": "停车", "level3": "地锁",
        "demand_kinds": (DemandKind.HELP,), "competent_kind": UnitKind.STREET,
        "territorial": True, "duty_list": DutyList.BASIC, "limit_class": LimitClass.L1,
        "extension_allowed": False,
    }  # fmt: skip
    days = {"measure": Measure.CALENDAR_DAYS}
    return [
        ("办理时限缩短（handle.L3）", Parameter(key="handle.L3", value=3, **days, **common)),
        ("提前回访关闭（visit.early）",
         Parameter(key="visit.early", value=0, measure=Measure.SWITCH, **common)),
        ("目录条目改级别、改诉求类型", CatalogueEntry(**entry, **common)),
    ]  # fmt: skip


def _written(path: Path) -> Path:
    """Orders of one matter, some of them fed back late, all visited; the same each time."""
    draw = Random(DISPATCHES)  # noqa: S311
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        begun = local(now()) - timedelta(days=SPAN + 1)
        for number in range(DISPATCHES):
            at = begun + timedelta(minutes=number * (SPAN - 30) * 1440 / DISPATCHES)
            replied = at + timedelta(hours=draw.choice((20, 60, 120, 250)))
            visited = replied + timedelta(days=10)
            hours = [at + timedelta(hours=each) for each in (1, 2, 3)]
            told = [f"{each:%Y-%m-%d %H:%M:%S}" for each in (at, *hours, replied, visited)]
            writer.writerow([
                f"R{number:06d}", told[0], "私装地锁", "楼下有人私装地锁", "投诉",
                f"139{number:08d}", ENTRY, draw.choice(STREETS), told[1], told[2], told[3],
                told[4], "已拆除地锁", "连日降雨", told[5], "是", "是", "是", "满意",
            ])  # fmt: skip
    return path
