"""Files that leave: nothing a spreadsheet calculates, nothing it rounds, nothing it cannot open."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import python_calamine

from app.models.enums import Channel, DemandKind
from app.services import files
from app.services.files import BLOCK, FORMULA, csv_blocks, harmless, unescaped, xlsx_blocks

LINES: list[list[Any]] = [["编号", "内容"], ["甲", 1], ["乙", ""]]


def csv_rows(lines: list[list[Any]]) -> list[list[str]]:
    text = "".join(csv_blocks(lines))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def workbook(lines: Any, label: str = "工单") -> bytes:
    return b"".join(xlsx_blocks(lines, label))


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """Every sheet as a stranger's reader sees it."""
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def xlsx_rows(lines: list[list[Any]]) -> list[list[Any]]:
    (rows,) = sheets(workbook(lines)).values()
    return rows


# ---- harmless ---------------------------------------------------------------------------------

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1", "\n=1", "="]
PLAIN = ["", "路灯", "1+1=2", "'引号", "''", " =1", "13800138000", "（-1）"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_made_a_text_and_taken_back(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert unescaped(harmless(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_formula_stays(text: str) -> None:
    assert harmless(text) == unescaped(text) == text


def test_every_beginning_of_a_formula_is_known() -> None:
    assert set(FORMULA) >= {"=", "+", "-", "@", "\t", "\r", "\n"}
    assert {text[0] for text in FORMULAS} == set(FORMULA)


def test_values_are_said_as_on_the_screen() -> None:
    """Numbers alone stay numbers."""
    told = {
        7: 7,
        -7: -7,
        True: "是",
        None: "",
        Channel.PHONE: "12345电话",
        date(2024, 3, 1): "2024-03-01",
        datetime(2024, 3, 1, 2, 5, tzinfo=UTC): "2024-03-01 10:05",
        (DemandKind.HELP, DemandKind.CONSULT): "求助、咨询",
    }
    for value, said in told.items():
        assert harmless(value) == said
        assert type(harmless(value)) is type(said)
    assert harmless(False) == "否"
    assert harmless(["-1", "x"]) == "'-1、x"


# ---- CSV --------------------------------------------------------------------------------------


def test_a_csv_file_is_what_was_given() -> None:
    """Quotes, commas and ends of line within cells come back as they went."""
    lines = [["编号", "内容"], ["a,b", '他说"好"'], ["上\n下", "末\r\n尾"], ["", " 空 "]]
    assert csv_rows(lines) == lines
    assert "".join(csv_blocks(lines)).count("\r\n") == 5


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("123456789012", "123456789012\t"),
        ("110101199003078515", "110101199003078515\t"),
        ("007", "007\t"),
        ("00", "00\t"),
        ("0", "0"),
        ("13800138000", "13800138000"),
        ("1234567890123x", "1234567890123x"),
        ("1" * 12 + " ", "1" * 12 + " "),
        ("０" * 15, "０" * 15),
        (123456789012, "123456789012"),
        (0, "0"),
        (None, ""),
        ("", ""),
    ],
)
def test_long_digits_stay_text(value: Any, kept: str) -> None:
    """A spreadsheet would round them, or strip the zeros; a blank after them forbids it."""
    assert csv_rows([["x", "y"], [value, "z"]])[1] == [kept, "z"]


def test_a_csv_file_comes_in_blocks() -> None:
    row = ["甲" * 100, "乙" * 100]
    blocks = list(csv_blocks([row] * 2000))
    assert len(blocks) > 3
    assert all(len(each) < BLOCK + 1000 for each in blocks)
    assert csv_rows([row] * 2000) == [row] * 2000


def test_a_csv_file_of_nothing() -> None:
    assert "".join(csv_blocks([])) == "\ufeff"


# ---- Excel ------------------------------------------------------------------------------------


def test_a_workbook_is_what_was_given() -> None:
    assert xlsx_rows(LINES) == [["编号", "内容"], ["甲", 1.0], ["乙", ""]]


@pytest.mark.parametrize("text", [*FORMULAS, "00123", "110101199003078515", " 空 ", "<b>&\"'"])
def test_a_text_is_a_text(text: str) -> None:
    """No cell of ours is calculated or taken for a number, escaped or not."""
    data = workbook([["x", "y"], [text, "z"]])
    (rows,) = sheets(data).values()
    assert rows[1] == [text.replace("\r", "\n"), "z"]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert xml.count('t="inlineStr"') == 4


@pytest.mark.parametrize("code", [0, 1, 7, 8, 11, 12, 14, 27, 31, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
def test_characters_no_file_may_hold_are_left_out(code: int) -> None:
    """One of them would make the whole workbook unreadable."""
    assert xlsx_rows([["x"], [f"前{chr(code)}后"]])[1] == ["前后"]


def test_characters_a_file_may_hold_stay() -> None:
    text = "表\t行\n😀\u3000\x7f"
    assert xlsx_rows([["x"], [text]])[1] == [text]


@pytest.mark.parametrize("text", ["]]>", "a]]>b & <c>", "\x00]]\x01>", "_x000D_", "_x005F_x000D_",
                                  "_x000d_x0041_", "_x00zz_", "x_x0009_x"])  # fmt: skip
def test_what_has_a_meaning_of_its_own_is_text(text: str) -> None:
    """In the heading as below it; nothing that a stranger's reader trips over."""
    data = workbook([[text, "y"], [text, "z"]])
    (rows,) = sheets(data).values()
    plain = text.replace("\x00", "").replace("\x01", "")
    assert rows == [[plain, "y"], [plain, "z"]]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314 -- our own
        assert b"]]>" not in parts.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (5, 5.0),
        (0, 0.0),
        (-3, -3.0),
        (10**14, 1e14),
        (None, ""),
        ("", ""),
        ("0", "0"),
        (2.5, "2.5"),
    ],
)
def test_numbers_and_nothing(value: Any, kept: Any) -> None:
    row = xlsx_rows([["x", "y"], [value, "z"]])[1]
    assert row == [kept, "z"]
    assert type(row[0]) is type(kept)


def test_the_heading_is_bold_and_stays_in_view() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(LINES))) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert xml.count('<c s="1"') == 2
    assert '<pane ySplit="1"' in xml


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("工单", "工单"),
        ("a[b]c:d*e?f/g\\h'i", "abcdefghi"),
        ('<工单> & "其他"', '<工单> & "其他"'),
        ("长" * 40, "长" * 24),
        ("", "表"),
        ("'[]'", "表"),
        (" \x01\t", "表"),
        ("工\x1f单", "工单"),
    ],
)
def test_a_sheet_has_a_name_it_may_have(label: str, name: str) -> None:
    assert list(sheets(workbook(LINES, label))) == [name]


