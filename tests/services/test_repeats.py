"""Earlier orders of the same contact, likeliest first; who says it is a repeat is a person."""

from __future__ import annotations

from datetime import timedelta

from app.kernel import clock
from app.kernel.session import GovernedSession
from app.models.enums import DemandKind
from app.models.work_order import WorkOrder
from app.services.repeats import MOST, earlier
from tests import make
from tests.world import DAY, HOUR, MONDAY, World


def registered(world: World, ago: timedelta, **said: object) -> int:
    with clock.at(MONDAY - ago):
        return world.done("intake.HOT", make.order(**said))


def found(world: World, order: int, login: str = "dispatcher.HOT") -> list[tuple[int, tuple]]:
    person = world.people[login]
    with GovernedSession(world.bind, person, writing=False) as session:
        held = earlier(session, session.get(WorkOrder, order))
        return [(each.order.id, each.marks) for each in held]


def test_the_likeliest_comes_first(world):
    other = registered(world, 2 * HOUR, title="楼道停电", demand_kind=DemandKind.REPORT)
    alike = registered(world, 3 * DAY, title="路口占道经营", place="甲路 1 号")
    stranger = registered(world, HOUR, contact="13900139000")
    now = registered(world, timedelta(), title="占道经营路口", place="甲路 1 号")
    got = found(world, now)
    assert [each for each, _ in got] == [alike, other]
    assert got[0][1] == ("标题相近", "地点相同", "类型相同")
    assert got[1][1] == ()
    assert stranger not in dict(got)


def test_a_number_is_the_same_however_it_is_typed(world):
    before = registered(world, DAY, contact="138-0013-8000")
    assert [each for each, _ in found(world, registered(world, timedelta()))] == [before]


def test_only_within_the_days_and_only_earlier(world):
    """repeat.days is ninety."""
    registered(world, 91 * DAY)
    long_ago = registered(world, 89 * DAY)
    after = registered(world, HOUR)
    now = registered(world, 2 * HOUR)
    assert [each for each, _ in found(world, now)] == [long_ago]
    assert [each for each, _ in found(world, after)] == [now, long_ago]


def test_no_more_than_can_be_looked_through(world):
    for minutes in range(MOST + 2):
        registered(world, timedelta(minutes=minutes + 1))
    assert len(found(world, registered(world, timedelta()))) == MOST
