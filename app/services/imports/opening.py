"""Files as tables: CSV, CSV.GZ and XLSX, streamed; what is damaged is told and the rest goes on."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path

from app.services.imports import sheet, text
from app.services.imports.encoding import UNREADABLE
from app.services.imports.faults import Unreadable

PACKED, OLD = b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
#: An archive with something in it, and one with nothing.
ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")

#: The mark of the encoding, which files put together have in the middle.
MARK = "\ufeff"


@dataclass(frozen=True)
class Line:
    """One row: its number as a spreadsheet counts, its cells, and what is wrong with it."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass
class Table:
    """A file opened: its headings, and its rows to be read once."""

    path: Path
    kind: str
    headings: tuple[str, ...]
    lines: Iterator[Line]


def open_table(path: Path) -> Table:
    """The table of a file; ``Unreadable`` when there is none to be read."""
    start = _start(path)
    if not start:
        raise Unreadable(f"{path} 是空文件")
    if start.startswith(OLD):
        raise Unreadable(f"{path} 是旧版 XLS 或加密的工作簿，请另存为 XLSX 或 CSV")
    if start.startswith(ZIPPED):
        return _headed(path, "xlsx", _numbered(sheet.rows(path)))

    def opened() -> BufferedIOBase:
        return gzip.GzipFile(path) if start.startswith(PACKED) else path.open("rb")

    return _headed(path, "csv", _numbered(text.rows(opened)))


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except FileNotFoundError:
        raise Unreadable(f"没有文件 {path}") from None
    except IsADirectoryError:
        raise Unreadable(f"{path} 是目录，不是文件") from None
    except OSError as error:
        raise Unreadable(f"无法读取 {path}：{error.strerror}") from None


def _numbered(rows: Iterator[text.Row]) -> Iterator[Line]:
    for number, (cells, fault) in enumerate(rows, 1):
        if fault or any(each.strip().strip(MARK) for each in cells):
            yield Line(number, tuple(cells), fault)


def _headed(path: Path, kind: str, lines: Iterator[Line]) -> Table:
    """The first row that is not empty names the columns."""
    head = next(lines, None)
    if head is None:
        raise Unreadable(f"{path} 里没有表头")
    if head.fault:
        raise Unreadable(f"{path} 的表头无法读取：{head.fault}")
    names = [" ".join(each.replace(MARK, "").split()) for each in head.cells]
    while not names[-1]:
        names.pop()
    twice = sorted({each for each in names if names.count(each) > 1})
    if twice:
        said = "、".join(each or "（空）" for each in twice)
        raise Unreadable(f"{path} 的表头有重复的列名：{said}，请先改正")
    return Table(path, kind, tuple(names), _fitted(lines, len(names)))


def _fitted(lines: Iterator[Line], wide: int) -> Iterator[Line]:
    """Each row must be as long as the head; empty cells beyond it are nobody's."""
    for line in lines:
        cells = line.cells
        while len(cells) > wide and not cells[-1].strip():
            cells = cells[:-1]
        yield Line(line.number, cells, line.fault or _fault(cells, wide))


def _fault(cells: tuple[str, ...], wide: int) -> str:
    if len(cells) != wide:
        return f"列数不符：表头有 {wide} 列，这一行有 {len(cells)} 列，请核对分隔和引号"
    if any(UNREADABLE in each for each in cells):
        return "含有无法识别的文字（编码有误），请核对原文"
    return "含有无法保存的空字符，请删去" if any("\0" in each for each in cells) else ""
