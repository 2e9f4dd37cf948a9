"""Long numbers of a workbook, digit by digit as its file has them; a float would round them."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

#: From here on a number may have digits that a float does not hold, or a spreadsheet did not keep.
LONG = 10**15
BLOCK = 64 * 1024
CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>(?:<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))?"
    rb"<(?:\w+:)?v>([^<]*)</"
)
#: A cell of any kind but a number.
OTHER = re.compile(rb"""\bt=["'](?!n["'])""")
SHEET = re.compile(r"""<(?:\w+:)?sheet\b[^>]*?\s\w+:id=["']([^"']+)""")
RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")


class Digits:
    """Asked for one long number after another, in the order of the sheet."""

    def __init__(self, path: Path) -> None:
        self.written = _written(path)

    def of(self, value: float) -> str:
        """The number as it is written; as a float where that is not to be found."""
        try:
            return next((each for each in self.written if float(each) == value), repr(value))
        except (KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error):
            return repr(value)


def _written(path: Path) -> Iterator[str]:
    """The numbers of the first sheet that are long."""
    with zipfile.ZipFile(path) as packed, packed.open(_first(packed)) as sheet:
        held = b""
        while block := sheet.read(BLOCK):
            held, end = held + block, 0
            for found in CELL.finditer(held):
                end = found.end()
                if not OTHER.search(found[1]) and len(found[2]) > len("1E+15"):
                    text = found[2].decode("ascii", "replace").strip()
                    if _is_long(text):
                        yield text
            held = held[max(end, len(held) - BLOCK) :]


def _is_long(text: str) -> bool:
    try:
        return abs(float(text)) >= LONG
    except ValueError:
        return False


def _first(packed: zipfile.ZipFile) -> str:
    """The part in which the first sheet is."""
    book = packed.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = packed.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    named = SHEET.search(book)
    for each in RELATION.findall(relations):
        target = re.search(r"""\bTarget=["']([^"']+)""", each)
        if named and target and re.search(rf"""\bId=["']{re.escape(named[1])}["']""", each):
            return target[1][1:] if target[1].startswith("/") else f"xl/{target[1]}"
    return "xl/worksheets/sheet1.xml"
