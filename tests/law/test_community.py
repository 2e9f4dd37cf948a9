"""条例第十七条第二款: a community gets from its street what is on its list, and nothing else."""

from __future__ import annotations

import pytest

from app.models.dispatch import Dispatch
from app.models.enums import DispatchGround, Level, Role, UnitKind
from app.models.work_order import WorkOrder
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import DISPATCHED, DISPUTED, DISTRICT, HANDLING, REGISTERED, on, order, then
from tests.law.test_derived import roles
from tests.world import DAY, HOUR, MONDAY

BY = "head.E1"
ASSISTED = order("handling", entry="RENEWED@2024-03-01")
UNLISTED = order("handling", entry="L3FIXED")
#: On the list until March.
STRUCK = order("handling", entry="L4")
#: The community objected, and was right.
RETURNED = then(
    then(HANDLING, (BY, lambda order: make.dispatch(order, unit="E1a"))),
    ("head.E1a", make.objection),
)


def pass_on(unit="E1a", scene=HANDLING, **told):
    return on(scene, make.dispatch, unit=unit, **told)


def ask(unit="E1a", scene=HANDLING, **told):
    return on(scene, make.co_handling, unit=unit, **told)


def succeeded(world) -> int:
    """The community was merged into another after the street had sent the order on."""
    world.system(make.unit("E1b", level=Level.COMMUNITY, kind=UnitKind.COMMUNITY, parent="E1"))
    ident = world.order("dispatched")
    world.done(BY, make.dispatch(ident, unit="E1a"))
    world.merge("E1a", "E1b")
    return ident


LAWS = [
    Law(
        "only_its_street_sends_to_a_community",
        "条例:五(5)",
        (
            case("its street", BY, pass_on()),
            case("its street before it signs", BY, pass_on(scene=DISPATCHED)),
            case("the heir of a community", "dispatcher.HOT", pass_on("E1b", succeeded)),
        ),
        (
            case("the centre at once", "dispatcher.HOT", pass_on(scene=REGISTERED)),
            case("the centre past the street", "dispatcher.HOT", pass_on(scene=DISPATCHED)),
            case("the district past the street", "coordinator.E", pass_on(scene=DISTRICT)),
            case("by ruling", "reviewer.HOT",
                 on(DISPUTED, make.ruling, unit="E1a", place="E1")),
        ),
    ),
    Law(
        "community_is_of_the_place",
        "条例:十七(2)",
        (case("of the street's place", BY, pass_on()),),
        (
            case("place not known", BY, pass_on(place=None)),
            case("only the district known", BY, pass_on(place="E")),
            case("beside", BY, pass_on(place="E2")),
        ),
    ),
    Law(
        "community_gets_it_under_the_same_entry",
        "条例:十七(2)",
        (case("as it came", BY, pass_on()),),
        (case("under one that is listed", BY, pass_on(scene=UNLISTED)),),
    ),
    Law(
        "community_leads_only_what_is_its_own",
        "条例:十七(2)",
        (case("on its list", BY, pass_on()),),
        (
            case("on no list", BY, pass_on(scene=UNLISTED, entry="L3FIXED")),
            case("only assisted with", BY, pass_on(scene=ASSISTED, entry="RENEWED@2024-03-01")),
            case("struck off the list", BY, pass_on(scene=STRUCK, entry="L4")),
        ),
    ),
    Law(
        "community_helps_only_with_what_is_listed",
        "条例:十七(2)",
        (
            case("what is its own", BY, ask()),
            case("what it assists with", BY, ask(scene=ASSISTED)),
        ),
        (
            case("on no list", BY, ask(scene=UNLISTED)),
            case("struck off the list", BY, ask(scene=STRUCK)),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_a_street_hands_on_and_keeps_its_eye_on_it(world):
    """The clock runs on; the street still sees the order and its district still supervises."""
    ident = world.order("handling")
    due = world.get(WorkOrder, ident).due_at
    world.done(BY, make.dispatch(ident, unit="E1a"), at=MONDAY + HOUR)
    first, second = world.of(ident, Dispatch)
    assert (second.ground, second.starts_at) == (DispatchGround.COMMUNITY, first.starts_at)
    assert world.get(WorkOrder, ident).due_at == due
    assert roles(world, ident) == {"E1a": Role.LEAD, "E1": Role.SUPERIOR, "E": Role.DISTRICT}
    world.done("handler.E1a", make.reply(ident, told_at=MONDAY + HOUR), at=MONDAY + HOUR)


def test_what_a_community_objects_to_goes_back_to_its_street(world):
    ident = RETURNED(world)
    world.done("reviewer.HOT", make.ruling(ident, unit="E1"))
    assert world.of(ident, Dispatch)[-1].unit_id == world.unit("E1")


def test_a_list_holds_from_its_day(world):
    ident = world.order("handling", entry="L3FIXED")
    sent = make.dispatch(ident, unit="E1a", entry="L3FIXED")
    listed = make.community_duty("L3FIXED", valid_from=(MONDAY + DAY).date())
    world.publish(world.drafted(listed))
    assert world.act(BY, sent) == {"community_leads_only_what_is_its_own"}
    world.done(BY, sent, at=MONDAY + DAY)
