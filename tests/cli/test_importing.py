"""``flask import orders``: what it says, where it says it, and how it ends."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from sqlalchemy import Engine, event, select, text

from app.kernel.audit import Audit
from app.models.account import Account
from app.models.work_order import WorkOrder
from app.services.imports import mapping
from app.services.imports.running import RUN
from tests import make
from tests.services.imports.office import LABELS, PLAIN, SENT, VISITED, table_of
from tests.world import World

MESSAGES = "id,user,title,body,created_at\n1,网友,咨询路灯不亮,请问何时修,2019-01-01 10:00:00\n"
CONSULT = {"demand_kind": "咨询", "told": "已答复"}
KEYS = [
    "rows", "imported", "answered", "disposed", "dispatched", "waiting",
    "replied", "visited", "unreached", "present", "rejected", "seconds",
]  # fmt: skip


@dataclass
class Told:
    """How a command ended and what it said."""

    status: int
    out: str
    err: list[str]


def run(app: Flask, *args: str) -> Told:
    got = app.test_cli_runner().invoke(args=["import", "orders", *args])
    assert got.exception is None or isinstance(got.exception, SystemExit), got.exception
    return Told(got.exit_code, got.stdout, got.stderr.splitlines())


@dataclass
class Terminal:
    """Where somebody types commands, in a folder of their own."""

    app: Flask
    world: World
    folder: Path

    def run(self, *args: str) -> Told:
        return run(self.app, *args)

    def file(self, *rows: dict[str, Any], name: str = "来件.csv") -> str:
        """A file of the old system in that folder, and the map that reads it."""
        told = [PLAIN | {"external_id": str(n)} | row for n, row in enumerate(rows, 1)]
        table_of(self.folder / name, told)
        held = yaml.safe_dump({"columns": LABELS}, allow_unicode=True)
        (self.folder / "old.yaml").write_text(held, encoding="utf-8")
        return name

    def take(self, *rows: dict[str, Any], args: tuple[str, ...] = ()) -> Told:
        return self.run(self.file(*rows), "--map", "old.yaml", "--as", "migrator.HOT", *args)

    def orders(self) -> list[WorkOrder]:
        with self.world.reading() as session:
            return list(session.scalars(select(WorkOrder).order_by(WorkOrder.id)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def terminal(portal: Flask, city: World, folder: Path) -> Terminal:
    """On the small city."""
    return Terminal(portal, city, folder)


def test_what_came_of_it_is_told_in_words(terminal: Terminal) -> None:
    """Apart from the result, which is for scripts and was not asked for."""
    got = terminal.take({}, CONSULT, SENT, SENT | VISITED, {"contact": "无"}, {"channel": ""})
    assert (got.status, got.out) == (0, "")
    first, *rest = got.err
    assert first.startswith(
        "读 6 行，导入 4 件（即时答复 1、派单 2、待分类派单 1，其中反馈 1、回访 1），"
        "早已导入 0 件，退回 2 行，"
    )
    assert first.endswith(" 秒")
    assert sorted(rest[:2]) == [
        "  退回 1 行：工单缺少：真实可用的联系方式（可勾选“要求保密”，不可缺失），"
        "请补记后登记（条例:十）",
        "  退回 1 行：请选择诉求来的渠道："
        "12345电话、网络、移动客户端、来信、来访、其他热线转来（条例:二(3)）",
    ]
    assert rest[2] == "退回的行和原因：instance/rejects/来件.csv.20240304100000.csv"
    assert len(rest) == 3
    assert len(terminal.orders()) == 4
    with (terminal.folder / rest[2].split("：")[1]).open(encoding="utf-8-sig") as file:
        assert [row["外部编号"] for row in csv.DictReader(file)] == ["5", "6"]


def test_json_is_the_only_line_on_standard_output(terminal: Terminal) -> None:
    got = terminal.take(SENT | VISITED, {"contact": ""}, args=("--json",))
    (line,) = got.out.splitlines()
    told = json.loads(line)
    assert list(told) == KEYS
    assert told.pop("seconds") >= 0
    assert told == {
        "rows": 2, "imported": 1, "answered": 0, "disposed": 0, "dispatched": 1, "waiting": 0,
        "unreached": 0, "replied": 1, "visited": 1, "present": 0, "rejected": 1,
    }  # fmt: skip
    assert got.err[0].startswith("读 2 行，导入 1 件")


def test_a_second_time_there_is_nothing_to_do(terminal: Terminal) -> None:
    terminal.take({}, SENT)
    got = terminal.take({}, SENT, args=("--json",))
    told = json.loads(got.out)
    assert (got.status, told["present"], told["imported"], told["rejected"]) == (0, 2, 0, 0)
    assert not (terminal.folder / "instance").exists()


def test_a_dry_run_says_so_and_stores_nothing(terminal: Terminal) -> None:
    got = terminal.take({}, {"contact": ""}, args=("--dry-run", "--json", "--rejects", "r/x.csv"))
    assert got.err[0].startswith("演练（没有保存）：读 2 行，导入 1 件")
    assert got.err[-1] == "退回的行和原因：r/x.csv"
    assert json.loads(got.out)["imported"] == 1
    assert (terminal.folder / "r" / "x.csv").exists()
    assert terminal.orders() == []
    with terminal.world.reading() as session:
        assert session.scalars(select(Audit.id).where(Audit.verb == "导入")).all() == []


def test_only_the_commonest_reasons_are_told(terminal: Terminal) -> None:
    """Each with how often; all of them are in the file."""
    rows = [{"title": "长" * n, "contact": "9" * (100 + n)} for n in range(12)]
    got = terminal.take(*rows, {"contact": ""}, {"contact": ""}, args=("--rejects", "x.csv"))
    reasons = [each for each in got.err if each.startswith("  退回 ")]
    assert len(reasons) == 10
    assert reasons[0].startswith("  退回 2 行：工单缺少：联系方式")
    assert len((terminal.folder / "x.csv").read_text("utf-8-sig").splitlines()) == 15


def test_progress_is_told_on_a_long_way(terminal: Terminal) -> None:
    same = {"at": "昨天"}
    got = terminal.take(*[same] * 4100, args=("--json", "--rejects", "x.csv"))
    assert [each for each in got.err if each.startswith("  已读")] == [
        "  已读 2000 行，导入 0 件",
        "  已读 4000 行，导入 0 件",
    ]
    assert len(got.out.splitlines()) == 1


def test_a_shipped_map_by_its_name(terminal: Terminal) -> None:
    (terminal.folder / "m.csv").write_text(MESSAGES, encoding="utf-8")
    got = terminal.run("m.csv", "--map", "messages", "--as", "migrator.HOT")
    assert (got.status, got.err[0][:12]) == (0, "读 1 行，导入 1 件")
    (order,) = terminal.orders()
    assert (order.origin, order.contact) == ("messages", "网友")
    assert "原登记时间 2019-01-01 10:00:00，平移 261 周（原时间早于" in order.origin_note


def test_columns_the_map_does_not_know_are_told(terminal: Terminal) -> None:
    """Nothing of a file stays behind in silence; the reasons of an earlier run may."""
    terminal.file({})
    path = terminal.folder / "来件.csv"
    head, row = path.read_text("utf-8").splitlines()
    path.write_text(f"{head},企业名称,原因,\n{row},某公司,旧,\n", "utf-8")
    got = terminal.run("来件.csv", "--map", "old.yaml", "--as", "migrator.HOT")
    assert got.err[1:] == ["映射没有用到的列（没有导入）：企业名称"]
    assert len(terminal.orders()) == 1


# ---- what stops it ----------------------------------------------------------------------------

MAPS = "、".join(mapping.shipped())

STOPPED = [
    (("来件.csv", "--as", "migrator.HOT"), "缺少 --map，可用 --help 查看用法"),
    (("来件.csv", "--map", "old.yaml"), "缺少 --as，可用 --help 查看用法"),
    (("--map", "old.yaml", "--as", "migrator.HOT"), "缺少 文件，可用 --help 查看用法"),
    (("来件.csv", "--map", "old.yaml", "--as", "migrator.HOT", "--force"), "没有选项 --force"),
    (("来件.csv", "--map", "none", "--as", "migrator.HOT"),
     f"没有映射“none”，也读不到这个文件；自带的有：{MAPS}"),
    (("来件.csv", "--map", "bad.yaml", "--as", "migrator.HOT"),
     "映射 bad.yaml 有误：不认识的键 nosuch"),
    (("无.csv", "--map", "old.yaml", "--as", "migrator.HOT"), "没有文件 无.csv"),
    ((".", "--map", "old.yaml", "--as", "migrator.HOT"), ". 是目录，不是文件"),
    (("空.csv", "--map", "old.yaml", "--as", "migrator.HOT"), "空.csv 是空文件"),
    (("缺.csv", "--map", "old.yaml", "--as", "migrator.HOT"),
     "文件缺少列：登记时间（登记时间）；诉求内容（诉求内容）"),
    (("来件.csv", "--map", "old.yaml", "--as", "nobody"), "nobody"),
    (("来件.csv", "--map", "old.yaml", "--as", "gone.HOT"), "账号“gone.HOT”已停用"),
    (("来件.csv", "--map", "old.yaml", "--as", "intake.HOT"),
     "市民热线服务中心受理员受理员无权导入工单，请用数据迁移员的账号"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "said"), STOPPED)
def test_misuse_is_told_in_one_line(terminal: Terminal, args: tuple[str, ...], said: str) -> None:
    """Status 2, nothing on standard output, nothing stored, no file of rejects."""
    terminal.file({}, {"contact": ""})
    (terminal.folder / "bad.yaml").write_text("nosuch: 1", encoding="utf-8")
    (terminal.folder / "空.csv").touch()
    (terminal.folder / "缺.csv").write_text("外部编号\n1\n", encoding="utf-8")
    if "gone.HOT" in args:
        person = make.account("gone.HOT", post=make.Post.MIGRATOR, unit="HOT")
        terminal.world.system(person)
        terminal.world.system(make.change(Account, terminal.world.rows[0].id, active=False))
    got = terminal.run(*args, "--json")
    assert (got.status, got.out) == (2, "")
    (line,) = got.err
    assert line.startswith(said) or (said == "nobody" and "“nobody”" in line)
    assert terminal.orders() == []
    assert not (terminal.folder / "instance").exists()


@pytest.mark.parametrize("named", ["来件.csv", "./来件.csv", "软.csv", "硬.csv", "old.yaml"])
def test_rejects_do_not_take_the_place_of_what_is_read(terminal: Terminal, named: str) -> None:
    """The file or its map, by whatever name; both are left as they are."""
    terminal.file({}, {"contact": ""})
    (terminal.folder / "软.csv").symlink_to("来件.csv")
    (terminal.folder / "硬.csv").hardlink_to(terminal.folder / "来件.csv")
    before = [(terminal.folder / each).read_bytes() for each in ("来件.csv", "old.yaml")]
    got = terminal.take({}, {"contact": ""}, args=("--rejects", named, "--json"))
    read = "old.yaml" if named == "old.yaml" else "来件.csv"
    said = f"--rejects 不能是本次用到的文件 {read}，否则会把它覆盖，请换一个文件名"
    assert (got.status, got.out, got.err) == (2, "", [said])
    assert [(terminal.folder / each).read_bytes() for each in ("来件.csv", "old.yaml")] == before
    assert terminal.orders() == []


@pytest.mark.parametrize(
    ("rejects", "passwords", "said"),
    [
        ("a.csv", "p.csv", "--rejects 不能是本次用到的文件 a.csv"),
        ("r.csv", "a.csv", "--passwords 不能是本次用到的文件 a.csv"),
        ("r.csv", "./r.csv", "--passwords 不能是本次用到的文件 r.csv"),
    ],
)
def test_no_file_of_an_import_takes_the_place_of_another(
    terminal: Terminal, rejects: str, passwords: str, said: str
) -> None:
    (terminal.folder / "a.csv").write_text("登录名,姓名,岗位,所属单位\nx,甲,受理员,HOT\n", "utf-8")
    args = ["a.csv", "--rejects", rejects, "--passwords", passwords]
    got = terminal.app.test_cli_runner().invoke(args=["import", "accounts", *args])
    assert got.exit_code == 2
    assert got.stderr.startswith(said)
    assert (terminal.folder / "a.csv").read_text("utf-8").startswith("登录名")


def test_a_database_without_tables(portal: Flask, folder: Path) -> None:
    (folder / "m.csv").write_text(MESSAGES, encoding="utf-8")
    got = run(portal, "m.csv", "--map", "messages", "--as", "migrator.HOT")
    assert (got.status, got.out) == (2, "")
    assert got.err == ["数据库尚未建立，请先运行 flask db upgrade"]


def test_rejects_that_cannot_be_written(terminal: Terminal) -> None:
    """It is told where; what was good is stored, and the next run goes on from there."""
    (terminal.folder / "taken").write_text("", encoding="utf-8")
    got = terminal.take({}, {"contact": ""}, args=("--rejects", "taken/x.csv"))
    assert (got.status, got.out) == (2, "")
    assert got.err[-1].startswith("无法读写文件 taken")
    assert "导入没有完成：以上已经保存，排除故障后再次运行同一命令即可续上" in got.err
    assert len(terminal.orders()) == 1
    assert json.loads(terminal.take({}, {}, args=("--json",)).out)["imported"] == 1


def pages(engine: Engine) -> int:
    with engine.connect().execution_options(kernel=True) as connection:
        return int(connection.execute(text("PRAGMA page_count")).scalar_one())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_in_the_middle(terminal: Terminal) -> None:
    """What was stored is told, then why it stopped; the same command completes it."""
    engine = terminal.world.bind
    before = pages(engine)
    terminal.take(*[SENT] * RUN)
    most = pages(engine) + (pages(engine) - before) * 3 // 2

    def limited(raw: Any, _: Any) -> None:
        raw.execute(f"PRAGMA max_page_count={most}")

    event.listen(engine, "connect", limited)
    engine.dispose()
    got = terminal.take(*[SENT] * 3 * RUN, args=("--json",))
    event.remove(engine, "connect", limited)
    engine.dispose()
    assert (got.status, got.out, len(terminal.orders())) == (2, "", 2 * RUN)
    assert got.err[0].startswith(f"读 {2 * RUN} 行，导入 {RUN} 件")
    assert got.err[1].startswith("导入没有完成：以上已经保存")
    assert got.err[2] == "磁盘空间不足，数据没有写完，请腾出空间后重试"
    told = json.loads(terminal.take(*[SENT] * 3 * RUN, args=("--json",)).out)
    assert (told["present"], told["imported"]) == (2 * RUN, RUN)
