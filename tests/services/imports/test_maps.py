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

PAIRS = "有误：映射须为“键: 值”"
KEYS = "name、title、columns、constants、values、shift、places、kinds、entries"
KINDS = "consult、help、complaint、report、suggestion"
YAML = "不是完好的 YAML，请核对缩进、冒号和引号"
WRONG = {
    "": PAIRS,
    "[title]": PAIRS,
    "标题": PAIRS,
    "name: a\ncolumn: {title: 标题}\nforce: 1": f"有误：不认识的键 column、force，可用的有：{KEYS}",
    "columns: {title: 标题, nosuch: 标题, another: x}": "有误：columns 中没有字段 another、nosuch",
    "constants: {nosuch: 标题}": "有误：constants 中没有字段 nosuch",
    "values: {nosuch: {a: b}}": "有误：values 中没有字段 nosuch",
    "places: {in: {nosuch: 1}, names: {甲: E1}}": "有误：places.in 中没有字段 nosuch",
    "kinds: {in: {nosuch: 1}, rules: []}": "有误：kinds.in 中没有字段 nosuch",
    "entries: {in: {nosuch: 1}, rules: []}": "有误：entries.in 中没有字段 nosuch",
    "entries: {in: {at: 1, title: 1}, rules: []}":
        "有误：entries.in 中的 at 不是文字，不能在其中找词",
    f"kinds: {{{IN}, rules: [{{kind: praise, words: [好]}}]}}":
        f"有误：kinds 中没有诉求类型 praise，可用的有：{KINDS}",
    f"kinds: {{{IN}, rules: [], otherwise: praise}}":
        f"有误：kinds 中没有诉求类型 praise，可用的有：{KINDS}",
    f"kinds: {{{IN}}}": "有误：kinds 缺少 rules",
    "kinds: {rules: []}": "有误：kinds 缺少 in",
    f"entries: {{{IN}, rules: [{{entry: L3}}]}}": "有误：entries.rules 缺少 words",
    f"entries: {{{IN}, rules: [{{entry: L3, words: [x], word: y}}]}}":
        "有误：entries.rules 中不认识的键 word，可用的有：entry、words",
    f"entries: {{{IN}, rules: [], rule: []}}":
        "有误：entries 中不认识的键 rule，可用的有：in、rules、otherwise、why",
    f"entries: {{{IN}, rules: [{{entry: L3, words: ['', x]}}]}}":
        "有误：entries.rules.words 须为文字，不能为空",
    "entries: {in: {title: 0}, rules: []}": "有误：entries.in.title 须为 1 至 99 的整数",
    "shift: {weeks: 1, day: 2}": "有误：shift 中不认识的键 day，可用的有：weeks、days、why",
    "shift: {weeks: 99999999999}": "有误：shift.weeks 须为 -10000 至 10000 的整数",
    "shift: {days: -999999}": "有误：shift.days 须为 -70000 至 70000 的整数",
    "shift: {weeks: 1.5}": "有误：shift.weeks 须为 -10000 至 10000 的整数",
    "columns: {title: ''}": "有误：columns.title 须为文字，不能为空",
    "columns: {title: [标题, ' ']}": "有误：columns.title 须为文字，不能为空",
    "columns: {title: }": "有误：columns.title 须为文字，不能为空",
    "columns: {title: []}": "有误：columns.title 至少要写一个",
    "columns: {title: {a: b}}": "有误：columns.title 须为文字，不能为空",
    "constants: {at: 2024-02-30}":
        "有误：constants.at 有误：时间“2024-02-30”无效或不存在，请按“年-月-日 时:分:秒”填写",
    "values: {protected: {有: 也许}}": "有误：values.protected.有 有误：“也许”须为“是”或“否”",
    "values: {title: 5}": "有误：values.title 须为“键: 值”",
    f"name: {'长' * 41}": f"有误：名称“{'长' * 41}”超过 40 字，请用 name 写一个短的",
    "name: ' '": "有误：name 须为文字，不能为空",
    "name: a\nname: b": "有误：第 2 行的键“name”前面已经写过，请合并",
    "columns: {title: a, title: b}": "有误：第 1 行的键“title”前面已经写过，请合并",
    "columns: " + "[" * 3000: "有误：层次过多，请照自带的映射改写",
    "name: !!int x": "有误：有 YAML 的类型标记与内容不符，请去掉“!!”标记",
    "name: !!timestamp 2024-02-30": "有误：有 YAML 的类型标记与内容不符，请去掉“!!”标记",
    "name: !!timestamp x": "有误：有 YAML 的类型标记与内容不符，请去掉“!!”标记",
    "name: !!int 5": "有误：name 须为文字，不能为空",
    "columns: [": f"有误：第 1 行{YAML}",
    "name: a\ntitle: b: c": f"有误：第 2 行{YAML}",
    "name: a\n\tx: 1": f"有误：第 2 行{YAML}",
    "!!python/object/apply:os.getcwd []": f"有误：第 1 行{YAML}",
    'name: "\x01"': f"有误：{YAML}",
    "{[a]: b}": f"有误：第 1 行{YAML}",
    "columns: &a {title: *a}": "有误：columns.title 须为文字，不能为空",
}  # fmt: skip


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
    assert not any(word in said for word in ("object", "argument", "literal", "NoneType", "int("))


@pytest.mark.parametrize("named", ["nosuch", "", "seed/maps", "/nosuch/x.yaml", "x" * 300, "a\0b"])
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


def test_a_name_of_forty_letters_is_short_enough(tmp_path: Path) -> None:
    assert load(tmp_path, f"name: {'长' * 40}").name == "长" * 40
    path = tmp_path / f"{'x' * 41}.yaml"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(Unreadable, match=r"超过 40 字，请用 name 写一个短的$"):
        mapping.load(str(path))


def test_plain_values_are_text(tmp_path: Path) -> None:
    """What YAML takes for a number or for yes is a word of the file."""
    held = load(
        tmp_path,
        "columns: {title: 5, content: [1, 二]}\nconstants: {protected: yes, contact: 13800138000}\n"
        "values: {channel: {1: 网络, 02: 来信}}\nshift: {weeks: 2, days: 3, why: 试}\n",
    )
    assert held.columns == {"title": ("5",), "content": ("1", "二")}
    assert held.constants == {"protected": "yes", "contact": "13800138000"}
    assert held.values == {"channel": {"1": "网络", "02": "来信"}}
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
