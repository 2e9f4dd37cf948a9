"""Coordination at the portal: each desk has what awaits it, and nobody called in learns whom."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from app.kernel import clock
from app.models.alert import Alert
from app.models.enums import DisposalKind
from app.models.escalation import Escalation
from app.models.supervision import Supervision
from tests import make, make_more
from tests.portal.site import said
from tests.portal.test_home import listed
from tests.world import DAY, MONDAY

NAME, CONTACT = "欧阳某某", "13987654321"
UNIT = "handler.E1"


def sent(world, unit: str, **told) -> int:
    """An order of somebody with a name, which its unit has begun to handle."""
    made = world.done("intake.HOT", make.order(complainant_name=NAME, contact=CONTACT))
    world.done("dispatcher.HOT", make.dispatch(made, unit=unit, **told))
    world.done(f"handler.{unit}", make.receipt(made))
    world.done(f"handler.{unit}", make.contact(made))
    return made


@pytest.fixture(scope="module")
def case(site) -> SimpleNamespace:
    """A street asks its district and a department, is urged, and a danger is told of."""
    world = site.world
    with clock.at(MONDAY):
        street = sent(world, "E1")
        asked = world.done("head.E1", make_more.escalation(street, unit="EC"))
        above = world.done("head.E1", make_more.escalation(street))
        urged = world.done("supervisor.HOT", make_more.supervision(street))
        told = world.done("intake.HOT", make_more.alert(street))
        city = sent(world, "CD", entry="ANY", place=None)
        highest = world.done("head.CD", make_more.escalation(city, unit="BJ"))
        loud = world.done("intake.HOT", make.order(title="楼道燃气泄漏", content="怕爆炸"))
        known = world.done("intake.HOT", make.order(title="燃气泄漏", content="闻到味道"))
        world.done("intake.HOT", make_more.alert(known, unit="GAS"))
        over = world.done("intake.HOT", make.order(content="已着火，请转119"))
        world.done("intake.HOT", make.disposal(over, kind=DisposalKind.UNLAWFUL))
    return SimpleNamespace(
        street=street, asked=asked, above=above, urged=urged, told=told, city=city,
        highest=highest, loud=loud, known=known,
    )  # fmt: skip


def test_what_is_asked_lies_with_whom_it_is_asked_of(site, case):
    for login, wanted in (
        ("handler.EC", {case.asked}),
        ("head.EC", {case.asked}),
        ("coordinator.E", {case.above}),
        ("supervisor.HOT", {case.highest}),
        ("handler.E1", set()),
        ("coordinator.W", set()),
    ):
        assert listed(site.enter(login), "escalation") == wanted, login


def test_what_is_demanded_lies_with_the_lead_and_when_late_with_whoever_watches(site, case):
    assert listed(site.enter(UNIT), "supervision") == {case.urged}
    for login in ("handler.E2", "coordinator.E"):
        assert listed(site.enter(login), "supervision") == set()
    for login in ("supervisor.HOT", "coordinator.E"):
        assert listed(site.enter(login), "late_supervision") == set()
        with clock.at(MONDAY + DAY):
            assert listed(site.enter(login), "late_supervision") == {case.urged}
    with clock.at(MONDAY + DAY):
        assert listed(site.enter("coordinator.W"), "late_supervision") == set()


def test_a_danger_lies_with_the_department_told(site, case):
    assert listed(site.enter("handler.EM"), "alert") == {case.told}
    assert listed(site.enter("head.EC"), "alert") == set()


def test_what_one_was_only_asked_about_is_not_ones_own_to_be_late_with(site, case):
    with clock.at(MONDAY + 20 * DAY):
        for login in (UNIT, "coordinator.E"):
            assert case.street in listed(site.enter(login), "overdue"), login
        for login in ("handler.EC", "handler.EM"):
            assert case.street not in listed(site.enter(login), "overdue"), login


@pytest.mark.parametrize("login", ["intake.HOT", "dispatcher.HOT", "supervisor.HOT"])
def test_what_sounds_dangerous_lies_there_until_it_is_told(site, case, login):
    assert listed(site.enter(login), "alarm") == {case.loud}


def test_the_page_shows_what_sounds_dangerous_and_begins_the_report(site, case):
    person = site.enter("dispatcher.HOT")
    shown = person.page(f"/admin/work_order/details/?id={case.loud}").select_one(".alarm")
    assert "燃气泄漏、爆炸" in shown.text
    form = person.page(shown.select_one("a")["href"])
    assert form.select_one("select[name=sign] option[selected]")["value"] == "safety"
    assert "燃气泄漏、爆炸" in form.select_one(".brief").text
    told = person.page(f"/admin/work_order/details/?id={case.known}").select_one(".alarm")
    assert "即报" in told.text
    assert told.select("a") == []
    assert not person.page(f"/admin/work_order/details/?id={case.street}").select(".alarm")


PAGES = (
    "work_order/details/?id={0.street}", "escalation/details/?id={0.asked}",
    "escalation_answer/new/?order_id={0.street}", "alert_receipt/new/?order_id={0.street}",
    "work_order/?size=100", "escalation/?size=100", "alert/?size=100", "supervision/?size=100",
)  # fmt: skip


@pytest.mark.parametrize("login", ["handler.EC", "head.EC", "coordinator.E", "handler.EM"])
def test_who_is_called_in_never_learns_whom(site, case, login):
    """Asked, told or watching: the matter, never the name or the contact."""
    person = site.enter(login)
    assert person.get(f"/admin/work_order/details/?id={case.street}").status_code == 200
    for each in PAGES:
        answer = person.get(f"/admin/{each.format(case)}")
        assert NAME not in answer.text, each
        assert CONTACT not in answer.text, each
    if login.startswith(("head", "coordinator")):
        with person.get("/admin/work_order/export/csv/") as answer:
            assert answer.status_code == 200
            assert NAME not in answer.text
            assert CONTACT not in answer.text
    assert CONTACT in site.enter(UNIT).get(f"/admin/work_order/details/?id={case.street}").text


def test_before_answering_one_sees_what_was_asked(site, case):
    for login, table, words in (
        ("handler.EC", "escalation_answer", ("东城一街道", "路权属两区交界", "已现场劝离三次")),
        ("coordinator.E", "escalation_answer", ("东城一街道", "路权属两区交界")),
        (UNIT, "supervision_answer", ("市民热线服务中心", "请抓紧办理并回复进展", "03-04 14:00")),
        ("handler.EM", "alert_receipt", ("安全生产、消防", "摊位使用液化气罐")),
        ("head.E1", "escalation", ("东城区城管委", "期间照常计算")),
        ("coordinator.E", "supervision", ("请抓紧办理并回复进展",)),
    ):
        page = site.enter(login).page(f"/admin/{table}/new/?order_id={case.street}")
        brief = page.select_one(".brief").text
        assert [each for each in words if each not in brief] == [], (login, table, brief)
    page = site.enter("supervisor.HOT").page(f"/admin/escalation_answer/new/?order_id={case.city}")
    assert "路权属两区交界" in page.select_one(".brief").text


def test_the_government_above_is_suggested(site, case):
    world = site.world
    with clock.at(MONDAY):
        other = sent(world, "E2", place="E2")
    page = site.enter("head.E2").page(f"/admin/escalation/new/?order_id={other}")
    assert chosen(page, "unit") == str(world.unit("E"))


def chosen(page: BeautifulSoup, name: str) -> str:
    """The value a look-up field was begun with."""
    return str(page.select_one(f"[name={name}]")["value"])


def test_it_is_asked_answered_urged_and_told_through_the_portal(site):
    """One order through every form of the chapter."""
    with clock.at(MONDAY):
        ident = sent(site.world, "E1")
        for login, draft in (
            ("head.E1", make_more.escalation(ident)),
            ("coordinator.E", make_more.escalation_answer(ident)),
            ("coordinator.E", make_more.supervision(ident)),
            (UNIT, make_more.supervision_answer(ident)),
            (UNIT, make_more.social_help(ident)),
            (UNIT, make_more.alert(ident)),
            ("head.EM", make_more.alert_receipt(ident)),
        ):
            answer = site.enter(login).act(draft)
            assert answer.status_code == 302, (draft.table, said(answer)[:300])
    for table in (Escalation, Supervision, Alert):
        assert len(site.world.of(ident, table)) == 1
