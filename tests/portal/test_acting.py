"""Acting for somebody: switched to and back, said on every page, over by itself, nothing lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.kernel import clock
from app.kernel.audit import Audit, Refusal
from app.models.account import Account
from app.models.contact import Contact
from app.models.delegation import Delegation
from app.models.enums import Post
from app.models.extension import Extension
from tests import make, make_more
from tests.portal.site import form_of, said
from tests.world import DAY, HOUR, MONDAY

HEAD, HANDLER = "head.E1", "handler.E1"
SHOWN = "代行 承办单位负责人（承办单位负责人）"


def account(site, login: str) -> int:
    return site.world.people[login].account_id


@pytest.fixture
def delegation(site):
    """Until tomorrow; ended after the test."""
    told = {"ends_at": MONDAY + DAY}
    draft = make_more.delegation(account(site, HEAD), account(site, HANDLER), **told)
    ident = site.world.done(HEAD, draft)
    yield ident
    if site.world.get(Delegation, ident).ends_at > MONDAY + timedelta(seconds=1):
        at = MONDAY + timedelta(seconds=1)
        site.world.done(HEAD, make.change(Delegation, ident, ends_at=at))


def switch(site, person, login: str = HEAD):
    return person.send("/admin/acting/", {"for": str(account(site, login))})


def test_nobody_is_offered_what_is_not_arranged(site):
    person = site.enter("handler.W1")
    assert "代行他人" not in person.get("/admin/").text
    assert "目前没有" in said(person.get("/admin/acting/"))
    answer = switch(site, person, "head.W1")
    assert answer.status_code == 403
    assert "先作安排" in said(answer)
    assert "代行 " not in person.get("/admin/").text


def test_the_deputy_switches_and_switches_back(site, delegation):
    person = site.enter(HANDLER)
    home = person.get("/admin/").text
    assert "有人请您代行职责" in home
    assert "代行他人" in home
    assert "外出培训" in said(person.get("/admin/acting/"))
    assert switch(site, person).location == "/admin/"
    for address in ("/admin/", "/admin/work_order/", "/admin/extension/new/", "/admin/nothing/"):
        text = person.get(address).text
        assert SHOWN in text, address
        assert "承办员（代承办单位负责人）" in text
    assert person.get("/admin/account/").status_code == 200
    assert person.send("/admin/acting/", {"for": ""}).location == "/admin/"
    text = person.get("/admin/").text
    assert "已恢复本人岗位" in text
    assert SHOWN not in text
    assert person.get("/admin/account/").status_code == 403


def test_it_costs_a_page_nothing(site, delegation):
    person = site.enter(HANDLER)
    for acting in (False, True):
        if acting:
            switch(site, person)
            person.get("/admin/")
        for address in ("/admin/", "/admin/work_order/?size=100", "/admin/receipt/new/",
                        "/admin/acting/", "/admin/delegation/"):  # fmt: skip
            with site.statements() as seen:
                assert person.get(address).status_code == 200
            assert len(seen) <= 3, (address, seen)


def test_a_forged_post_does_not_switch(site, delegation):
    person = site.enter(HANDLER)
    answer = person.client.post("/admin/acting/", data={"for": str(account(site, HEAD))})
    assert answer.status_code == 400
    for whom in ("abc", "0", "-1", "9" * 12, str(account(site, "head.E2"))):
        assert person.send("/admin/acting/", {"for": whom}).status_code == 403
    assert SHOWN not in person.get("/admin/").text


def test_timeline_audit_and_refusals_say_for_whom(site, delegation):
    order = site.town["handling"].id
    person = site.enter(HANDLER)
    switch(site, person)
    refused = person.act(make.extension(order, legal_basis=""))
    assert refused.status_code == 422
    assert site.stored(Refusal)[-1].by_name.endswith("承办员（代承办单位负责人）")
    assert person.act(make.contact(order)).status_code == 302
    act = site.stored(Contact)[-1]
    assert (act.by_id, act.for_id) == (account(site, HANDLER), account(site, HEAD))
    lines = [each for each in site.stored(Audit) if each.table == "contact"]
    assert lines[-1].by_name == "东城一街道承办单位负责人承办员（代承办单位负责人）"
    for reader in (HANDLER, "coordinator.E", "dispatcher.HOT"):
        page = site.enter(reader).page(f"/admin/work_order/details/?id={order}")
        assert page.select(".timeline-who")[-1].text.strip().startswith(
            "东城一街道 承办单位负责人 承办员（代承办单位负责人）"
        )  # fmt: skip


def test_it_ends_by_itself(site, delegation):
    """The next page is one's own again and says so, once."""
    person = site.enter(HANDLER)
    switch(site, person)
    with clock.at(MONDAY + DAY):
        look = {"headers": {"X-Requested-With": "XMLHttpRequest"}}
        person.get("/admin/extension/ajax/lookup/?name=order", **look)
        first, second = person.get("/admin/").text, person.get("/admin/").text
    assert "代行承办单位负责人已于 2024-03-05 10:00 结束，已恢复本人岗位" in first
    assert "已恢复本人岗位" not in second
    assert SHOWN not in first + second
    assert switch(site, person).status_code == 302


