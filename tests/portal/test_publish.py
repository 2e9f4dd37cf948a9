"""One keeper drafts, another publishes: what each of them meets on the pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.kernel.clock import local_date, now
from app.models.account import Account
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Measure
from app.models.parameter import Parameter
from app.models.publication import Publication
from app.models.reorganisation import Reorganisation
from app.models.unit import Unit
from tests import make, make_more
from tests.portal.site import said

FIRST, SECOND = "keeper.HOT", "keeper2.HOT"


def tomorrow() -> date:
    return local_date(now()) + timedelta(days=1)


def drafted(site, value: int = 9, **told):
    draft = make.parameter("sign.L3", value, measure=Measure.HOURS, valid_from=tomorrow(), **told)
    assert site.enter(FIRST).fill("/admin/parameter/new/", draft).status_code == 302
    return site.stored(Parameter)[-1]


def publish_all(keeper, table: str) -> int:
    """Everything the page shows, as its form would send it."""
    address = f"/admin/{table}/publish/"
    shown = keeper.page(address).select("main form [name=id]")
    return keeper.fill(address, {"id": [each["value"] for each in shown]}).status_code


@pytest.fixture(scope="module")
def draft(site):
    return drafted(site)


def test_who_drafted_it_is_told_that_another_publishes(site, draft):
    page = said(site.enter(FIRST).get(f"/admin/parameter/details/?id={draft.id}"))
    assert "状态： 待公布" in page
    assert "须由另一名目录管理员核对后公布" in page
    assert "核对并公布" not in page
    answer = site.enter(FIRST).send("/admin/parameter/publish/", {"id": str(draft.id)})
    assert answer.status_code == 422
    assert "由您本人或者您所代的人拟定" in said(answer)


def test_a_second_keeper_sees_what_changes_and_publishes(site, draft):
    keeper = site.enter(SECOND)
    assert "待公布参数 1 件" in said(keeper.get("/admin/"))
    assert "sign.L3" in said(keeper.get("/admin/parameter/?desk=draft_parameter"))
    page = keeper.get(f"/admin/parameter/publish/?id={draft.id}")
    assert "值 2 9" in said(page)
    assert f"/admin/rehearsal/parameter/{draft.id}/" in page.text
    answer = keeper.fill(f"/admin/parameter/publish/?id={draft.id}", {"note": "已核对"})
    assert answer.status_code == 302
    act = site.stored(Publication)[-1]
    assert (act.table_name, act.row_id, act.note) == ("parameter", draft.id, "已核对")
    page = said(keeper.get(f"/admin/parameter/details/?id={draft.id}"))
    assert "已公布，待生效" in page
    again = keeper.send("/admin/parameter/publish/", {"id": str(draft.id)})
    assert again.status_code == 302
    assert "没有待公布的版本" in said(keeper.get("/admin/parameter/"))


def test_the_list_tells_where_each_stands(site, draft):
    page = said(site.enter("auditor.HOT").get("/admin/parameter/?search=sign.L3"))
    assert "状态" in page
    assert "已生效" in page
    assert "已公布，待生效" in page


def test_several_drafts_at_once(site):
    for code in ("L3", "L4"):
        entry = make.entry(code, valid_from=tomorrow() + timedelta(days=3))
        assert site.enter(FIRST).fill("/admin/catalogue_entry/new/", entry).status_code == 302
    keeper = site.enter(SECOND)
    assert "2 个版本" in said(keeper.get("/admin/catalogue_entry/publish/"))
    assert publish_all(keeper, "catalogue_entry") == 302
    ids = [each.id for each in site.stored(CatalogueEntry)[-2:]]
    assert [each.row_id for each in site.stored(Publication)[-2:]] == ids


@pytest.mark.parametrize("login", ["auditor.HOT", "dispatcher.HOT", "head.E1", "assessor.HOT"])
def test_nobody_else_publishes(site, login):
    person = site.enter(login)
    assert person.get("/admin/parameter/publish/").status_code == 403
    assert person.send("/admin/parameter/publish/", {"id": "1"}).status_code == 403


def test_a_scheme_is_the_assessors_own(site):
    assert site.enter(SECOND).get("/admin/scheme/publish/").status_code == 404


@pytest.mark.parametrize("ident", ["abc", "", "9" * 20, "-1", "%00", "2000000000"])
def test_what_is_no_draft_is_none(site, ident):
    answer = site.enter(SECOND).get(f"/admin/parameter/publish/?id={ident}")
    assert answer.status_code == 302


def test_a_year_of_days_is_published_in_one_go(site):
    keeper = site.enter(FIRST)
    year = str(local_date(now()).year + 1)
    assert keeper.send("/admin/calendar_day/prefill/", {"year": year}).status_code == 302
    second = site.enter(SECOND)
    with site.statements() as seen:
        assert second.get("/admin/calendar_day/publish/").status_code == 200
    assert len(seen) <= 3, seen
    assert publish_all(second, "calendar_day") == 302
    assert len({each.row_id for each in site.stored(Publication)
                if each.table_name == "calendar_day"}) == 365  # fmt: skip


# ---- a reorganisation -------------------------------------------------------------------------


def test_a_merged_street(site):
    """From the plan to the last order and the last account."""
    order = site.world.order("dispatched", unit="E2", place="E2")
    keeper = site.enter(FIRST)
    unit = site.world.unit("E2")
    assert "机构调整" in said(keeper.get(f"/admin/unit/details/?id={unit}"))
    begun = f"/admin/reorganisation/new/?unit={unit}"
    assert keeper.fill(begun, make_more.reorganisation()).status_code == 302
    (act,) = site.stored(Reorganisation)
    address = f"/admin/reorganisation/details/?id={act.id}"
    assert "停用，由东城一街道承接" in said(keeper.get(address))
    late = site.enter("head.E2")
    assert late.get("/admin/").status_code == 200

    assert (
        site.enter(SECOND).fill(f"/admin/reorganisation/publish/?id={act.id}", {}).status_code
        == 302
    )
    (kept,) = (each for each in site.stored(Unit) if each.code == "E2")
    assert (kept.active, kept.successor_id) == (False, site.world.unit("E1"))

    # Whoever was logged in is told and let out; nobody gets in again.
    answer = late.get("/admin/", follow_redirects=True)
    assert "不能再以本账号办理" in answer.text
    assert late.get("/admin/work_order/").status_code == 302

    dispatcher = site.enter("dispatcher.HOT")
    assert "承接未办结工单" in said(dispatcher.get(address))
    for login in (FIRST, "coordinator.E", "head.E1"):
        refused = site.enter(login).send("/admin/reorganisation/carry/", {"id": str(act.id)})
        assert refused.status_code == 403
    answer = dispatcher.send("/admin/reorganisation/carry/", {"id": str(act.id)})
    assert answer.status_code == 302
    told = said(dispatcher.get(address))
    assert "已由东城一街道承接" in told
    assert site.world.get(make.WorkOrder, order).lead_id == site.world.unit("E1")

    admin = site.enter("account_admin.HOT")
    page = said(admin.get(address))
    assert "head.E2" in page
    assert "调整单位" in page
    account = next(each for each in site.stored(Account) if each.login == "head.E2")
    moved = {"unit": str(site.world.unit("E1"))}
    assert admin.fill(f"/admin/account/edit/?id={account.id}", moved).status_code == 302
    assert "head.E2" not in said(admin.get(address))
    assert site.enter("head.E2").get("/admin/").status_code == 200


def test_a_unit_is_not_renamed_by_its_form(site):
    page = site.enter(FIRST).page(f"/admin/unit/edit/?id={site.world.unit('EC')}")
    names = {each["name"] for each in page.select("main form [name]")}
    assert not names & {"name", "short_name", "active", "successor"}
    assert "functions" in names
