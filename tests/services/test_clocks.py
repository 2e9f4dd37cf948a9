"""Every limit tells how it came about, day by day, and how it stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.kernel import clock
from app.models.enums import DemandKind, DisposalKind
from app.models.work_order import WorkOrder
from app.services.clocks import Clock, clocks, handling, sentences
from tests import make, make_more
from tests.world import DAY, HOUR, MONDAY, World


def held(world: World, order: int) -> dict[tuple[str, str], Clock]:
    with world.reading() as session:
        return {(each.name, each.about): each for each in clocks(session.get(WorkOrder, order))}


def lines(world: World, order: int) -> list[str]:
    with world.reading() as session:
        found = handling(session.get(WorkOrder, order))
        return list(found.lines()) if found else []


def consult(world: World, at: datetime) -> list[str]:
    """The clock of a question sent to a unit: one working day."""
    with clock.at(at):
        made = world.done("intake.HOT", make.order(demand_kind=DemandKind.CONSULT))
        world.done("dispatcher.HOT", make.dispatch(made, entry="C1", unit="CD", place=None))
        return lines(world, made)


def test_each_day_is_told_with_its_reason(world):
    """Asked on a Friday: the days of the weekend do not count."""
    told = consult(world, datetime(2024, 3, 8, 2, tzinfo=UTC))
    assert told[0] == "起算 2024-03-08 10:00"
    assert told[1].startswith("时限 1工作日（参数 handle.C1，2021-09-24 起；平台规则:consult_limit")
    assert told[2:] == [
        "2024-03-09 周六 周末，不计",
        "2024-03-10 周日 周末，不计",
        "2024-03-11 周一 工作日，第 1 个工作日",
        "截止 2024-03-11 24:00",
    ]


def test_make_up_workdays_and_holidays_have_their_names(world):
    """Asked before 清明 2024: the three days off do not count, the Sunday worked for them does."""
    told = consult(world, datetime(2024, 4, 3, 2, tzinfo=UTC))
    assert told[2:] == [
        "2024-04-04 周四 法定节假日，不计",
        "2024-04-05 周五 调休放假，不计",
        "2024-04-06 周六 法定节假日，不计",
        "2024-04-07 周日 调休上班，第 1 个工作日",
        "截止 2024-04-07 24:00",
    ]


def test_what_never_pauses_says_so(world):
    told = lines(world, world.order("dispatched", entry="L2", unit="WATER", place=None))
    assert any("连续计算" in each for each in told)
    assert not any("不计" in each for each in told)


def test_the_whole_life_has_its_clocks(world):
    order = world.order("closed")
    found = held(world, order)
    assert {name for name, _ in found} == {
        "派单", "签收", "首次联系", "异议期", "办理", "回访异议期",
    }  # fmt: skip
    assert all(about in ("", "东城一街道") for _, about in found)
    assert [each.starts_at for each in found.values()] == sorted(
        each.starts_at for each in found.values()
    )
    done = {name: each.standing(clock.now()) for (name, _), each in found.items()}
    assert done["派单"] == "按时派出"
    assert done["签收"] == "按时签收"
    assert done["办理"] == "按时反馈"
    assert done["首次联系"] == "未联系而办结"
    assert done["异议期"] == "已过，未提出异议"


def test_running_late_and_kept(world):
    order = world.order("dispatched")
    due = world.get(WorkOrder, order).due_at
    before, after = held(world, order), due + 3 * HOUR
    clock_ = next(each for (name, _), each in before.items() if name == "办理")
    assert clock_.due_at == due
    assert clock_.standing(due - 2 * HOUR) == "剩余 2 小时"
    assert clock_.standing(after) == "已超期 3 小时"
    assert (clock_.runs(after), clock_.late(after), clock_.late(due)) == (True, True, False)
    with clock.at(after):
        world.done("handler.E1", make.reply(order, late_reason="连日降雨"))
        answered = next(each for (n, _), each in held(world, order).items() if n == "办理")
        assert answered.standing(clock.now()) == "逾期反馈"
        assert not answered.runs(clock.now())


def test_a_granted_extension_is_told(world):
    order = world.order("handling")
    world.done("head.E1", make.extension(order, days=3))
    before = world.get(WorkOrder, order).due_at
    world.done("coordinator.E", make.decision(order))
    told = lines(world, order)
    assert any("延期 3日（条例:十五(二)）" in each for each in told)
    assert world.get(WorkOrder, order).due_at > before
    assert told[-1] == f"截止 {clock.deadline(world.get(WorkOrder, order).due_at)}"


def test_a_helper_has_a_clock_of_its_own(world):
    order = world.order("handling")
    world.done("handler.E1", make.co_handling(order, due_at=clock.now() + DAY))
    found = held(world, order)["协办", "东城区城管委"]
    assert found.due_at == MONDAY + DAY
    assert found.standing(MONDAY + 2 * DAY) == "已超期 1 天"
    world.done("handler.EC", make.co_result(order))
    assert held(world, order)["协办", "东城区城管委"].standing(MONDAY) == "按时办完"


def test_an_objection_is_ruled_by_a_time(world):
    order = world.order("disputed")
    found = held(world, order)
    assert found["异议期", "东城一街道"].standing(MONDAY) == "已提出异议"
    assert found["异议裁定", ""].runs(MONDAY)
    world.done("reviewer.HOT", make.ruling(order))
    found = held(world, order)
    assert found["异议裁定", ""].standing(MONDAY) == "按时裁定"
    assert ("办理", "东城区城管委") in found
    assert found["办理", "东城一街道"].closed_at is not None


def test_whoever_is_asked_or_urged_answers_by_a_time(world):
    """What was demanded of a lead lapses when another has the order; what was asked does not."""
    order = world.order("dispatched")
    world.done("head.E1", make.contact(order))
    world.done("head.E1", make_more.escalation(order))
    world.done("supervisor.HOT", make_more.supervision(order))
    above, street = ("协调答复", "东城区人民政府"), ("催办回复", "东城一街道")
    urged = held(world, order)[street]
    asked = held(world, order)[above]
    assert "截止 2024-03-07 24:00" in list(asked.lines())
    assert urged.standing(MONDAY + HOUR) == "剩余 3 小时"
    assert urged.standing(MONDAY + 5 * HOUR) == "已超期 1 小时"
    world.done("head.E1", make.objection(order))
    world.done("reviewer.HOT", make.ruling(order))
    found = held(world, order)
    assert not found[street].runs(MONDAY + HOUR)
    assert found[above].runs(MONDAY + HOUR)
    world.done("coordinator.E", make_more.escalation_answer(order))
    assert held(world, order)[above].standing(MONDAY) == "按时答复"


def test_an_emergency_is_handed_over_against_a_clock(world):
    made = world.done("intake.HOT", make.order())
    told = {"kind": DisposalKind.EMERGENCY, "line": "110", "handed_at": clock.now(),
            "receipt": "110 接警 0403 号"}  # fmt: skip
    world.done("intake.HOT", make.disposal(made, **told))
    found = held(world, made)["移交紧急专线", ""]
    assert found.standing(MONDAY) == "按时移交"


def test_a_waiting_order_has_none(world):
    assert held(world, world.order()) == {}
    assert lines(world, world.order()) == []


@pytest.mark.parametrize("number", [1, 3])
def test_files_carry_the_same_words(world, number):
    orders = [world.order("dispatched") for _ in range(number)]
    waiting = world.order()
    with world.reading() as session:
        told = sentences(session, [*orders, waiting])
        found = {each: handling(session.get(WorkOrder, each)) for each in orders}
    assert told == {each: clock_.sentence() for each, clock_ in found.items()}
    assert all(each.startswith("办理：起算 2024-03-04 10:00；") for each in told.values())
