"""What protects every page: headers, cookies, tokens, addresses; looking changes nothing."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from app import create_app
from app.kernel.audit import Audit
from app.models.enums import Post
from config import Config
from tests.portal.routes import LOGINS
from tests.portal.site import SECRET

PAGES = {
    "/login": "",
    "/password": "handler.E1",
    "/admin/": "handler.E1",
    "/admin/work_order/": "handler.E1",
    "/admin/work_order/new/": "intake.HOT",
    "/admin/workload/": "auditor.HOT",
    "/admin/whistles/": "auditor.HOT",
    "/admin/nothing/": "handler.E1",
    "/healthz": "",
}
EVIL = [
    "http:evil.com", "https:evil.com", "http:/evil.com", "//evil.com", "///evil.com", "/\\evil.com",
    "http://portal\\@evil.com", "javascript:alert(1)", "\\\\evil.com", "/%0d%0aSet-Cookie:a=1\r\n",
    " //evil.com", "https://evil.com/admin/",
]  # fmt: skip
RESERVED = ["_external=1", "_anchor=x", "_scheme=ftp", "_method=POST", "endpoint=x", "self=1",
            "cls=1"]  # fmt: skip


@pytest.mark.parametrize(("address", "login"), PAGES.items())
def test_every_answer_carries_its_headers(site, address, login):
    person = site.enter(login) if login else site.anyone()
    first, second = person.get(address), person.get(address)
    policy = first.headers["Content-Security-Policy"]
    for each in ("default-src 'self'", "object-src 'none'", "base-uri 'none'",
                 "form-action 'self'", "frame-ancestors 'none'"):  # fmt: skip
        assert each in policy
    assert "unsafe" not in policy
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["X-Frame-Options"] == "DENY"
    assert first.headers["Referrer-Policy"] == "same-origin"
    assert first.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"[0-9a-f]{16}", first.headers["X-Request-ID"])
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


@pytest.mark.parametrize("address", ["/admin/work_order/", "/admin/", "/login"])
def test_no_page_holds_a_script_or_style_of_its_own(site, address):
    """Under the policy only files of the portal run; a nonce is good for one answer."""
    person = site.enter("handler.E1") if address != "/login" else site.anyone()
    page = person.page(address)
    assert not [each for each in page.select("script") if not each.get("src")]
    assert not page.select("style, [style]")
    for each in page.find_all(True):
        assert not [name for name in each.attrs if name.startswith("on")], each
        for name in ("src", "href", "action"):
            assert not re.match(r"(?:[a-z]+:)?//|javascript:", each.get(name, "")), each


def test_files_may_be_kept_but_pages_may_not(site):
    with site.anyone().get("/static/portal.css") as answer:
        assert answer.status_code == 200
        assert "max-age" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(("env", "secure"), [("development", False), ("production", True)])
def test_the_cookie_stays_with_the_browser(tmp_path, env, secure):
    app = create_app(
        Config(database_url=f"sqlite:///{tmp_path}/none.db", secret_key=SECRET, env=env,
               secure_cookies=secure)
    )  # fmt: skip
    cookie = app.test_client().get("/login").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) == secure
    assert "Domain" not in cookie


def test_the_session_protection_is_bound_to_the_browser(site):
    """A stolen cookie in another browser is nobody's."""
    person = site.enter("handler.E1")
    assert person.get("/admin/").status_code == 200
    assert person.get("/admin/", environ_overrides={"HTTP_USER_AGENT": "other"}).status_code == 302


# ---- forged posts -----------------------------------------------------------------------------


def posts(site):
    for each in site.app.url_map.iter_rules():
        if "POST" in each.methods:
            yield each.endpoint, each.rule


