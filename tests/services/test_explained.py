"""What rests on a clause, which tests name it, and what is told when there is none."""

from __future__ import annotations

import pytest
import yaml

from app.access.matrix import MATRIX
from app.kernel import citation
from app.kernel.citation import clauses
from app.kernel.model import Case, managed_tables
from app.kernel.rules import DEMANDS, DERIVATIONS, RULES
from app.models.act import Act, Performed, Stamped
from app.models.enums import Post
from app.models.extension import Extension
from app.models.work_order import WorkOrder
from app.services import law_coverage, permissions
from app.services.evidence import evidence
from app.services.instruments import above, normal, parts
from app.services.law_explain import explained
from app.services.resting import ROOT, elsewhere, matrix_lines, mentions, resting
from app.services.whereabouts import about, table_named, told

SAMPLE = """
LAWS = [Law("a_rule", "条例:十", (case("x", BY, y),), (case("z", BY, y), *(case(n) for n in N)))]

def helper(world):
    return world.order.due_at

def test_law(law):
    pass

def test_it(world):
    assert helper(world) == world.get(WorkOrder, 1).due_at

def test_by_name():
    assert refused == {"a_rule"}
"""


@pytest.mark.parametrize(
    ("typed", "filed"),
    [
        ("条例：十五（二）", "条例:十五(二)"),
        ("条例:第十五条", "条例:十五"),
        (" 条例: 十五 (二) ", "条例:十五(二)"),
        ("提纲:四（二）４", "提纲:四(二)4"),
    ],
)
def test_a_citation_is_understood_as_typed(typed, filed):
    assert normal(typed) == filed


def test_what_lies_below_a_clause_and_above_it():
    assert [each.citation for each in parts("条例:十五")] == [
        "条例:十五(一)",
        "条例:十五(二)",
        "条例:十五(三)",
    ]
    assert parts("条例:二十三") == []
    assert {each.citation for each in parts("条例:十")} == set()
    assert len(parts("提纲:四(二)")) == 5
    over = above("条例:十一(3)(二)")
    assert over is not None
    assert over.citation == "条例:十一(3)"
    assert above("条例:十一") is None


def test_everything_registered_stands_where_it_says():
    """The line named is that of the decorator, and the name follows."""
    for each in resting():
        lines = (ROOT / each.place.file).read_text(encoding="utf-8").splitlines()
        assert lines[each.place.line - 1].startswith("@"), each.name
        assert any(f"def {each.name}(" in line for line in lines[each.place.line :])
        assert each.sentence


def test_every_table_has_its_line_in_the_matrix():
    assert set(matrix_lines()) == {table.__name__ for table in MATRIX}


def test_coverage_has_every_clause_and_every_function_once():
    held = law_coverage.coverage()
    assert [each.clause.citation for each in held] == list(clauses())
    named = sorted(one.name for each in held for one in each.rules)
    registered = [
        *(one.check for one in RULES),
        *(one.compute for one in DERIVATIONS),
        *(one.demand for one in DEMANDS),
    ]
    assert named == sorted(each.__name__ for each in registered)
    for each in held:
        assert bool(each.tests) is bool(each.rules), each.clause.citation
        assert not (each.gap and (each.clause.declaratory or each.rules))


def outline() -> dict[str, law_coverage.Covered]:
    held = (each for each in law_coverage.coverage() if each.clause.citation.startswith("提纲:"))
    return {each.clause.citation.partition(":")[2]: each for each in held}


def test_no_gap_is_left_in_the_outline_but_in_governance():
    assert [key for key, each in outline().items() if each.gap] == ["四(四)1", "四(四)2"]


def test_an_item_is_carried_out_only_when_each_of_its_clauses_is():
    """A part that has nothing is named; what only supports an item is told beside it."""
    for each in outline().values():
        below = [part for one in each.clause.through for part in law_coverage.under(one)]
        assert list(each.open) == [one for one in below if law_coverage.covered(one).gap]
        assert each.clause.declaratory or each.clause.through
    assert "条例:二十八 尚无规则或者权限" in outline()["四(四)1"].standing
    assert outline()["四(三)2"].standing == "由 条例:十六(1)、十六(2)、三十三 落实"
    assert "支撑条款 条例:三十一(1)、三十一(2) 尚缺" in outline()["四(二)1"].standing
    assert "条例:二十五(1)(四)" in outline()["四(四)2"].open
    assert outline()["四(一)1"].standing.startswith("宣示")


