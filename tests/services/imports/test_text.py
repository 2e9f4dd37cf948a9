"""Text files read: whatever the encoding, the line ends, the separator and the packing."""

from __future__ import annotations

import gzip
from codecs import BOM_UTF16_BE
from io import BytesIO
from pathlib import Path

import pytest

from app.services.imports import text
from app.services.imports.opening import open_table
from app.services.imports.packed import BLOCK
from tests.services.imports.reading import HEAD, cells, lines, told

TEXT = HEAD + "1,路灯不亮，已经三天\n2,停水②\n"
ROWS = [("1", "路灯不亮，已经三天"), ("2", "停水②")]

ENCODED = {
    "utf-8": TEXT.encode(),
    "utf-8 with a mark": TEXT.encode("utf-8-sig"),
    "gbk": TEXT.encode("gbk"),
    "gb18030": TEXT.encode("gb18030"),
    "utf-16 little": TEXT.encode("utf-16"),
    "utf-16 big": BOM_UTF16_BE + TEXT.encode("utf-16-be"),
}


@pytest.mark.parametrize("name", ENCODED)
@pytest.mark.parametrize("compressed", [False, True])
def test_every_encoding_packed_or_not(tmp_path: Path, name: str, compressed: bool) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(gzip.compress(ENCODED[name]) if compressed else ENCODED[name])
    table = open_table(file)
    assert (table.kind, table.headings) == ("csv", ("编号", "内容"))
    assert [each.cells for each in table.lines] == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_encoding_is_told_from_the_whole_file(tmp_path: Path, encoding: str) -> None:
    """The first Chinese letter may come long after the first block."""
    file = tmp_path / "x.csv"
    plain = "".join(f"{n},{'x' * 99}\n" for n in range(BLOCK // 50))
    file.write_bytes(f"id,content\n{plain}0,市民热线\n".encode(encoding))
    assert cells(file)[-1] == ("0", "市民热线")


def test_few_letters_are_enough_for_the_encoding(tmp_path: Path) -> None:
    """Bytes of GBK that would also do as two letters of UTF-8 are the textbook's trap."""
    file = tmp_path / "x.csv"
    file.write_bytes("id,company\n1,联通\n".encode("gbk"))
    assert cells(file) == [("1", "联通")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line(tmp_path: Path, end: str) -> None:
    """Within quotes as well; the last line need not have one."""
    file = tmp_path / "x.csv"
    file.write_bytes((HEAD + '1,"上\n下"\n2,乙').replace("\n", end).encode())
    assert told(file) == [(2, ("1", "上\n下"), ""), (3, ("2", "乙"), "")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", range(1, 6))
def test_blocks_cut_nothing_in_two(tmp_path: Path, before: int, end: str) -> None:
    """A letter of three bytes, or an end of line, may lie across or at the end of a block."""
    file = tmp_path / "x.csv"
    times = BLOCK // 4 + 9
    file.write_bytes(("x" * before + end + f"甲{end}" * times).encode())
    read = lines(file)
    assert [each.number for each in read] == list(range(2, times + 2))
    assert {each.cells for each in read} == {("甲",)}


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_tabs_separate_where_the_head_has_no_comma(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "x.tsv"
    file.write_bytes("编号\t内容\n1\t坏了, 请修\n".encode(encoding))
    assert told(file) == [(2, ("1", "坏了, 请修"), "")]


@pytest.mark.parametrize("before", ["\n", "\n\n \n", "\t\t\n", "\ufeff\n"])
def test_blank_lines_before_the_head_do_not_say_what_separates(tmp_path: Path, before: str) -> None:
    file = tmp_path / "x.tsv"
    file.write_text(f"{before}编号\t内容\n1\t坏了, 请修\n", encoding="utf-8")
    assert cells(file) == [("1", "坏了, 请修")]


@pytest.mark.parametrize(
    "start", ["\ufeff\n", "\ufeff\ufeff\n", "\ufeff, \ufeff\n", "\ufeff \ufeff\n"]
)
def test_a_line_of_marks_alone_is_blank(tmp_path: Path, start: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(f"{start}编号,内容\n1,甲\n", encoding="utf-8")
    assert told(file) == [(3, ("1", "甲"), "")]


@pytest.mark.parametrize("heading", ["PK", "PKID", "PK编号"])
def test_a_heading_may_begin_like_a_workbook(tmp_path: Path, heading: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(f"{heading},内容\n1,甲\n", encoding="utf-8")
    assert (open_table(file).headings, cells(file)) == ((heading, "内容"), [("1", "甲")])


def test_commas_separate_where_the_head_has_one(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text('编号,"内\t容"\n1,坏\t了\n', encoding="utf-8")
    assert open_table(file).headings == ("编号", "内 容")
    assert cells(file) == [("1", "坏\t了")]


def test_quotes_keep_separators_ends_of_line_and_quotes(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(HEAD + '1,"他说：""好"",\n再见"\n2,丙\n', encoding="utf-8")
    assert told(file) == [(2, ("1", '他说："好",\n再见'), ""), (3, ("2", "丙"), "")]


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    """Empty rows count but are not rows; the head is the first that is not empty."""
    file = tmp_path / "x.csv"
    file.write_text("\n , \n编号,内容\n\n1,甲\n,\n  ,　\n2,乙\n", encoding="utf-8")
    assert told(file) == [(5, ("1", "甲"), ""), (8, ("2", "乙"), "")]


def test_empty_columns_at_the_end_are_nobodys(tmp_path: Path) -> None:
    """Spreadsheets leave them behind."""
    file = tmp_path / "x.csv"
    file.write_text("编号, 内 \n 容 ,,\n".replace("\n ", "") + "1,甲,,\n2,乙\n3,丙, ,  \n", "utf-8")
    table = open_table(file)
    assert table.headings == ("编号", "内 容")
    assert [each.cells for each in table.lines] == [("1", "甲"), ("2", "乙"), ("3", "丙")]


def test_headings_lose_their_blanks_and_marks(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes('\ufeff\ufeff 编号 ,"诉求\n内容"\n1,甲\n'.encode())
    assert open_table(file).headings == ("编号", "诉求 内容")


def test_a_heading_in_the_middle_may_be_empty(tmp_path: Path) -> None:
    """One of them: nothing is looked for there, and nothing moves."""
    file = tmp_path / "x.csv"
    file.write_text("编号,,内容\n1,x,甲\n", encoding="utf-8")
    assert open_table(file).headings == ("编号", "", "内容")
    assert cells(file) == [("1", "x", "甲")]


class Watched(BytesIO):
    """A file that knows how often it was read from."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.reads = 0

    def read1(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        return super().read1(size)


def test_a_file_is_read_a_block_at_a_time() -> None:
    """The first rows are there while the rest has been looked at for its encoding only."""
    data = (HEAD + "1,路灯不亮\n" * (10 * BLOCK // 15)).encode()
    opened: list[Watched] = []

    def again() -> Watched:
        opened.append(Watched(data))
        return opened[-1]

    read = text.rows(again)
    assert next(read) == (["编号", "内容"], "")
    assert next(read) == (["1", "路灯不亮"], "")
    assert [each.reads for each in opened] == [pytest.approx(len(data) / BLOCK, abs=2), 1]
    assert sum(1 for _ in read) == 10 * BLOCK // 15 - 1
