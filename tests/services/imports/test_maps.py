"""Maps loaded: what is wrong with one is told in a sentence, before any file is read by it."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from app.models.enums import DemandKind
from app.services.imports import mapping
from app.services.imports.faults import Unreadable
from app.services.imports.fields import FIELDS, NEEDED
from app.services.reference import FOLDER


def load(folder: Path, text: str) -> mapping.Mapping:
    path = folder / "old.yaml"
    path.write_text(text, encoding="utf-8")
    return mapping.load(str(path))


def refusal(folder: Path, text: str) -> str:
    """What is said of the map, its path left out."""
    with pytest.raises(Unreadable) as caught:
        load(folder, text)
    said = str(caught.value)
    assert said.startswith(f"映射 {folder}/old.yaml ")
    return said.removeprefix(f"映射 {folder}/old.yaml ")


IN = "in: {title: 1}"

WRONG = {
    "": "有误：须为键值",
    "[title]": "有误：须为键值",
    "标题": "有误：须为键值",
    "name: a\ncolumn: {title: 标题}\nforce: 1": "有误：不认识的键 column、force",
    "columns: {title: 标题, nosuch: 标题, another: x}": "有误：columns 中没有字段 another、nosuch",
    "constants: {nosuch: 标题}": "有误：constants 中没有字段 nosuch",
    "values: {nosuch: {a: b}}": "有误：values 中没有字段 nosuch",
    "places: {in: {nosuch: 1}, names: {甲: E1}}": "有误：in 中没有字段 nosuch",
    "kinds: {in: {nosuch: 1}, rules: []}": "有误：in 中没有字段 nosuch",
    "entries: {in: {nosuch: 1}, rules: []}": "有误：in 中没有字段 nosuch",
    f"kinds: {{{IN}, rules: [{{kind: praise, words: [好]}}]}}": "有误：没有 kind praise",
    f"kinds: {{{IN}, rules: [], otherwise: praise}}": "有误：没有 kind praise",
    "columns: [": "第 1 行不是完好的 YAML",
    "name: a\ntitle: b: c": "第 2 行不是完好的 YAML",
    "name: a\n\tx: 1": "第 2 行不是完好的 YAML",
    "!!python/object/apply:os.getcwd []": "第 1 行不是完好的 YAML",
    'name: "\x01"': "不是完好的 YAML",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_map_says_what_is_wrong(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text) == WRONG[text]


#: Shapes that are not those of a map.
MISSHAPEN = [
    "1: a\nname: b",
    "columns: 5",
    "columns: [title]",
    "columns: {1: a}",
    "constants: [title]",
    "values: {title: a}",
    "values: {title: }",
    "shift: 5",
    "shift: {weeks: many}",
    "shift: {weeks: }",
    "places: 5",
    "places: {names: {甲: E1}}",
    f"places: {{{IN}}}",
    f"places: {{{IN}, names: [甲]}}",
    "places: {in: [title], names: {甲: E1}}",
    "places: {in: {title: often}, names: {甲: E1}}",
    f"kinds: {{{IN}}}",
    f"kinds: {{{IN}, rules: [help]}}",
    f"kinds: {{{IN}, rules: [{{kind: help}}]}}",
    f"kinds: {{{IN}, rules: [{{words: [好]}}]}}",
    f"entries: {{{IN}, rules: [{{words: [好]}}]}}",
    f"entries: {{{IN}, rules: [{{entry: L3}}]}}",
]


@pytest.mark.parametrize("text", MISSHAPEN)
def test_a_misshapen_map_is_told_and_not_used(tmp_path: Path, text: str) -> None:
    """In one line that names the file."""
    said = refusal(tmp_path, text)
    assert said.startswith("有误：")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("named", ["nosuch", "", "seed/maps", "/nosuch/x.yaml", "x" * 300])
def test_a_map_that_is_not_there(named: str) -> None:
    """Those that come with the portal are named."""
    with pytest.raises(Unreadable) as caught:
        mapping.load(named)
    known = "、".join(mapping.shipped())
    assert str(caught.value) == f"没有映射“{named}”，也读不到这个文件；自带的有：{known}"
    assert "messages" in known


def test_a_map_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_bytes("title: 旧系统".encode("gbk"))
    with pytest.raises(Unreadable, match=f"^没有映射“{path}”，也读不到这个文件"):
        mapping.load(str(path))


def test_a_map_is_named_after_its_file_unless_it_says(tmp_path: Path) -> None:
    assert (load(tmp_path, "columns: {}").name, load(tmp_path, "{}").title) == ("old", "old")
    told = load(tmp_path, "name: hot\ntitle: 老热线\nconstants: \ncolumns: \nvalues: ")
    assert (told.name, told.title, told.columns) == ("hot", "老热线", {})


def test_plain_values_are_text(tmp_path: Path) -> None:
    """What YAML takes for a number or for yes is a word of the file."""
    held = load(
        tmp_path,
        "columns: {title: 5, content: [1, 二]}\nconstants: {protected: yes, contact: 13800138000}\n"
        "values: {channel: {1: 网络, 02: 来信}}\nshift: {weeks: 2, days: 3, why: 试}\n",
    )
    assert held.columns == {"title": ("5",), "content": ("1", "二")}
    assert held.constants == {"protected": "True", "contact": "13800138000"}
    assert held.values == {"channel": {"1": "网络", "2": "来信"}}
    assert (held.shift, held.shifted) == (timedelta(days=17), "试")
    assert FIELDS["protected"].read(held.constants["protected"]) is True


# ---- headings ---------------------------------------------------------------------------------

COLUMNS = (
    "columns: {external_id: [ID, 编号], at: 登记时间, content: [正文, Content], title: 主题}\n"
)


@pytest.mark.parametrize(
    ("headings", "places"),
    [
        (("id", "登记时间", "正文"), {"external_id": 0, "at": 1, "content": 2}),
        (("主题", "CONTENT", "Id", "登记时间"),
         {"external_id": 2, "at": 3, "content": 1, "title": 0}),
        # The first alias that is there, not the first column.
        (("content", "编号", "正文", "iD", "登记时间"),
         {"external_id": 3, "at": 4, "content": 2}),
    ],
)  # fmt: skip
def test_columns_are_found_by_any_of_their_names(
    tmp_path: Path, headings: tuple[str, ...], places: dict[str, int]
) -> None:
    """Whether they are written large or small."""
    assert load(tmp_path, COLUMNS).headings(headings) == places


@pytest.mark.parametrize(
    ("text", "headings", "said"),
    [
        (
            COLUMNS,
            ("主题",),
            "外部编号（ID、编号）；登记时间（登记时间）；诉求内容（正文、Content）",
        ),
        (COLUMNS, ("编号", "正文"), "登记时间（登记时间）"),
        ("columns: {external_id: ID}", ("ID",), "登记时间（映射未列）；诉求内容（映射未列）"),
    ],
)
def test_a_file_without_what_is_needed(
    tmp_path: Path, text: str, headings: tuple[str, ...], said: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        load(tmp_path, text).headings(headings)
    assert str(caught.value) == f"文件缺少列：{said}"


def test_a_constant_stands_for_a_column(tmp_path: Path) -> None:
    held = load(tmp_path, COLUMNS + "constants: {at: 2024-02-20}")
    assert held.headings(("id", "正文")) == {"external_id": 0, "content": 1}


# ---- those that come with the portal ----------------------------------------------------------


def codes(table: str) -> set[str]:
    with (FOLDER / table).open(encoding="utf-8") as file:
        return {row["code"] for row in csv.DictReader(file)}


def test_there_are_maps() -> None:
    assert "messages" in mapping.shipped()


@pytest.mark.parametrize("name", mapping.shipped())
def test_a_shipped_map_names_what_there_is(name: str) -> None:
    """Entries and places of the seed, kinds of the regulation, and words that are not blank."""
    held = mapping.load(name)
    assert held.name == name
    assert held.title != name
    assert set(NEEDED) <= {*held.columns, *held.constants}
    for words, known in (
        (held.entries, codes("catalogue.csv")),
        (held.places, codes("units.csv")),
        (held.kinds, {each.value for each in DemandKind}),
    ):
        if words is not None:
            named = {target for target, _ in words.rules}
            assert named
            assert named | ({words.otherwise} - {None}) <= known
            assert all(word.strip() for _, several in words.rules for word in several)
            assert set(words.within.values()) <= {1, 2, 3}


@pytest.mark.parametrize("name", mapping.shipped())
def test_a_shipped_map_says_nothing_twice(name: str) -> None:
    """YAML would let the later of two keys win, and a word never reach the second rule."""
    text = (mapping.MAPS / f"{name}.yaml").read_text(encoding="utf-8")
    keys = [each.value for each, _ in yaml.compose(text).value]
    assert len(keys) == len(set(keys))
    held = mapping.load(name)
    for words in (held.entries, held.places, held.kinds):
        if words is not None:
            said = [word for _, several in words.rules for word in several]
            assert sorted(said) == sorted(set(said))
    for field, value in held.constants.items():
        assert FIELDS[field].read(value) is not None