def test_what_is_sent_after_the_end_comes_back_with_all_that_was_typed(site, delegation):
    order = site.town["handling"].id
    person = site.enter(HANDLER)
    switch(site, person)
    address = f"/admin/extension/new/?order_id={order}"
    told = site.typed(make.extension(order, reason="须再催告一次"))
    filled = form_of(person.page(address)) | told
    before = len(site.stored(Extension))
    with clock.at(MONDAY + DAY):
        for _ in range(2):
            answer = person.client.post(address, data=filled)
            assert answer.status_code == 422
            assert "代行承办单位负责人已于 2024-03-05 10:00 结束" in said(answer)
            assert "须再催告一次" in answer.text
            assert "代行 承办单位负责人（承办单位负责人）</strong> 已结束" in answer.text
        assert SHOWN not in person.get("/admin/").text
        again = person.client.post(address, data=filled)
        assert again.status_code == 422
        assert "须再催告一次" in again.text
    assert len(site.stored(Extension)) == before
    assert site.stored(Refusal)[-1].rule == "acts_for_others_while_delegated"


def test_after_the_end_nothing_is_read_in_the_others_name(site, delegation):
    """Only the form that was opened in time comes back, on its own order, without particulars."""
    order, other = site.town["handling"], site.town["sent"]
    person = site.enter(HANDLER)
    switch(site, person)
    mark, address = "/admin/extension/new/", f"/admin/contact/new/?order_id={order.id}"
    assert f"{order.mark}电话" in person.get(address).text
    free, form = form_of(person.page(mark)), form_of(person.page(address))
    with clock.at(MONDAY + DAY):
        again = person.client.post(address, data=form)
        assert again.status_code == 422
        assert f"{order.mark}内容" in again.text
        assert f"{order.mark}电话" not in again.text
        chosen = person.client.post(mark, data=free | {"order": other.id})
        assert chosen.status_code == 422
        assert other.mark not in chosen.text
        assert "办理动作" not in chosen.text
        for told in ({}, {"acting": form["acting"] + "x"}, {"acting": free["acting"]}):
            bare = {"csrf_token": form["csrf_token"]} | told
            answer = person.client.post(f"/admin/extension/new/?order_id={other.id}", data=bare)
            assert answer.status_code == 422
            assert "已于 2024-03-05 10:00 结束" in said(answer)
            assert other.mark not in answer.text
        own = {key: value for key, value in form.items() if key != "acting"}
        refused = person.client.post(address, data=own | site.typed(make.contact(order.id)))
        assert refused.status_code == 422
        assert "已于 2024-03-05 10:00 结束" in said(refused)


def test_a_form_is_sent_in_the_name_it_was_opened_in(site, delegation):
    """A second window that switches changes nothing in the first."""
    order = site.town["handling"].id
    person = site.enter(HANDLER)
    address = f"/admin/contact/new/?order_id={order}"
    own = form_of(person.page(address)) | site.typed(make.contact(order))
    switch(site, person)
    acting = form_of(person.page(address))["acting"]
    assert person.client.post(address, data=own).status_code == 302
    assert site.stored(Contact)[-1].for_id is None
    person.send("/admin/acting/", {"for": ""})
    told = site.typed(make.contact(order)) | {"acting": acting}
    theirs = form_of(person.page(address)) | told
    assert person.client.post(address, data=theirs).status_code == 302
    assert site.stored(Contact)[-1].for_id == account(site, HEAD)
    forged = theirs | {"acting": str(account(site, "head.E2")), "version": ""}
    assert person.client.post(address, data=forged).status_code == 409


