"""What is said when something is refused or breaks: Chinese, with a number, and nothing half."""

from __future__ import annotations

import re
import shutil
import sqlite3

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import make_url

from app import create_app
from app.kernel.audit import Refusal
from config import Config
from tests import make
from tests.portal.site import SECRET, said

ENGLISH = re.compile(r"\b(?:Traceback|Error|Exception|Not Found|Forbidden|Bad Request|SELECT)\b")


# ---- refusals ---------------------------------------------------------------------------------


def test_every_refusal_leaves_no_half_and_one_trace(site):
    """Acts at the wrong time: nothing is written but who tried what, under which clause."""
    acts = [
        ("handler.E1", make.receipt(site.town["handling"].id)),
        ("handler.E1", make.reply(site.town["disputed"].id)),
        ("head.E1", make.objection(site.town["late"].id)),
        ("dispatcher.HOT", make.dispatch(site.town["handling"].id, unit="E2", place="E2")),
        ("dispatcher.HOT", make.dispatch(site.town["waiting"].id, unit="W1", place="E1")),
        ("visitor.HOT", make.visit(site.town["handling"].id)),
        ("reviewer.HOT", make.ruling(site.town["handling"].id)),
        ("coordinator.E", make.decision(site.town["replied"].id)),
        ("intake.HOT", make.disposal(site.town["closed"].id)),
        ("intake.HOT", make.order(contact="不详")),
    ]
    for login, draft in acts:
        before = site.counts()
        answer = site.enter(login).act(draft)
        assert answer.status_code == 422, (login, draft, said(answer)[:200])
        page = BeautifulSoup(answer.text, "lxml")
        assert page.select(".clause"), draft
        after = site.counts()
        assert {key for key in after if after[key] != before[key]} == {"refusal"}, draft
        for each in site.stored(Refusal)[before["refusal"] :]:
            assert each.clause not in ("", "—"), draft
            assert each.request_id == answer.headers["X-Request-ID"]
            assert "13800138000" not in each.sentence


def test_who_may_not_is_refused_and_that_is_kept(site):
    """By the form there is no way; by a forged post it is told and written down."""
    before = site.counts()
    answer = site.enter("handler.E1").send("/admin/objection/new/", {"order": "3"})
    assert answer.status_code == 403
    assert "没有权限" in answer.text
    after = site.counts()
    assert {key for key in after if after[key] != before[key]} <= {"refusal"}


# ---- error pages ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("login", "method", "address", "status"),
    [
        ("handler.E1", "GET", "/admin/nothing/", 404),
        ("handler.E1", "GET", "/admin/work_order/details/?id=99999", 404),
        ("handler.E1", "GET", "/admin/account/", 403),
        ("handler.E1", "GET", "/logout", 405),
        ("handler.E1", "GET", "/admin/?self=1", 400),
        ("keeper.HOT", "POST", "/admin/unit/delete/", 403),
        ("", "GET", "/admin/work_order/?" + "x" * 9000, 302),
    ],
)
def test_an_error_page_is_chinese_and_has_a_number(site, login, method, address, status):
    person = site.enter(login) if login else site.anyone()
    answer = person.get(address) if method == "GET" else person.send(address)
    assert answer.status_code == status
    if status != 302:
        assert answer.headers["X-Request-ID"] in answer.text
        assert not ENGLISH.search(BeautifulSoup(answer.text, "lxml").get_text(" "))
        asked = person.get(address, headers={"Accept": "application/json"})
        if method == "GET":
            assert asked.mimetype == "application/problem+json"
            assert set(asked.json) >= {"title", "status", "detail", "request_id"}


def _portal(url: str):
    app = create_app(Config(database_url=url, secret_key=SECRET, log_level="ERROR"))
    return app, app.test_client()


def _opened(client) -> str:
    return BeautifulSoup(client.get("/login").text, "lxml").select_one("[name=csrf_token]")["value"]


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("missing", "数据库"),
        ("unmigrated", "flask db upgrade"),
        ("corrupt", "数据库暂时无法使用"),
        ("locked", "数据库正忙"),
    ],
)
def test_a_database_that_does_not_serve(tmp_path, monkeypatch, trouble, sentence):
    """One clear line and 503; no traceback, nothing of how the database put it."""
    path = tmp_path / ("gone/x.db" if trouble == "missing" else "x.db")
    held = None
    if trouble == "corrupt":
        path.write_bytes(b"no database at all" * 500)
    if trouble == "locked":
        held = sqlite3.connect(path, isolation_level=None)
        held.execute("PRAGMA journal_mode=WAL")
        held.execute("CREATE TABLE x(a)")
        held.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr("app.kernel.engine._pragmas", _hasty)
    app, client = _portal(f"sqlite:///{path}")
    token = _opened(client)
    answer = client.post("/login", data={"csrf_token": token, "login": "a", "password": "b"})
    assert answer.status_code == 503
    text = BeautifulSoup(answer.text, "lxml").get_text(" ")
    assert sentence in text or (trouble == "locked" and "flask db upgrade" in text)
    assert "sqlite" not in text
    assert answer.headers["X-Request-ID"] in text
    app.extensions["portal.engine"].dispose()
    if held:
        held.close()


def test_a_database_that_cannot_be_written(tmp_path, sqlite_url):
    """Read-only: logging in writes an attempt, and cannot."""
    path = tmp_path / "kept.db"
    shutil.copy(make_url(sqlite_url).database, path)
    app, client = _portal(f"sqlite:///file:{path}?mode=ro&uri=true")
    token = _opened(client)
    answer = client.post("/login", data={"csrf_token": token, "login": "a", "password": "b"})
    assert answer.status_code == 503
    assert "数据库暂时无法使用" in answer.text
    app.extensions["portal.engine"].dispose()


def _hasty(raw, _) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA busy_timeout=50").close()


def test_whatever_breaks_is_one_page(site, monkeypatch):
    """A fault of our own: a Chinese page with the request's id, and no traceback on it."""
    monkeypatch.setitem(site.app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(site.app.config, "TESTING", False)
    monkeypatch.setattr("app.portal.home._counted", lambda: 1 // 0)
    answer = site.enter("handler.E1").get("/admin/")
    assert answer.status_code == 500
    assert "系统出现故障" in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert not re.search(r"ZeroDivision|Traceback|line \d", answer.text)
