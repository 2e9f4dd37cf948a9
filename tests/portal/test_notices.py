"""提醒: what came to a desk since its reader last looked, and nothing that is not for them."""

from __future__ import annotations

from typing import Any

import pytest

from app.kernel import clock
from app.models.enums import DemandKind
from app.models.look import Look
from app.portal import notices as page
from tests import make
from tests.portal.site import Site, Visitor
from tests.world import DAY, HOUR, MONDAY

READERS = ("handler.E1", "coordinator.E", "reviewer.HOT", "dispatcher.HOT", "keeper.HOT")


def bell(person: Visitor) -> str:
    """The number on the home page."""
    return person.page("/admin/").select_one(".bell strong").text


def news(person: Visitor) -> list[str]:
    """Every sentence of the page."""
    return [each.text for each in person.page("/admin/notices/").select(".news-words")]


def looked(person: Visitor) -> None:
    """The button, where there is something to have seen."""
    told = person.page("/admin/notices/").select_one("input[name=until]")
    answer = person.send("/admin/notices/look/", {"until": told["value"]})
    assert answer.status_code == 302


@pytest.mark.parametrize("login", READERS)
def test_the_bell_counts_what_the_page_lists(site: Site, login: str) -> None:
    person = site.enter(login)
    assert bell(person) == str(len(news(person)))


def test_what_was_seen_is_no_news_and_what_comes_after_is(site: Site) -> None:
    person = site.enter("head.E2")
    assert news(person) == ["派给本单位承办"]
    looked(person)
    assert (news(person), bell(person)) == ([], "0")
    with clock.at(MONDAY + HOUR):
        site.world.done("intake.HOT", make.supplement(site.town["neighbour2"].id))
        assert news(person) == ["诉求有补充"]
        assert news(site.enter("handler.E2")) == ["诉求有补充", "派给本单位承办"]


def test_what_came_while_the_page_was_open_is_kept(site: Site) -> None:
    """The button speaks of what was shown, not of the moment it is pressed."""
    person = site.enter("handler.W2")
    shown = person.page("/admin/notices/").select_one("input[name=until]")["value"]
    with clock.at(MONDAY + HOUR):
        site.world.done("intake.HOT", make.supplement(site.town["other3"].id))
        answer = person.send("/admin/notices/look/", {"until": shown}, follow_redirects=True)
        assert "已全部标为看过" in answer.text
        assert news(person) == ["诉求有补充"]


@pytest.mark.parametrize("told", ["", "abc", "-1", "１", "9" * 11])
def test_what_is_no_instant_is_refused(site: Site, told: str) -> None:
    person, before = site.enter("handler.GAS"), site.counts()
    assert person.send("/admin/notices/look/", {"until": told}).status_code == 400
    assert site.counts() == before


def test_nobody_looks_ahead(site: Site) -> None:
    """An instant still to come is taken as now."""
    person = site.enter("head.GAS")
    person.send("/admin/notices/look/", {"until": "9999999999"})
    person.send("/admin/notices/look/", {"until": "1"})
    held = {each.account_id: each.looked_at for each in site.stored(Look)}
    assert held[site.world.people["head.GAS"].account_id] == MONDAY


@pytest.mark.parametrize("login", ["auditor.HOT", "assessor.HOT", "security_admin.HOT",
                                   "account_admin.HOT", "migrator.HOT"])  # fmt: skip
def test_whom_nothing_reaches_has_neither_page_nor_bell(site: Site, login: str) -> None:
    person = site.enter(login)
    assert person.get("/admin/notices/").status_code == 403
    assert person.send("/admin/notices/look/", {"until": "1"}).status_code == 403
    assert not person.page("/admin/").select(".bell")


def test_own_acts_are_no_news(site: Site) -> None:
    """A coordinator who sends an order on is not told of it; the unit is."""
    order = site.town["district"].id
    site.world.done("coordinator.E", make.dispatch(order, unit="E2", place="E2"))
    assert not any(_about(site, "coordinator.E", order))
    assert _about(site, "handler.E2", order) == ["派给本单位承办"]


def _about(site: Site, login: str, order: int) -> list[str]:
    """What a person is told of one order."""
    links = site.enter(login).page("/admin/notices/").select(".news")
    return [
        word.text
        for each in links
        if each.select_one("a")["href"].endswith(f"?id={order}")
        for word in each.select(".news-words")
    ]


@pytest.mark.parametrize("login", READERS)
def test_nothing_of_the_complainant_is_told(site: Site, login: str) -> None:
    """Neither name nor contact nor what was said: the number and the title alone."""
    text = site.enter(login).get("/admin/notices/").text
    for each in site.town.orders.values():
        for word in ("姓名", "电话", "内容", "补充", "地点", "意见", "异议", "材料"):
            assert f"{each.mark}{word}" not in text, each.name


@pytest.mark.parametrize("login", ["handler.E1", "handler.W1", "coordinator.W", "head.WATER"])
def test_orders_of_others_are_not_told(site: Site, login: str) -> None:
    text = site.enter(login).get("/admin/notices/").text
    assert not [each for each in site.town.foreign(login) if each in text]


def test_a_shielded_unit_learns_nothing(site: Site) -> None:
    """What it was told before it was known to be reported is gone; what follows never comes."""
    report = site.world.done("intake.HOT", make.order(demand_kind=DemandKind.REPORT))
    site.world.done("dispatcher.HOT", make.dispatch(report))
    assert _about(site, "head.E1", report)
    with clock.at(MONDAY + DAY):
        told = make.supplement(report, reported_unit="E1")
        site.world.done("intake.HOT", told)
        for login in ("head.E1", "handler.E1", "coordinator.E"):
            assert _about(site, login, report) == []


def test_statements(site: Site, monkeypatch: Any) -> None:
    """The principal and the news; the home page asks for nothing more than before."""
    person = site.enter("handler.E1")
    for address in ("/admin/", "/admin/notices/"):
        with site.statements() as sent:
            assert person.get(address).status_code == 200
        assert len(sent) == 2, sent
    with site.statements() as sent:
        person.get("/admin/work_order/")
    assert not any("look" in each for each in sent)
    monkeypatch.setattr(page, "CAP", 1)
    assert "只列最近 1 项" in person.get("/admin/notices/").text
