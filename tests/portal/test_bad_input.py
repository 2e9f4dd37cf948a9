"""What no form would send, what came too late, and a database that does not serve."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.kernel import clock
from app.models.contact import Contact
from app.models.enums import Status
from app.models.receipt import Receipt
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests import make
from tests.portal.site import form_of, said
from tests.world import MONDAY


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
    answer = two.client.post(address, data=form | {"assessment_group": ""})
    assert answer.status_code == 409
    assert "职能：现为“政务服务、数据”" in said(answer)
    again = form_of(BeautifulSoup(answer.text, "lxml"))
    told = again | {"functions": "政务服务、数据"}
    assert two.client.post(address, data=told).status_code == 302
    kept = next(each for each in site.stored(Unit) if each.id == unit.id)
    assert (kept.functions, kept.assessment_group) == ("政务服务、数据", None)


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


@pytest.mark.parametrize("page", ["workload", "whistles"])
def test_bad_days_of_a_count(site, page):
    person = site.enter("auditor.HOT")
    for query in ("since=x", "since=0001-01-01", "until=9999-12-31", "until=2024-02-30",
                  "since=2024-03-05&until=2024-01-01", "since=%00"):  # fmt: skip
        assert person.get(f"/admin/{page}/?{query}").status_code == 200, query


def test_the_clock_moves_on_for_everybody(site, order):
    """A form opened before the limit and sent after it is judged by the time it is sent."""
    person = site.enter("head.E1")
    form = form_of(person.page(f"/admin/objection/new/?order_id={order}"))
    told = form | site.typed(make.objection(order))
    with clock.at(MONDAY + timedelta(days=3)):
        answer = person.client.post("/admin/objection/new/", data=told)
    assert answer.status_code == 422
    assert site.world.get(WorkOrder, order).status is Status.DISPATCHED