@pytest.mark.parametrize("rows", [0, 1, 3, 5, 9, 10])
def test_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """Each with the heading; together they hold every row once."""
    monkeypatch.setattr(files, "SHEET", 4)
    lines = [["编号"], *([n] for n in range(rows))]
    held = sheets(workbook(lines, "长" * 40))
    assert all(len(name) <= 31 for name in held)
    assert next(iter(held)) == "长" * 24
    assert [name[-3:] for name in list(held)[1:]] == [f"（{n}）" for n in range(2, len(held) + 1)]
    assert all(page[0] == ["编号"] and len(page) <= 4 for page in held.values())
    assert [row[0] for page in held.values() for row in page[1:]] == list(range(rows))


def test_every_part_of_a_workbook_is_well_formed(monkeypatch: pytest.MonkeyPatch) -> None:
    """And is named where Excel looks for it."""
    monkeypatch.setattr(files, "SHEET", 2)
    with zipfile.ZipFile(io.BytesIO(workbook([*LINES, ["&<>", "&amp;"]], 'a&"b'))) as parts:
        assert parts.testzip() is None
        texts = {name: parts.read(name).decode() for name in parts.namelist()}
    for text in texts.values():
        ElementTree.fromstring(text)  # noqa: S314 -- our own
    assert {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml"} < set(texts)
    pages = [name for name in texts if name.startswith("xl/worksheets/")]
    assert len(pages) >= 3
    for name in pages:
        assert f'PartName="/{name}"' in texts["[Content_Types].xml"]
        assert name.removeprefix("xl/") in texts["xl/_rels/workbook.xml.rels"]


def test_a_workbook_of_nothing_can_be_opened() -> None:
    assert [rows for rows in sheets(workbook([])).values() if any(map(any, rows))] == []
    assert xlsx_rows([["编号"]]) == [["编号"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_first_bytes_leave_before_the_last_row_is_read(kind: str) -> None:
    """At the cost of a block or two of memory, however many rows there are."""
    read = 0

    def lines() -> Iterator[list[Any]]:
        nonlocal read
        for n in range(20_000):
            read = n
            yield [f"{n * 7919 % 10_007:05d}", f"{n * n % 99_991}号路灯{n * 31 % 1009}"]

    blocks: Any = csv_blocks(lines()) if kind == "csv" else xlsx_blocks(lines(), "工单")
    first = next(blocks)
    assert 0 < len(first) < 4 * BLOCK
    assert read < 19_000
    sizes = [len(each) for each in blocks]
    assert read == 19_999
    assert len(sizes) > 1
    assert max(sizes) < 4 * BLOCK


def test_a_file_that_left_can_be_read_again(tmp_path: Path) -> None:
    """By the same portal: what one writes, the other imports."""
    from app.services.imports.opening import open_table

    lines = [["编号", "内容"], [harmless("00123456789012"), harmless("=1+1")], [2, "上\n下"]]
    csv_file, xlsx_file = tmp_path / "x.csv", tmp_path / "x.xlsx"
    csv_file.write_text("".join(csv_blocks(lines)), encoding="utf-8", newline="")
    xlsx_file.write_bytes(workbook(lines))
    for file in (csv_file, xlsx_file):
        read = [each.cells for each in open_table(file).lines]
        cells = [[unescaped(cell).strip() for cell in row] for row in read]
        assert cells == [["00123456789012", "=1+1"], ["2", "上\n下"]]
