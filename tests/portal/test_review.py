"""What a review of the portal found, each as it was mended."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from app import create_app
from app.kernel import clock
from app.kernel.audit import Audit, Refusal
from app.models.account import Account
from app.models.calendar_day import CalendarDay
from app.models.enums import Level, Post, Status, UnitKind
from app.models.receipt import Receipt
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.portal import export
from app.portal.views import account as account_view
from app.services import password
from config import Config
from tests import make
from tests.portal.routes import text_of
from tests.portal.site import SECRET, form_of, said
from tests.world import DAY, MONDAY

ACTING = ("handler.E1", "head.E1", "intake.HOT", "dispatcher.HOT")


def account(site, login: str) -> Account:
    return next(each for each in site.stored(Account) if each.login == login)


def lines(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


# ---- forms ------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ACTING)
def test_no_instant_is_asserted_for_the_person(site, login):
    """When the complainant was told is typed, or taken from the button beside it."""
    person = site.enter(login)
    for each in site.town.orders.values():
        if login.partition(".")[2] not in each.seen_by | {"HOT"}:
            continue
        page = person.page(f"/admin/work_order/details/?id={each.id}")
        for link in page.select(".order-acts > a.btn"):
            form = person.page(link["href"])
            assert form.select_one("input[name=order]")["value"] == str(each.id)
            for moment in form.select("input[type=datetime-local]"):
                assert not moment["value"], moment["name"]
                button = form.select_one(f"button[data-fills={moment['id']}]")
                assert button["type"] == "button"
                assert button.has_attr("hidden")
                assert form.select_one("form.admin-form")["data-now"].isdigit()


def test_an_act_needs_the_version_of_its_own_order(site):
    """Without it, or with that of another order, the form is expired; shown again, it is good."""
    person = site.enter("handler.E1")
    order, other = (site.world.order("dispatched") for _ in "12")
    address = f"/admin/receipt/new/?order_id={order}"
    form = form_of(person.page(address))
    stranger = form_of(person.page(f"/admin/receipt/new/?order_id={other}"))["version"]
    bare = form["version"].rpartition(":")[2]
    answer = None
    for version in ("", bare, stranger, "0:0"):
        answer = person.client.post(address, data=form | {"version": version})
        assert answer.status_code == 409, version
        assert "表单已失效" in said(answer)
    assert not site.world.of(order, Receipt)
    again = form_of(BeautifulSoup(answer.text, "lxml"))
    assert person.client.post(address, data=again).status_code == 302
    assert len(site.world.of(order, Receipt)) == 1


def test_a_place_is_looked_up_among_districts_and_streets(site):
    units = {each.id: each for each in site.stored(Unit)}
    for login, table in (("dispatcher.HOT", "dispatch"), ("reviewer.HOT", "ruling")):
        person = site.enter(login)
        base = f"/admin/{table}/ajax/lookup/?limit=20"
        places = [units[ident] for ident, _ in person.get(f"{base}&name=place").json]
        assert {each.kind for each in places} == {UnitKind.STREET, UnitKind.GOVERNMENT}
        assert {each.level for each in places} == {Level.STREET, Level.DISTRICT}
        leads = [units[ident] for ident, _ in person.get(f"{base}&name=unit").json]
        assert {each.kind for each in leads} > {each.kind for each in places}


# ---- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize("door", ["new/", "edit/?id=1", "delete/", "action/", "ajax/update/"])
def test_a_write_without_the_right_is_written_down(site, door):
    """Closed addresses too; a page that is only looked for is not."""
    person, before = site.enter("handler.E1"), site.counts()["refusal"]
    answer = person.send(f"/admin/parameter/{door}", {"id": "1"})
    assert answer.status_code == 403
    assert "无权" in said(answer)
    (row,) = site.stored(Refusal)[before:]
    assert (row.kind, row.table, row.rule) == ("无权限", "parameter", "Forbidden")
    assert row.by_id == site.world.people["handler.E1"].account_id
    assert row.request_id == answer.headers["X-Request-ID"]
    assert person.get("/admin/parameter/new/").status_code == 403
    assert site.counts()["refusal"] == before + 1


# ---- accounts ---------------------------------------------------------------------------------


def test_a_password_is_hashed_before_the_transaction(site, monkeypatch):
    """Hashing takes as long as it takes; nobody waits for the writer meanwhile."""
    busy = []

    def noting(plain: str) -> str:
        busy.append(site.engine.pool.checkedout())
        return password.hashed(plain)

    monkeypatch.setattr(account_view, "hashed", noting)
    admin = site.enter("account_admin.HOT")
    assert admin.act(make.account("early")).status_code == 200
    told = {"id": str(account(site, "early").id)}
    assert admin.send("/admin/account/reset/", told).status_code == 200
    assert busy == [0, 0]


@pytest.mark.parametrize("change", [{"active": []}, {"post": "handler"}, {"unit": "E2"}])
def test_another_standing_ends_what_is_open(site, change):
    """Also when it is taken back: an old cookie stays dead."""
    login = f"moved.{next(iter(change))}"
    site.world.system(make.account(login, post=Post.HEAD, unit="E1", must_change=False))
    visitor, admin = site.enter(login), site.enter("account_admin.HOT")
    held = account(site, login)
    address = f"/admin/account/edit/?id={held.id}"
    if "unit" in change:
        change = {"unit": str(site.world.unit("E2"))}
    assert visitor.get("/admin/").status_code == 200
    assert admin.fill(address, change).status_code == 302
    back = {"active": "1", "post": "head", "unit": str(held.unit_id)}
    assert admin.fill(address, back).status_code == 302
    assert visitor.get("/admin/").status_code == 302
    version = account(site, login).session_version
    assert admin.fill(address, {"name": "改名"}).status_code == 302
    assert account(site, login).session_version == version


def test_nobody_changes_his_own_account(site):
    admin = site.enter("account_admin.HOT")
    own = account(site, "account_admin.HOT")
    edit = f"/admin/account/edit/?id={own.id}"
    for answer in (
        admin.get(edit),
        admin.send(edit, {"name": "自己", "version": f"{own.id}:{own.version}"}),
        admin.send("/admin/account/reset/", {"id": str(own.id)}),
    ):
        assert answer.status_code == 403
        assert "不得变更本人的账号" in said(answer)
    kept = account(site, "account_admin.HOT")
    assert (kept.name, kept.session_version) == (own.name, own.session_version)
    page = admin.page(f"/admin/account/details/?id={own.id}")
    assert not page.select(".order-acts, a[href*='/edit/']")


# ---- ledgers ----------------------------------------------------------------------------------


def test_the_audit_of_cases_is_not_for_who_may_not_read_cases(site):
    """Who, when, what was done to which row; the values are for readers of such rows."""
    marks = [each.mark for each in site.town.orders.values()]
    line = next(each for each in site.stored(Audit) if each.table == "objection")
    mark = next(e.mark for e in site.town.orders.values() if e.id == line.order_id)
    open_ = next(each for each in site.stored(Audit) if each.table == "account")
    for login, sees in (("security_admin.HOT", False), ("auditor.HOT", True)):
        person = site.enter(login)
        for address in ("?size=100", f"?size=100&order_id={line.order_id}",
                        f"details/?id={line.id}", "export/csv/", "export/xlsx/"):  # fmt: skip
            text = text_of(person.get(f"/admin/audit/{address}"))
            assert line.by_name in text
            if not sees:
                assert not [mark for mark in marks if mark in text], address
        assert (mark in person.get(f"/admin/audit/details/?id={line.id}").text) is sees
        assert "登录名" in said(person.get(f"/admin/audit/details/?id={open_.id}"))


def test_the_audit_tells_a_key_as_a_number(site):
    """A page of it has no statement to spare for names; a bare number would say nothing."""
    line = next(each for each in site.stored(Audit) if each.table == "dispatch")
    auditor = site.enter("auditor.HOT")
    with site.statements() as seen:
        answer = auditor.get(f"/admin/audit/?order_id={line.order_id}")
    assert len(seen) <= 3
    assert f"承办单位：编号 {line.now['unit_id']}" in said(answer)
    assert not re.search(r"(单位|条目|参数|经办人)：\d", said(answer))


# ---- behind a proxy, and without HTTPS --------------------------------------------------------


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "9.9.9.9"), (2, "8.8.8.8")])
def test_the_address_of_a_log_in_is_that_before_the_proxies(tmp_path, proxies, seen):
    app = create_app(
        Config(database_url=f"sqlite:///{tmp_path}/x.db", secret_key=SECRET, proxies=proxies)
    )
    client, got = app.test_client(), []

    @app.after_request
    def note(response):
        from flask import request

        got.append(request.remote_addr)
        return response

    client.get("/login", headers={"X-Forwarded-For": "7.7.7.7, 8.8.8.8, 9.9.9.9"})
    assert got == [seen]
    assert Config.from_env({"PORTAL_PROXIES": "2"}).proxies == 2
    with pytest.raises(SystemExit, match="PORTAL_PROXIES"):
        Config.from_env({"PORTAL_PROXIES": "many"})
    app.extensions["portal.engine"].dispose()


def test_a_log_in_without_https_says_why(tmp_path):
    """The browser kept no cookie; that the page expired would send people round in circles."""
    app = create_app(
        Config(database_url=f"sqlite:///{tmp_path}/x.db", secret_key=SECRET, env="production",
               secure_cookies=True)
    )  # fmt: skip
    for base, says in (("http://portal.test", True), ("https://portal.test", False)):
        client = app.test_client(use_cookies=not says)
        page = BeautifulSoup(client.get("/login", base_url=base).text, "lxml")
        told = form_of(page) | {"login": "a", "password": "b", "csrf_token": "x"}
        answer = client.post("/login", data=told, base_url=base)
        assert ("只能通过 HTTPS 登录" in answer.text) is says
        assert answer.status_code == (400 if says else 302)
    app.extensions["portal.engine"].dispose()


# ---- the workload -----------------------------------------------------------------------------


def column(page: BeautifulSoup, heading: str, unit: str) -> int:
    told = [each.text for each in page.select("thead th")]
    row = next(each for each in page.select("tbody tr") if each.th.text == unit)
    return int(row.select("th, td")[told.index(heading)].text or 0)


def test_an_order_closed_without_an_answer_is_overdue(site):
    """The lights of the list and the number of the page are one notion."""
    late = [site.world.order("dispatched") for _ in "12"]
    with clock.at(MONDAY + 9 * DAY):
        auditor = site.enter("auditor.HOT")
        unit = site.world.get(Unit, site.world.unit("E1")).short_name
        span = f"since={MONDAY.date() - timedelta(days=30)}"
        before = column(auditor.page(f"/admin/workload/?{span}"), "超期", unit)
        site.world.done("visitor.HOT", make.visit(late[0]))
        assert site.world.get(WorkOrder, late[0]).status is Status.CLOSED
        assert column(auditor.page(f"/admin/workload/?{span}"), "超期", unit) == before
        lead = site.world.unit("E1")
        found = auditor.page(f"/admin/work_order/?lead_id={lead}&size=100&at_from=2024-02-03")
        assert len(found.select("td .light-over")) == before


@pytest.mark.parametrize("login", ["auditor.HOT", "coordinator.E", "handler.E1"])
def test_a_number_opens_the_list_it_counts(site, login):
    person = site.enter(login)
    page = person.page(f"/admin/workload/?since={MONDAY.date() - timedelta(days=30)}")
    links = page.select("tbody td a")
    assert links
    for each in links:
        total = person.page(each["href"]).select_one(".pager-bar span").text
        assert total == f"共 {each.text} 条", each["href"]


def test_a_span_of_the_workload_is_at_most_a_year(site):
    page = site.enter("auditor.HOT").page("/admin/workload/?since=2010-01-01&until=2024-03-04")
    assert "一次最多统计 366 天" in page.select_one(".alert-warning").text
    assert page.select_one("#since")["value"] == "2023-03-05"


# ---- the calendar -----------------------------------------------------------------------------


def test_a_gap_in_the_calendar_is_announced(site):
    """Days beyond a gap do not help whoever counts across it."""
    gap = date(2024, 12, 5)
    days = [date(2024, 12, 1) + timedelta(days=n) for n in range(200)]
    site.world.system(*(make.calendar_day(each) for each in days if each != gap))
    person = site.enter("handler.E1")
    with clock.at(MONDAY + 220 * DAY):
        with site.statements() as seen:
            told = person.page("/admin/").select_one(".alert-warning").text
        assert "只排到 2024-12-04" in told
        assert len(seen) == 2
    site.world.system(make.calendar_day(gap))
    with clock.at(MONDAY + 220 * DAY):
        assert "工作日历" not in person.page("/admin/").select_one("main").text
    assert max(each.day for each in site.stored(CalendarDay)) == days[-1]


# ---- files ------------------------------------------------------------------------------------


def test_a_file_that_is_cut_says_so(site, monkeypatch):
    monkeypatch.setattr(export, "CAP", 3)
    person = site.enter("auditor.HOT")
    held = lines(person.get("/admin/work_order/export/csv/"))
    assert len(held) == 1 + 3 + 1
    assert held[-1] == ["仅导出前 3 行，其余未导出，请缩小查询范围后分次导出"]
    assert site.stored(Audit)[-1].now["行数"] == 3
    number = site.stored(WorkOrder)[0].number
    found = lines(person.get(f"/admin/work_order/export/csv/?search={number}"))
    assert len(found) == 2


def test_a_number_is_text_in_a_file(site):
    """Thirteen digits would be rounded to 2.02E+12 by a spreadsheet."""
    person = site.enter("auditor.HOT")
    held = lines(person.get("/admin/work_order/export/csv/"))
    place = held[0].index("工单编号")
    assert len(held) > 5
    for each in held[1:]:
        assert re.fullmatch(r"\d{12,}\t", each[place])


@pytest.mark.parametrize("sign", "＝＋－＠")
def test_a_formula_in_wide_signs_is_text(site, sign):
    assert export.harmless(f"{sign}1+1") == f"'{sign}1+1"


def test_a_telephone_searched_for_is_not_kept(site):
    person = site.enter("auditor.HOT")
    for address in ("work_order", "unit"):
        login = person if address == "work_order" else site.enter("keeper.HOT")
        answer = login.get(f"/admin/{address}/export/csv/?search=13900139000+路灯")
        assert answer.status_code == 200
        told = site.stored(Audit)[-1].now["条件"]
        assert "139" not in told
        assert "路灯" in told


def test_a_password_is_called_one_thing(site):
    """密码 wherever people see it."""
    admin = site.enter("account_admin.HOT")
    ident = account(site, "handler.W2").id
    for answer in (
        admin.get("/password"),
        admin.get(f"/admin/account/details/?id={ident}"),
        admin.send("/admin/account/reset/", {"id": str(ident)}),
    ):
        assert answer.status_code == 200
        assert "密码" in answer.text
        assert "口令" not in answer.text
    told = site.app.test_cli_runner().invoke(args=["account", "--help"]).output
    assert "密码" in told
    assert "口令" not in told
