"""Logging in: by the right password only, not by guessing, and for as long as it is one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app import create_app
from app.kernel import clock
from app.kernel.audit import Audit, Refusal
from app.models.account import Account
from app.models.enums import Post
from app.models.login_attempt import LoginAttempt
from app.services.password import hashed
from config import Config
from tests import make
from tests.portal.site import SECRET, said
from tests.world import MONDAY

PASSWORD, OTHER = "correct-horse-12345", "battery-staple-67890"


@pytest.fixture(scope="module")
def secret() -> str:
    return hashed(PASSWORD)


@pytest.fixture
def person(site, secret, request):
    """An account of one's own for each test, with its password, from an address of its own."""
    place = sum(map(ord, request.node.name)) % 250
    login = f"p{abs(hash(request.node.name)) % 10**8}"
    site.world.system(make.account(login, name="某甲", password_hash=secret, must_change=False))
    return login, f"10.0.0.{place}"


def try_(site, login, password, address, **options):
    """Fill in the log-in page; the answer and the browser."""
    visitor = site.anyone()
    visitor.client.environ_base["REMOTE_ADDR"] = address
    data = {"login": login, "password": password}
    return visitor.send(options.pop("at", "/login"), data, **options), visitor


def test_the_right_password_opens_the_door(site, person):
    login, address = person
    answer, visitor = try_(site, login, PASSWORD, address)
    assert (answer.status_code, answer.location) == (302, "/admin/")
    assert visitor.get("/admin/").status_code == 200
    assert visitor.get("/login").location == "/admin/"
    attempt = site.stored(LoginAttempt)[-1]
    assert (attempt.login, attempt.address, attempt.succeeded) == (login, address, True)


def test_what_was_in_the_session_is_gone(site, person):
    """Whoever planted a session gains nothing by the log-in of another."""
    visitor = site.anyone()
    with visitor.client.session_transaction() as session:
        session["planted"] = "x"
    visitor.send("/login", {"login": person[0], "password": PASSWORD})
    with visitor.client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != "5" * 40


def test_after_the_log_in_one_goes_on(site, person):
    login, address = person
    answer, _ = try_(site, login, PASSWORD, address, at="/login?next=/admin/work_order/")
    assert answer.location == "/admin/work_order/"


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(site, person):
    """Nobody learns who has an account."""
    login, address = person
    wrong, _ = try_(site, login, "x" * 12, address)
    unknown, _ = try_(site, "n" * len(login), "x" * 12, address)
    assert wrong.status_code == unknown.status_code == 422
    texts = []
    for answer, name in ((wrong, login), (unknown, "n" * len(login))):
        page = BeautifulSoup(answer.text.replace(name, "?"), "lxml").select_one("main")
        page.select_one("[name=csrf_token]").decompose()
        texts.append(str(page))
    assert texts[0] == texts[1]
    assert "登录名或密码不正确" in texts[0]


def test_five_failures_close_the_name_for_a_while(site, person):
    """The right password does not help either, whatever the address says of itself."""
    login, address = person
    for _ in range(5):
        assert try_(site, login, "wrong-password", address)[0].status_code == 422
    answer, _ = try_(site, login, PASSWORD, address)
    assert answer.status_code == 429
    assert "15 分钟后再试" in said(answer)
    assert int(answer.headers["Retry-After"]) == 900
    assert try_(site, login, PASSWORD, "10.9.9.9")[0].status_code == 429
    forged = {"X-Forwarded-For": "8.8.8.8"}
    assert try_(site, login, PASSWORD, address, headers=forged)[0].status_code == 429
    with clock.at(MONDAY + timedelta(minutes=14)):
        assert "1 分钟后再试" in said(try_(site, login, PASSWORD, address)[0])
    with clock.at(MONDAY + timedelta(minutes=15)):
        assert try_(site, login, PASSWORD, address)[0].status_code == 302


def test_the_count_outlives_the_portal(site, person):
    """It stands in the database: a restart is no licence to go on guessing."""
    login, address = person
    for _ in range(5):
        try_(site, login, "wrong-password", address)
    url = site.engine.url.render_as_string(hide_password=False)
    again = create_app(Config(database_url=url, secret_key=SECRET))
    client = again.test_client()
    page = BeautifulSoup(client.get("/login").text, "lxml")
    token = page.select_one("[name=csrf_token]")["value"]
    data = {"login": login, "password": PASSWORD, "csrf_token": token}
    assert client.post("/login", data=data).status_code == 429
    again.extensions["portal.engine"].dispose()


