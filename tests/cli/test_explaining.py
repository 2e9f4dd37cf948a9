"""The commands that explain the portal print what they promise, without a database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.kernel import clock
from app.services.law_list import lines
from config import Config
from tests import make_more
from tests.world import DAY, MONDAY, World


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    path = tmp_path_factory.mktemp("cli") / "empty.db"
    app = create_app(Config(database_url=f"sqlite:///{path}", secret_key="x" * 32))
    yield app
    app.extensions["portal.engine"].dispose()
    assert not Path(path).exists()


def run(app: Flask, *args: str) -> tuple[int, str]:
    got = app.test_cli_runner().invoke(args=list(args))
    assert got.exception is None or isinstance(got.exception, SystemExit), got.exception
    return got.exit_code, got.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("law", "explain", "条例:十五(二)"), "延期申请 extension　app/access/matrix.py:"),
        (("law", "explain", "平台规则:number"), "工单编号"),
        (("law", "coverage"), "条例:十八 行业管理　宣示：属部门自身建设"),
        (("where", "Extension"), "模型　app/models/extension.py:"),
        (("where", "work_order"), "视图　WorkOrderView（app/portal/views/work_order.py）"),
        (("where", "CommunityDuty"), "按日生效（app/portal/views/dated.py）"),
        (("where", "Participation"), "视图　"),
        (("access", "show"), "受理员"),
        (("access", "show", "--post", "handler"), "建查·参"),
    ],
)
def test_it_is_told(portal: Flask, args: tuple[str, ...], said: str) -> None:
    status, output = run(portal, *args)
    assert (status, said in output) == (0, True), output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("law", "explain", "条例:九十九"), "没有条款“条例:九十九”，相近的有：条例:"),
        (("law", "explain"), "缺少 条款"),
        (("where", "Nosuch"), "没有表“Nosuch”"),
        (("where",), "缺少 表"),
        (("access", "show", "--post", "king"), "没有岗位“king”"),
        (("docs", "nosuch"), "没有命令 docs nosuch"),
    ],
)
def test_misuse_is_told_in_one_line(portal: Flask, args: tuple[str, ...], said: str) -> None:
    status, output = run(portal, *args)
    assert (status, said in output, len(output.strip().splitlines())) == (2, True, 1), output


def test_coverage_as_json(portal: Flask) -> None:
    status, output = run(portal, "law", "coverage", "--json")
    assert status == 0
    held = {each["clause"]: each for each in json.loads(output)["clauses"]}
    one = held["条例:十五(二)"]
    assert set(one["rules"]) == {
        each["name"] for each in lines() if each["clause"] == "条例:十五(二)"
    }
    assert one["tests"] > len(one["rules"]) > 0
    assert one["declaratory"] is False
    assert held["条例:三"]["declaratory"] is True
    assert (one["examined"], one["refused"]) == (None, None)
    assert held["提纲:四(三)2"]["through"] == ["条例:十六(1)", "条例:十六(2)", "条例:三十三"]
    assert [key for key, each in held.items() if key.startswith("提纲") and each["gap"]] == [
        "提纲:四(四)1",
        "提纲:四(四)2",
    ]
    assert {"clause", "summary", "declaratory", "rules", "tests"} <= set(one)


def test_coverage_counts_where_there_is_a_database(portal: Flask, city: World) -> None:
    city.order("replied")
    status, output = run(portal, "law", "coverage", "--json")
    assert status == 0
    held = {each["clause"]: each for each in json.loads(output)["clauses"]}
    assert held["条例:十五(三)"]["examined"] > 0
    assert held["提纲:四(二)4"]["examined"] >= held["条例:十五(三)"]["examined"]
    assert held["条例:三"]["examined"] == 0
    assert "近 30 天核对 " in run(portal, "law", "coverage")[1]


def test_findings_are_listed(portal: Flask, city: World) -> None:
    city.order("handling")
    city.done("supervisor.HOT", make_more.exemption(city.order("dispatched")), at=MONDAY + 8 * DAY)
    with clock.at(MONDAY + 8 * DAY):
        status, output = run(portal, "law", "findings", "--kind", "late")
        told = json.loads(run(portal, "law", "findings", "--json")[1])
        early = run(portal, "law", "findings", "--until", "2024-03-01")[1]
    assert status == 0
    assert "东城一街道　不办或逾期未说明理由：办理期限 2024-03-" in output
    assert "；容错：不可抗力或客观条件所限：连日暴雨无法施工" in output
    assert output.strip().endswith("2023-12-14 至 2024-03-12 登记的工单，共 2 条线索")
    assert [each["kind"] for each in told] == ["late", "late"]
    assert sorted(bool(each["exemption"]) for each in told) == [False, True]
    assert told[0]["clause"] == "条例:三十五(2)(二)"
    assert early.endswith("共 0 条线索\n")


def test_permissions_as_json(portal: Flask) -> None:
    status, output = run(portal, "access", "show", "--json", "--post", "head")
    assert status == 0
    told = json.loads(output)
    assert told["posts"] == [{"post": "head", "label": "承办单位负责人"}]
    assert all(set(each["posts"]) <= {"head"} for each in told["tables"])


def test_documents_are_checked(portal: Flask) -> None:
    status, output = run(portal, "docs", "check")
    assert (status, "文档是最新的" in output) == (0, True), output
