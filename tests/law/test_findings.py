"""条例:三十五(2), 三十六: what may be held against a unit, and what it is weighed against."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.models.enums import ExemptionGround, FindingKind
from app.models.exemption import Exemption
from tests import make, make_more
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    CLOSED,
    DISPUTED,
    ENDED,
    EXPOSED,
    HANDLING,
    NAMED,
    REGISTERED,
    REJECTED,
    REPLIED,
    on,
    then,
)
from tests.world import DAY, MONDAY

BY = "supervisor.HOT"
#: Long past every limit, before a visit closes anything.
LATE = 8 * DAY
SECOND = timedelta(seconds=1)
UNHEARD = then(
    REPLIED,
    ("visitor.HOT", lambda order: make.bad_visit(order, contacted=False, workable=False)),
)
OVERRULED = then(UNHEARD, ("head.E1", make.contest), ("reviewer.HOT", make.contest_ruling))
CONFIRMED = then(
    UNHEARD,
    ("head.E1", make.contest),
    ("reviewer.HOT", lambda order: make.contest_ruling(order, upheld=False)),
)
SHIFTED = then(REJECTED, (BY, lambda order: make_more.exemption(order, kind=FindingKind.SHIFTING)))
WEIGHED = then(ENDED, (BY, make_more.exemption), after=LATE)


def weigh(scene=ENDED, **told):
    return on(scene, make_more.exemption, **told)


def shift(scene, **told):
    return weigh(scene, kind=FindingKind.SHIFTING, **told)


def contradict(scene, **told):
    return weigh(scene, kind=FindingKind.CONTRADICTED, **told)


LAWS = [
    Law(
        "exemption_is_by_the_hotline",
        "条例:三十六",
        (case("the supervisor", BY, weigh(), after=LATE),),
        (
            case("the unit itself", "head.E1", weigh(), after=LATE, beyond=True),
            case("its district", "coordinator.E", weigh(), after=LATE, beyond=True),
        ),
    ),
    Law(
        "exemption_needs_a_finding",
        "条例:三十六",
        (
            case("late and open", BY, weigh(HANDLING), after=LATE),
            case("closed unanswered", BY, weigh(), after=LATE),
            case("an objection rejected", BY, shift(REJECTED)),
            case("unheard", BY, contradict(UNHEARD)),
            case("a contest rejected", BY, contradict(CONFIRMED)),
            case("the reported had it", BY, weigh(EXPOSED, kind=FindingKind.LEAK)),
        ),
        (
            case("in time", BY, weigh(HANDLING)),
            case("replied in time", BY, weigh(REPLIED)),
            case("closed after a reply", BY, weigh(CLOSED), after=LATE),
            case("not dispatched", BY, weigh(REGISTERED)),
            case("an objection nobody ruled on", BY, weigh(DISPUTED), after=LATE),
            case("a contest upheld", BY, contradict(OVERRULED)),
            case("the reported never had it", BY, weigh(NAMED, kind=FindingKind.LEAK)),
        ),
    ),
    Law(
        "exemption_is_of_what_was_found",
        "条例:三十六",
        (
            case("the unit and the kind", BY, weigh(), after=LATE),
            case("the district had its copy", BY, weigh(EXPOSED, kind=FindingKind.LEAK, unit="E")),
        ),
        (
            case("another unit", BY, weigh(unit="E2"), after=LATE),
            case("another kind", BY, shift(ENDED), after=LATE),
            case("of a rejected objection the named", BY, shift(REJECTED, unit="EC")),
        ),
    ),
    Law(
        "exemption_is_given_once",
        "条例:三十六",
        (case("of another kind", BY, weigh(SHIFTED), after=LATE),),
        (case("twice", BY, weigh(WEIGHED), after=LATE + SECOND),),
    ),
    Law(
        "exemption_rests_on_evidence",
        "条例:三十六",
        tuple(case(f"{ground}", BY, weigh(ground=ground), after=LATE)
              for ground in ExemptionGround),
        (
            case("no ground", BY, weigh(ground=None), after=LATE),
            case("unlisted ground", BY, weigh(ground="mercy"), after=LATE, form="unreadable"),
            case("no reason", BY, weigh(reason=""), after=LATE),
            case("blank evidence", BY, weigh(evidence="　"), after=LATE),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_an_exemption_leaves_the_finding_as_it_is(world):
    """It stands beside it; the order and its clocks do not move."""
    ident = ENDED(world)
    world.done(BY, make_more.exemption(ident), at=MONDAY + LATE)
    assert [each.kind for each in world.of(ident, Exemption)] == [FindingKind.LATE]
    assert world.act(BY, make_more.exemption(ident), at=MONDAY + LATE + DAY) == {
        "exemption_is_given_once"
    }
    assert world.get(Exemption, world.of(ident, Exemption)[0].id).unit_id == world.unit("E1")
