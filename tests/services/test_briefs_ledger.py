"""What is before one's eyes at the ledger and at a merger; what a reply is begun with."""

from __future__ import annotations

import pytest

from app.kernel.session import GovernedSession
from app.models.enums import Status
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.reply import Reply
from app.models.work_order import WorkOrder
from app.services.briefing import suggestion
from tests import make, make_more
from tests.services.test_briefing import told
from tests.world import DAY, MONDAY


def begun(world, ident: int, login: str = "handler.E1") -> dict[str, object]:
    with GovernedSession(world.bind, world.people[login], writing=False) as session:
        return suggestion(Reply, session.get(WorkOrder, ident))


def pair(world) -> tuple[int, int]:
    main, member = world.order("handling"), world.order("dispatched")
    world.done("dispatcher.HOT", make_more.merger(member, main))
    return main, member


def test_whoever_enters_knows_whom_to_tell_and_how_long_it_may_wait(world):
    found = told(world, "head.E1", Ledger, world.order("handling"))
    assert found["联系方式"] == "13800138000"
    assert found["下次复核日"] == "最晚 2024-04-04（31日内，平台规则:ledger_cycle）"


@pytest.mark.parametrize("table", [LedgerReview, LedgerRemoval])
def test_the_entry_is_told_with_its_last_review(world, table):
    ident = world.order(Status.LEDGER)
    found = told(world, "coordinator.E", table, ident)
    assert (found["责任人"], found["应复核"]) == ("副主任 张某", "2024-04-03")
    assert "上次复核" not in found
    review = make_more.ledger_review(ident, review_on=MONDAY.date() + 7 * DAY, findings="已立项")
    world.done("head.E1", review)
    found = told(world, "coordinator.E", table, ident)
    assert found["上次复核"] == "2024-03-04 东城一街道：已立项"
    assert found["应复核"] == "2024-03-11"
    world.done("coordinator.E", make_more.ledger_removal(ident))
    assert "责任人" not in told(world, "coordinator.E", table, ident)


def test_orders_that_may_be_one_matter_are_named(world):
    """Open, of the same lead, under the same heading; no report and nothing out of reach."""
    alike, ident = world.order("replied"), world.order("dispatched")
    for state, more in (("closed", {}), ("dispatched", {"entry": "L4"}),
                        ("dispatched", {"unit": "E2", "place": "E2"})):  # fmt: skip
        world.order(state, **more)
    with GovernedSession(world.bind, world.people["dispatcher.HOT"], writing=False) as session:
        number = session.get(WorkOrder, alike).number
    found = told(world, "dispatcher.HOT", Merger, ident)
    assert found == {"同单位同条目在办": f"{number} 占道经营（2024-03-04 登记）"}
    assert told(world, "dispatcher.HOT", Merger, world.order()) == {}


def test_a_reply_is_begun_with_that_to_the_main_order(world):
    """Its words and its proof; when and how this complainant was told is this one's own."""
    main, member = pair(world)
    assert begun(world, member) == {}
    assert "尚未反馈" in told(world, "handler.E1", Reply, member)["已并入"]
    world.done("handler.E1", make.reply(main))
    assert begun(world, member) == {"content": "已清理并安排值守", "proof": "现场照片三张"}
    assert "已带入" in told(world, "handler.E1", Reply, member)["已并入"]
    assert told(world, "dispatcher.HOT", MergerUndo, member)["认定理由"] == "同一路口同一摊贩"
    world.done("dispatcher.HOT", make_more.merger_undo(member))
    assert begun(world, member) == {}
    assert begun(world, main) == {}
    assert told(world, "dispatcher.HOT", MergerUndo, member) == {}
