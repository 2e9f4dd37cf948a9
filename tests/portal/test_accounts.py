"""Accounts: opened, changed, closed and given a one-time password that is shown once."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from app.kernel.audit import Audit
from app.models.account import Account
from app.models.enums import Post
from tests import make
from tests.portal.routes import LOGINS
from tests.portal.site import said

SHAPE = re.compile(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}")


@pytest.fixture
def admin(site):
    return site.enter("account_admin.HOT")


def account(site, login: str) -> Account:
    return next(each for each in site.stored(Account) if each.login == login)


def shown(answer) -> str:
    """The one-time password on the page."""
    return BeautifulSoup(answer.text, "lxml").select_one("code.one-time").text


def enter(site, login: str, password: str):
    visitor = site.anyone()
    return visitor.send("/login", {"login": login, "password": password}), visitor


def test_a_new_account_gets_a_password_that_is_shown_once(site, admin):
    """It opens the door to the change of the password, and to nothing else."""
    answer = admin.act(make.account("fresh", name="新人"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    once = shown(answer)
    assert SHAPE.fullmatch(once)
    made = account(site, "fresh")
    assert made.password_hash.startswith("$argon2id$")
    assert made.must_change
    for page in ("", f"details/?id={made.id}", f"edit/?id={made.id}"):
        assert once not in admin.get(f"/admin/account/{page}").text
    assert not [each for each in site.stored(Audit) if once in str(vars(each))]
    assert not [each for each in site.stored(Audit) if "argon2" in str(vars(each))]
    entered, visitor = enter(site, "fresh", once)
    assert entered.status_code == 302
    assert visitor.get("/admin/").location == "/password"
    told = {"current": once, "new": "a-new-password-1", "again": "a-new-password-1"}
    assert visitor.send("/password", told).location == "/admin/"
    assert visitor.get("/admin/").status_code == 200


def test_a_reset_ends_what_was_open_and_shows_another(site, admin):
    site.world.system(make.account("forgot", must_change=False))
    visitor, held = site.enter("forgot"), account(site, "forgot")
    answer = admin.send("/admin/account/reset/", {"id": str(held.id)})
    assert answer.status_code == 200
    assert SHAPE.fullmatch(shown(answer))
    assert visitor.get("/admin/").status_code == 302
    assert account(site, "forgot").must_change
    again = admin.send("/admin/account/reset/", {"id": str(held.id)})
    assert shown(again) != shown(answer)


def test_a_reset_is_by_posting_one_id(site, admin):
    ident = account(site, "handler.E2").id
    assert admin.get(f"/admin/account/reset/?id={ident}").status_code == 405
    for told in ({}, {"id": ["1", "2"]}, {"id": "abc"}, {"id": "1,2"}, {"id": "999999"}):
        before = site.counts()
        assert admin.send("/admin/account/reset/", told).status_code == 404, told
        assert site.counts() == before


def test_a_closed_account_gets_no_password(site, admin):
    site.world.system(make.account("gone", active=False))
    answer = admin.send("/admin/account/reset/", {"id": str(account(site, "gone").id)})
    assert answer.status_code in (400, 409, 422)
    assert "已停用" in said(answer)
    assert "one-time" not in answer.text


@pytest.mark.parametrize("post", [each for each in Post if each is not Post.ACCOUNT_ADMIN])
def test_nobody_else_opens_or_resets(site, post):
    person, before = site.enter(LOGINS[post]), site.counts()
    ident = account(site, "handler.E1").id
    assert person.send("/admin/account/reset/", {"id": str(ident)}).status_code == 403
    assert person.send("/admin/account/new/", {"login": "evil"}).status_code == 403
    assert person.send(f"/admin/account/edit/?id={ident}", {"name": "x"}).status_code == 403
    after = site.counts()
    assert {key for key in after if after[key] != before[key]} <= {"refusal"}


def test_closing_an_account_by_its_form(site, admin):
    """Unticked and saved: whoever is in is out, and cannot come back."""
    site.world.system(make.account("leaving", must_change=False))
    visitor = site.enter("leaving")
    address = f"/admin/account/edit/?id={account(site, 'leaving').id}"
    assert admin.fill(address, {"active": []}).status_code == 302
    assert not account(site, "leaving").active
    assert visitor.get("/admin/").status_code == 302
    answer, _ = enter(site, "leaving", "whatever-12345")
    assert answer.status_code == 422


def test_a_name_is_taken_once(site, admin):
    before = site.counts()
    answer = admin.act(make.account("handler.E1"))
    assert answer.status_code in (409, 422)
    assert "登录名" in said(answer)
    assert site.counts()["account"] == before["account"]


@pytest.mark.parametrize(
    "told",
    [{"login": ""}, {"name": ""}, {"unit": None}, {"login": "x" * 41}, {"login": "   "}],
)
def test_an_account_needs_its_parts(site, admin, told):
    before = site.counts()
    answer = admin.act(make.account("half").but(**told))
    assert answer.status_code == 422
    assert site.counts()["account"] == before["account"]
