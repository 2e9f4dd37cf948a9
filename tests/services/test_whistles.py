"""双考核: both sides of every whistle are counted, for whoever may know."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.access.principal import SYSTEM
from app.kernel.clock import local_date
from app.models.report_in import ReportIn
from app.models.summons import Summons
from app.models.unit import Unit
from app.models.whistle import Whistle
from app.models.whistle_result import WhistleResult
from app.models.work_order import WorkOrder
from app.services.briefing import suggestion
from app.services.whistles import by_street, by_unit, share
from tests import make, make_more
from tests.services.test_briefing import told
from tests.services.test_clocks import held
from tests.world import DAY, HOUR, MONDAY

BY = "head.E1"
UNFIT = {"justified": False, "note": "不属本单位职责"}
LATE = {"arrived_at": MONDAY + 2 * DAY, "late_reason": "另有执法"}
ABSENT = {"outcome": "absent", "rating": None, "content": "无人到场"}
SPAN = local_date(MONDAY), local_date(MONDAY + 10 * DAY)


@pytest.fixture
def whistled(world) -> int:
    """One street: two whistles ended, one lapsed, one running. Another street: one."""
    first = world.order("handling")
    world.done(BY, make_more.whistle(first))
    world.done(BY, make_more.summons(first, unit="EM"))
    world.done("handler.EC", make_more.report_in(first))
    world.done(BY, make_more.whistle_result(first))
    world.done(BY, make_more.whistle_result(first, unit="EM", **ABSENT), at=MONDAY + 2 * DAY)
    second = world.order("handling")
    world.done(BY, make_more.whistle(second, unit="EM"))
    world.done("handler.EM", make_more.report_in(second, **LATE, **UNFIT), at=MONDAY + 3 * DAY)
    poor = {"unit": "EM", "outcome": "unsolved", "rating": "poor"}
    world.done(BY, make_more.whistle_result(second, **poor), at=MONDAY + 3 * DAY)
    lapsed = world.order("handling")
    world.done(BY, make_more.whistle(lapsed))
    world.done(BY, make.objection(lapsed))
    world.done("reviewer.HOT", make.ruling(lapsed, unit="W1", place="W1"))
    running = world.order("handling")
    world.done(BY, make_more.whistle(running))
    other = world.order("handling", unit="W1", place="W1")
    world.done("head.W1", make_more.whistle(other, unit="WC"))
    return running


def counted(world, login="", at=MONDAY):
    """The two tables as lists of (unit, numbers that are not nought)."""
    reader = world.people[login] if login else SYSTEM
    with world.reading() as session:
        tables = by_street(session, reader, *SPAN), by_unit(session, reader, *SPAN, at)
    return [{e.unit: {k: v for k, v in e.numbers.items() if v} for e in scores}
            for scores in tables]  # fmt: skip


def test_both_sides_are_counted(world, whistled):
    streets, units = counted(world, at=MONDAY + 3 * DAY)
    assert streets == {
        "东城一街道": {"吹哨": 4, "召集": 5, "报到": 2, "职责相符": 1, "已结束": 3},
        "西城一街道": {"吹哨": 1, "召集": 1},
    }
    assert units == {
        "东城区城管委": {"被召集": 3, "按时报到": 1, "逾期待报": 1, "已解决": 1, "到位": 1},
        "东城区市场监管局": {"被召集": 2, "迟到": 1, "未报到": 1, "未解决": 1, "不到位": 1},
        "西城区城管委": {"被召集": 1, "逾期待报": 1},
    }
    assert counted(world)[1]["西城区城管委"] == {"被召集": 1}


def test_shares_are_of_what_can_be_judged(world, whistled):
    with world.reading() as session:
        (street, _), (unit, *_) = (
            by_street(session, SYSTEM, *SPAN), by_unit(session, SYSTEM, *SPAN, MONDAY),
        )  # fmt: skip
    assert street.shares == {"相符率": "50.0%", "结束率": "75.0%"}
    assert unit.shares == {"按时率": "100.0%", "解决率": "100.0%"}
    assert (share(0, 0), share(1, 3), share(2, 3)) == ("", "33.3%", "66.7%")


@pytest.mark.parametrize(
    ("login", "seen"),
    [
        ("supervisor.HOT", {"东城一街道", "西城一街道", "东城区城管委", "东城区市场监管局",
                            "西城区城管委"}),
        ("coordinator.W", {"西城一街道", "西城区城管委"}),
        ("head.EC", {"东城区城管委"}),
        ("handler.E1", {"东城一街道"}),
        ("head.GAS", set()),
    ],
)  # fmt: skip
def test_each_sees_whom_it_may_assess(world, whistled, login, seen):
    """A unit is counted whole though it no longer sees what it was called to."""
    whole = counted(world)
    for own, every in zip(counted(world, login), whole, strict=True):
        assert own == {unit: every[unit] for unit in every if unit in seen}


def test_days_beyond_the_span_are_not_counted(world, whistled):
    before = local_date(MONDAY - DAY)
    with world.reading() as session:
        assert by_street(session, SYSTEM, before, before) == []
        assert by_unit(session, SYSTEM, before - timedelta(days=9), before, MONDAY) == []


# ---- before the act ---------------------------------------------------------------------------


def test_before_each_act_one_sees_who_was_called_to_what(world):
    ident = world.order("handling")
    assert told(world, BY, Whistle, ident)["办理期限"].startswith("2024-03-11")
    world.done(BY, make_more.whistle(ident))
    held = told(world, "handler.EC", ReportIn, ident)
    assert held["吹哨单位"] == "东城一街道"
    assert held["集合时间和地点"] == "当日十四时，路口东侧"
    assert held["应报到"].startswith("2024-03-05")
    assert "请本单位办理" not in held
    assert told(world, "coordinator.E", Summons, ident)["哨种"] == "联合执法哨"
    world.done(BY, make_more.summons(ident))
    assert told(world, "handler.EM", ReportIn, ident)["请本单位办理"] == "查验食品经营许可"
    late = make_more.report_in(ident, arrived_at=MONDAY + DAY + HOUR, late_reason="堵车", **UNFIT)
    world.done("handler.EM", late, at=MONDAY + 2 * DAY)
    held = told(world, BY, WhistleResult, ident)
    assert held["召集 东城区城管委"].startswith("尚未报到")
    assert "迟到" in held["召集 东城区市场监管局"]
    assert "不属本单位职责" in held["召集 东城区市场监管局"]


def test_a_result_is_begun_with_whoever_came(world):
    ident = world.order("handling")

    def begun() -> str:
        with world.reading() as session:
            held = suggestion(WhistleResult, session.get(WorkOrder, ident))
            return str(held.get("unit", ""))

    assert begun() == ""
    world.done(BY, make_more.whistle(ident))
    assert begun() == "东城区城管委"
    world.done(BY, make_more.summons(ident))
    assert begun() == ""
    world.done("handler.EM", make_more.report_in(ident))
    assert begun() == "东城区市场监管局"


@pytest.mark.parametrize(
    ("unit", "standing"),
    [("EC", "按时报到"), ("EM", "已超期 1 天"), ("E2", "未报到而办结")],
)
def test_each_summons_has_its_clock(world, unit, standing):
    ident = world.order("handling")
    world.done(BY, make_more.whistle(ident))
    for other in ("EM", "E2"):
        world.done(BY, make_more.summons(ident, unit=other))
    world.done("handler.EC", make_more.report_in(ident))
    world.done(BY, make_more.whistle_result(ident, unit="E2", **ABSENT), at=MONDAY + 2 * DAY)
    name = world.get(Unit, world.unit(unit)).name
    found = held(world, ident)["报到", name]
    assert (found.due_at, found.clause) == (MONDAY + DAY, "平台规则:whistle_times")
    assert found.standing(MONDAY + 2 * DAY) == standing


def test_a_clock_stops_when_its_whistle_lapses(world):
    ident = world.order("handling")
    world.done(BY, make_more.whistle(ident))
    world.done(BY, make.objection(ident))
    world.done("reviewer.HOT", make.ruling(ident, unit="W1", place="W1"))
    (clock,) = (each for (name, _), each in held(world, ident).items() if name == "报到")
    assert not clock.runs(MONDAY + 2 * DAY)
