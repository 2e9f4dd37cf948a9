"""A whistle half unanswered, through the portal's own forms: one unit comes, the other does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.kernel import clock
from app.models.enums import Role, Status, WhistleOutcome
from app.models.whistle_result import WhistleResult
from app.models.work_order import WorkOrder
from app.services.whistles import by_street, by_unit
from config import Config
from tests import make, make_more
from tests.conftest import Database
from tests.law.test_derived import roles
from tests.make import Draft
from tests.paths import Portal
from tests.world import DAY, HOUR, MONDAY, World

ABSENT = {"unit": "EM", "outcome": WhistleOutcome.ABSENT, "rating": None, "content": "始终无人到场"}
PRIVATE = ("王某某", "13812345678")


@pytest.fixture(scope="module")
def app(database: Database) -> Flask:
    made = create_app(Config(database_url=database.url, secret_key="k" * 40))
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


class Office:
    """People at their browsers, at an hour of the story."""

    def __init__(self, app: Flask, world: World) -> None:
        self.portal, self.world = Portal(app, world), world

    def act(self, login: str, draft: Draft, after: timedelta) -> Any:
        return self.portal(self.world, login, draft, after)

    def page(self, login: str, address: str, after: timedelta) -> Any:
        with clock.at(MONDAY + after):
            return self.portal.client(login).get(address)

    def desk(self, login: str, desk: str, after: timedelta) -> bool:
        """Whether a desk has something on it."""
        answer = self.page(login, f"/admin/summons/?desk={desk}", after)
        assert answer.status_code == 200
        return "共 1 条" in answer.text


def test_a_whistle_unanswered(app, world, nothing_is_wrong):
    office = Office(app, world)
    name, contact = PRIVATE
    ident = world.done("intake.HOT", make.order(complainant_name=name, contact=contact))
    world.done("dispatcher.HOT", make.dispatch(ident))
    assert office.act("handler.E1", make.receipt(ident), HOUR) == set()

    assert office.act("head.E1", make_more.whistle(ident, unit="GAS"), 2 * HOUR) == {
        "street_summons_in_its_own_district"
    }
    assert office.act("head.E1", make_more.whistle(ident), 2 * HOUR) == set()
    assert office.act("handler.E1", make_more.summons(ident), 3 * HOUR) == set()
    assert office.act("coordinator.E", make_more.summons(ident, unit="GAS"), 3 * HOUR) == set()
    called = {"EC": Role.SUMMONED, "EM": Role.SUMMONED, "GAS": Role.SUMMONED}
    assert roles(world, ident) == {"E1": Role.LEAD, "E": Role.DISTRICT} | called
    assert office.desk("handler.EC", "report_in", 3 * HOUR)
    assert not office.desk("handler.E1", "whistle_result", 3 * HOUR)

    a_summoned_unit_never_sees_the_complainant(office, ident)

    came = make_more.report_in(ident, arrived_at=MONDAY + 4 * HOUR)
    assert office.act("handler.EC", came, 5 * HOUR) == set()
    assert office.act("handler.EC", came, 5 * HOUR) == {"only_the_summoned_report_in"}
    assert not office.desk("handler.EC", "report_in", 5 * HOUR)
    assert office.desk("handler.E1", "whistle_result", 5 * HOUR)
    late = make_more.report_in(ident, arrived_at=MONDAY + 2 * DAY)
    assert office.act("handler.GAS", late, 2 * DAY) == {"late_arrival_gives_its_reason"}
    late = late.but(late_reason="抢修在先", justified=False, note="现场没有燃气设施")
    assert office.act("handler.GAS", late, 2 * DAY) == set()

    absent = make_more.whistle_result(ident, **ABSENT)
    assert office.act("head.E1", absent, 6 * HOUR) == {"absence_is_a_fact"}
    solved = absent.but(outcome=WhistleOutcome.SOLVED, rating="good")
    assert office.act("head.E1", solved, 2 * DAY) == {"absence_is_a_fact"}
    assert office.act("head.E1", absent, 2 * DAY) == set()
    assert not office.desk("handler.EM", "report_in", 2 * DAY)
    assert office.act("head.E1", make_more.whistle_result(ident), 2 * DAY) == set()

    reply = make.reply(ident, told_at=MONDAY + 3 * DAY)
    assert office.act("head.E1", reply, 3 * DAY) == set()
    assert office.act("visitor.HOT", make.visit(ident), 4 * DAY) == set()
    assert world.get(WorkOrder, ident).status is Status.CLOSED
    # Closed or not, each unit that was called has its result.
    assert office.desk("handler.E1", "whistle_result", 5 * DAY)
    last = make_more.whistle_result(ident, unit="GAS", outcome="unsolved", rating="fair")
    assert office.act("head.E1", last, 5 * DAY) == set()
    assert len(world.of(ident, WhistleResult)) == 3
    assert {roles(world, ident)[unit] for unit in called} == {Role.FORMER}

    both_sides_are_scored(office)
    nothing_is_wrong(world)


def a_summoned_unit_never_sees_the_complainant(office: Office, ident: int) -> None:
    """Neither on the order's page, nor in a form, a list or a file."""
    pages = [f"work_order/details/?id={ident}", f"report_in/new/?order_id={ident}",
             "work_order/?size=100", "summons/?size=100", "whistle/?size=100",
             "work_order/export/csv/", "summons/export/csv/", "whistle/export/csv/"]  # fmt: skip
    for login in ("head.EC", "handler.EC", "head.GAS", "handler.EM"):
        for each in pages:
            if "export" in each and login.startswith("handler"):
                continue
            answer = office.page(login, f"/admin/{each}", 3 * HOUR)
            assert answer.status_code == 200, (login, each)
            assert "占道经营" in answer.text or "摊贩" in answer.text, (login, each)
            assert not [told for told in PRIVATE if told in answer.text], (login, each)
    shown = office.page("head.E1", f"/admin/work_order/details/?id={ident}", 3 * HOUR)
    assert all(told in shown.text for told in PRIVATE)


def both_sides_are_scored(office: Office) -> None:
    """The street for a whistle half justified, each unit for how it came."""
    supervisor, at = office.world.people["supervisor.HOT"], MONDAY + 5 * DAY
    span = clock.local_date(MONDAY), clock.local_date(at)
    with office.world.reading() as session:
        (street,) = by_street(session, supervisor, *span)
        units = {each.unit: each for each in by_unit(session, supervisor, *span, at)}
    assert street.numbers == {"吹哨": 1, "召集": 3, "报到": 2, "职责相符": 1, "已结束": 1}
    assert {name: each.shares["按时率"] for name, each in units.items()} == {
        "东城区城管委": "100.0%", "东城区市场监管局": "0.0%", "燃气集团": "0.0%",
    }  # fmt: skip
    assert units["东城区市场监管局"].numbers["未报到"] == 1
    for login, sees in (("supervisor.HOT", True), ("coordinator.E", True), ("head.EM", True),
                        ("head.W1", False)):  # fmt: skip
        page = office.page(login, "/admin/whistles/", 5 * DAY)
        assert page.status_code == 200
        assert ("东城区市场监管局" in page.text) is sees, login
