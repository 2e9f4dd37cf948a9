"""Damaged text files: each row that cannot be read says why, and the rows after it go on."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path
from random import Random

import pytest

from app.services.imports.faults import Unreadable
from app.services.imports.opening import open_table
from app.services.imports.text import LONGEST
from tests.services.imports.reading import HEAD, cells, digest, faults, lines, packed, told

CUT = "文件在此处中断，之后的内容没有读到，请重新获取文件"
BROKEN = "压缩文件在此处损坏，之后的内容没有读到，请重新获取文件"
DOUBTFUL = "压缩文件已损坏，这一行不可信，请重新获取文件"
QUOTES = "引号不成对，无法分列，请核对这一行的引号"
TOO_LONG = "这一行超过 100 万字，没有读完，请拆分或缩短后再导入"
GARBLED = "含有无法识别的文字（编码有误），请核对原文"
NUL = "含有无法保存的空字符，请删去"


def columns(wide: int) -> str:
    return f"列数不符：表头有 2 列，这一行有 {wide} 列，请核对分隔和引号"


#: The second row of three, and what is said of it.
DAMAGED = {
    "too few cells": (b"2", columns(1)),
    "too many cells": ("2,乙,丙".encode(), columns(3)),
    "text after the quotes": ('2,"乙"丙'.encode(), QUOTES),
    "a quote opened twice": ('2,"乙"丙"'.encode(), QUOTES),
    "quotes that swallow a line": ('2,"乙\n丙"丁'.encode(), QUOTES),
    "a cell too long": (b"2," + b"x" * (LONGEST + 1), TOO_LONG),
    "a cell of many blocks": (b"2," + b"x" * (3 * LONGEST), TOO_LONG),
    "two cells too long together": (b"x" * (LONGEST // 2) + b"," + b"x" * (LONGEST // 2), TOO_LONG),
    "nul": ("2,乙\0".encode(), NUL),
    "no text in the encoding": (b"2,\xe4\xb9\xff\xe4", GARBLED),
}


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize("compressed", [False, True])
def test_the_rows_around_a_damaged_one_are_read(
    tmp_path: Path, name: str, compressed: bool
) -> None:
    """And keep their numbers."""
    row, said = DAMAGED[name]
    whole = "编号,内容\n1,甲乙丙丁\n".encode() + row + "\n3,戊己庚辛\n4,壬癸\n".encode()
    file = tmp_path / "x.csv"
    file.write_bytes(gzip.compress(whole) if compressed else whole)
    first, damaged, *rest = lines(file)
    assert (first.number, first.cells, first.fault) == (2, ("1", "甲乙丙丁"), "")
    assert damaged.number == 3
    assert damaged.fault == said
    assert [(each.number, each.cells, each.fault) for each in rest] == [
        (4, ("3", "戊己庚辛"), ""),
        (5, ("4", "壬癸"), ""),
    ]


def test_a_cell_of_the_greatest_length_is_read(tmp_path: Path) -> None:
    """The longest line there may be, its end not counted."""
    file = tmp_path / "x.csv"
    text = "长" * (LONGEST - len("1,") - 1)
    file.write_text(f"{HEAD}1,{text}\n2,乙\n", encoding="utf-8")
    assert told(file) == [(2, ("1", text), ""), (3, ("2", "乙"), "")]


def test_a_cell_of_many_lines_too_long(tmp_path: Path) -> None:
    """Each of its lines is short enough."""
    file = tmp_path / "x.csv"
    text = ("x" * 99 + "\n") * (LONGEST // 100 + 1)
    file.write_text(f'{HEAD}1,甲\n2,"{text}"\n', encoding="utf-8")
    first, damaged = lines(file)
    assert (first.fault, damaged.number, damaged.fault) == ("", 3, TOO_LONG)


LONG = "x" * LONGEST
#: A cell too long, which the row after it must survive.
SWALLOWING = {
    "in quotes": f'2,"{LONG}"',
    "in quotes, of many blocks": f'2,"{LONG * 3}"',
    "with quotes and separators in it": f'2,"{LONG}"",""{LONG}"',
    "that ends with quotes": f'2,"{LONG}"""',
    "with another cell in quotes after it": f'2,"{LONG}","乙"',
    "of many lines": '2,"' + (f"{'x' * 99}\n" * (LONGEST // 100 + 9)) + '"',
    "of many lines, each with quotes": '2,"' + ('说 ""好"",\n' * (LONGEST // 5)) + '"',
    "of two long lines": f'2,"{LONG}\n{LONG * 2}"',
    "not in quotes, with a quote in it": f'2,5" {LONG}',
    "in quotes in the first column": f'"{LONG}",2',
}


@pytest.mark.parametrize("name", SWALLOWING)
@pytest.mark.parametrize("compressed", [False, True])
def test_a_cell_too_long_swallows_nothing(tmp_path: Path, name: str, compressed: bool) -> None:
    file = tmp_path / "x.csv"
    whole = f'{HEAD}1,甲\n{SWALLOWING[name]}\n3,"丙\n丁"\n4,戊\n'.encode()
    file.write_bytes(gzip.compress(whole, 1) if compressed else whole)
    first, damaged, *rest = lines(file)
    assert (first.cells, first.fault) == (("1", "甲"), "")
    assert (damaged.number, damaged.fault) == (3, TOO_LONG)
    assert len(damaged.cells[0]) <= LONGEST
    assert [(each.number, each.cells, each.fault) for each in rest] == [
        (4, ("3", "丙\n丁"), ""),
        (5, ("4", "戊"), ""),
    ]


def test_a_quote_never_closed_says_how_much_it_took(tmp_path: Path) -> None:
    """Also where that is more than any row may hold."""
    file = tmp_path / "x.csv"
    for times in (3, LONGEST // 50):
        rest = "".join(f"{n},{digest(n)}\n" for n in range(times))
        file.write_text(f'{HEAD}1,甲\n2,"乙\n{rest}', encoding="utf-8")
        said = f"引号到文件末尾也没有收尾，从这里起的 {times + 1} 行没有分列，请补上引号"
        first, last = lines(file)
        assert first.fault == ""
        assert last.fault.startswith(said)


def test_a_line_without_end_is_not_kept(tmp_path: Path) -> None:
    """A small packed file may unfold to one; it costs no more memory than the longest there is."""
    file = tmp_path / "x.csv.gz"
    endless = HEAD.encode() + b"1," + b"x" * 30 * LONGEST + "\n2,乙\n".encode()
    file.write_bytes(gzip.compress(endless, compresslevel=1))
    del endless
    tracemalloc.start()
    try:
        assert [(each.number, each.fault) for each in lines(file)] == [(2, TOO_LONG), (3, "")]
        assert tracemalloc.get_traced_memory()[1] < 12 * LONGEST
    finally:
        tracemalloc.stop()


def test_a_damaged_row_keeps_its_text(tmp_path: Path) -> None:
    """What cannot be divided stays whole, so that it can be mended."""
    file = tmp_path / "x.csv"
    file.write_text(HEAD + '1,甲\n2,"乙\n丙"丁,"x"\n', encoding="utf-8")
    assert cells(file)[-1] == ('2,"乙\n丙"丁,"x"',)


def test_a_quote_within_a_cell_is_a_quote(tmp_path: Path) -> None:
    """Only at the beginning does it open anything."""
    file = tmp_path / "x.csv"
    file.write_text(HEAD + '1,5" 管\n2,乙\n', encoding="utf-8")
    assert cells(file) == [("1", '5" 管'), ("2", "乙")]


def test_a_quote_never_closed_swallows_what_follows(tmp_path: Path) -> None:
    """Nothing tells where it should have ended; the rows before it are read."""
    file = tmp_path / "x.csv"
    file.write_text(HEAD + '1,甲\n2,"乙\n3,丙\n4,丁\n', encoding="utf-8")
    first, last = lines(file)
    assert (first.cells, first.fault) == (("1", "甲"), "")
    assert last.cells == ('2,"乙\n3,丙\n4,丁',)
    assert last.fault


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_a_packed_file_cut_in_the_middle(tmp_path: Path, share: float) -> None:
    """The rows before the cut are right; the last one says that it is the last."""
    file = tmp_path / "x.csv.gz"
    whole = packed(file, 20_000)
    file.write_bytes(whole[: int(len(whole) * share)])
    *good, last = lines(file)
    assert len(good) > 20_000 * share * 0.8
    assert [each.number for each in good] == list(range(2, len(good) + 2))
    assert {each.fault for each in good} == {""}
    assert all(each.cells == (str(n), digest(n)) for n, each in enumerate(good, 1))
    assert last.fault == CUT


def noise(seed: int, size: int) -> bytes:
    return Random(seed).randbytes(size)


#: Some is found where it stands; some by the checksum alone, which cannot tell where.
DAMAGES = [bytes(64), b"\xff" * 4096, b"\x01", noise(1, 64), noise(1, 4096), noise(2, 20_000)]
UNPROVEN = "压缩文件的校验不符，内容不可信，请重新获取文件"


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("place", [0.4, 0.6, 0.8])
def test_a_packed_file_damaged_in_the_middle(tmp_path: Path, damage: bytes, place: float) -> None:
    """Rows before it are read; none is given that is not as it was written."""
    file = tmp_path / "x.csv.gz"
    whole = bytearray(packed(file, 20_000))
    middle = int(len(whole) * place)
    whole[middle : middle + len(damage)] = damage
    file.write_bytes(bytes(whole))
    if len(damage) < 20_000 and (said := refusal(file)):
        assert said == f"{file} 的表头无法读取：{UNPROVEN}"
        return
    *some, last = lines(file)
    good = [each for each in some if not each.fault]
    assert [each.cells for each in good] == [(str(n), digest(n)) for n in range(1, len(good) + 1)]
    assert len(good) > 20_000 * place - 4000
    assert {each.fault for each in some[len(good) :]} <= {DOUBTFUL}
    assert last.fault == BROKEN


def refusal(file: Path) -> str:
    try:
        open_table(file)
    except Unreadable as said:
        return str(said)
    return ""


def test_the_last_rows_before_a_cut_are_read(tmp_path: Path) -> None:
    """Every one of them, whichever byte is the last."""
    file = tmp_path / "x.csv.gz"
    whole = packed(file, 300)
    for cut in range(len(whole) - 40, len(whole)):
        file.write_bytes(whole[:cut])
        *good, last = lines(file)
        assert last.fault == CUT
        assert len(good) > 280
        assert all(each.cells == (str(n), digest(n)) for n, each in enumerate(good, 1))


def test_the_encoding_is_told_from_what_is_whole(tmp_path: Path) -> None:
    """Not from the noise that comes of the damage."""
    file = tmp_path / "x.csv.gz"
    text = HEAD + "".join(f"{n},路灯不亮{digest(n)}\n" for n in range(20_000))
    whole = bytearray(gzip.compress(text.encode(), mtime=0))
    middle = len(whole) // 2
    whole[middle : middle + 20_000] = noise(0, 20_000)
    file.write_bytes(bytes(whole))
    *good, last = lines(file)
    assert (last.fault, good[0].cells) == (BROKEN, ("0", f"路灯不亮{digest(0)}"))


def test_what_stands_after_a_packed_file_is_told(tmp_path: Path) -> None:
    """As when a download is joined with something else; the file itself is whole."""
    file = tmp_path / "x.csv.gz"
    file.write_bytes(packed(file, 50) + b"<html>")
    *good, last = lines(file)
    assert (len(good), {each.fault for each in good}) == (50, {""})
    assert last.fault == "压缩文件末尾有无法识别的内容，没有读到，请核对文件"


def test_packed_files_joined_are_one(tmp_path: Path) -> None:
    file = tmp_path / "x.csv.gz"
    file.write_bytes(packed(file, 50) + gzip.compress(b"51,x\n"))
    assert [each.fault for each in lines(file)] == [""] * 51


def test_a_packed_file_cut_before_its_head(tmp_path: Path) -> None:
    file = tmp_path / "x.csv.gz"
    file.write_bytes(packed(file, 100)[:12])
    with pytest.raises(Unreadable, match=f"x.csv.gz 的表头无法读取：{CUT}"):
        open_table(file)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (
            '2,"乙还没有说',
            "引号到文件末尾也没有收尾，从这里起的 1 行没有分列，请补上引号，或核对文件是否完整",
        ),
        ("2", columns(1)),
        ("2,", ""),
        ("", ""),
    ],
)
def test_a_plain_file_cut_in_the_middle(tmp_path: Path, end: str, said: str) -> None:
    """As far as a row can tell that something is missing."""
    file = tmp_path / "x.csv"
    file.write_text(f"{HEAD}1,甲\n{end}", encoding="utf-8")
    assert faults(file) == ({3: said} if said else {})
    assert lines(file)[0].cells == ("1", "甲")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_a_plain_file_cut_within_a_letter(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(f"{HEAD}1,甲乙丙丁\n2,戊己庚辛".encode(encoding)[:-1])
    assert faults(file) == {3: GARBLED}


UNREADABLE = {
    "empty": (b"", "x.csv 是空文件"),
    "a mark alone": (b"\xef\xbb\xbf", "x.csv 里没有表头"),
    "blanks alone": (b"\n \n,,\r\n", "x.csv 里没有表头"),
    "a heading twice": ("编号,内容,编号,内容\n1,2,3,4\n".encode(),
                        "x.csv 的表头有重复的列名：内容、编号，请先改正"),
    "two without a name": ("编号,,,内容\n1,2,3,4\n".encode(),
                           "x.csv 的表头有重复的列名：（空），请先改正"),
    "head with bad quotes": ('编号,"内容"x\n1,2\n'.encode(),
                             f"x.csv 的表头无法读取：{QUOTES}"),
    "packed, by a way nobody knows": (b"\x1f\x8b\x07\x00" + bytes(20),
                                      f"x.csv 的表头无法读取：{BROKEN}"),
    "packed, two bytes of it": (b"\x1f\x8b", f"x.csv 的表头无法读取：{CUT}"),
    "packed, of nothing": (gzip.compress(b""), "x.csv 里没有表头"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
                        "x.csv 是旧版 XLS 或加密的工作簿，请另存为 XLSX 或 CSV"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_without_a_table_says_so(tmp_path: Path, name: str) -> None:
    """Before anything is read of it, in one sentence that begins with the file."""
    data, said = UNREADABLE[name]
    file = tmp_path / "x.csv"
    file.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        open_table(file)
    assert str(caught.value) == f"{tmp_path}/{said}"


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=f"^{tmp_path} 是目录，不是文件$"):
        open_table(tmp_path)
    with pytest.raises(Unreadable, match=f"^没有文件 {tmp_path}/none.csv$"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(Unreadable, match=r"^无法读取 "):
        open_table(tmp_path / ("x" * 300))
