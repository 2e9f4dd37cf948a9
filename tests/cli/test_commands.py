"""The command line: what goes wrong is told in one Chinese line, with a status of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.models.account import Account
from app.services.law_list import lines
from app.services.password import matches
from config import Config
from tests.world import World

SECRET = "x" * 32


def run(app: Flask, *args: str) -> tuple[int, str]:
    got = app.test_cli_runner().invoke(args=list(args))
    assert got.exception is None or isinstance(got.exception, SystemExit), got.exception
    return got.exit_code, got.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("seed", "reference"), "请先运行 flask db upgrade"),
        (("seed", "demo"), "请先运行 flask db upgrade"),
        (("law", "check"), "请先运行 flask db upgrade"),
        (("account", "reset", "x"), "请先运行 flask db upgrade"),
        (("seed", "nosuch"), "没有命令 seed nosuch"),
        (("law", "check", "--nosuch"), "没有选项 --nosuch"),
        (("law", "check", "more"), "参数多余"),
        (("account", "add"), "缺少 姓名"),
        (("account", "add", "甲", "--unit", "E1"), "缺少 --post"),
        (
            ("account", "add", "甲", "--unit", "E1", "--post", "king"),
            "没有岗位“king”，可用：intake",
        ),
        (("demo", "messages", "/nosuch"), "没有文件 /nosuch"),
        (("demo", "messages", "/nosuch", "--count", "many"), "--count 的值不对"),
        (("demo", "messages", "/nosuch", "--count", "0"), "件数须为正整数"),
    ],
)
def test_misuse_is_told_in_one_line(portal: Flask, args: tuple[str, ...], said: str) -> None:
    """Status 2, one line, no traceback."""
    status, output = run(portal, *args)
    assert status == 2
    assert said in output
    assert len(output.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("甲", "--post", "handler", "--unit", "NOWHERE"), "没有编码为“NOWHERE”的单位"),
        (("甲", "--post", "intake", "--unit", "E1"), "受理员只能设在市民热线服务机构"),
        (("甲", "--post", "handler", "--unit", "E1", "--login", "handler.E1"), "已有人使用"),
        (("甲", "--post", "handler", "--unit", "E1", "--login", "a b"), "登录名须为"),
        ((" ", "--post", "handler", "--unit", "E1"), "“姓名”必填"),
    ],
)
def test_account_that_cannot_be_opened(
    portal: Flask, city: World, args: tuple[str, ...], said: str
) -> None:
    status, output = run(portal, "account", "add", *args)
    assert status == 2
    assert said in output


def account(world: World, login: str) -> Any:
    with world.reading() as session:
        return session.query(Account).where(Account.login == login).one()


def test_account_opens_with_a_one_time_password(portal: Flask, city: World) -> None:
    """Shown once, right, and to be changed at the first log-in."""
    status, output = run(portal, "account", "add", "甲", "--post", "handler", "--unit", "E1")
    assert status == 0
    plain = output.split("一次性密码：")[1].split("（")[0]
    held = account(city, "handler-E1")
    assert held.must_change
    assert matches(held.password_hash, plain)
    assert run(portal, "account", "disable", "handler-E1")[0] == 0
    assert not account(city, "handler-E1").active
    assert run(portal, "account", "reset", "handler-E1")[0] == 2


def test_reset_ends_open_sessions(portal: Flask, city: World) -> None:
    before = account(city, "handler.E1").session_version
    assert run(portal, "account", "reset", "handler.E1")[0] == 0
    after = account(city, "handler.E1")
    assert after.must_change
    assert after.session_version > before


def test_law_is_listed_and_kept(portal: Flask, city: World) -> None:
    """Every rule has a clause with a heading and says what it demands."""
    assert all(each["heading"] and each["sentence"] for each in lines())
    assert run(portal, "law", "list")[0] == 0
    city.order("closed")
    status, output = run(portal, "law", "check")
    assert (status, "没有问题" in output) == (0, True)


def test_demo_is_for_development_only(tmp_path: Path) -> None:
    """Its passwords are public."""
    url = f"sqlite:///{tmp_path}/x.db"
    app = create_app(Config(database_url=url, secret_key=SECRET, env="production"))
    for args in (("seed", "demo"), ("demo", "messages", "/dev/null")):
        status, output = run(app, *args)
        assert (status, "开发环境" in output) == (2, True)
    app.extensions["portal.engine"].dispose()


def test_story_goes_as_told(portal: Flask) -> None:
    """The whole life of an order through the forms, and every unlawful step refused."""
    status, output = run(portal, "demo", "story")
    assert status == 0, output
    assert "应拒未拒" not in output
