"""Orders brought to where the law has something to say; each answers the order's id."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.kernel import clock
from app.models.enums import DemandKind, LimitClass
from tests import make
from tests.make import Draft
from tests.world import DAY, MONDAY, World

Scene = Callable[[World], int]


def shared(scene: Scene) -> Scene:
    """Set once in the city all cases start from; only what touches nothing but its own order."""

    def made(world: World) -> int:
        return world.stage.order_of(scene) if world.stage is not None else scene(world)

    return made


def on(scene: Scene, build: Callable[..., Draft], **told: Any) -> Callable[[World], Draft]:
    """A draft about the order of a scene."""
    return lambda world: build(scene(world), **told)


def order(state: str = "registered", **told: Any) -> Scene:
    """An order in a state."""
    return shared(lambda world: world.order(state, **told))


def early(scene: Scene, before: timedelta) -> Scene:
    """The scene, set some time before the present."""

    def made(world: World) -> int:
        with clock.at(MONDAY + before):
            return scene(world)

    return shared(made)


def then(scene: Scene, *acts: tuple[str, Callable[..., Draft]], **told: Any) -> Scene:
    """The scene and further acts on its order."""
    after = told.pop("after", timedelta())

    def made(world: World) -> int:
        ident = scene(world)
        for login, build in acts:
            world.done(login, build(ident, **told), at=MONDAY + after)
        return ident

    return shared(made)


REGISTERED = order()
CONSULT = order(demand_kind=DemandKind.CONSULT)
ANSWERED = order("answered")
DISPATCHED = order("dispatched")
DISPUTED = order("disputed")
HANDLING = order("handling")
REPLIED = order("replied")
CLOSED = order("closed")

#: Only the area was known: the district has it.
DISTRICT = order("dispatched", unit="E", place="E")
#: The first street objected; the district's department was named.
REDIRECTED = then(DISPUTED, ("reviewer.HOT", make.ruling))
#: The first street objected in vain.
REJECTED = then(DISPUTED, ("reviewer.HOT", make.rejection))
ASKED = then(HANDLING, ("head.E1", make.extension))
EXTENDED = then(ASKED, ("coordinator.E", make.decision))
#: A body of the whole city asks for time.
CITY_ASKED = then(order("dispatched", entry="ANY", unit="CD"), ("head.CD", make.extension))


#: Never replied; three visits reached nobody. Nothing more is done with it.
ENDED = then(HANDLING, *[("visitor.HOT", make.missed_visit)] * 3, after=7 * DAY)
#: The same with a request for more time, or an objection, still open.
ENDED_ASKED = then(ASKED, *[("visitor.HOT", make.missed_visit)] * 3, after=7 * DAY)
ENDED_DISPUTED = then(DISPUTED, *[("visitor.HOT", make.missed_visit)] * 3, after=7 * DAY)


#: A report, with a department that may well be the right one.
REPORT = order("dispatched", demand_kind=DemandKind.REPORT, entry="E48", unit="EM", place="E")


def names_the_reported(world: World) -> int:
    """A report that says who is reported: a street."""
    return world.done("intake.HOT", make.order(demand_kind=DemandKind.REPORT, reported_unit="E1"))


NAMED = shared(names_the_reported)
FOUND = ("visitor.HOT", lambda order: make.supplement(order, reported_unit="E1"))
#: The street that was sent a report turned out to be the one reported; or after it had replied.
EXPOSED = then(order("dispatched", demand_kind=DemandKind.REPORT), FOUND)
EXPOSED_LATE = then(order("replied", demand_kind=DemandKind.REPORT), FOUND)


def succeeded(world: World) -> int:
    """The receiver was abolished after it got the order."""
    ident = world.order("dispatched", unit="E2", place="E2")
    world.merge("E2", "E1")
    return ident


def hotline_handles(world: World) -> int:
    """An order the centre handles itself."""
    world.system(
        make.entry("HOT1", named_unit="HOT", competent_kind=None, competent_function=None,
                   territorial=False, limit_class=LimitClass.L4)
    )  # fmt: skip
    return world.order("dispatched", entry="HOT1", unit="HOT")


def hotline_objects(world: World) -> int:
    """Such an order, which the centre objects to."""
    ident = hotline_handles(world)
    world.done("supervisor.HOT", make.objection(ident), unbound=True)
    return ident
