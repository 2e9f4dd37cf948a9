"""条例第十三条: when a limit ends, over nights, weekends, holidays and make-up workdays of 2024."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.kernel import clock
from app.kernel.clock import SHANGHAI
from app.kernel.errors import NoLawInForce
from app.law.calendar import count
from app.law.parameters import entry_in_force, parameter
from app.models.dispatch import Dispatch
from app.models.enums import DayKind, DemandKind, DispatchGround, Measure
from app.models.extension_decision import ExtensionDecision
from app.models.parameter import Parameter
from app.models.work_order import WorkOrder
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import REGISTERED, on
from tests.world import DAY, HOUR, MONDAY


def beijing(told: str) -> datetime:
    """``04-03 10:00`` of 2024, with seconds if wanted."""
    return datetime.fromisoformat(f"2024-{told}").replace(tzinfo=SHANGHAI)


NATURAL = [
    # measure, value, begins, ends
    (Measure.MINUTES, 30, "03-04 10:00", "03-04 10:30"),
    (Measure.MINUTES, 30, "03-04 23:45:10", "03-05 00:15:10"),
    (Measure.HOURS, 2, "03-09 23:00:01", "03-10 01:00:01"),
    (Measure.HOURS, 24, "02-28 12:00", "02-29 12:00"),
    (Measure.HOURS, 48, "05-01 08:00", "05-03 08:00"),
    (Measure.CALENDAR_DAYS, 7, "02-27 09:30:15", "03-05 09:30:15"),
    (Measure.CALENDAR_DAYS, 7, "09-28 18:00", "10-05 18:00"),
    (Measure.CALENDAR_DAYS, 15, "11-20 10:00", "12-05 10:00"),
]
WORKING = [
    # value, begins, last day (it ends at 24:00)
    (1, "03-04 10:00", "03-05"),  # an ordinary Monday
    (1, "03-04 00:00", "03-05"),  # the day it begins never counts
    (1, "03-04 23:59:59", "03-05"),
    (5, "03-04 10:00", "03-11"),  # over a weekend
    (1, "03-08 10:00", "03-11"),  # Friday to Monday
    (1, "03-09 10:00", "03-11"),  # begun on a Saturday
    (1, "04-03 10:00", "04-07"),  # 清明 4–6 April, Sunday the 7th made up
    (2, "04-03 10:00", "04-08"),
    (1, "04-30 10:00", "05-06"),  # 劳动节 1–5 May
    (6, "04-30 10:00", "05-11"),  # and Saturday the 11th made up
    (1, "04-26 10:00", "04-28"),  # Sunday 28 April made up for it
    (1, "05-10 10:00", "05-11"),
    (1, "06-07 10:00", "06-11"),  # 端午 8–10 June
    (1, "09-13 10:00", "09-14"),  # Saturday made up for 中秋 15–17 September
    (2, "09-13 10:00", "09-18"),
    (1, "09-27 10:00", "09-29"),  # Sunday made up for 国庆 1–7 October
    (3, "09-27 10:00", "10-08"),
    (4, "09-30 10:00", "10-11"),
    (5, "09-30 10:00", "10-12"),  # Saturday the 12th made up
    (5, "02-08 10:00", "02-21"),  # 春节 10–17 February, Sunday the 18th made up
]


@pytest.fixture
def asking(world):
    """A row of a session the law may ask."""
    with world.reading() as session:
        yield session.get(WorkOrder, world.order())


def limit(value: int, measure: Measure) -> Parameter:
    return Parameter(value=value, measure=measure)


@pytest.mark.parametrize(("measure", "value", "begins", "ends"), NATURAL)
def test_hours_and_days_run_to_the_second(asking, measure, value, begins, ends):
    assert count(asking, beijing(begins), limit(value, measure)).end == beijing(ends)


def test_working_days_skip_what_does_not_count(asking):
    for value, begins, last in WORKING:
        ends = beijing(last) + DAY
        found = count(asking, beijing(begins), limit(value, Measure.WORKING_DAYS)).end
        assert found == ends, (value, begins, clock.local(found))


def test_a_limit_of_no_days_ends_with_the_day_it_begins(asking):
    assert count(asking, MONDAY, limit(0, Measure.WORKING_DAYS)).end == beijing("03-05 00:00")


@pytest.mark.parametrize("begins", ["11-29 10:00", "11-30 10:00", "12-24 10:00"])
def test_beyond_the_calendar_nothing_is_guessed(asking, begins):
    with pytest.raises(NoLawInForce, match="工作日历没有"):
        count(asking, beijing(begins), limit(1, Measure.WORKING_DAYS))


def test_what_is_not_set_is_not_guessed(asking):
    with pytest.raises(NoLawInForce, match="参数"):
        parameter(asking, "no.such", date(2024, 3, 4))
    with pytest.raises(NoLawInForce):
        parameter(asking, "handle.L3", date(2021, 9, 23))
    assert parameter(asking, "handle.L3", date(2021, 9, 24)).value == 7
    assert entry_in_force(asking, "L3", date(2021, 9, 23)) is None
    assert entry_in_force(asking, "NONE", date(2024, 3, 4)) is None
    assert entry_in_force(asking, "ENDED", date(2024, 2, 29)) is not None
    assert entry_in_force(asking, "ENDED", date(2024, 3, 1)) is None


CLASSES = [
    # entry, unit, kind, due, warned from, objection until; dispatched on Monday 10:00
    ("L1", "WATER", None, "03-04 12:00", "03-04 11:30", "03-04 10:30"),
    ("L2", "WATER", None, "03-05 10:00", "03-05 06:00", "03-04 12:00"),
    ("L3", "E1", None, "03-11 10:00", "03-10 10:00", "03-06 00:00"),
    ("L4", "E1", None, "03-19 10:00", "03-17 10:00", "03-06 00:00"),
    ("E48", "EM", None, "03-06 10:00", "03-06 02:00", "03-04 12:00"),
    ("C1", "CD", DemandKind.CONSULT, "03-06 00:00", "03-05 20:00", "03-06 00:00"),
]


@pytest.mark.parametrize(("entry", "unit", "kind", "ends", "warned", "objection"), CLASSES)
def test_every_class_has_its_limit(world, entry, unit, kind, ends, warned, objection):
    told = {"demand_kind": kind} if kind else {}
    ident = world.order("dispatched", entry=entry, unit=unit, **told)
    (sent,) = world.of(ident, Dispatch)
    assert (sent.seq, sent.ground) == (1, DispatchGround.FIRST)
    assert (sent.starts_at, sent.due_at) == (MONDAY, beijing(ends))
    assert (sent.warn_at, sent.object_by) == (beijing(warned), beijing(objection))
    order = world.get(WorkOrder, ident)
    assert order.limit_class == sent.limit_class == entry
    assert order.due_at == order.citizen_due_at == sent.due_at
    assert order.warn_at == sent.warn_at
    assert sent.limit_basis.endswith("目录依据：派单目录")


def test_a_warning_longer_than_the_limit_begins_with_it(world):
    world.system(make.parameter("warn.L1", 9, valid_from=date(2024, 3, 4)))
    (sent,) = world.of(world.order("dispatched", entry="L1", unit="WATER"), Dispatch)
    assert sent.warn_at == sent.starts_at


@pytest.mark.parametrize("measure", [Measure.TIMES, Measure.SWITCH])
def test_what_is_no_length_is_not_counted(asking, measure):
    with pytest.raises(NoLawInForce, match=measure.label):
        count(asking, MONDAY, Parameter(key="handle.L3", value=1, measure=measure))


def test_the_calendar_counts_as_published_by_then(world):
    """A day published tomorrow does not lengthen what begins today."""
    tuesday = make.calendar_day(date(2024, 3, 5), kind=DayKind.HOLIDAY)
    world.system(tuesday.but(valid_from=date(2024, 3, 5)))
    (sent,) = world.of(world.order("dispatched"), Dispatch)
    assert sent.object_by == beijing("03-06 00:00")
    world.system(tuesday.but(valid_from=date(2024, 3, 4)))
    (sent,) = world.of(world.order("dispatched"), Dispatch)
    assert sent.object_by == beijing("03-07 00:00")


def test_later_numbers_do_not_move_a_running_limit(world):
    ident = world.order("dispatched")
    days = {"measure": Measure.CALENDAR_DAYS, "valid_from": date(2024, 3, 4)}
    world.system(make.parameter("handle.L3", 3, **days))
    world.system(make.calendar_day(date(2024, 3, 5), kind=DayKind.HOLIDAY,
                                   valid_from=date(2024, 3, 4)))  # fmt: skip
    world.done("handler.E1", make.receipt(ident))
    assert world.get(WorkOrder, ident).due_at == MONDAY + 7 * DAY
    (old,) = world.of(ident, Dispatch)
    (new,) = world.of(world.order("dispatched"), Dispatch)
    assert new.due_at == MONDAY + 3 * DAY
    assert new.object_by == beijing("03-07 00:00")
    assert new.calendar_version > old.calendar_version
    assert new.parameter_id > old.parameter_id


# ---- what a file tells of the limit ----------------------------------------------------------


def given(ends: datetime):
    """A dispatch whose file says when its limit ends."""
    return on(REGISTERED, make.dispatch, given_due_at=ends)


LAWS = [
    Law(
        "given_limit_ends_after_the_dispatch",
        "条例:十三",
        (
            case("later", "dispatcher.HOT", given(MONDAY + HOUR), of_file=True),
            case("none", "dispatcher.HOT", on(REGISTERED, make.dispatch)),
        ),
        (
            case("at once", "dispatcher.HOT", given(MONDAY), of_file=True),
            case("before", "dispatcher.HOT", given(MONDAY - DAY), of_file=True),
        ),
    ),
]


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


# ---- objection and extension move the clocks --------------------------------------------------


def clocks(world, ident: int) -> tuple[datetime | None, datetime | None]:
    order = world.get(WorkOrder, ident)
    return order.due_at, order.citizen_due_at


def test_upheld_objection_starts_the_unit_clock_anew_and_not_the_citizens(world):
    ident = world.order("disputed")
    assert clocks(world, ident) == (MONDAY + 7 * DAY, MONDAY + 7 * DAY)
    world.done("reviewer.HOT", make.ruling(ident), at=MONDAY + 5 * HOUR)
    assert clocks(world, ident) == (MONDAY + 7 * DAY + 5 * HOUR, MONDAY + 7 * DAY)
    first, second = world.of(ident, Dispatch)
    assert (second.seq, second.ground) == (2, DispatchGround.RULING)
    assert second.starts_at == second.at == MONDAY + 5 * HOUR
    assert second.entry_id == first.entry_id
    assert second.place_id == first.place_id
    assert second.unit_id == world.unit("EC")


def test_rejected_objection_changes_nothing_of_the_limit(world):
    ident = world.order("disputed")
    world.done("reviewer.HOT", make.rejection(ident), at=MONDAY + 5 * HOUR)
    assert clocks(world, ident) == (MONDAY + 7 * DAY, MONDAY + 7 * DAY)
    assert len(world.of(ident, Dispatch)) == 1


def test_sent_on_or_succeeded_to_the_clock_runs_on(world):
    ident = world.order("dispatched", unit="E", place="E")
    world.done("coordinator.E", make.dispatch(ident), at=MONDAY + 5 * HOUR)
    world_merged = world.order("dispatched", unit="E2", place="E2")
    world.merge("E2", "E1")
    world.done("dispatcher.HOT", make.dispatch(world_merged), at=MONDAY + 5 * HOUR)
    for held, ground in ((ident, DispatchGround.ONWARD), (world_merged, DispatchGround.SUCCESSOR)):
        sent = world.of(held, Dispatch)[1]
        assert (sent.ground, sent.starts_at, sent.at) == (ground, MONDAY, MONDAY + 5 * HOUR)
        assert clocks(world, held) == (MONDAY + 7 * DAY, MONDAY + 7 * DAY)
        assert sent.object_by == beijing("03-06 00:00")


def test_granted_extension_moves_both_clocks_and_a_refused_one_none(world):
    ident = world.order("handling")
    world.done("head.E1", make.extension(ident))
    assert clocks(world, ident) == (MONDAY + 7 * DAY, MONDAY + 7 * DAY)
    world.done("coordinator.E", make.decision(ident, granted=False))
    assert clocks(world, ident) == (MONDAY + 7 * DAY, MONDAY + 7 * DAY)
    world.done("head.E1", make.extension(ident))
    world.done("coordinator.E", make.decision(ident))
    assert clocks(world, ident) == (MONDAY + 10 * DAY, MONDAY + 10 * DAY)
    assert world.get(WorkOrder, ident).warn_at == MONDAY + 9 * DAY
    refused, granted = world.of(ident, ExtensionDecision)
    assert refused.old_due_at == refused.new_due_at == granted.old_due_at == MONDAY + 7 * DAY
    assert granted.new_due_at == MONDAY + 10 * DAY


def test_after_an_extension_a_ruling_counts_the_unit_anew_and_keeps_the_citizens_days(world):
    ident = world.order("handling")
    world.done("head.E1", make.extension(ident))
    world.done("coordinator.E", make.decision(ident))
    world.done("head.E1", make.objection(ident))
    world.done("reviewer.HOT", make.ruling(ident), at=MONDAY + timedelta(hours=1))
    assert clocks(world, ident) == (MONDAY + 7 * DAY + HOUR, MONDAY + 10 * DAY)
