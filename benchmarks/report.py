"""Figures as they are found: printed at once, and kept for RESULTS.md."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

from app.kernel.clock import local, now

RESULTS = Path(__file__).parent / "RESULTS.md"
VERSIONS = ("SQLAlchemy", "Flask", "Flask-Admin", "psycopg")


HEAD = "# 测量 · Measured\n\n由 `make bench` 写出；只有同一台机器上的数字可以相比。"


class Report:
    """Sections of lines; a table is lines with bars."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def heading(self, text: str) -> None:
        self._say("", f"## {text}", "")

    def table(self, *columns: str) -> None:
        self._say(f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}")

    def row(self, *cells: object) -> None:
        self._say(f"| {' | '.join(str(each) for each in cells)} |")

    def note(self, text: str) -> None:
        self._say("", text)

    def _say(self, *lines: str) -> None:
        for each in lines:
            print(each, flush=True)
        self.lines += lines

    def write(self) -> None:
        """Over the sections of the same name, each with its machine: git keeps what was before."""
        before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else HEAD
        _, *held = before.split("\n## ")
        sections = {_named(each): each.strip() for each in held}
        for each in "\n".join(self.lines).split("\n## ")[1:]:
            title, _, told = each.partition("\n")
            sections.pop(_named(title), None)
            sections[_named(title)] = f"{title}\n\n{machine()}\n{told.rstrip()}"
        text = "\n\n## ".join([HEAD, *sections.values()])
        RESULTS.write_text(f"{text}\n", encoding="utf-8")


def _named(section: str) -> str:
    """The heading of a section without what it counts."""
    return section.partition("\n")[0].partition("（")[0]


def machine() -> str:
    """Where the numbers come from."""
    model = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.exists():
        lines = told.read_text(encoding="utf-8").splitlines()
        model = next((e.partition(": ")[2] for e in lines if e.startswith("model name")), model)
    held = "，".join(f"{each} {version(each)}" for each in VERSIONS)
    return (
        f"{local(now()):%Y-%m-%d}，{model} × {os.cpu_count()}，{platform.system()}"
        f" {platform.release()}，Python {platform.python_version()}，"
        f"SQLite {sqlite3.sqlite_version}，{held}"
    )