@pytest.mark.parametrize("token", [None, "", "x" * 40])
def test_a_post_without_the_token_is_refused(site, token):
    """Every address that changes anything; the page says so in Chinese."""
    person, before = site.enter("account_admin.HOT"), site.counts()
    data = {} if token is None else {"csrf_token": token}
    for endpoint, address in posts(site):
        answer = person.client.post(address, data=data)
        if endpoint == "auth.login":
            assert (answer.status_code, answer.location) == (302, "/login")
            continue
        assert answer.status_code == 400, address
        assert "页面已过期或来源不明" in answer.text, address
    assert site.counts() == before
    assert person.get("/admin/").status_code == 200


def test_a_token_of_another_session_is_worthless(site):
    mine, other = site.enter("account_admin.HOT"), site.enter("account_admin.HOT")
    with other.client.session_transaction() as session:
        session["csrf_token"] = "6" * 40
    assert other.send("/admin/account/new/", {"csrf_token": site.token}).status_code == 400
    assert mine.send("/admin/account/new/").status_code == 422


# ---- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize("evil", EVIL)
def test_nobody_is_sent_elsewhere(site, evil):
    """However a browser may read it, an address that leaves the portal is refused."""
    person = site.enter("intake.HOT")
    for name in ("url", "next"):
        for address in ("/admin/work_order/new/", "/admin/work_order/edit/", "/login", "/admin/"):
            answer = person.get(address, query_string={name: evil})
            assert answer.status_code == 400, (address, name)
            assert "evil" not in (answer.location or "")
        assert person.send("/admin/work_order/new/", {name: evil}).status_code == 400
        answer = site.anyone().send(f"/login?{name}=/", {name: evil})
        assert answer.status_code == 400


@pytest.mark.parametrize("argument", RESERVED)
def test_arguments_that_steer_addresses_are_refused(site, argument):
    person = site.enter("intake.HOT")
    for address in ("/admin/", "/admin/work_order/", "/admin/work_order/details/", "/login"):
        assert person.get(f"{address}?{argument}").status_code == 400, address


def test_where_one_wanted_to_go_is_kept_within_the_portal(site):
    answer = site.anyone().get("/admin/work_order/?status=handling")
    assert answer.location == "/login?next=/admin/work_order/?status%3Dhandling"
    answer = site.anyone().get("//evil.com/admin/")
    assert "evil.com" not in (answer.location or "")


# ---- looking changes nothing ------------------------------------------------------------------


@pytest.mark.parametrize("post", [Post.KEEPER, Post.HEAD])
def test_looking_changes_nothing(site, post):
    """No GET writes a row; a file that leaves is written down, and that alone."""
    person, before = site.enter(LOGINS[post]), site.counts()
    exports = 0
    for rule in site.app.url_map.iter_rules():
        if "GET" not in rule.methods or "filename" in rule.rule:
            continue
        for query in ("", "?id=1&order_id=3&name=order&desk=todo"):
            answer = person.get(rule.rule.replace("<export_type>", "csv") + query)
            files = rule.endpoint.endswith((".export", ".book_view"))
            exports += files and answer.status_code == 200
    after = site.counts()
    assert after.pop("audit") == before.pop("audit") + exports
    assert after == before
    lines = site.stored(Audit)[-exports:] if exports else []
    assert {each.verb for each in lines} <= {"导出"}


def test_the_health_of_the_portal(site, tmp_path):
    """200 with what it rests on; 503 where the database cannot serve."""
    answer = site.anyone().get("/healthz")
    assert (answer.status_code, answer.json["status"]) == (200, "ok")
    assert answer.json["migration"]["current"]
    assert len(answer.json["law"]) >= 8
    app = create_app(Config(database_url=f"sqlite:///{tmp_path}/new.db", secret_key=SECRET))
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json["migration"]["found"]) == (503, None)
    app = create_app(Config(database_url=f"sqlite:///{tmp_path}/f/new.db", secret_key=SECRET))
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json["database"]) == (503, False)
    assert "Traceback" not in BeautifulSoup(answer.text, "lxml").text
