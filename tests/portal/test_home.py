"""The desk: every number is that of the list behind it, and of the orders as they stand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.kernel import clock
from app.models.enums import Post, Status
from app.models.work_order import WorkOrder
from app.portal.desks import DESKS
from tests.portal.routes import LOGINS
from tests.world import DAY, MONDAY

IN_HAND = (Status.DISPATCHED, Status.DISPUTED, Status.HANDLING)
EVERYBODY = sorted({*LOGINS.values(), "handler.W1", "head.EC", "handler.CD", "coordinator.W"})


def numbers(person) -> dict[str, int]:
    """What the cards say, by desk."""
    page = person.page("/admin/")
    return {
        each["href"].rpartition("=")[2]: int(each.select_one(".card-count").text.split()[0])
        for each in page.select("a.card-link")
    }


def listed(person, desk: str) -> set[int]:
    """The rows of the list behind a card."""
    table = DESKS[desk].table.__tablename__
    page = person.page(f"/admin/{table}/?desk={desk}&size=100")
    links = page.select("td.row-actions a:first-of-type")
    total = page.select_one(".pager-bar span").text
    assert total == f"共 {len(links)} 条"
    return {int(each["href"].rpartition("=")[2]) for each in links}


@pytest.mark.parametrize("at", [MONDAY, MONDAY + 6 * DAY, MONDAY + 20 * DAY])
@pytest.mark.parametrize("login", EVERYBODY)
def test_a_card_counts_the_list_it_opens(site, login, at):
    with clock.at(at):
        person = site.enter(login)
        cards = numbers(person)
        post = Post(login.partition(".")[0])
        own = {name for name, each in DESKS.items() if post in each.posts}
        assert set(cards) <= own
        for desk in own - set(cards):
            assert DESKS[desk].occasional
            assert not listed(person, desk)
        for desk, count in cards.items():
            assert len(listed(person, desk)) == count, desk


def standing(site, unit: str, at) -> dict[str, set[int]]:
    """The desks of a unit as its orders say, without a query of the portal's."""
    lead = site.world.unit(unit)
    own = [each for each in site.stored(WorkOrder) if each.lead_id == lead]
    todo = [each for each in own if each.status in IN_HAND]
    return {
        "sign": {each.id for each in own if each.status is Status.DISPATCHED},
        "todo": {each.id for each in todo},
        "warn": {each.id for each in todo if each.warn_at <= at < each.due_at},
        "overdue": {each.id for each in todo if each.due_at < at},
    }


@pytest.mark.parametrize("at", [MONDAY, MONDAY + 6 * DAY + timedelta(hours=8), MONDAY + 20 * DAY])
@pytest.mark.parametrize("unit", ["E1", "E2", "W1", "WATER", "CD"])
def test_the_desks_of_a_unit_are_its_orders(site, unit, at):
    with clock.at(at):
        person = site.enter(f"handler.{unit}")
        found = {desk: listed(person, desk) for desk in ("sign", "todo", "warn", "overdue")}
    assert found == standing(site, unit, at)


def test_the_desks_of_the_hotline(site):
    ids = {name: each.id for name, each in site.town.orders.items()}
    assert listed(site.enter("dispatcher.HOT"), "dispatch") == {ids["waiting"]}
    visits = listed(site.enter("visitor.HOT"), "visit")
    assert visits == {ids["late"], ids["replied"]}
    reviewer, decider = site.enter("reviewer.HOT"), site.enter("coordinator.E")
    for person, desk, own in (
        (reviewer, "objection", {"disputed", "neighbour2", "other2"}),
        (reviewer, "extension", {"city"}),
        (decider, "extension", {"asking"}),
        (site.enter("coordinator.W"), "extension", set()),
    ):
        page = person.page(f"/admin/{desk}/?desk={desk}")
        marks = {name for name, each in site.town.orders.items() if each.mark in page.text}
        assert marks == own, desk


@pytest.mark.parametrize("login", EVERYBODY)
def test_the_menu_leads_only_where_one_may_go(site, login):
    person = site.enter(login)
    links = [each["href"] for each in person.page("/admin/").select("#menu a, .shortcuts a")]
    assert links
    for each in links:
        assert person.get(each).status_code == 200, each


def test_nobody_is_left_without_a_next_step(site):
    """An empty desk says what will come; a full one is not talked over."""
    for login in ("handler.GAS", "keeper.HOT", "auditor.HOT"):
        assert site.enter(login).page("/admin/").select_one(".next-step p").text
    assert not site.enter("handler.E1").page("/admin/").select(".next-step")


def test_the_end_of_the_calendar_is_announced(site):
    with clock.at(MONDAY):
        assert "工作日历" not in site.enter("handler.E1").page("/admin/").select_one("main").text
    with clock.at(MONDAY + 230 * DAY):
        told = site.enter("handler.E1").page("/admin/").select_one(".alert-warning").text
        assert "2024-11-30" in told
        assert "目录管理员" in told
        keeper = site.enter("keeper.HOT").page("/admin/").select_one(".alert-warning a")
        assert keeper["href"] == "/admin/calendar_day/"


def test_the_desk_of_another_post_is_not_opened(site):
    """``?desk=`` of others is said to be left out, and narrows nothing."""
    person = site.enter("handler.E1")
    for desk in ("visit", "dispatch", "objection", "nonsense", "' OR 1=1"):
        answer = person.get("/admin/work_order/", query_string={"desk": desk})
        page = BeautifulSoup(answer.text, "lxml")
        assert "不适用于本岗位" in page.select_one(".alert-warning").text
        own = sum("E1" in each.seen_by for each in site.town.orders.values())
        assert page.select_one(".pager-bar span").text == f"共 {own} 条"
