"""条例第十二条第二款: a hard one is talked over before it is dispatched."""

from __future__ import annotations

import pytest

from app.models.enums import Status
from app.models.work_order import WorkOrder
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    ANSWERED,
    CLOSED,
    DISPATCHED,
    DISPUTED,
    NAMED,
    REGISTERED,
    on,
    order,
    then,
)

BY = "dispatcher.HOT"
MET = then(REGISTERED, (BY, make.conference))


def meet(scene=REGISTERED, **told):
    return on(scene, make.conference, **told)


LAWS = [
    Law(
        "conference_comes_before_the_dispatch",
        "条例:十二(2)",
        (
            case("by the dispatcher", BY, meet()),
            case("by the reviewer", "reviewer.HOT", meet()),
            case("a second time", BY, meet(MET)),
        ),
        (
            case("dispatched", BY, meet(DISPATCHED)),
            case("disputed", BY, meet(DISPUTED)),
            case("closed", BY, meet(CLOSED)),
            case("answered", BY, meet(ANSWERED)),
            case("ended otherwise", BY, meet(order("excepted"))),
            case("a district", "coordinator.E", meet(), beyond=True),
            case("a unit", "head.E1", meet(), beyond=True),
        ),
    ),
    Law(
        "conference_says_who_what_and_which_unit",
        "条例:十二(2)",
        (
            case("whole", BY, meet()),
            case("a report, another unit", BY, meet(NAMED, unit="WC")),
        ),
        (
            case("nobody", BY, meet(participants="　")),
            case("nothing said", BY, meet(opinions="")),
            case("no unit", BY, meet(unit=None)),
            case("a unit that is no more", BY, meet(unit="OLD")),
            case("the unit reported", BY, meet(NAMED, unit="E1")),
            case("the line above it", BY, meet(NAMED, unit="E")),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_a_conference_dispatches_nothing(world):
    """It says which unit it came to; the dispatch is the dispatcher's."""
    ident = MET(world)
    assert world.get(WorkOrder, ident).status is Status.REGISTERED
    world.done(BY, make.dispatch(ident, unit="EC"))
