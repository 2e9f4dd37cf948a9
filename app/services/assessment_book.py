"""考评表: the assessment as a workbook, a sheet a group and one that says how it was computed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from app.kernel.clock import local
from app.models.period import Period
from app.services.assess import HEADINGS, Cell, Sheet, told
from app.services.files import harmless

RATES = slice(9, 12)
WIDTHS = (6, 30, 8, 8, 9, 8, 8, 8, 9, 9, 9, 9, 10)


def book(period: Period, sheets: Sequence[Sheet]) -> bytes:
    """The whole workbook; small, so it is made in memory."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as made:
        looks = _looks(made, period.scheme.decimals)
        for sheet in sheets:
            _sheet(made.add_worksheet(sheet.group.label), sheet, looks)
        _explained(made.add_worksheet("说明"), period, looks)
    return file.getvalue()


def _looks(made: Any, decimals: int) -> dict[str, Any]:
    line = {"border": 1, "valign": "vcenter"}
    score = "0" if not decimals else f"0.{'0' * decimals}"
    return {
        "head": made.add_format(line | {"bold": True, "bg_color": "#E8EEF4", "align": "center",
                                        "text_wrap": True}),
        "cell": made.add_format(line),
        "rate": made.add_format(line | {"num_format": "0.00%"}),
        "score": made.add_format(line | {"num_format": score, "bold": True}),
        "middle": made.add_format(line | {"align": "center"}),
        "wrap": made.add_format(line | {"text_wrap": True}),
    }  # fmt: skip


def _sheet(page: Any, sheet: Sheet, looks: dict[str, Any]) -> None:
    page.freeze_panes(1, 2)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for place, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        page.set_column(place, place, width)
        page.write(0, place, heading, looks["head"])
    for row, line in enumerate([*sheet.lines, sheet.total], 1):
        for place, cell in enumerate(line):
            _cell(page, row, place, cell, looks)


def _cell(page: Any, row: int, place: int, cell: Cell, looks: dict[str, Any]) -> None:
    if isinstance(cell, Decimal):
        page.write_number(row, place, float(cell), looks["score" if place == 12 else "rate"])
    elif isinstance(cell, int):
        page.write_number(row, place, cell, looks["middle" if not place else "cell"])
    else:
        page.write_string(row, place, harmless(cell), looks["cell" if place == 1 else "middle"])


def _explained(page: Any, period: Period, looks: dict[str, Any]) -> None:
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 90)
    counted = f"{local(period.at):%Y-%m-%d %H:%M:%S} 在案的情况"
    for row, (what, how) in enumerate([*told(period), ("计算依据", counted)]):
        page.write_string(row, 0, what, looks["head"])
        page.write_string(row, 1, harmless(how), looks["wrap"])
