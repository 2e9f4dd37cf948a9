"""What used to end in a traceback on the command line, or named things twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from config import ROOT, Config

SECRET = "x" * 32


def run(app: Flask, *args: str) -> tuple[int, str]:
    got = app.test_cli_runner().invoke(args=list(args))
    assert got.exception is None or isinstance(got.exception, SystemExit), got.exception
    return got.exit_code, got.output


@pytest.fixture
def broken(tmp_path: Path) -> Flask:
    """The portal on a file that is no database."""
    place = tmp_path / "broken.db"
    place.write_text("这不是数据库" * 400, encoding="utf-8")
    return create_app(Config(database_url=f"sqlite:///{place}", secret_key=SECRET))


@pytest.mark.parametrize(
    "args", [("law", "check"), ("seed", "reference"), ("db", "upgrade"), ("db", "current")]
)
def test_a_file_that_is_no_database(broken: Flask, args: tuple[str, ...]) -> None:
    status, output = run(broken, *args)
    assert status == 2
    assert "数据库不可用" in output
    assert "Traceback" not in output
    broken.extensions["portal.engine"].dispose()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("db", "upgrade", "nosuch"), "没有数据库版本“nosuch”"),
        (("db", "downgrade", "nosuch"), "没有数据库版本“nosuch”"),
        (("db", "check"), "请先运行 flask db upgrade"),
    ],
)
def test_a_version_that_is_not_there(tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    app = create_app(Config(database_url=f"sqlite:///{tmp_path}/x.db", secret_key=SECRET))
    status, output = run(app, *args)
    assert status == 2
    assert said in output
    app.extensions["portal.engine"].dispose()


def test_a_number_of_processes_that_is_none(tmp_path: Path) -> None:
    """One line from whatever command comes first; the server takes the same setting."""
    for value in ("abc", "0", "-1", "1.5"):
        with pytest.raises(SystemExit, match="WEB_CONCURRENCY"):
            Config.from_env({"WEB_CONCURRENCY": value})
    assert Config.from_env({"WEB_CONCURRENCY": "3"}).workers == 3
    env = os.environ | {"WEB_CONCURRENCY": "abc", "DATABASE_URL": f"sqlite:///{tmp_path}/x.db"}
    told = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "db", "current"],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode != 0
    assert "WEB_CONCURRENCY" in told.stderr
    assert "Traceback" not in told.stderr


def test_serving_is_a_target_of_its_own() -> None:
    """It checks the schema and loads nothing."""
    told = subprocess.run(
        ["make", "-n", "serve"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "db check" in told.stdout
    assert "gunicorn" in told.stdout
    assert "seed" not in told.stdout


def test_the_readme_is_good_on_a_fresh_machine() -> None:
    """No bare ``flask`` among the first steps: nothing has put it on the path."""
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    first = told.split("## 正式使用的第一步")[1].split("##")[0]
    assert "make setup" in first
    assert "make serve" in first
    assert "PORTAL_PROXIES" in first
    assert "HTTPS" in first
    assert not [each for each in first.splitlines() if each.startswith("flask ")]
    assert "口令" not in told
