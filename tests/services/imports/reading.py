"""Files written byte by byte, and the rows that are read from them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import xlsxwriter

from app.services.imports.opening import Line, open_table

HEAD = "编号,内容\n"


def lines(path: Path) -> list[Line]:
    return list(open_table(path).lines)


def told(path: Path) -> list[tuple[int, tuple[str, ...], str]]:
    """Number, cells and fault of every row."""
    return [(each.number, each.cells, each.fault) for each in lines(path)]


def cells(path: Path) -> list[tuple[str, ...]]:
    return [each.cells for each in lines(path)]


def faults(path: Path) -> dict[int, str]:
    """The damaged rows by number."""
    return {each.number: each.fault for each in lines(path) if each.fault}


def digest(number: int) -> str:
    """What no compression makes shorter, the same in every run."""
    return sha256(str(number).encode()).hexdigest()


def packed(path: Path, rows: int) -> bytes:
    """A compressed file of many rows that differ."""
    text = HEAD + "".join(f"{n},{digest(n)}\n" for n in range(1, rows + 1))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    return path.read_bytes()


def workbook(path: Path, fill: Callable[[Any, Any], None]) -> Path:
    """A workbook whose first sheet is filled."""
    book = xlsxwriter.Workbook(str(path))
    fill(book, book.add_worksheet())
    book.close()
    return path
