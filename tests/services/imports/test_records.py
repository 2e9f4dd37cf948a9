"""One row read by a map: words, constants, places, kinds, entries, and the shift of time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.models.enums import Channel, DemandKind
from app.services.imports import mapping
from app.services.imports.faults import Wrong
from app.services.imports.opening import Line
from app.services.imports.record import LONGEST_TITLE, Reader, Record
from tests.services.imports.office import LABELS, PLAIN, beijing

FROM = "old.csv 第 7 行"


class Desk:
    """Reads rows by a map of every field, with further parts."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "old.yaml"

    def read(self, cells: dict[str, str], **parts: Any) -> Record:
        """``cells`` beside those of a plain row that tells no kind of demand."""
        self.path.write_text(
            yaml.safe_dump({"columns": LABELS} | parts, sort_keys=False), encoding="utf-8"
        )
        told = PLAIN | {"demand_kind": ""} | cells
        reader = Reader(mapping.load(str(self.path)), [LABELS[each] for each in told], "old.csv")
        return reader.read(Line(7, tuple(told.values())))

    def refusal(self, cells: dict[str, str], **parts: Any) -> str:
        with pytest.raises(Wrong) as caught:
            self.read(cells, **parts)
        return str(caught.value)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_record_says_where_it_is_from(desk: Desk) -> None:
    record = desk.read({})
    assert (record.number, record.said) == (7, [FROM])
    assert record.get("title") == PLAIN["title"]
    assert record.get("channel") is Channel.PHONE
    assert record.get("unit") is None


# ---- what is needed ---------------------------------------------------------------------------

LACKING = [
    ({"external_id": " "}, "没有外部编号，无从核对是否已经导入"),
    ({"at": ""}, "没有登记时间"),
    ({"title": "　", "content": " \n"}, "标题和诉求内容都是空的"),
    ({"at": "2024-02-30 10:00"},
     "登记时间：时间“2024-02-30 10:00”无效或不存在，请按“年-月-日 时:分:秒”填写"),
    ({"at": "昨天", "channel": "传真", "protected": "也许"},
     "登记时间：时间“昨天”无效或不存在，请按“年-月-日 时:分:秒”填写；"
     "渠道：“传真”不在可选范围内（12345电话、网络、移动客户端、来信、来访、其他热线转来）；"
     "要求保密：“也许”须为“是”或“否”"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "said"), LACKING)
def test_a_row_that_cannot_be_read_names_every_cell(
    desk: Desk, cells: dict[str, str], said: str
) -> None:
    assert desk.refusal(cells) == said


def test_a_damaged_row_says_what_reading_said(desk: Desk) -> None:
    desk.read({})
    reader = Reader(mapping.load(str(desk.path)), [LABELS[each] for each in PLAIN], "old.csv")
    with pytest.raises(Wrong, match=r"^列数不符$"):
        reader.read(Line(3, ("1",), "列数不符"))


def test_title_and_content_stand_for_each_other(desk: Desk) -> None:
    assert desk.read({"content": ""}).get("content") == PLAIN["title"]
    content = "  路灯\n不亮" + "，已经很久" * 40
    title = desk.read({"title": "", "content": content}).get("title")
    assert title == ("路灯 不亮" + "，已经很久" * 40)[:LONGEST_TITLE]
    assert desk.read({"title": "长" * 120}).get("title") == "长" * LONGEST_TITLE


# ---- words and constants ----------------------------------------------------------------------


def test_words_of_the_system_become_ours(desk: Desk) -> None:
    """Others stand as they are; a constant is for a blank cell."""
    parts = {
        "values": {"channel": {"热线": "12345电话", "APP": "移动客户端"}, "title": {"甲": "乙"}},
        "constants": {"channel": "letter", "named": "老系统"},
    }
    got = [desk.read({"channel": each}, **parts).get("channel")
           for each in ("热线", " APP ", "网络", "")]  # fmt: skip
    assert got == [Channel.PHONE, Channel.APP, Channel.NETWORK, Channel.LETTER]
    assert desk.read({}, **parts).get("named") == "老系统"
    assert desk.read({"named": "张三"}, **parts).get("named") == "张三"
    assert desk.read({"title": "甲"}, **parts).get("title") == "乙"


def test_a_mark_against_formulas_is_taken_off(desk: Desk) -> None:
    """As our own files put it on."""
    assert desk.read({"title": "'-5度的水"}).get("title") == "-5度的水"
    assert desk.read({"title": "'引号"}).get("title") == "'引号"
    assert desk.read({"contact": "13800138000\t"}).get("contact") == "13800138000"


# ---- the shift of time ------------------------------------------------------------------------


