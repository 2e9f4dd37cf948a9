"""``flask export`` and ``flask assess``: files that are whole, and written down."""

from __future__ import annotations

import gzip
import json

import pytest
import python_calamine
from sqlalchemy import select

from app.kernel import clock
from app.kernel.audit import Audit
from app.models.enums import Rated
from app.models.result import Result
from tests import make
from tests.cli.test_commands import run
from tests.world import DAY, MONDAY, World

COLUMNS = ("--columns", "number,verdict")


def audited(world: World) -> list[Audit]:
    with world.reading() as session:
        return list(session.scalars(select(Audit).where(Audit.verb == "导出")))


def test_orders_as_csv(portal, city, tmp_path):
    city.order("closed")
    out = tmp_path / "orders.csv"
    status, said = run(
        portal, "export", "orders", "--as", "dispatcher.HOT", *COLUMNS, "-o", str(out)
    )
    assert (status, "已导出 1 件工单" in said) == (0, True)
    heading, line = out.read_text(encoding="utf-8-sig").splitlines()
    assert heading == "工单编号,是否按时"
    assert line.endswith(",按时")
    (noted,) = audited(city)
    assert noted.now == {"条件": "列 number,verdict", "行数": 1, "格式": "csv"}
    assert noted.by_name.endswith("派单员派单员")


@pytest.mark.parametrize("name", ["orders.csv.gz", "orders.xlsx", "ORDERS.XLSX"])
def test_orders_in_other_forms(portal, city, tmp_path, name):
    city.order("closed")
    out = tmp_path / name
    told = ("--layout", "district", "--as-of", "2024-03-05", "--since", "2024-03-04")
    assert run(portal, "export", "orders", "--as", "auditor.HOT", *told, "-o", str(out))[0] == 0
    if name.endswith("gz"):
        assert gzip.decompress(out.read_bytes()).decode("utf-8-sig").startswith("工单编号,")
    else:
        sheet = python_calamine.load_workbook(str(out)).get_sheet_by_index(0)
        assert sheet.to_python()[0][0] == "工单编号"
    assert "截至 2024-03-06 00:00:00；自 2024-03-04" in audited(city)[0].now["条件"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("--as", "nobody", *COLUMNS, "-o", "x.csv"), "没有登录名为“nobody”的账号"),
        (("--as", "handler.E1", *COLUMNS, "-o", "x.csv"), "无权导出工单"),
        (("--as", "auditor.HOT", *COLUMNS, "-o", "x.pdf"), "格式不支持"),
        (("--as", "auditor.HOT", *COLUMNS, "-o", "nosuch/x.csv"), "目录不存在"),
        (("--as", "auditor.HOT", "--columns", "x", "-o", "x.csv"), "没有列 x"),
        (("--as", "auditor.HOT", *COLUMNS, "--as-of", "2024-02-30", "-o", "x.csv"), "无效或不存在"),
        (("--as", "auditor.HOT", *COLUMNS), "缺少 -o"),
        ((*COLUMNS, "-o", "x.csv"), "缺少 --as"),
    ],
)
def test_what_cannot_be_exported_is_told(portal, city, tmp_path, monkeypatch, told, said):
    """One line, status 2, and no file left behind."""
    monkeypatch.chdir(tmp_path)
    status, output = run(portal, "export", "orders", *told)
    assert (status, said in output) == (2, True), output
    assert list(tmp_path.iterdir()) == []


def test_a_file_there_before_stays_until_the_new_one_is_whole(portal, city, tmp_path, monkeypatch):
    out = tmp_path / "orders.csv"
    out.write_text("before", encoding="utf-8")

    def full(*_):
        yield b"half"
        raise OSError(28, "No space left on device", str(out))

    monkeypatch.setattr("app.cli.exporting._blocks", full)
    status, said = run(portal, "export", "orders", "--as", "auditor.HOT", *COLUMNS, "-o", str(out))
    assert (status, "磁盘空间不足" in said) == (2, True)
    assert out.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [out]


def test_columns_and_layouts_are_listed(portal):
    status, said = run(portal, "export", "columns")
    assert status == 0
    assert "contact　联系方式（隐去）" in said
    assert "版式 analysis：序号、创建时间" in said


# ---- assessment -------------------------------------------------------------------------------


def test_a_period_is_assessed_and_its_table_exported(portal, city, tmp_path):
    """The last period that is over, unless it is named; a sheet a group, one that explains."""
    for _ in range(2):
        city.done("visitor.HOT", make.visit(city.order("replied")))
    with clock.at(MONDAY + 20 * DAY):
        status, said = run(portal, "assess", "run", "--as", "assessor.HOT", "--json")
        assert status == 0, said
        told = json.loads(said.splitlines()[-1])
        assert {each: told[each] for each in ("period", "seq", "units", "ranked")} == {
            "period": "2024-02-19", "seq": 1, "units": 2, "ranked": 2,
        }  # fmt: skip
        assert run(portal, "assess", "run", "2024-03", "--as", "assessor.HOT")[0] == 0
        out = tmp_path / "table.xlsx"
        for who, groups in (("assessor.HOT", 2), ("coordinator.E", 2), ("head.E1", 1)):
            status, said = run(portal, "assess", "export", "--as", who, "-o", str(out))
            assert (status, "2024年3月期（第 2 次）" in said) == (0, True), said
            book = python_calamine.load_workbook(str(out))
            assert book.sheet_names[-1] == "说明"
            assert len(book.sheet_names) == groups + 1
    head, line, total = book.get_sheet_by_name("街道乡镇").to_python()
    named = "序号 承办单位 受理量 办结量 有效回访 联系数 解决数 满意数 基本满意"
    assert head == [*named.split(), "响应率", "解决率", "满意率", "综合成绩"]
    assert line == [1, "东城一街道", 2, 2, 2, 2, 2, 2, 0, 1, 1, 1, 100]
    assert total[1:3] == ["汇总", 2]
    with city.reading() as session:
        assert {each.rated for each in session.scalars(select(Result))} == {Rated.RANKED}
    assert len(audited(city)) == 3


def test_periods_are_listed(portal, city):
    assert run(portal, "assess", "run", "2024-03", "--as", "assessor.HOT")[0] == 0
    status, said = run(portal, "assess", "list", "--as", "auditor.HOT")
    assert (status, "2024年3月期" in said, "月度三率考评" in said) == (0, True, True)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("run", "2024-03", "--as", "head.E1"), "无权新增考评期"),
        (("run", "2024-13", "--as", "assessor.HOT"), "没有月份“2024-13”"),
        (("run", "March", "--as", "assessor.HOT"), "无法识别"),
        (("run", "2024-05", "--as", "assessor.HOT"), "尚未开始"),
        (("run", "2024-03-01", "--as", "assessor.HOT"), "19 日开始"),
        (("run", "--as", "assessor.HOT", "--scheme", "other"), "没有生效的考评方案“other”"),
        (("export", "2024-01", "--as", "assessor.HOT", "-o", "x.xlsx"), "还没有考评"),
        (("export", "--as", "assessor.HOT", "-o", "x.csv"), "请存为 .xlsx"),
        (("export", "--as", "intake.HOT", "-o", "x.xlsx"), "无权导出考评结果"),
    ],
)
def test_what_cannot_be_assessed_is_told(portal, city, tmp_path, monkeypatch, told, said):
    monkeypatch.chdir(tmp_path)
    status, output = run(portal, "assess", *told)
    assert (status, said in output) == (2, True), output
    assert list(tmp_path.iterdir()) == []
