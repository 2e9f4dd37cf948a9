"""The known holes of generated administration, each tried: none may be open."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from app.kernel.audit import Audit, Refusal
from app.models.account import Account
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Role, Status
from app.models.participation import Participation
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests import make
from tests.portal.routes import text_of
from tests.portal.site import form_of, said

XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


def total(answer) -> str:
    return BeautifulSoup(answer.text, "lxml").select_one(".pager-bar span").text


# ---- reading ----------------------------------------------------------------------------------


def test_the_count_tells_nothing_of_others(site):
    """The total is of one's own rows, whatever is searched for."""
    person = site.enter("handler.E1")
    own = sum("E1" in each.seen_by for each in site.town.orders.values())
    assert total(person.get("/admin/work_order/")) == f"共 {own} 条"
    for name in ("other", "neighbour", "water"):
        mark = site.town[name].mark
        for address in ("work_order", "extension"):
            assert total(person.get(f"/admin/{address}/?search={mark}")) == "共 0 条"
    hidden = site.world.unit("W1")
    assert total(person.get(f"/admin/work_order/?lead_id={hidden}")) == "共 0 条"
    assert total(site.enter("auditor.HOT").get(f"/admin/work_order/?lead_id={hidden}")) == "共 2 条"


@pytest.mark.parametrize("login", ["handler.E1", "auditor.HOT", "intake.HOT"])
def test_particulars_cannot_be_searched_or_sorted_by(site, login):
    """Not even whoever sees them on the page may fish for them."""
    person = site.enter(login)
    mark = site.town["handling"].mark
    every = total(person.get("/admin/work_order/"))
    for found in (f"{mark}电话", f"{mark}姓名"):
        assert total(person.get(f"/admin/work_order/?search={found}")) == "共 0 条"
        for name in ("contact", "complainant_name"):
            assert total(person.get(f"/admin/work_order/?{name}={found}")) == every
    plain = person.page("/admin/work_order/").select_one("tbody").text
    for name in ("contact", "-contact", "complainant_name", "content", "password_hash", "id"):
        page = person.page(f"/admin/work_order/?sort={name}")
        assert not page.select("th[aria-sort]"), name
        assert page.select_one("tbody").text == plain


def test_particulars_are_in_no_list_file_or_ledger(site):
    for login in ("auditor.HOT", "dispatcher.HOT", "head.E1", "coordinator.E"):
        person = site.enter(login)
        for table in ("work_order", "audit", "refusal"):
            for page in ("", "export/csv/", "export/xlsx/"):
                text = text_of(person.get(f"/admin/{table}/{page}?size=100"))
                assert "号电话" not in text, (login, table, page)
                assert "号姓名" not in text, (login, table, page)
        assert "***" in text_of(person.get("/admin/work_order/export/xlsx/"))


def test_the_choices_of_a_filter_are_of_everybody(site):
    """Choices are labels of the law; rows are looked up, and only within reach."""
    person = site.enter("handler.E1")
    page = person.page("/admin/extension/")
    assert "暗记" not in page.select_one(".query-bar").text
    found = person.get("/admin/receipt/ajax/lookup/?name=order&limit=1000&offset=-5").json
    marks = {each.mark for each in site.town.orders.values() if "E1" in each.seen_by}
    assert {label.split(" ", 1)[1].removesuffix("题目") for _, label in found} == marks


def test_a_look_up_is_short_whatever_is_asked(site):
    person = site.enter("keeper.HOT")
    for limit in ("1000000", "0", "-1", "abc", "9" * 30):
        answer = person.get(f"/admin/catalogue_entry/ajax/lookup/?name=named_unit&limit={limit}")
        assert answer.status_code == 200
        assert len(answer.json) <= 20
    answer = person.get("/admin/catalogue_entry/ajax/lookup/?name=named_unit&query=%25_%00\\")
    assert answer.json == []


def test_passwords_are_on_no_page(site):
    ident = site.stored(Account)[0].id
    for login in ("account_admin.HOT", "security_admin.HOT", "auditor.HOT"):
        person = site.enter(login)
        for page in ("", f"details/?id={ident}", f"edit/?id={ident}", "new/"):
            text = person.get(f"/admin/account/{page}").text
            assert "password" not in text.replace("/password", "").replace("auth.password", "")
            assert "密码散列" not in text


# ---- writing ----------------------------------------------------------------------------------


