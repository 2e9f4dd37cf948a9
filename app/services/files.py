"""Files that leave: CSV and Excel, written row by row, with nothing a spreadsheet would calculate.

The Excel writer is our own: XlsxWriter makes some 5,000 rows a second, this one ten times that, and
its first bytes leave before the last row is read (docs/adr/0010). Small styled tables still use
XlsxWriter.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, cast
from xml.sax.saxutils import escape

from app.services.words import told

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BLOCK = 64 * 1024
#: What a spreadsheet would take for a formula, at the beginning of a text.
FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
#: Digits from which on a spreadsheet, opening plain text, would round a number.
ROUNDED = 12
#: Rows written at once.
ROWS = 200
#: Rows of one sheet, by the format's own limit.
SHEET = 1_048_576
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What a spreadsheet would take for a character written by its number.
NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

Lines = Iterable[list[Any]]


def harmless(value: Any) -> Any:
    """Numbers as they are, all else as text that no spreadsheet will calculate."""
    kind = type(value)
    if kind is int:
        return value
    text = value if kind is str else told(value)
    return f"'{text}" if text[:1] in FORMULA else text


def unescaped(text: str) -> str:
    """What ``harmless`` and the blank after long digits have put to a text, taken off again."""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text


def csv_blocks(lines: Lines) -> Iterator[str]:
    """The rows as text, with the mark by which spreadsheets know the encoding."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    for line in lines:
        writer.writerow([as_text(each) for each in line])
        if buffer.tell() > BLOCK:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def as_text(value: Any) -> Any:
    """Long digits, and those after a zero, stay text by a blank after them."""
    if type(value) is not str or not value.isascii() or not value.isdigit():
        return value
    return f"{value}\t" if len(value) >= ROUNDED or (value[0] == "0" and value != "0") else value


# ---- Excel ------------------------------------------------------------------------------------

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill/><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'
)
_FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)


class _Passing(io.RawIOBase):
    """What is written passes through; a zip archive can be written to it as a stream."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.held += data
        return len(data)

    def taken(self) -> bytes:
        """What has been written since."""
        data, self.held = bytes(self.held), bytearray()
        return data


def xlsx_blocks(lines: Lines, label: str) -> Iterator[bytes]:
    """The rows as a workbook, the first of them as a heading; a new sheet where one is full."""
    stream, rows = _Passing(), iter(lines)
    head, following = next(rows, []), next(rows, None)
    with zipfile.ZipFile(cast("Any", stream), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        sheets = 0
        while following is not None or not sheets:
            sheets += 1
            rest = chain(() if following is None else (following,), islice(rows, SHEET - 2))
            with book.open(f"xl/worksheets/sheet{sheets}.xml", "w") as sheet:
                sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}">{_FROZEN}<sheetData>'.encode())
                sheet.write(_clean(_row(head, ' s="1"')))
                while some := "".join(_row(each) for each in islice(rest, ROWS)):
                    sheet.write(_clean(some))
                    yield stream.taken()
                sheet.write(b"</sheetData></worksheet>")
            following = next(rows, None)
        for name, part in _parts(label, sheets):
            book.writestr(name, _HEAD + part)
    yield stream.taken()


def _clean(xml: str) -> bytes:
    """Without what no XML may hold: one look at many rows costs less than one a cell."""
    return (NOT_XML.sub("", xml) if NOT_XML.search(xml) else xml).encode()


def _row(cells: list[Any], style: str = "") -> str:
    made = []
    for each in cells:
        if type(each) is int:
            made.append(f"<c{style}><v>{each}</v></c>")
        elif each is None or each == "":
            made.append("<c/>")
        else:
            text = str(each)
            if "&" in text or "<" in text or ">" in text:
                text = escape(text)
            if "_x" in text:
                text = NUMBERED.sub("_x005F_", text)
            made.append(f'<c{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
    return f"<row>{''.join(made)}</row>"


def _parts(label: str, sheets: int) -> Iterator[tuple[str, str]]:
    """Everything of a workbook but its sheets."""
    numbers = range(1, sheets + 1)
    plain = re.sub(r"[\[\]:*?/\\']", "", NOT_XML.sub("", label)).strip()
    title = escape(plain[:24] or "表", {'"': "&quot;"})
    names = [title if each == 1 else f"{title}（{each}）" for each in numbers]
    override = '<Override PartName="/xl/{}" ContentType="{}.{}+xml"/>'.format
    yield (
        "[Content_Types].xml",
        (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            + override("workbook.xml", _KIND, "sheet.main")
            + override("styles.xml", _KIND, "styles")
            + "".join(override(f"worksheets/sheet{n}.xml", _KIND, "worksheet") for n in numbers)
            + "</Types>"
        ),
    )
    relation = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'.format
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
    whole = relation("r1", _OFFICE, "officeDocument", "xl/workbook.xml")
    yield "_rels/.rels", relations.format(whole)
    yield "xl/_rels/workbook.xml.rels", relations.format(
        relation("r0", _OFFICE, "styles", "styles.xml")
        + "".join(relation(f"r{n}", _OFFICE, "worksheet", f"worksheets/sheet{n}.xml")
                  for n in numbers)
    )  # fmt: skip
    yield "xl/styles.xml", _STYLES
    yield "xl/workbook.xml", (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>'
                  for n, name in zip(numbers, names, strict=True))
        + "</sheets></workbook>"
    )  # fmt: skip
