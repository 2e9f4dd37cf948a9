"""Orders as files: what a person reaches, masked, as they stand or stood."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from app.kernel import clock
from app.kernel.errors import Forbidden
from app.models.enums import Status
from app.models.work_order import WorkOrder
from app.services.exports.columns import COLUMNS, LAYOUTS, UnknownColumn, chosen
from app.services.exports.orders import Export
from app.services.exports.standing import Standing
from tests import make, make_more
from tests.world import DAY, HOUR, MONDAY, World

BY = "dispatcher.HOT"


def rows(world: World, names: str, login: str = BY, *, as_of: Any = None, **span: Any) -> list[Any]:
    """What the file says, without its heading."""
    standing = Standing(as_of or clock.now(), past=as_of is not None)
    export = Export(world.bind, world.people[login], chosen(names, None), standing, **span)
    told = list(export.lines())[1:]
    assert export.count() == len(told)
    return told


def test_every_column_of_every_order(world):
    """None fails on an order of any standing, now or in the past; a heading for each."""
    for status in Status:
        world.order(status)
    for as_of in (None, MONDAY + HOUR):
        names = [each for each in COLUMNS if as_of is None or each != "clock"]
        told = rows(world, ",".join(names), as_of=as_of)
        assert len(told) == len(Status)
        assert {len(each) for each in told} == {len(names)}
    standing = Standing(clock.now())
    export = Export(world.bind, world.people[BY], chosen(",".join(COLUMNS), None), standing)
    assert next(export.lines()) == [each.label for each in COLUMNS.values()]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layouts_offices_know(world, layout):
    world.order("closed")
    standing = Standing(clock.now())
    export = Export(world.bind, world.people[BY], chosen(None, layout), standing)
    heading, line = export.lines()
    assert heading == [each for each, _ in LAYOUTS[layout]]
    assert len(line) == len(heading)
    held = dict(zip(heading, line, strict=True))
    if layout == "analysis":
        assert held["序号"] == 1
        assert (held["是否有效回访"], held["是否满意"]) == ("是", "满意")
        assert held["三级分类"] == "事项L3"
    if layout == "district":
        assert (held["问题分类"], held["工单状态"]) == ("城市管理->街面秩序->事项L3", "已办结")
        assert (held["被反映区"], held["被反映街乡镇"]) == ("东城区人民政府", "东城一街道")


def test_particulars_never_leave(world):
    """Whoever exports: the number stays here."""
    world.done("intake.HOT", make.order(complainant_name="张三", protected=True))
    told = rows(world, "contact,complainant_name,protected")
    assert told == [["***", "***", "是"]]


def test_what_looks_like_a_formula_is_text(world):
    world.done("intake.HOT", make.order(title="=1+1", content="@SUM(A1)"))
    assert rows(world, "title,content") == [["'=1+1", "'@SUM(A1)"]]


def test_only_what_one_reaches(world):
    """A unit's head its own, the district its streets', the hotline all."""
    first = world.order("dispatched")
    world.order("dispatched", unit="W1", place="W1")
    number = world.get(WorkOrder, first).number
    for login in ("head.E1", "coordinator.E"):
        assert rows(world, "number", login) == [[number]]
    assert rows(world, "number", "head.E2") == []
    assert len(rows(world, "number")) == 2


@pytest.mark.parametrize("login", ["handler.E1", "intake.HOT", "keeper.HOT", "migrator.HOT"])
def test_who_may_not_export_is_refused(world, login):
    with pytest.raises(Forbidden, match="无权导出工单"):
        rows(world, "number", login)


@pytest.mark.parametrize(
    ("names", "layout", "said"),
    [
        ("number,nosuch", None, "没有列 nosuch"),
        (None, "nosuch", "没有版式“nosuch”，可用：form、district、analysis"),
        (None, None, "--columns"),
        (" , ", None, "--columns"),
    ],
)
def test_a_column_nobody_knows_is_told(names, layout, said):
    with pytest.raises(UnknownColumn, match=said):
        chosen(names, layout)


def test_only_the_days_asked_for(world):
    for after in (0, 1, 2):
        with clock.at(MONDAY + after * DAY):
            world.order()
    assert len(rows(world, "at", since=MONDAY + DAY)) == 2
    assert len(rows(world, "at", since=MONDAY + DAY, until=MONDAY + 2 * DAY)) == 1


# ---- as it stood ------------------------------------------------------------------------------

STOOD = "status,unit,due_at,replied_at,closed_at,verdict,solved"


def lived(world: World) -> int:
    """Dispatched, objected to, redirected, extended, answered late, visited; an hour each."""
    ident = world.done("intake.HOT", make.order())
    steps = [
        ("dispatcher.HOT", make.dispatch),
        ("head.E1", make.objection),
        ("reviewer.HOT", make.ruling),
        ("handler.EC", make.receipt),
        ("head.EC", make.extension),
        ("coordinator.E", make.decision),
    ]
    for hours, (login, act) in enumerate(steps, 1):
        with clock.at(MONDAY + hours * HOUR):
            world.done(login, act(ident))
    due = world.get(WorkOrder, ident).due_at
    with clock.at(due + HOUR):
        world.done("handler.EC", make.reply(ident, late_reason="连日降雨"))
    with clock.at(due + 2 * HOUR):
        world.done("visitor.HOT", make.visit(ident))
    return ident


def test_as_it_stood_at_each_hour(world):
    """Every column goes back: who had it, until when, and what had been done."""
    ident = lived(world)
    order = world.get(WorkOrder, ident)
    due = order.due_at

    def stood(at: Any) -> list[Any]:
        (line,) = rows(world, STOOD, as_of=at)
        return line

    assert rows(world, STOOD, as_of=MONDAY - HOUR) == []
    assert stood(MONDAY)[:2] == ["已登记", ""]
    assert stood(MONDAY + HOUR)[:2] == ["待签收", "东城一街道"]
    assert stood(MONDAY + 2 * HOUR)[:2] == ["异议中", "东城一街道"]
    assert stood(MONDAY + 3 * HOUR)[:2] == ["待签收", "东城区城管委"]
    signed = stood(MONDAY + 5 * HOUR)
    assert signed[0] == "办理中"
    assert signed[2] == "2024-03-11 13:00:00"
    extended = stood(MONDAY + 6 * HOUR)
    assert extended[2] == "2024-03-14 13:00:00"
    assert extended[3:6] == ["", "", "按时"]
    assert stood(due)[5] == "按时"
    assert stood(due + HOUR / 2)[5] == "超期"
    assert stood(due + HOUR)[0] == "已反馈"
    assert stood(due + HOUR)[6] == ""
    with clock.at(due + 3 * HOUR):
        now = rows(world, STOOD)
        assert rows(world, STOOD, as_of=due + 3 * HOUR) == now
    assert now[0][0] == "已办结"
    assert now[0][5:] == ["超期", "是"]


@pytest.mark.parametrize("call", [make.visit, make.missed_visit])
def test_as_it_stood_while_on_the_ledger(world, call):
    """Visited to the end and not closed, until it was struck off; whoever the visit reached."""
    ident = world.order("handling")
    world.done("head.E1", make_more.ledger(ident))
    world.done("handler.E1", make.reply(ident))
    due = world.get(WorkOrder, ident).due_at
    for hours in range(1 if call is make.visit else 3):
        with clock.at(due + hours * HOUR):
            world.done("visitor.HOT", call(ident))
    ended = due + hours * HOUR
    told = {due - HOUR: "已反馈", ended: "挂账", ended + 20 * DAY: "挂账"}
    for struck in (False, True):
        if struck:
            with clock.at(ended + 20 * DAY):
                world.done("coordinator.E", make_more.ledger_removal(ident))
            told = told | {ended + 20 * DAY: "已办结", ended + 19 * DAY: "挂账"}
        for at, status in told.items():
            assert rows(world, "status", as_of=at) == [[status]], (at, struck)
        with clock.at(max(told)):
            assert rows(world, "status") == [[told[max(told)]]]


def test_in_time_is_to_the_second(world):
    """At the limit is in time, a second later is not; without a limit there is no verdict."""
    waiting, first, second = world.order(), world.order("handling"), world.order("handling")
    due = world.get(WorkOrder, first).due_at
    with clock.at(due):
        world.done("handler.E1", make.reply(first))
    with clock.at(due + HOUR / 3600):
        world.done("handler.E1", make.reply(second, late_reason="连日降雨"))
        told = dict(rows(world, "number,verdict"))
    numbers = [world.get(WorkOrder, each).number for each in (waiting, first, second)]
    assert [told[each] for each in numbers] == ["", "按时", "超期"]


def reading(world: World, columns: str) -> int:
    """How many statements read the rows of a file."""
    sent = []

    def count(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    bind = world.bind.engine
    event.listen(bind, "before_cursor_execute", count)
    rows(world, columns)
    event.remove(bind, "before_cursor_execute", count)
    return len([each for each in sent if each.startswith("SELECT")])


def test_what_a_file_costs(world):
    """One statement for the rows, one for their count; a few more for how limits came about."""
    plain = ",".join(each for each in COLUMNS if each != "clock")
    world.order("closed")
    assert reading(world, plain) == 2
    explained = reading(world, "number,clock")
    for _ in range(5):
        world.order("closed")
    assert reading(world, plain) == 2
    assert reading(world, "number,clock") == explained
