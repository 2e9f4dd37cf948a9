"""An independent oracle of deadlines: a city's own verdicts against ours, by the command line."""

from __future__ import annotations

import csv
import gzip
import os
import re
import subprocess
import sys
from argparse import Namespace
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from app.services.imports.rejects import REASON
from benchmarks.report import Report

WEEKS = timedelta(weeks=534)
CLOCK = "2030-01-01"
VERDICTS = {"ONTIME": "按时", "OVERDUE": "超期"}
LOGIN = re.compile(r"登录名\W*(\S+)")


def measure(report: Report, folder: Path, asked: Namespace) -> None:
    """Import the city's requests with their own due times; judge them; compare every verdict."""
    report.heading("期限：与城市自己的判定逐行核对")
    if asked.deadlines is None:
        report.note("没有给出 `--deadlines 文件`，未核对。")
        return
    with gzip.open(asked.deadlines, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/deadlines.db",
        "FLASK_APP": "wsgi",
        "PORTAL_ENV": "development",
    }
    _flask(env, "db", "upgrade")
    _flask(env, "seed", "reference")
    for post in ("migrator", "dispatcher"):
        _flask(env, "account", "add", "核对", "--post", post, "--unit", "110000-00",
               "--login", post)  # fmt: skip
    rejects, out, began = folder / "rejects.csv", folder / "verdicts.csv", perf_counter()
    _flask(env, "import", "orders", str(asked.deadlines), "--map", "boston311", "--as", "migrator",
           "--clock", CLOCK, "--rejects", str(rejects))  # fmt: skip
    seconds = perf_counter() - began
    closed = max(datetime.fromisoformat(e["closed_at"]) for e in rows if e["closed_at"]) + WEEKS
    _flask(env, "export", "orders", "--as", "dispatcher", "--columns",
           "external_id,due_at,replied_at,verdict", "--as-of", f"{closed:%Y-%m-%d}",
           "-o", str(out))  # fmt: skip
    _compare(report, rows, _held(out), _refused(rejects))
    report.note(f"导入 {len(rows):,} 行用 {seconds:.0f} 秒（{len(rows) / seconds:.0f} 行/秒）。")
    report.note(_flask(env, "law", "check").strip().splitlines()[-1])


def _flask(env: dict[str, str], *told: str) -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "flask", *told], env=env, text=True, capture_output=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"flask {' '.join(told)}：{done.stderr}{done.stdout}")
    return done.stdout


def _held(out: Path) -> dict[str, str]:
    with out.open(encoding="utf-8-sig", newline="") as file:
        return {each["外部编号"].strip(): each["是否按时"] for each in csv.DictReader(file)}


def _refused(rejects: Path) -> dict[str, str]:
    if not rejects.exists():
        return {}
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        return {each["request_id"].strip(): each[REASON] for each in csv.DictReader(file)}


def _compare(
    report: Report, rows: list[dict[str, str]], held: dict[str, str], refused: dict[str, str]
) -> None:
    """Every labelled row with a limit; one due before it was made can only have been refused."""
    labelled = [each for each in rows if each["due_at"] and each["on_time_source"]]
    early = {e["request_id"] for e in rows if e["due_at"] and e["due_at"] <= e["created_at"]}
    judged = [each for each in labelled if each["request_id"] not in early]
    agreed, differing = 0, Counter[str]()
    for each in judged:
        ours = held.get(each["request_id"], "没有")
        if ours == VERDICTS[each["on_time_source"]]:
            agreed += 1
        else:
            differing[f"{each['on_time_source']} → {ours}"] += 1
    report.table("有期限和判定的行", "判定一致", "不一致", "登记前已到期（应拒绝）", "拒绝的行")
    kept = len(early & set(refused))
    report.row(f"{len(labelled):,}", f"{agreed:,} / {len(judged):,}", sum(differing.values()),
               f"{kept} / {len(early)}", len(refused))  # fmt: skip
    for told, number in differing.most_common(10):
        report.note(f"{told}：{number} 行")