@pytest.mark.parametrize("told", [{"active": False}, {"post": Post.INTAKE, "unit": "HOT"}])
def test_it_ends_with_what_it_rests_on(site, delegation, told):
    """Whoever is absent has no account, or no such post, any more."""
    person = site.enter(HANDLER)
    switch(site, person)
    person.get("/admin/")
    ident, was = account(site, HEAD), site.world.people[HEAD]
    site.world.system(make.change(Account, ident, **told))
    text = person.get("/admin/").text
    site.world.system(make.change(Account, ident, active=True, post=was.post, unit=was.unit_id))
    assert "结束，已恢复本人岗位" in text
    assert SHOWN not in text


def test_the_log_in_is_ones_own(site, delegation):
    """Logging out ends it; a password changed elsewhere ends the log-in."""
    person = site.enter(HANDLER)
    switch(site, person)
    ident = account(site, HANDLER)
    version = site.world.get(Account, ident).session_version
    site.world.system(make.change(Account, ident, session_version=version + 1))
    assert person.get("/admin/").status_code == 302
    site.world.system(make.change(Account, ident, session_version=version))
    person.send("/logout")
    with person.client.session_transaction() as session:
        assert "acting" not in session


# ---- arranging it -----------------------------------------------------------------------------


def test_the_head_arranges_it_among_colleagues(site):
    person = site.enter("head.E2")
    found = person.get("/admin/delegation/ajax/lookup/?name=deputy&limit=99").json
    assert [text for _, text in found] == [
        "承办单位负责人（承办单位负责人 head.E2）", "承办员（承办员 handler.E2）",
    ]  # fmt: skip
    page = person.page("/admin/delegation/new/")
    assert "同一单位的人员" in page.text
    draft = make_more.delegation(account(site, "head.E2"), account(site, "handler.E2"))
    answer = person.fill("/admin/delegation/new/", draft)
    assert answer.status_code == 302, said(answer)
    for reader in ("head.E2", "handler.E2", "account_admin.HOT"):
        row = site.enter(reader).page("/admin/delegation/").select_one("tbody tr").text
        assert "承办单位负责人" in row
        assert "外出培训" in row
    ident = site.stored(Delegation)[-1].id
    told = said(site.enter("handler.E2").get(f"/admin/delegation/details/?id={ident}"))
    assert "承办员代行承办单位负责人" in told


def test_a_coordinator_is_offered_the_own_office_only(site):
    found = site.enter("coordinator.E").get("/admin/delegation/ajax/lookup/?name=account&limit=99")
    assert [text for _, text in found.json] == ["区统筹（区统筹 coordinator.E）"]
    found = site.enter("account_admin.HOT").get("/admin/delegation/ajax/lookup/?name=account")
    assert len(found.json) == 10


def test_it_is_ended_at_once(site):
    """Whoever fills in the present minute means now."""
    draft = make_more.delegation(account(site, "head.W1"), account(site, "handler.W1"))
    ident = site.world.done("head.W1", draft)
    person, page = site.enter("head.W1"), f"/admin/delegation/edit/?id={ident}"
    at = MONDAY + HOUR + timedelta(seconds=40)
    with clock.at(at):
        form = form_of(person.page(page))
        assert set(form) == {"csrf_token", "version", "acting", "ends_at"}
        told = form | {"ends_at": "2024-03-04T11:00"}
        assert person.client.post(page, data=told).status_code == 302
    assert site.world.get(Delegation, ident).ends_at == at + timedelta(seconds=1)
    with clock.at(MONDAY + 2 * HOUR):
        assert "提前结束" not in person.page("/admin/delegation/").select_one("tbody tr").text
        assert switch(site, site.enter("handler.W1"), "head.W1").status_code == 422
