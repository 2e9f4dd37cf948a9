"""What no form would send, what came too late, and a database that does not serve."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app import create_app
from app.kernel import clock
from app.kernel.audit import Refusal
from app.models.contact import Contact
from app.models.enums import Status
from app.models.receipt import Receipt
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from config import Config
from tests import make
from tests.portal.site import SECRET, form_of, said
from tests.world import MONDAY

ENGLISH = re.compile(r"\b(?:Traceback|Error|Exception|Not Found|Forbidden|Bad Request|SELECT)\b")


@pytest.fixture
def order(site):
    """An order just sent to E1."""
    return site.world.order("dispatched")


@pytest.fixture
def unchanged(site):
    """Whatever the test does, no row is written but refusals."""
    before = site.counts()
    yield
    after = site.counts()
    assert {key for key in after if after[key] != before[key]} <= {"refusal"}


def beside(answer, name: str) -> str:
    """What is said beside one field."""
    page = BeautifulSoup(answer.text, "lxml")
    group = page.select_one(f"[name={name}]").find_parent(class_="form-group")
    told = group.select_one(".field-error")
    return told.get_text(" ", strip=True) if told else ""


# ---- too late ---------------------------------------------------------------------------------


def test_a_form_that_was_overtaken_is_told_and_may_be_sent_again(site, order):
    """409 with what happened since; having seen that, the person may go on."""
    head, handler = site.enter("head.E1"), site.enter("handler.E1")
    address = f"/admin/contact/new/?order_id={order}"
    form = form_of(head.page(address)) | site.typed(make.contact(order, heard="我的话"))
    for minute, draft in enumerate([make.receipt(order), make.contact(order, heard="他的话")], 1):
        with clock.at(MONDAY + timedelta(minutes=minute)):
            assert handler.act(draft).status_code == 302
    answer = head.client.post(address, data=form)
    assert answer.status_code == 409
    warned = BeautifulSoup(answer.text, "lxml").select_one(".alert-warning").get_text(" ")
    assert warned.index("签收") < warned.index("联系诉求人")
    assert "派单" not in warned
    assert len(site.world.of(order, Contact)) == 1
    again = form_of(BeautifulSoup(answer.text, "lxml"))
    assert again["heard"] == "我的话"
    assert head.client.post(address, data=again).status_code == 302
    assert len(site.world.of(order, Contact)) == 2


def test_two_who_edit_one_row(site):
    unit = next(each for each in site.stored(Unit) if each.code == "CD")
    address = f"/admin/unit/edit/?id={unit.id}"
    one, two = site.enter("keeper.HOT"), site.enter("keeper.HOT")
    form = form_of(two.page(address))
    assert one.fill(address, {"functions": "政务服务、数据"}).status_code == 302
    answer = two.client.post(address, data=form | {"short_name": "政务局"})
    assert answer.status_code == 409
    assert "职能：现为“政务服务、数据”" in said(answer)
    again = form_of(BeautifulSoup(answer.text, "lxml"))
    assert two.client.post(address, data=again).status_code == 302
    kept = next(each for each in site.stored(Unit) if each.id == unit.id)
    assert kept.short_name == "政务局"


@pytest.mark.parametrize("version", ["", "x", "1:x", ":", "9" * 40, "-1", "1:-1", "\x00", "0"])
def test_a_version_that_proves_nothing(site, version, unchanged):
    """An edit without the version that was seen is not taken."""
    unit = next(each for each in site.stored(Unit) if each.code == "WATER")
    person = site.enter("keeper.HOT")
    told = {"short_name": "夺", "version": version}
    answer = person.fill(f"/admin/unit/edit/?id={unit.id}", told)
    assert answer.status_code in (409, 422)


def test_an_act_twice_is_one_act(site, order):
    """The same form sent twice: the second is told of the first."""
    person = site.enter("handler.E1")
    address = f"/admin/receipt/new/?order_id={order}"
    form = form_of(person.page(address))
    assert person.client.post(address, data=form).status_code == 302
    assert person.client.post(address, data=form).status_code in (409, 422)
    assert len(site.world.of(order, Receipt)) == 1


# ---- what no form would send ------------------------------------------------------------------

INSTANTS = [
    "2024-02-30T10:00", "0001-01-01T00:00", "10000-01-01T00:00", "2024-03-04", "昨天", "1e9",
    "2024-13-01T00:00", "2024-03-04T25:00", "2024-03-04T10:00+08:00", "\x00",
]  # fmt: skip


@pytest.mark.parametrize("instant", INSTANTS)
def test_an_impossible_time_is_told_beside_its_field(site, order, instant, unchanged):
    answer = site.enter("handler.E1").fill(
        f"/admin/contact/new/?order_id={order}", {"way": "phone", "contacted_at": instant}
    )
    assert answer.status_code == 422
    assert "时间无效" in beside(answer, "contacted_at")
    assert site.enter("handler.E1").get("/admin/contact/").status_code == 200


@pytest.mark.parametrize("instant", ["9999-12-31T23:59", "2024-03-05T10:00", "1999-01-01T00:00"])
def test_a_time_beyond_the_order_is_refused_by_the_law(site, order, instant, unchanged):
    person = site.enter("handler.E1")
    told = {"way": "phone", "reached": "1", "heard": "x", "contacted_at": instant}
    answer = person.fill(f"/admin/contact/new/?order_id={order}", told)
    assert answer.status_code == 422
    assert beside(answer, "contacted_at")


@pytest.mark.parametrize("day", ["2024-02-30", "0000-01-01", "2024-3-4", "4.3.2024", "明天"])
def test_an_impossible_day(site, day, unchanged):
    entry = site.world.ident(make.CatalogueEntry, "L4")
    answer = site.enter("keeper.HOT").fill(
        f"/admin/catalogue_entry/new/?from={entry}", {"valid_from": day}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_edge_of_the_calendar_is_no_fault(site, day):
    entry = site.world.ident(make.CatalogueEntry, "E48")
    form = {"valid_from": day, "demand_kinds": ["complaint"]}
    answer = site.enter("keeper.HOT").fill(f"/admin/catalogue_entry/new/?from={entry}", form)
    assert answer.status_code in (302, 422)
    assert site.enter("keeper.HOT").get("/admin/catalogue_entry/").status_code == 200


def test_long_texts_are_taken_whole_and_too_long_ones_refused(site):
    """A citizen may say as much as he likes; a title has its length."""
    person, text = site.enter("intake.HOT"), "诉" * 8_999 + "。"
    assert person.act(make.order(content=text, title="题" * 100)).status_code == 302
    assert site.stored(WorkOrder)[-1].content == text
    before = site.counts()
    answer = person.act(make.order(title="题" * 101, content=text))
    assert answer.status_code == 422
    assert "100" in beside(answer, "title")
    assert form_of(BeautifulSoup(answer.text, "lxml"))["content"] == text
    assert site.counts()["work_order"] == before["work_order"]


def test_text_is_kept_as_typed(site):
    """Rare characters, emoji, several lines: one kind of line end, nothing lost."""
    person, text = site.enter("intake.HOT"), "一\r\n二\r三\n𠮷野家😀‮é"
    assert person.act(make.order(content=text)).status_code == 302
    assert site.stored(WorkOrder)[-1].content == "一\n二\n三\n𠮷野家😀‮é"


@pytest.mark.parametrize("name", ["title", "content", "contact", "place", "complainant_name"])
@pytest.mark.parametrize("bad", ["甲%00乙", "%ED%A0%80", "%ff%fe"])
def test_what_is_no_text_is_refused_or_mended(site, name, bad):
    """Neither engine ever sees a NUL or half a character."""
    person = site.enter("intake.HOT")
    data = f"csrf_token={site.token}&title=t&content=c&contact=138&demand_kind=help&channel=phone"
    form = "application/x-www-form-urlencoded"
    answer = person.client.post(
        "/admin/work_order/new/", data=f"{name}={bad}&{data}", content_type=form
    )
    assert answer.status_code in (302, 422)
    assert person.get("/admin/work_order/").status_code == 200
    assert "\0" not in "".join(str(vars(each)) for each in site.stored(WorkOrder)[-1:])


NUMBERS = ["", "0", "-1", "3.5", "三", "9" * 30, "1e3", "2147483648", " ", "\x00"]


@pytest.mark.parametrize("days", NUMBERS)
def test_a_number_that_is_none(site, order, days, unchanged):
    told = site.typed(make.extension(order)) | {"days": days}
    answer = site.enter("head.E1").fill(f"/admin/extension/new/?order_id={order}", told)
    assert answer.status_code == 422
    assert beside(answer, "days") or days in ("0", "-1", "2147483648")


@pytest.mark.parametrize("ident", ["999999", "abc", "-1", "9" * 30, "1,2", "1 2", "\x00", "１"])
def test_a_unit_that_is_none(site, ident, unchanged):
    order = site.town["waiting"].id
    told = site.typed(make.dispatch(order)) | {"unit": ident}
    answer = site.enter("dispatcher.HOT").fill(f"/admin/dispatch/new/?order_id={order}", told)
    assert answer.status_code == 422
    assert "所选对象不存在" in beside(answer, "unit")


@pytest.mark.parametrize("kind", ["nonsense", "COMPLAINT", "投诉", "complaint,help", "\x00"])
def test_a_choice_that_is_none(site, kind, unchanged):
    told = site.typed(make.order()) | {"demand_kind": kind}
    answer = site.enter("intake.HOT").fill("/admin/work_order/new/", told)
    assert answer.status_code == 422
    assert "所列选项" in beside(answer, "demand_kind")


def test_a_field_sent_twice_counts_once(site):
    person = site.enter("intake.HOT")
    told = site.typed(make.order()) | {"title": ["先", "后"], "demand_kind": ["help", "report"]}
    assert person.fill("/admin/work_order/new/", told).status_code == 302
    made = site.stored(WorkOrder)[-1]
    assert (made.title, made.demand_kind.value) == ("先", "help")


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_a_post_that_is_no_form(site, kind, unchanged):
    person = site.enter("intake.HOT")
    for body in (b"", b"{", b"\x00\xff", b'{"title": 1}'):
        answer = person.client.post("/admin/work_order/new/", data=body, content_type=kind)
        assert answer.status_code == 400
        assert "没有保存" in answer.text or "请求无效" in answer.text


def test_a_body_too_large(site, unchanged):
    person = site.enter("intake.HOT")
    told = {"content": "x" * (17 * 1024 * 1024)}
    answer = person.send("/admin/work_order/new/", told)
    assert answer.status_code == 413
    assert "提交内容过大" in answer.text


@pytest.mark.parametrize("year", ["", "x", "0", "-1", "99999", "9" * 30, "2023", "2026"])
def test_a_year_that_is_not_filled_in(site, year, unchanged):
    person = site.enter("keeper.HOT")
    answer = person.send("/admin/calendar_day/prefill/", {"year": year})
    assert answer.status_code in (302, 400, 422)


def test_bad_days_of_the_workload(site):
    person = site.enter("auditor.HOT")
    for query in ("since=x", "since=0001-01-01", "until=9999-12-31", "until=2024-02-30",
                  "since=2024-03-05&until=2024-01-01", "since=%00"):  # fmt: skip
        assert person.get(f"/admin/workload/?{query}").status_code == 200, query


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


def test_the_clock_moves_on_for_everybody(site, order):
    """A form opened before the limit and sent after it is judged by the time it is sent."""
    person = site.enter("head.E1")
    form = form_of(person.page(f"/admin/objection/new/?order_id={order}"))
    told = form | site.typed(make.objection(order))
    with clock.at(MONDAY + timedelta(days=3)):
        answer = person.client.post("/admin/objection/new/", data=told)
    assert answer.status_code == 422
    assert site.world.get(WorkOrder, order).status is Status.DISPATCHED
