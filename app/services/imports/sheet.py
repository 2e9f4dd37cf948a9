"""Workbooks as rows: the first sheet, values only; what a workbook may hide is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from app.services.imports.digits import LONG, Digits
from app.services.imports.faults import Unreadable

#: Bytes a workbook may unfold to: a sheet of Excel's own size fits, a bomb does not.
UNFOLDED = 1024**3


def rows(path: Path) -> Iterator[tuple[list[str], str]]:
    """Every row of the first sheet as text; formulas are the values they had when saved."""
    _inspect(path)
    try:
        with python_calamine.load_workbook(str(path)) as book:
            names = book.sheet_names
            if not names:
                raise Unreadable(f"{path} 里没有工作表")
            digits = Digits(path)
            for cells in book.get_sheet_by_name(names[0]).iter_rows():
                typed = [_text(each) for each in cells]
                fault = ""
                for place, each in enumerate(cells):
                    if type(each) is float and abs(each) >= LONG:
                        typed[place] = digits.of(each)
                        fault = fault or _rounded(typed[place])
                yield typed, fault
    except python_calamine.CalamineError as error:
        raise Unreadable(f"{path} 不是完好的工作簿：{error}") from None


def _inspect(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError):
        raise Unreadable(f"{path} 不是完好的工作簿，可能没有传完，请重新获取") from None
    if any(each.filename.lower().endswith("vbaproject.bin") for each in parts):
        raise Unreadable(f"{path} 含有宏，不予打开；请另存为不含宏的 XLSX 或 CSV")
    if not any(each.filename == "xl/workbook.xml" for each in parts):
        raise Unreadable(f"{path} 不是 XLSX 工作簿")
    if sum(each.file_size for each in parts) > UNFOLDED:
        raise Unreadable(f"{path} 展开后超过 {UNFOLDED // 1024**2} MB，不予打开；请拆分后再导入")


def _rounded(number: str) -> str:
    """What is said of a number whose last digits the file itself does not have."""
    if number.lstrip("-").isdecimal():
        return ""
    return f"数字 {number} 超过 15 位，尾数已被电子表格舍去，请把这一列改为文本格式重新填写"


def _text(value: Any) -> str:
    """A cell as it would be typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < LONG else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)