def test_twenty_failures_close_the_address(site, person):
    """One who tries one password on many names is stopped as well."""
    _, address = person
    site.world.system(
        *(make.Draft(LoginAttempt, {"at": MONDAY, "login": f"name{n}", "address": address,
                                    "succeeded": False}) for n in range(20))
    )  # fmt: skip
    assert try_(site, person[0], PASSWORD, address)[0].status_code == 429
    assert try_(site, person[0], PASSWORD, "10.8.8.8")[0].status_code == 302


def test_who_succeeds_starts_afresh(site, person):
    login, address = person
    for password in ["wrong-password"] * 4 + [PASSWORD] + ["wrong-password"] * 4:
        try_(site, login, password, address)
    assert try_(site, login, PASSWORD, address)[0].status_code == 302


@pytest.mark.parametrize("login", ["", " ", "a\0b", "\ud800", "x" * 5000, "'; DROP TABLE account"])
def test_a_nonsensical_name_is_no_fault(site, login):
    answer = site.anyone().client.post(
        "/login", data={"csrf_token": site.token, "login": login, "password": "x"},
        environ_overrides={"REMOTE_ADDR": "10.7.7.7"},
    ) if "\ud800" not in login else site.anyone().client.post(
        "/login", data=f"csrf_token={site.token}&login=%ED%A0%80&password=x",
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert answer.status_code == 422


# ---- for as long as it is one's own -----------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [{"active": False}, {"password_hash": "x", "session_version": 2}, {"post": Post.HEAD}],
    ids=["disabled", "password", "post"],
)
def test_a_session_ends_with_what_it_rests_on(site, person, change):
    """Disabled, given another password or another post: what was open is open no longer."""
    visitor = site.enter(person[0])
    assert visitor.get("/admin/").status_code == 200
    (account,) = (each for each in site.stored(Account) if each.login == person[0])
    site.world.system(make.change(Account, account.id, **change))
    answer = visitor.get("/admin/")
    if "post" in change:
        # The post is read anew at every request: nothing of the old one is left.
        assert "承办单位负责人" in answer.text
    else:
        assert answer.status_code == 302
        assert answer.location.startswith("/login")


def test_a_post_with_an_ended_session_is_told_so(site):
    visitor = site.anyone()
    answer = visitor.send("/admin/receipt/new/", {"note": "x"})
    assert answer.location == "/login"
    assert "没有保存" in said(visitor.get("/login"))


def test_logging_out(site, person):
    visitor = site.enter(person[0])
    assert visitor.get("/logout").status_code == 405
    assert visitor.send("/logout").location == "/login"
    assert visitor.get("/admin/").status_code == 302


# ---- the password -----------------------------------------------------------------------------

WEAK = [
    ("short", "须为 10 至 200 个字符"), ("a" * 201, "须为 10 至 200 个字符"),
    ("ababababababab", "过于简单"), ("我是某甲我是某甲一二三四", "不得包含登录名或姓名"),
    (PASSWORD, "不得与原密码相同"),
]  # fmt: skip


def change(visitor, current, new, again=None):
    again = new if again is None else again
    return visitor.send("/password", {"current": current, "new": new, "again": again})


@pytest.mark.parametrize(("new", "sentence"), WEAK)
def test_a_weak_password_is_refused(site, person, new, sentence):
    answer = change(site.enter(person[0]), PASSWORD, new)
    assert answer.status_code == 422
    assert sentence in said(answer)


def test_the_first_log_in_asks_for_a_new_password(site, person):
    """Nothing else is open before; afterwards it is stored as argon2 and nowhere in clear."""
    login, address = person
    (account,) = (each for each in site.stored(Account) if each.login == login)
    site.world.system(make.change(Account, account.id, must_change=True))
    answer, visitor = try_(site, login, PASSWORD, address)
    assert visitor.get(answer.location).location == "/password"
    elsewhere = site.enter(login)
    assert change(visitor, PASSWORD, OTHER, "different-12345").status_code == 422
    assert "原密码不正确" in said(change(visitor, "wrong-password", OTHER))
    assert change(visitor, PASSWORD, OTHER).location == "/admin/"
    assert visitor.get("/admin/").status_code == 200
    assert elsewhere.get("/password").status_code == 302
    (account,) = (each for each in site.stored(Account) if each.login == login)
    assert account.password_hash.startswith("$argon2id$")
    assert not account.must_change
    assert try_(site, login, PASSWORD, address)[0].status_code == 422
    told = [str(vars(each)) for table in (Audit, Refusal, LoginAttempt)
            for each in site.stored(table)]  # fmt: skip
    assert not [each for each in told if OTHER in each or PASSWORD in each or "$argon2" in each]


def test_guessing_the_old_password_is_stopped_too(site, person):
    visitor = site.enter(person[0])
    for _ in range(5):
        assert change(visitor, "wrong-password", OTHER).status_code == 422
    assert change(visitor, PASSWORD, OTHER).status_code == 429
