"""Before an act one sees what it turns on; particulars only where they may be seen."""

from __future__ import annotations

import pytest

from app.kernel.session import GovernedSession
from app.models.act import Act
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.contact import Contact
from app.models.contest_ruling import ContestRuling
from app.models.dispatch import Dispatch
from app.models.extension_decision import ExtensionDecision
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.supplement import Supplement
from app.models.visit import Visit
from app.models.visit_contest import VisitContest
from app.models.work_order import WorkOrder
from app.services.briefing import briefing, suggestion
from tests import make
from tests.world import World


def told(world: World, login: str, table: type[Act], order: int) -> dict[str, str]:
    person = world.people[login]
    with GovernedSession(world.bind, person, writing=False) as session:
        return dict(briefing(person, table, session.get(WorkOrder, order)))


def suggested(world: World, table: type[Act], order: int) -> dict[str, str]:
    with world.reading() as session:
        held = suggestion(table, session.get(WorkOrder, order))
        return {name: unit.code for name, unit in held.items()}


def test_whoever_calls_sees_whom(world):
    order = world.order("dispatched")
    found = told(world, "handler.E1", Contact, order)
    assert found["联系方式"] == "13800138000"
    assert found["办理期限"].endswith("（7日）")
    assert "应首次联系" in found


def test_a_protected_person_is_reached_through_the_hotline(world):
    made = world.done("intake.HOT", make.order(protected=True))
    world.done("dispatcher.HOT", make.dispatch(made))
    for table in (Contact, Reply):
        found = told(world, "handler.E1", table, made)
        assert "13800138000" not in "".join(found.values())
        assert "市民热线服务中心转接" in found["联系诉求人"]
    assert told(world, "visitor.HOT", Visit, made)["联系方式"] == "13800138000"


def test_the_reviewer_sees_what_is_disputed(world):
    order = world.order("disputed")
    found = told(world, "reviewer.HOT", Ruling, order)
    assert found["提出单位"] == "东城一街道"
    assert found["异议理由"].endswith("不在本单位职责之内")
    assert found["依据材料"] == "职责清单第三条"
    assert found["建议承办单位"] == "未建议"
    assert suggested(world, Ruling, order) == {}


def test_the_unit_the_objector_names_is_suggested(world):
    order = world.order("dispatched")
    world.done("head.E1", make.objection(order, suggested_unit="EC"))
    assert suggested(world, Ruling, order) == {"unit": "EC"}
    assert told(world, "reviewer.HOT", Ruling, order)["建议承办单位"] == "东城区城管委"


def test_what_was_conferred_on_is_at_hand(world):
    made = world.order()
    world.done("dispatcher.HOT", make.conference(made, unit="E2"))
    found = told(world, "dispatcher.HOT", Dispatch, made)
    assert found["商定承办单位"] == "东城二街道"
    assert found["会商意见"] == "均认为由街道牵头"
    assert suggested(world, Dispatch, made) == {"unit": "E2"}


def test_the_decider_sees_what_is_asked(world):
    order = world.order("handling")
    world.done("head.E1", make.extension(order))
    found = told(world, "coordinator.E", ExtensionDecision, order)
    assert (found["申请单位"], found["申请延长"]) == ("东城一街道", "3日")
    assert found["理由"] == "须依法催告"
    assert "现期限" in found


def test_the_lead_and_the_helper_see_each_other(world):
    order = world.order("handling")
    world.done("handler.E1", make.co_handling(order))
    assert told(world, "handler.E1", Reply, order)["协办 东城区城管委"] == "尚未反馈"
    assert told(world, "handler.EC", CoResult, order)["协办事项"] == "清理设施"
    world.done("handler.EC", make.co_result(order))
    assert told(world, "handler.E1", Reply, order)["协办 东城区城管委"] == "已拆除"
    assert "协办期限" not in told(world, "handler.E1", CoResult, order)
    assert told(world, "handler.E1", CoHandling, order)["协办 东城区城管委"] == "已拆除"


def test_the_visitor_sees_what_was_answered(world):
    order = world.order("replied")
    found = told(world, "visitor.HOT", Visit, order)
    assert found["承办单位反馈"] == "已清理并安排值守"
    assert found["办理凭据"] == "现场照片三张"
    sent = world.order("dispatched")
    assert told(world, "visitor.HOT", Visit, sent)["承办单位反馈"] == "尚未反馈"


def test_a_contest_is_about_the_visit(world):
    order = world.order("replied")
    world.done("visitor.HOT", make.bad_visit(order, workable=False, opinion="没有人来过"))
    found = told(world, "head.E1", VisitContest, order)
    assert found["诉求人回访意见"] == "没有人来过"
    assert found["回访"].endswith("联系是、解决否、不满意")
    world.done("head.E1", make.contest(order))
    assert told(world, "reviewer.HOT", ContestRuling, order)["提出单位"] == "东城一街道"


@pytest.mark.parametrize("table", [Supplement, Receipt])
def test_where_there_is_nothing_to_say_nothing_is_said(world, table):
    assert told(world, "intake.HOT", table, world.order()) == {}