def test_clauses_an_item_rests_on_are_on_file(tmp_path, monkeypatch):
    held = {"name": "试", "title": "试", "clauses": {
        "一": {"heading": "甲", "summary": "乙", "through": ["试:二"]}}}  # fmt: skip
    (tmp_path / "try.yaml").write_text(yaml.safe_dump(held, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr(citation, "TEXT", tmp_path)
    with pytest.raises(LookupError, match="试:一 rests on what is not on file"):
        clauses.__wrapped__()


def test_every_function_of_the_law_is_named_by_a_test():
    assert [each.name for each in resting() if not evidence().of(each)] == []


def test_tests_are_counted_from_what_is_written(tmp_path):
    folder = tmp_path / "tests" / "law"
    folder.mkdir(parents=True)
    (folder / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    found = evidence(tmp_path / "tests")
    assert found.installed
    assert {rule: len(cases) for rule, cases in found.cases.items()} == {"a_rule": 3}
    limit = next(each for each in resting() if each.fields == ("due_at", "warn_at"))
    assert found.of(limit) == {"tests/law/test_sample.py::test_it"}
    assert found.mentioning("WorkOrder", "work_order") == ["tests/law/test_sample.py"]


def test_without_tests_nothing_is_claimed(tmp_path):
    found = evidence(tmp_path / "tests")
    assert not found.installed
    assert [each.name for each in resting() if found.of(each)] == []


def test_a_mention_is_of_the_clause_itself():
    """Neither of a paragraph below it nor of another instrument's clause of that number."""
    assert "app/access/privacy.py" in mentions()["条例:八(3)"]
    assert "条例:八" not in mentions()
    assert "app/access/matrix.py" not in elsewhere("条例:十五(二)")


def test_a_clause_is_explained():
    said = "\n".join(explained("条例:十五(二)"))
    assert "依法办理与延期" in said
    assert "extension_is_explained　app/law/extension.py:" in said
    assert "延期申请 extension　app/access/matrix.py:" in said
    assert "tests/law/test_extension.py" in said
    assert "宣示性条款" in "\n".join(explained("条例:三"))
    assert "依惯例" in "\n".join(explained("平台规则:number"))
    assert "尚无规则或者权限依据本款" in explained("条例:二十八")
    assert "由 条例:十六(1)、条例:十六(2)、条例:三十三 落实" in explained("提纲:四(三)2")
    assert "  条例:十五(三)　双向反馈" in "\n".join(explained("条例:十五"))
    assert len(explained("提纲:四(二)")) == 7
    assert len(explained("提纲")) == 16


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("条例:九十九", "条例:十九"),
        ("回访", "条例:二十三（回访）"),
        ("十五(二)", "条例:十五(二)"),
        ("法", "相近的有"),
        ("", "相近的有"),
        (":", "相近的有"),
    ],
)
def test_an_unknown_clause_has_neighbours(asked, near):
    with pytest.raises(LookupError) as refused:
        explained(asked)
    assert near in refused.value.args[0]
    assert "\n" not in refused.value.args[0]


@pytest.mark.parametrize("asked", ["Extension", "extension", "EXTENSION", "延期申请"])
def test_a_table_goes_by_its_names(asked):
    assert table_named(asked) is Extension


def test_an_unknown_table_has_neighbours():
    with pytest.raises(LookupError, match="没有表“Extensions”，相近的有：Extension"):
        table_named("Extensions")
    with pytest.raises(LookupError, match="可用：Account"):
        table_named("")


def test_a_table_knows_all_about_itself():
    names = {each.name for each in about(Extension)}
    tables = (Extension, Act, Case)
    assert names == {each.name for each in resting() if each.table in (*tables, Performed, Stamped)}
    for table in managed_tables():
        lines = list(told(table, "视图在此"))
        assert lines[1].startswith("模型　app/")
        assert "视图　视图在此" in lines
    said = "\n".join(told(WorkOrder, ""))
    assert "编号　number · order_number　app/law/intake.py:" in said


def test_permissions_are_those_of_the_matrix():
    posts = list(Post)
    held = {each["table"]: each["posts"] for each in permissions.as_json(posts)["tables"]}
    assert set(held) == {table.__tablename__ for table in MATRIX}
    for table, grant in MATRIX.items():
        for post, can in grant.posts.items():
            assert held[table.__tablename__].get(post.value, {"verbs": ""})["verbs"] == can.verbs
    assert held["extension"]["head"] == {"verbs": "rxc", "reach": "本单位参与的工单"}
    widths = {len(row) for row in permissions.rows(posts)}
    assert widths == {len(posts) + 2}
    assert permissions.post_named("承办员") is permissions.post_named("handler") is Post.HANDLER
