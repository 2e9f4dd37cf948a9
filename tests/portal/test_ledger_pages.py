"""The ledger and mergers as people see them: desk, the order's page, forms, workload."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.kernel import clock
from app.models.enums import DisposalKind, Status
from app.models.ledger import Ledger
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests import make, make_more
from tests.portal.site import said
from tests.portal.test_home import listed, numbers
from tests.portal.test_review import column
from tests.world import DAY, MONDAY

WATCHING = ("head.E1", "handler.E1", "coordinator.E", "supervisor.HOT")


@pytest.fixture(scope="module")
def kept(site) -> dict[str, int]:
    """Orders on the ledger: waiting, looked at, struck off, still in hand, withdrawn."""
    world = site.world
    with clock.at(MONDAY):
        made = {name: world.order("ledger") for name in ("waiting", "reviewed", "struck", "later")}
        world.done("coordinator.E", make_more.ledger_removal(made["struck"]))
        made |= {name: world.order("handling") for name in ("open", "gone")}
        soon = {"review_on": MONDAY.date() + 5 * DAY}
        world.done("head.E1", make_more.ledger(made["open"], **soon))
        world.done("head.E1", make_more.ledger(made["gone"]))
        world.done("intake.HOT", make.disposal(made["gone"], kind=DisposalKind.WITHDRAWN))
        world.done("supervisor.HOT", make_more.ledger_review(made["reviewed"], **soon))
    return made


def entries(site, *orders: int) -> set[int]:
    return {each.id for each in site.stored(Ledger) if each.order_id in orders}


@pytest.mark.parametrize("login", WATCHING)
def test_what_is_to_be_looked_at_again_is_on_the_desk(site, kept, login):
    """Three days ahead, by the last review, until it is struck off or the order is over."""
    with clock.at(MONDAY + DAY):
        assert listed(site.enter(login), "ledger") == set()
    with clock.at(MONDAY + 2 * DAY):
        person = site.enter(login)
        assert listed(person, "ledger") == entries(site, kept["open"], kept["reviewed"])
        assert numbers(person)["ledger"] == 2
    with clock.at(MONDAY + 27 * DAY):
        found = listed(site.enter(login), "ledger")
        assert found == entries(site, *(kept[e] for e in ("open", "reviewed", "waiting", "later")))


@pytest.mark.parametrize("login", ["handler.E2", "coordinator.W"])
def test_it_is_on_nobody_elses(site, kept, login):
    with clock.at(MONDAY + 27 * DAY):
        assert listed(site.enter(login), "ledger") == set()


def page(site, login: str, ident: int):
    return site.enter(login).page(f"/admin/work_order/details/?id={ident}")


def test_the_page_of_an_order_says_that_it_is_on_the_ledger(site, kept):
    head = page(site, "handler.E1", kept["reviewed"]).select_one(".order-head")
    assert "资金待落实，下次复核 2024-03-09" in head.text
    assert head.select_one(".tag-ledger").text == "挂账"
    assert "下次复核" not in page(site, "handler.E1", kept["struck"]).select_one(".order-head").text
    assert "下次复核" not in page(site, "handler.E1", kept["gone"]).select_one(".order-head").text


@pytest.fixture(scope="module")
def group(site) -> list[int]:
    """A main order and two that joined it; one has a helper."""
    world = site.world
    with clock.at(MONDAY):
        made = [world.order("handling") for _ in range(3)]
        for each in made[1:]:
            world.done("dispatcher.HOT", make_more.merger(each, made[0]))
        world.done("head.E1", make.co_handling(made[1], unit="GAS"))
    return made


def test_the_group_is_on_the_page_of_each(site, group):
    main = group[0]
    for ident in group:
        shown = page(site, "handler.E1", ident).select_one(".merged")
        assert len(shown.select("li")) == 3
        assert "主件" in shown.select_one("li").text
        linked = {int(each["href"].rpartition("=")[2]) for each in shown.select("li a")}
        assert linked == {*group} - {ident}
        number = site.world.get(WorkOrder, main).number
        wanted = "并入 2 件" if ident == main else f"已并入 {number}"
        assert wanted in shown.select_one("h2").text
    assert not page(site, "handler.E1", site.town["sent"].id).select(".merged")


def test_a_helper_of_one_sees_nothing_of_the_others(site, group):
    """No link and nothing that they say; the lead finds the main one's number in the timeline."""
    shown = page(site, "handler.GAS", group[1])
    assert not shown.select(".merged")
    number = site.world.get(WorkOrder, group[0]).number
    assert f"{number} 占道经营" not in shown.select_one(".order-timeline").text
    assert number in page(site, "handler.E1", group[1]).select_one(".order-timeline").text
    assert site.enter("handler.GAS").get(
        f"/admin/work_order/details/?id={group[0]}").status_code == 404  # fmt: skip


def test_the_form_of_a_reply_is_begun_with_the_main_ones(site, group):
    site.world.done("handler.E1", make.reply(group[0], content="已划线设疏导点"))
    form = site.enter("handler.E1").page(f"/admin/reply/new/?order_id={group[2]}")
    assert form.select_one("[name=content]").text.strip() == "已划线设疏导点"
    assert not form.select_one("[name=told_at]").get("value")
    blank = site.enter("handler.E1").page(f"/admin/reply/new/?order_id={group[0]}")
    assert not blank.select_one("[name=content]").text.strip()


@pytest.mark.parametrize("login", ["auditor.HOT", "coordinator.E", "handler.E1"])
def test_a_merged_order_is_a_demand_and_no_work_of_its_own(site, group, login):
    """Parted again it is both."""
    person = site.enter(login)
    unit = site.world.get(Unit, site.world.unit("E1")).short_name
    address = f"/admin/workload/?since={MONDAY.date() - timedelta(days=30)}"

    def counted() -> tuple[int, int, int]:
        with site.statements() as seen:
            shown = person.page(address)
        return *(column(shown, each, unit) for each in ("诉求量", "办理件")), len(seen)

    demands, works, cost = counted()
    assert (demands - works, cost) == (2, 2)
    fresh = site.world.order("dispatched")
    site.world.done("dispatcher.HOT", make_more.merger(fresh, group[0]))
    assert counted() == (demands + 1, works, 2)
    site.world.done("dispatcher.HOT", make_more.merger_undo(fresh))
    assert counted() == (demands + 1, works + 1, 2)


def test_the_workload_counts_what_is_on_the_ledger(site, kept):
    shown = site.enter("auditor.HOT").page(
        f"/admin/workload/?since={MONDAY.date() - timedelta(days=30)}")  # fmt: skip
    unit = site.world.get(Unit, site.world.unit("E1")).short_name
    own = [e for e in site.stored(WorkOrder) if e.status is Status.LEDGER]
    assert column(shown, "挂账", unit) == len(own) == 3
    assert "挂账" in said(site.enter("auditor.HOT").get("/admin/work_order/"))