def test_what_a_form_does_not_hold_is_not_written(site):
    """Derived, stamped and closed columns in a post do nothing."""
    person = site.enter("intake.HOT")
    extra = {
        "number": "X1", "status": "closed", "lead_id": "6", "lead": "6", "entry_id": "1",
        "limit_class": "L1", "due_at": "2030-01-01T00:00", "closed_at": "2024-01-01T00:00",
        "at": "2020-01-01T00:00", "by_id": "1", "by": "1", "by_unit_id": "2", "by_post": "auditor",
        "source": "import", "id": "999999", "order_key": "1",
    }  # fmt: skip
    told = site.typed(make.order(title="夹带")) | extra
    assert person.fill("/admin/work_order/new/", told).status_code == 302
    order = site.stored(WorkOrder)[-1]
    assert (order.title, order.status, order.lead_id, order.due_at) == (
        "夹带", Status.REGISTERED, None, None)  # fmt: skip
    assert order.by_id == site.world.people["intake.HOT"].account_id
    assert order.id < 1000
    assert order.number.startswith("20240304")
    assert order.source.value == "desk"


def test_what_a_stored_row_keeps_cannot_be_posted(site):
    keeper, admin = site.enter("keeper.HOT"), site.enter("account_admin.HOT")
    unit = next(each for each in site.stored(Unit) if each.code == "GAS")
    told = {"code": "HACK", "path": "/", "level": "district", "parent": "6", "district": "6",
            "short_name": "燃气", "name": "燃", "active": "",
            "functions": "供气、供热"}  # fmt: skip
    assert keeper.fill(f"/admin/unit/edit/?id={unit.id}", told).status_code == 302
    kept = next(each for each in site.stored(Unit) if each.id == unit.id)
    assert (kept.code, kept.path, kept.level, kept.parent_id, kept.short_name) == (
        "GAS", unit.path, unit.level, unit.parent_id, unit.short_name)  # fmt: skip
    assert (kept.name, kept.active, kept.functions) == (unit.name, True, "供气、供热")
    account = next(each for each in site.stored(Account) if each.login == "head.GAS")
    told = {"login": "root", "password_hash": "x", "session_version": "9", "must_change": "1",
            "id": "1", "name": "燃气某"}  # fmt: skip
    assert admin.fill(f"/admin/account/edit/?id={account.id}", told).status_code == 302
    kept = next(each for each in site.stored(Account) if each.id == account.id)
    assert (kept.login, kept.password_hash, kept.name) == ("head.GAS", "", "燃气某")
    assert (kept.session_version, kept.must_change) == (account.session_version, False)


def test_a_hidden_order_cannot_be_acted_upon(site):
    """By its id in the post it is no more there than on the list."""
    person, before = site.enter("handler.E1"), site.counts()
    for name in ("other", "neighbour", "water", "waiting", "moved"):
        form = form_of(person.page("/admin/receipt/new/"))
        hidden = site.town[name].id
        for told in ({"order": str(hidden)}, {"order": f"{hidden}", "order_id": f"{hidden}"}):
            answer = person.client.post("/admin/receipt/new/", data=form | told)
            assert answer.status_code == 422
            assert "不在您的范围内" in said(answer)
        forged = person.client.post("/admin/receipt/new/", data=form | {"order_id": f"{hidden}"})
        assert forged.status_code == 422
    after = site.counts()
    assert {key for key in after if after[key] != before[key]} <= {"refusal"}


def test_the_order_of_the_form_counts_not_that_of_the_address(site):
    """The version belongs to one order; sent with another it proves nothing, and is not taken."""
    person = site.enter("handler.E1")
    mine, other = site.town["sent"].id, site.town["late"].id
    address = f"/admin/receipt/new/?order_id={mine}"
    form = form_of(person.page(address))
    answer = person.client.post(address, data=form | {"order": other})
    assert answer.status_code in (302, 409)
    (act,) = [each for each in site.stored(Receipt) if each.order_id in (mine, other)] or [None]
    assert act is None or act.order_id == other


def test_nobody_writes_himself_into_an_order(site):
    """Participation follows from dispatches: there is no form, and no post makes one."""
    for address in ("/admin/participation/", "/admin/participation/new/", "/admin/counter/"):
        assert site.enter("dispatcher.HOT").get(address).status_code == 404
    rows = [each for each in site.stored(Participation) if each.role is Role.LEAD]
    leads = {each.id: each.lead_id for each in site.stored(WorkOrder) if each.lead_id}
    assert {each.order_id: each.unit_id for each in rows} == leads


# ---- files ------------------------------------------------------------------------------------