def test_all_instants_move_together(desk: Desk) -> None:
    """By whole days, and the file's own instant of registration is kept."""
    cells = {
        "at": " 2019-01-01 10:00:00", "dispatched_at": "2019-01-02", "due_at": "2019-01-09",
        "signed_at": "2019-01-03", "contacted_at": "2019-01-03 01:00",
        "replied_at": "2019-01-04", "visited_at": "2019-01-05",
    }  # fmt: skip
    record = desk.read(cells, shift={"weeks": 261, "days": 3, "why": "原时间早于条例施行"})
    assert {name: record.get(name) for name in mapping.DATES} == {
        "at": beijing("2024-01-05 10:00:00"),
        "dispatched_at": beijing("2024-01-06 00:00:00"),
        "due_at": beijing("2024-01-13 00:00:00"),
        "signed_at": beijing("2024-01-07 00:00:00"),
        "contacted_at": beijing("2024-01-07 01:00:00"),
        "replied_at": beijing("2024-01-08 00:00:00"),
        "visited_at": beijing("2024-01-09 00:00:00"),
    }
    moved = "原登记时间 2019-01-01 10:00:00，平移 261 周零 3 天（原时间早于条例施行）"
    assert record.said == [FROM, moved]


def test_a_shift_without_reason_or_days(desk: Desk) -> None:
    record = desk.read({}, shift={"weeks": 2})
    assert record.said[1] == f"原登记时间 {PLAIN['at']}，平移 2 周"
    assert desk.read({}, shift={"days": 7}).said[1].endswith("平移 1 周")
    assert desk.read({}, shift={"weeks": 0}).said == [FROM]


# ---- places, kinds, entries -------------------------------------------------------------------

PLACES = {"in": {"title": 1, "content": 1}, "names": {"一街": "E1", "二街": "E2"}, "why": "合成"}


def test_the_place_is_the_first_that_is_named(desk: Desk) -> None:
    """The title before the content, and there in the order of the map; the word is kept."""
    record = desk.read({"title": "二街路灯", "content": "一街也坏"}, places=PLACES)
    assert (record.place, record.get("place")) == ("E2", "二街")
    assert record.said == [FROM, "所在地由“二街”认定（合成）"]
    both = desk.read({"content": "从二街到一街"}, places=PLACES | {"why": ""})
    assert (both.place, both.said[1]) == ("E1", "所在地由“一街”认定")
    told = desk.read({"content": "一街", "place": "一街口"}, places=PLACES)
    assert (told.place, told.get("place")) == ("E1", "一街口")
    none = desk.read({}, places=PLACES)
    assert (none.place, none.said) == (None, [FROM])


@pytest.mark.parametrize("field", ["district", "township"])
def test_the_file_knows_the_place_better(desk: Desk, field: str) -> None:
    record = desk.read({"content": "一街", field: "东城二街道"}, places=PLACES)
    assert (record.place, record.said) == (None, [FROM])


KINDS = {
    "in": {"title": 1, "content": 2},
    "otherwise": "help",
    "rules": [
        {"kind": "report", "words": ["举报"]},
        {"kind": "consult", "words": ["请问", "咨询"]},
        {"kind": "complaint", "words": ["投诉"]},
    ],
}


@pytest.mark.parametrize(
    ("cells", "kinds"),
    [
        ({}, "help"),
        ({"title": "咨询和举报"}, "report consult help"),
        ({"title": "投诉", "content": "请问，请问"}, "complaint consult help"),
        ({"title": "投诉", "content": "请问"}, "complaint help"),
        ({"content": "请问，咨询"}, "help"),
        ({"content": "举报举报"}, "report help"),
        ({"title": "举报", "demand_kind": "建议"}, "suggestion"),
    ],
)
def test_kinds_are_those_the_words_show(desk: Desk, cells: dict[str, str], kinds: str) -> None:
    """Field after field, rule after rule; a word must occur as often as the map says."""
    record = desk.read(cells, kinds=KINDS)
    assert record.kinds == [DemandKind(each) for each in kinds.split()]


def test_no_kind_is_shown(desk: Desk) -> None:
    assert desk.read({}, kinds=KINDS | {"otherwise": None}).kinds == []
    assert desk.read({}).kinds == []
    assert desk.read({"demand_kind": "举报"}).kinds == [DemandKind.REPORT]


ENTRIES = {
    "in": {"title": 1, "content": 2},
    "rules": [
        {"entry": "L1", "words": ["爆管", "喷水"]},
        {"entry": "L2", "words": ["停水"]},
        {"entry": "L3", "words": ["摊贩", "占道"]},
    ],
}


@pytest.mark.parametrize(
    ("cells", "entries", "word"),
    [
        ({"title": "停水"}, ["L2"], "停水"),
        ({"title": "占道又停水"}, ["L2", "L3"], "停水"),
        ({"title": "占道", "content": "爆管，爆管"}, ["L3", "L1"], "占道"),
        ({"title": "无", "content": "爆管"}, [], ""),
        ({"title": "无", "content": "爆管，喷水"}, [], ""),
        ({"title": "无", "content": "停水，停水，喷水喷水"}, ["L1", "L2"], "喷水"),
        ({"title": "停水", "content": "停水停水"}, ["L2"], "停水"),
    ],
)
def test_entries_are_those_the_words_point_to(
    desk: Desk, cells: dict[str, str], entries: list[str], word: str
) -> None:
    record = desk.read({"content": "无"} | cells, entries=ENTRIES)
    assert record.entries == entries
    assert record.said[1:] == ([f"按关键词“{word}”归类"] if word else [])


def test_the_file_knows_the_entry_better(desk: Desk) -> None:
    record = desk.read({"title": "停水", "entry": "L4"}, entries=ENTRIES)
    assert (record.entries, record.said) == ([], [FROM])
