"""One order from the call to the return visit, by clicking, at a desk and on a telephone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.kernel import clock
from app.models.enums import Status
from app.models.work_order import WorkOrder
from tests.browser.conftest import NARROW, WIDE
from tests.world import MONDAY


class Clerk:
    """One post at its browser."""

    def __init__(self, come, login: str, size) -> None:
        self.person = come(login, size)
        self.page = self.person.page

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f"form.admin-form [name={name}]").fill(text)

    def pick(self, name: str, label: str) -> None:
        self.page.locator(f"form.admin-form select[name={name}]").select_option(label=label)

    def present(self, name: str) -> None:
        """Press “现在” beside a time; the present of the test stands still, so it is set again."""
        field = self.page.locator(f"form.admin-form [name={name}]")
        button = self.page.locator(f".form-group:has([name={name}]) .now-button")
        button.wait_for()
        button.press("Enter")
        now = clock.local(clock.now()).strftime("%Y-%m-%dT%H:%M")
        assert field.input_value().startswith(now[:14])
        field.fill(now)

    def box(self, name: str) -> Any:
        return self.page.locator(f".lookup:has([name={name}]) [role=combobox]")

    def choose(self, name: str, typed: str) -> None:
        """Look a row up in a box and take the first that is found."""
        box = self.box(name)
        box.click()
        box.fill(typed)
        found = self.page.locator(f".lookup:has([name={name}]) [role=option]")
        found.filter(has_text=typed).first.click()
        assert typed in box.input_value()

    def send(self) -> None:
        """Press the button of the form."""
        with self.page.expect_navigation():
            self.page.locator("form.admin-form [type=submit]").click()

    def order(self, ident: int, verb: str) -> None:
        """Open the order and press the button of an act."""
        self.person.open(f"/admin/work_order/details/?id={ident}")
        self.page.locator(".order-acts").get_by_role("link", name=verb, exact=True).click()
        self.page.wait_for_selector("form.admin-form")

    def done(self, text: str) -> None:
        """The page says what was done."""
        assert text in self.page.locator(".alert-success").inner_text()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["desk", "telephone"])
def test_the_life_of_an_order(come, portal, size):
    world = portal.town.world
    intake = Clerk(come, "intake.HOT", size)
    intake.page.get_by_role("link", name="登记工单").click()
    intake.fill("title", "路灯不亮")
    intake.fill("content", "三盏路灯不亮\n已有一周")
    intake.pick("demand_kind", "投诉")
    intake.pick("channel", "12345电话")
    intake.fill("contact", "13900139000")
    intake.send()
    intake.done("工单")
    ident = int(intake.page.url.rpartition("=")[2])
    assert intake.page.locator(".tag").first.inner_text() == "已登记"

    dispatcher = Clerk(come, "dispatcher.HOT", size)
    dispatcher.page.get_by_role("link", name="待派单").first.click()
    assert dispatcher.page.get_by_text("路灯不亮").first.is_visible()
    dispatcher.order(ident, "派单")
    dispatcher.choose("entry", "事项L3")
    dispatcher.choose("place", "东城一街道")
    dispatcher.choose("unit", "东城一街道")
    dispatcher.send()
    dispatcher.done("派单")

    handler, head = Clerk(come, "handler.E1", size), Clerk(come, "head.E1", size)
    handler.order(ident, "签收")
    handler.send()
    handler.done("签收")
    handler.order(ident, "联系诉求人")
    handler.pick("way", "电话")
    assert handler.page.locator("[name=contacted_at]").input_value() == ""
    handler.present("contacted_at")
    handler.pick("reached", "是")
    handler.fill("heard", "希望本周修好")
    handler.send()
    handler.done("联系诉求人")

    head.order(ident, "申请延期")
    head.fill("days", "3")
    head.fill("legal_basis", "《某法》第三条")
    head.fill("reason", "须等配件")
    head.present("told_at")
    head.present("notified_at")
    head.send()
    head.done("延期申请")
    coordinator = Clerk(come, "coordinator.E", size)
    coordinator.order(ident, "审批延期")
    coordinator.pick("granted", "是")
    coordinator.fill("reason", "情况属实")
    coordinator.send()
    coordinator.done("延期审批")

    with clock.at(MONDAY + timedelta(hours=3)):
        handler.order(ident, "反馈")
        handler.fill("content", "已全部修好")
        handler.pick("told_way", "电话")
        handler.present("told_at")
        handler.send()
        handler.done("办理反馈")
    with clock.at(MONDAY + timedelta(hours=5)):
        visitor = Clerk(come, "visitor.HOT", size)
        visitor.order(ident, "回访")
        visitor.pick("way", "电话")
        visitor.pick("reached", "是")
        visitor.pick("contacted", "是")
        visitor.pick("solved", "是")
        visitor.pick("satisfied", "满意")
        visitor.send()
        visitor.done("回访")
        assert visitor.page.locator(".tag").first.inner_text() == "已办结"
        assert visitor.page.locator(".timeline li").count() == 9
    assert world.get(WorkOrder, ident).status is Status.CLOSED


def test_the_look_up_by_keyboard(come, portal):
    """Arrow, Enter; what was typed and not chosen is not sent."""
    clerk = Clerk(come, "dispatcher.HOT", WIDE)
    page = clerk.page
    clerk.order(portal.town["waiting"].id, "派单")
    box = clerk.box("unit")
    box.click()
    box.press_sequentially("西城一")
    page.get_by_role("option", name="西城一街道").wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    assert "西城一街道" in box.input_value()
    assert page.locator("[name=unit]").input_value() == str(portal.town.world.unit("W1"))
    box.fill("不存在的单位")
    page.get_by_text("没有匹配项").wait_for()
    box.press("Tab")
    assert page.locator("[name=unit]").input_value() == ""
    assert box.input_value() == ""


def test_what_is_typed_is_not_lost_by_a_slip(come, portal):
    """Leaving a form with something in it asks first."""
    clerk = Clerk(come, "handler.E1", WIDE)
    clerk.order(portal.town["sent"].id, "签收")
    # By the keyboard: a browser asks only on behalf of somebody who has really done something.
    note = clerk.page.locator("[name=note]")
    note.click()
    note.press_sequentially("马上去")
    asked: list[str] = []
    clerk.page.on("dialog", lambda each: (asked.append(each.type), each.dismiss()))
    clerk.page.locator(".brand").click(no_wait_after=True)
    assert asked == ["beforeunload"]
    assert note.input_value() == "马上去"
    clerk.page.close(run_before_unload=False)


def test_a_file_is_handed_over(come):
    clerk = Clerk(come, "auditor.HOT", WIDE)
    clerk.person.open("/admin/work_order/")
    with clerk.page.expect_download() as handed:
        clerk.page.get_by_role("link", name="导出 Excel").click()
    assert handed.value.suggested_filename.startswith("工单_")
    assert handed.value.suggested_filename.endswith(".xlsx")