FORMULAS = ['=HYPERLINK("http://evil","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=1+1"]


def test_a_file_holds_text_and_no_formula(site):
    """What citizens write is never calculated by a spreadsheet."""
    for each in FORMULAS:
        site.world.done("intake.HOT", make.order(title=each, content=each))
    person = site.enter("dispatcher.HOT")
    answer = person.get("/admin/work_order/export/csv/?size=100")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    cells = [cell for line in lines for cell in line]
    assert not [each for each in cells if each.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert f"'{FORMULAS[0]}" in cells
    answer = person.get("/admin/work_order/export/xlsx/")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<f " not in sheet
    assert "hyperlink" not in sheet
    held = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert len(held) == len(lines)
    assert [str(each) for each in held[0]] == lines[0]


def test_a_file_has_a_name_and_is_written_down(site):
    answer = site.enter("head.E1").get("/admin/work_order/export/csv/?status=handling&search=暗记")
    assert "filename*=UTF-8''%E5%B7%A5%E5%8D%95" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    line = site.stored(Audit)[-1]
    assert (line.verb, line.table, line.now["格式"]) == ("导出", "work_order", "csv")
    assert line.now["行数"] == len(answer.text.strip().splitlines()) - 1
    assert line.by_id == site.world.people["head.E1"].account_id


# ---- what is written is shown, never run ------------------------------------------------------


def test_what_people_write_is_shown_and_not_run(site):
    """Titles, contents, names of units and people, searches and notes: escaped on every page."""
    world = site.world
    world.system(make.unit("XSS", name=f"甲{XSS}"[:80], short_name="甲<b>", parent="W"))
    world.system(make.account("xss", name="某<b>乙</b>", unit="XSS", must_change=False))
    order = world.done("intake.HOT", make.order(title=XSS, content=XSS, place=XSS))
    world.done("dispatcher.HOT", make.dispatch(order, note=XSS))
    world.done("handler.E1", make.receipt(order, note=XSS))
    world.done("handler.E1", make.contact(order, heard=XSS))
    pages = {
        "dispatcher.HOT": ["work_order/", f"work_order/details/?id={order}", "receipt/", "contact/",
                           "dispatch/", f"work_order/?search={XSS}", "unit/",
                           f"unit/?search={XSS}&functions={XSS}"],
        "handler.E1": ["work_order/", f"reply/new/?order_id={order}&content={XSS}",
                       "receipt/ajax/lookup/?name=order"],
        "account_admin.HOT": ["account/", "account/new/"],
        "auditor.HOT": ["audit/", "audit/?size=100"],
    }  # fmt: skip
    for login, addresses in pages.items():
        person = site.enter(login)
        for each in addresses:
            answer = person.get(f"/admin/{each}")
            assert answer.status_code == 200, each
            if answer.mimetype == "application/json":
                continue
            page = BeautifulSoup(answer.text, "html.parser")
            assert not [s for s in page.select("script") if "alert" in s.text], each
            assert not page.select("[onerror], main b:not([class])"), each
    own = site.enter("xss").get("/admin/").text
    assert "某&lt;b&gt;乙" in own
    answer = site.enter("handler.E1").get("/admin/receipt/ajax/lookup/?name=order")
    assert answer.mimetype == "application/json"


# ---- what is said when it fails ---------------------------------------------------------------


def test_a_collision_in_the_database_is_told_in_words(site):
    """No statement, no parameter, no English: a sentence beside what was typed."""
    person = site.enter("keeper.HOT")
    entry = next(each for each in site.stored(CatalogueEntry) if each.code == "L4")
    form = form_of(person.page(f"/admin/catalogue_entry/new/?from={entry.id}"))
    told = form | {"valid_from": "2021-09-24", "demand_kinds": ["complaint"]}
    answer = person.client.post("/admin/catalogue_entry/new/", data=told)
    assert answer.status_code in (409, 422)
    for word in ("INSERT", "UNIQUE", "sqlalchemy", "psycopg", "constraint", "Traceback"):
        assert word not in answer.text
    again = site.enter("account_admin.HOT").fill(
        "/admin/account/new/", site.typed(make.account("head.E1"))
    )
    assert again.status_code in (409, 422)
    assert "INSERT" not in again.text
    assert "UNIQUE" not in again.text


def test_a_refusal_is_kept_without_particulars(site):
    person = site.enter("head.E1")
    order = site.town["late"]
    refused = make.reply(order.id, content="　", late_reason="")
    assert person.act(refused).status_code == 422
    rows = site.stored(Refusal)
    assert rows
    held = rows[-1]
    assert (held.by_id, held.table) == (site.world.people["head.E1"].account_id, "reply")
    assert ":" in held.clause
    assert order.mark not in str(vars(held))
    assert not [each for each in site.stored(Reply) if each.order_id == order.id]
