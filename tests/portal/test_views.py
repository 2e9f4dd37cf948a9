"""Generated views: what is seen, by whom, at what cost; what is refused and how it is said."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.access.principal import SYSTEM
from app.kernel.audit import Audit, Refusal
from app.kernel.session import GovernedSession
from app.models.receipt import Receipt
from app.models.unit import Unit
from app.portal.generator import viewed
from app.portal.listing.filters import filters
from app.portal.listing.page import sortable
from tests.portal.conftest import form_of


def rows_of(answer) -> list[str]:
    page = BeautifulSoup(answer.text, "lxml")
    return [each.get_text(" ", strip=True) for each in page.select("tbody tr")]


def test_what_a_field_waits_for_is_on_its_form(city):
    """``when`` names another field and values that it can have."""
    waiting = 0
    with city.app.test_request_context():
        for view in city.app.extensions["admin"][0]._views:
            form = view.create_form() if getattr(view, "table", None) in viewed() else None
            if form is None:
                continue
            for field in form.own().values():
                if field.when:
                    name, _, values = field.when.partition("=")
                    held = {value for value, _ in form[name].options}
                    assert set(values.split()) <= held, (view, field.name)
                    waiting += 1
    assert waiting > 5


def stored(city, table):
    with GovernedSession(city.engine, SYSTEM, writing=False) as session:
        return list(session.scalars(select(table).order_by(table.id)))


def test_every_page_answers(city, as_):
    for login in city.people:
        person = as_(login)
        for rule in city.app.url_map.iter_rules():
            if not rule.rule.startswith("/admin/") or "GET" not in rule.methods:
                continue
            if "filename" in rule.arguments:
                continue
            address = rule.rule.replace("<export_type>", "csv")
            status = person.get(address).status_code
            assert status in (200, 302, 403, 404), (login, address, status)


@pytest.mark.parametrize("login", ["east", "sender"])
def test_list_costs_three_statements_whatever_its_length(city, as_, register, statements, login):
    register(3)
    person = as_(login)
    with statements() as few:
        assert len(rows_of(person.get("/admin/work_order/"))) == 3
    register(25)
    with statements() as many:
        assert len(rows_of(person.get("/admin/work_order/"))) == 20
    assert len(few) <= 3, few
    assert len(many) <= 3, many
    with statements() as acts:
        assert len(rows_of(person.get("/admin/dispatch/"))) == 20
    assert len(acts) <= 3, acts


def test_forms_and_details_cost_three_statements(city, as_, register, statements):
    register(1)
    pages = [
        ("keeper", f"/admin/unit/edit/?id={city.units['E1'].id}"),
        ("accounts", "/admin/account/edit/?id=1"),
        ("east", "/admin/dispatch/details/?id=1"),
        ("sender", "/admin/dispatch/new/"),
        ("east", "/admin/work_order/?lead_id=5"),
    ]
    for login, address in pages:
        person = as_(login)
        with statements() as seen:
            assert person.get(address).status_code == 200, address
        assert len(seen) <= 3, (address, seen)


def test_the_form_of_an_act_asks_the_law_first(as_, register, statements):
    """Whether it may be done now, and who may instead, rests on the facts of the order."""
    (order,) = register(1)
    person = as_("east")
    with statements() as seen:
        assert person.get(f"/admin/receipt/new/?order_id={order}").status_code == 200
    assert len(seen) <= 10, seen


def test_next_and_previous_pages_cover_everything_once(as_, register):
    ids = register(45)
    for login in ("east", "sender"):
        person, address, seen = as_(login), "/admin/work_order/", []
        while address:
            page = BeautifulSoup(person.get(address).text, "lxml")
            links = [each["href"] for each in page.select("td.row-actions a:first-of-type")]
            seen += [int(each.rpartition("=")[2]) for each in links]
            following = page.select_one("a[rel=next]")
            address, before = following["href"] if following else None, page
        assert seen == sorted(ids, reverse=True)
        back = person.get(before.select_one("a[rel=prev]")["href"])
        assert len(rows_of(back)) == 20


def test_what_is_out_of_reach_is_nowhere(as_, register):
    (hidden,) = register(1, to="W1", title="别处的事")
    person = as_("east")
    for address in (
        "/admin/work_order/",
        "/admin/work_order/?search=别处",
        "/admin/dispatch/",
        f"/admin/work_order/details/?id={hidden}",
        f"/admin/work_order/details/?id=.{hidden}",
        f"/admin/work_order/details/?id={hidden}&id=1",
        f"/admin/receipt/new/?order_id={hidden}",
        "/admin/receipt/ajax/lookup/?name=order&query=",
        f"/admin/dispatch/details/?id={hidden}",
    ):
        assert "别处的事" not in person.get(address).text, address
    assert person.get(f"/admin/work_order/details/?id={hidden}").status_code == 404
    answer = person.post("/admin/receipt/new/", {"order": str(hidden)})
    assert answer.status_code == 422
    assert "不在您的范围内" in answer.text


def test_particulars_are_masked(as_, register):
    (order,) = register(1)
    pages = [
        ("east", "/admin/work_order/"),
        ("auditor", "/admin/work_order/"),
        ("auditor", f"/admin/work_order/details/?id={order}"),
        ("auditor", "/admin/audit/"),
    ]
    for login, address in pages:
        text = as_(login).get(address).text
        assert "13800138000" not in text, address
        assert "王小明" not in text, address
    text = as_("auditor").get("/admin/work_order/export/csv/").text
    assert "13800138000" not in text
    assert "***" in text


def test_an_act_is_done_and_shows_on_its_order(city, as_, register):
    (order,) = register(1)
    person = as_("east")
    answer = person.post(f"/admin/receipt/new/?order_id={order}", {"note": "一\r\n二"})
    assert answer.status_code == 302, answer.text
    assert answer.location.endswith(f"/admin/work_order/details/?id={order}")
    (receipt,) = stored(city, Receipt)
    assert receipt.note == "一\n二"


def test_a_refusal_is_told_beside_its_field_and_kept(city, as_, register):
    (order,) = register(1)
    answer = as_("easthead").post(
        f"/admin/extension/new/?order_id={order}",
        {"days": "3", "legal_basis": "某规定第三条", "reason": "　"},
    )
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert page.select(".field-error, .alert-danger")
    assert "条例:十五" in page.select_one("main").text
    assert page.select_one("[name=legal_basis]").text.strip() == "某规定第三条"
    assert page.select_one(".clause")["title"]
    assert stored(city, Refusal)


def test_what_cannot_be_read_is_told(as_, register):
    (order,) = register(1)
    answer = as_("easthead").post(f"/admin/extension/new/?order_id={order}", {"days": "三"})
    assert answer.status_code == 422
    assert "请填写整数" in answer.text
    answer = as_("east").post(
        f"/admin/contact/new/?order_id={order}", {"contacted_at": "0001-01-01T00:00"}
    )
    assert answer.status_code == 422
    assert "时间无效" in answer.text


def test_a_form_opened_before_another_act_is_stale(as_, register):
    (order,) = register(1)
    handler, head = as_("east"), as_("easthead")
    address = f"/admin/receipt/new/?order_id={order}"
    page = BeautifulSoup(head.get(address).text, "lxml")
    assert handler.post(address, {"note": "先签"}).status_code == 302
    answer = head.client.post(address, data=form_of(page) | {"note": "后签"})
    assert answer.status_code == 409
    assert "签收" in BeautifulSoup(answer.text, "lxml").select_one(".alert-warning").text
    assert "后签" in answer.text


def test_a_row_is_edited_once_and_not_for_nothing(city, as_):
    keeper = as_("keeper")
    ident = city.units["E1"].id
    address = f"/admin/unit/edit/?id={ident}"
    version = next(each.version for each in stored(city, Unit) if each.id == ident)
    answer = keeper.post(address, {})
    assert answer.status_code == 302
    assert next(e.version for e in stored(city, Unit) if e.id == ident) == version
    page = BeautifulSoup(keeper.get(address).text, "lxml")
    assert page.select_one("[name=code]") is None
    told = form_of(page)
    assert keeper.post(address, {"functions": "环境卫生、绿化"}).status_code == 302
    answer = keeper.client.post(address, data=told | {"functions": "环境卫生、水务"})
    assert answer.status_code == 409
    assert "现为“环境卫生、绿化”" in answer.text


def test_a_new_version_is_begun_from_the_old(city, as_):
    keeper = as_("keeper")
    page = keeper.get(f"/admin/catalogue_entry/new/?from={city.entry}")
    form = BeautifulSoup(page.text, "lxml")
    assert form.select_one("[name=code]")["value"] == "H001"
    assert form.select_one("[name=valid_from]").get("value", "") == ""
    assert len(form.select("[name=demand_kinds][checked]")) == 5
    answer = keeper.post(
        f"/admin/catalogue_entry/new/?from={city.entry}",
        {"valid_from": "2026-05-01", "demand_kinds": ["complaint", "report"]},
    )
    assert answer.status_code == 302, answer.text
    assert keeper.get(f"/admin/catalogue_entry/edit/?id={city.entry}").status_code == 403


def test_closed_doors(as_):
    person = as_("accounts")
    token = BeautifulSoup(person.get("/admin/account/new/").text, "lxml")
    csrf = token.select_one("[name=csrf_token]")["value"]
    for door in ("delete/", "action/", "ajax/update/"):
        answer = person.client.post(f"/admin/account/{door}", data={"csrf_token": csrf, "id": "1"})
        assert answer.status_code == 403, door
        assert person.client.post(f"/admin/account/{door}", data={"id": "1"}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "status=nonsense", "at_from=2026-99-99", "lead_id=abc", "lead_id=99999999999",
        "page=-1&sort=title", "page=99999999999999999999&sort=-title", "sort=contact",
        "after=x,y", "after=20260101T000000000000,99999999999", "before=%00,1", "size=7",
        "search=a%00b", "search=%25", "desk=nothing", "desk=todo", "unknown=1", "at_to=9999-12-31",
        "search=999999", "search=" + "9" * 70,
    ],
)  # fmt: skip
def test_a_malformed_address_is_no_fault(as_, register, query):
    register(1)
    for login in ("east", "sender"):
        assert as_(login).get(f"/admin/work_order/?{query}").status_code == 200


def test_every_offered_order_and_condition_works(as_, register):
    register(2)
    person = as_("auditor")
    for table in viewed():
        name = table.__tablename__
        for column in sortable(table):
            assert person.get(f"/admin/{name}/?sort=-{column}").status_code == 200, (name, column)
        for each in filters(table):
            value = {"date": "2026-03-04", "choice": each.options and each.options[0][0]}
            told = value.get(each.widget, "1")
            answer = person.get(f"/admin/{name}/?{each.name}={told}")
            assert answer.status_code == 200, (name, each.name)
            assert "已忽略" not in answer.text, (name, each.name)


def test_search_and_filters(as_, register):
    register(2, to=None, title="待派")
    register(1, title="百分之100%")
    person = as_("sender")
    assert len(rows_of(person.get("/admin/work_order/?search=%25"))) == 1
    assert len(rows_of(person.get("/admin/work_order/?search=20260304"))) == 3
    assert len(rows_of(person.get("/admin/work_order/?search=2027"))) == 0
    assert len(rows_of(person.get("/admin/work_order/?status=registered"))) == 2
    assert len(rows_of(person.get("/admin/work_order/?at_from=2026-03-04&at_to=2026-03-04"))) == 3
    assert len(rows_of(person.get("/admin/work_order/?at_from=2026-03-05"))) == 0
    assert len(rows_of(as_("east").get("/admin/work_order/?desk=sign"))) == 1
    assert len(rows_of(as_("east").get("/admin/work_order/?status=dispatched"))) == 1


def test_export_is_scoped_harmless_and_written_down(city, as_, register):
    register(2, title="=cmd()")
    register(1, to="W1", title="别处的事")
    answer = as_("easthead").get("/admin/work_order/export/csv/?status=dispatched")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert "'=cmd()" in answer.text
    assert "别处的事" not in answer.text
    line = stored(city, Audit)[-1]
    assert (line.verb, line.table, line.now["行数"]) == ("导出", "work_order", 2)
    assert "状态" in line.now["条件"]
    answer = as_("easthead").get("/admin/work_order/export/xlsx/")
    assert answer.data[:2] == b"PK"
    assert as_("east").get("/admin/work_order/export/csv/").status_code == 403


def test_lookup_is_short_scoped_and_for_those_who_fill_in(as_, register):
    register(25)
    person = as_("east")
    found = person.get("/admin/receipt/ajax/lookup/?name=order&limit=9999").json
    assert len(found) == 20
    assert len(person.get("/admin/work_order/ajax/lookup/?name=lead&query=东华").json) == 1
    assert person.get("/admin/dispatch/ajax/lookup/?name=entry").status_code == 403
    for nothing in ("nothing", "by", "dispatch"):
        assert person.get(f"/admin/receipt/ajax/lookup/?name={nothing}").status_code == 404
