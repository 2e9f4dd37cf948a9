"""Workbooks read: the first sheet, values as they would be typed; what may hide is not opened."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.services.files import xlsx_blocks
from app.services.imports import sheet
from app.services.imports.faults import Unreadable
from app.services.imports.opening import open_table
from tests.services.imports.reading import cells, told, workbook


def two_rows(book: Any, page: Any) -> None:
    page.write_row(0, 0, ["编号", "内容"])
    page.write_row(1, 0, ["1", "路灯不亮"])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return workbook(tmp_path / "x.xlsx", two_rows)


def test_a_workbook_is_a_table(small: Path) -> None:
    table = open_table(small)
    assert (table.kind, table.headings) == ("xlsx", ("编号", "内容"))
    assert [(each.number, each.cells) for each in table.lines] == [(2, ("1", "路灯不亮"))]


def test_its_name_says_nothing(small: Path) -> None:
    """What it is, its first bytes tell."""
    renamed = small.rename(small.with_name("x.csv"))
    assert open_table(renamed).kind == "xlsx"


#: What is in a cell, its format, and what would be typed for it.
VALUES = [
    ("路灯", None, "路灯"),
    ("00123", None, "00123"),
    ("上\n下", None, "上\n下"),
    (7, None, "7"),
    (13800138000, None, "13800138000"),
    (123456789012345, None, "123456789012345"),
    (-2.5, None, "-2.5"),
    (True, None, "是"),
    (False, None, "否"),
    (datetime(2024, 3, 1, 10, 5, 7), "yyyy-mm-dd hh:mm:ss", "2024-03-01 10:05:07"),  # noqa: DTZ001
    (date(2024, 3, 1), "yyyy-mm-dd", "2024-03-01"),
    (time(10, 5, 7), "hh:mm:ss", "10:05:07"),
    (timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
    (None, None, ""),
]


def test_cells_are_read_as_they_would_be_typed(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["编号", "内容"])
        for number, (value, form, _) in enumerate(VALUES, 1):
            page.write_number(number, 0, number)
            held = book.add_format({"num_format": form}) if form else None
            if value is not None:
                page.write(number, 1, value, held)

    read = cells(workbook(tmp_path / "x.xlsx", fill))
    assert read == [(str(n), typed) for n, (_, _, typed) in enumerate(VALUES, 1)]


def renumbered(path: Path, *changes: tuple[str, str]) -> Path:
    """With other digits in the first sheet, as other programs write them."""
    with zipfile.ZipFile(path) as parts:
        held = {each: parts.read(each) for each in parts.namelist()}
    for old, new in changes:
        held["xl/worksheets/sheet1.xml"] = held["xl/worksheets/sheet1.xml"].replace(
            old.encode(), new.encode()
        )
    with zipfile.ZipFile(path, "w") as made:
        for name, data in held.items():
            made.writestr(name, data)
    return path


def long_numbers(book: Any, page: Any) -> None:
    page.write_row(0, 0, ["编号", "内容", "备注"])
    page.write_row(1, 0, [1234567890123456, "12345678901234567", 1])
    page.write_row(2, 0, [111111111111111.0, -1234567890123456, 2.5])
    page.write_formula(3, 0, "=A2*10", None, 9999999999999998)
    page.write_row(3, 1, [999999999999999, 1234567890123458])


def test_long_numbers_keep_their_digits(tmp_path: Path) -> None:
    """All that the file has, be they more than a float holds."""
    file = workbook(tmp_path / "x.xlsx", long_numbers)
    changes = [
        ("1234567890123458", "110101199003078515"),
        ("9999999999999998", "20240220000000017"),
    ]
    assert cells(renumbered(file, *changes)) == [
        ("1234567890123456", "12345678901234567", "1"),
        ("111111111111111", "-1234567890123456", "2.5"),
        ("20240220000000017", "999999999999999", "110101199003078515"),
    ]


def test_long_numbers_of_a_large_sheet_keep_their_digits(tmp_path: Path) -> None:
    """Over the ends of blocks, and beside those that are not long."""

    def fill(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["编号", "内容"])
        for number in range(1, 5000):
            page.write_row(
                number, 0, [10**15 + number * 7 if number % 3 else number, f"路{number}"]
            )

    read = cells(workbook(tmp_path / "x.xlsx", fill))
    assert read == [(str(10**15 + n * 7 if n % 3 else n), f"路{n}") for n in range(1, 5000)]


def test_a_number_that_lost_its_digits_is_not_guessed(tmp_path: Path) -> None:
    """Spreadsheets write no more than they kept."""
    file = workbook(tmp_path / "x.xlsx", long_numbers)
    first, second, third = told(
        renumbered(file, ("<v>1234567890123456", "<v>1.10101199003078E+17"))
    )
    said = (
        "数字 1.10101199003078E+17 超过 15 位，尾数已被电子表格舍去，请把这一列改为文本格式重新填写"
    )
    assert (first[1][0], first[2]) == ("1.10101199003078E+17", said)
    assert (second[2], third[2]) == ("", "")
    assert third[1][2] == "1234567890123458"


def test_a_number_that_is_not_to_be_found_again_is_not_guessed(tmp_path: Path) -> None:
    """Where the parts of the workbook are not named as usual."""
    file = workbook(tmp_path / "x.xlsx", long_numbers)
    table = open_table(file)
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
    faults = [each.fault for each in table.lines]
    assert all("超过 15 位，尾数已被电子表格舍去" in each for each in faults)


def test_our_own_workbooks_give_back_long_numbers(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    lines = [["编号", "内容"], [12345678901234567, "12345678901234567"]]
    file.write_bytes(b"".join(xlsx_blocks(lines, "工单")))
    assert cells(file) == [("12345678901234567", "12345678901234567")]


def test_formulas_are_the_values_they_had(tmp_path: Path) -> None:
    """Nothing is calculated here; an error is an empty cell."""

    def fill(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["编号", "内容"])
        page.write_formula(1, 0, "=1+1", None, 2)
        page.write_formula(1, 1, '="x"&"y"', None, "xy")
        page.write_formula(2, 0, "=9", None, 9)
        page.write_formula(2, 1, "=1/0", None, "#DIV/0!")

    assert cells(workbook(tmp_path / "x.xlsx", fill)) == [("2", "xy"), ("9", "")]


def test_only_the_first_sheet_is_read(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        two_rows(book, page)
        book.add_worksheet("第二").write_row(0, 0, ["编号", "内容", "另外"])

    assert cells(workbook(tmp_path / "x.xlsx", fill)) == [("1", "路灯不亮")]


def test_rows_have_the_numbers_the_screen_shows(tmp_path: Path) -> None:
    """Even when the table begins further down, and has empty rows in it."""

    def fill(book: Any, page: Any) -> None:
        page.write_row(2, 0, ["编号", "内容"])
        page.write_row(4, 0, [1, "甲"])
        page.write_row(7, 0, [2, "乙"])
        page.write_row(8, 0, [3])
        page.write_row(9, 0, [4, "丁", "", "戊"])

    ragged = "列数不符：表头有 2 列，这一行有 4 列，请核对分隔和引号"
    assert told(workbook(tmp_path / "x.xlsx", fill)) == [
        (5, ("1", "甲"), ""),
        (8, ("2", "乙"), ""),
        (9, ("3", ""), ""),
        (10, ("4", "丁", "", "戊"), ragged),
    ]


# ---- what is not opened -----------------------------------------------------------------------


def packed(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        list(open_table(path).lines)
    said = str(caught.value)
    assert said.startswith(f"{path} ")
    return said.removeprefix(f"{path} ")


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "vbaProject.bin"])
def test_a_workbook_with_macros(small: Path, name: str) -> None:
    with zipfile.ZipFile(small, "a") as more:
        more.writestr(name, b"x")
    assert refusal(small) == "含有宏，不予打开；请另存为不含宏的 XLSX 或 CSV"


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    assert refusal(packed(tmp_path / "x.xlsx", {"a.csv": "编号\n1"})) == "不是 XLSX 工作簿"


def test_a_workbook_that_unfolds_to_too_much(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(small) as parts:
        size = sum(each.file_size for each in parts.infolist())
    monkeypatch.setattr(sheet, "UNFOLDED", size)
    assert cells(small) == [("1", "路灯不亮")]
    monkeypatch.setattr(sheet, "UNFOLDED", size - 1)
    assert "不予打开；请拆分后再导入" in refusal(small)


def test_a_workbook_that_lies_about_its_size(tmp_path: Path) -> None:
    """A bomb would say that it is small: what comes out beyond that is not read."""

    def fill(book: Any, page: Any) -> None:
        for row in range(20_000):
            page.write_row(row, 0, ["编号", "内容"])

    file = workbook(tmp_path / "x.xlsx", fill)
    with zipfile.ZipFile(file) as parts:
        size = parts.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    data = file.read_bytes()
    assert data.count(size) == 2
    file.write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    assert refusal(file).startswith("不是完好的工作簿")


BROKEN = "不是完好的工作簿，可能没有传完，请重新获取"


def test_a_workbook_cut_in_the_middle(small: Path) -> None:
    small.write_bytes(small.read_bytes()[:-200])
    assert refusal(small) == BROKEN
    small.write_bytes(b"PK\x03\x04")
    assert refusal(small) == BROKEN


def test_a_workbook_with_nothing_right_in_it(tmp_path: Path) -> None:
    file = packed(tmp_path / "x.xlsx", {"xl/workbook.xml": "<workbook"})
    assert refusal(file).startswith("不是完好的工作簿")


def test_an_empty_sheet(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path / "x.xlsx", lambda book, page: None)) == "里没有表头"


def test_headings_twice(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(0, 0, ["编号", "内容", "编号"])

    file = workbook(tmp_path / "x.xlsx", fill)
    assert refusal(file) == "的表头有重复的列名：编号，请先改正"
