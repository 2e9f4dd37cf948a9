"""条例第十六条第二款、第三十三条: who is called reports in; the street tells what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.models.enums import WhistleOutcome
from app.models.report_in import ReportIn
from app.models.summons import Summons
from app.models.whistle_result import WhistleResult
from tests import make, make_more
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import HANDLING, on, then
from tests.law.test_whistle import (
    ABSENT,
    AGAIN,
    BY,
    CAME,
    CLOSED_UPON,
    ENDED_WELL,
    FOR_IT,
    GONE,
    HALF,
    REPLIED_TO,
    TWO,
    WHISTLED,
    merged,
)
from tests.world import DAY, HOUR, MONDAY

SECOND = timedelta(seconds=1)
LATE = {"late_reason": "另一处执法未毕"}
CAME_REPLIED = then(CAME, (BY, make.reply))
CAME_CLOSED = then(CAME_REPLIED, ("visitor.HOT", make.visit))
PARTLY = {"outcome": WhistleOutcome.PARTLY, "rating": "fair"}


def come(scene=WHISTLED, **told):
    return on(scene, make_more.report_in, **told)


def tell(scene=CAME, unit="EC", **told):
    return on(scene, make_more.whistle_result, unit=unit, **told)


LAWS = [
    Law(
        "only_the_summoned_report_in",
        "条例:十六(2)",
        (
            case("its handler", "handler.EC", come()),
            case("its head", "head.EC", come()),
            case("called by hand", "handler.EM", come(TWO)),
            case("after the reply", "handler.EC", come(REPLIED_TO)),
            case("when it is done over", "handler.EC", come(AGAIN)),
            case("for the heir", "handler.EC", come(merged)),
        ),
        (
            case("nobody was called", "handler.EC", come(HANDLING), beyond=True),
            case("not called", "handler.EM", come(), beyond=True),
            case("the street", BY, come()),
            case("twice", "handler.EC", come(CAME)),
            case("after its result", "handler.EC", come(ENDED_WELL), beyond=True),
            case("sent to another", "handler.EC", come(GONE), beyond=True),
            case("closed", "handler.EC", come(CLOSED_UPON)),
        ),
    ),
    Law(
        "arrival_is_told_as_it_was",
        "提纲:四(三)2",
        (
            case("now", "handler.EC", come()),
            case("when it was called", "handler.EC", come(), after=HOUR),
            case("the same second", "handler.EC", come(arrived_at=MONDAY + HOUR), after=HOUR),
        ),
        (
            case("before it was called", "handler.EC", come(arrived_at=MONDAY - SECOND)),
            case("not yet", "handler.EC", come(arrived_at=MONDAY + SECOND)),
        ),
    ),
    Law(
        "late_arrival_gives_its_reason",
        "平台规则:whistle_times",
        (
            case("last second", "handler.EC", come(arrived_at=MONDAY + DAY), after=DAY),
            case("in time, told late", "handler.EC", come(arrived_at=MONDAY + DAY), after=3 * DAY),
            case("late with a reason", "handler.EC",
                 come(arrived_at=MONDAY + 2 * DAY, **LATE), after=2 * DAY),
        ),
        (
            case("a second late", "handler.EC",
                 come(arrived_at=MONDAY + DAY + SECOND), after=2 * DAY),
            case("late and blank", "handler.EC",
                 come(arrived_at=MONDAY + 2 * DAY, late_reason="　"), after=2 * DAY),
        ),
    ),
    Law(
        "unjustified_whistle_is_explained",
        "条例:三十三",
        (
            case("justified", "handler.EC", come()),
            case("not its duty, and why", "handler.EC",
                 come(justified=False, note="无证经营由市场监管部门管")),
        ),
        (case("not its duty", "handler.EC", come(justified=False)),),
    ),
    Law(
        "only_the_street_tells_the_result",
        "条例:三十三",
        (
            case("its head", BY, tell()),
            case("its handler", "handler.E1", tell()),
            case("one of two", BY, tell(HALF, "EM", **ABSENT), after=2 * DAY),
            case("after the reply", BY, tell(CAME_REPLIED)),
            case("after it was closed", BY, tell(CAME_CLOSED)),
            case("when it is done over", BY, tell(AGAIN, **ABSENT), after=2 * DAY),
            case("the heir", BY, tell(merged, **ABSENT), after=2 * DAY),
            case("for its community", BY, tell(FOR_IT, **ABSENT), after=2 * DAY),
        ),
        (
            case("no whistle", BY, tell(HANDLING), also="result_is_of_whoever_was_summoned"),
            case("whoever came", "head.EC", tell()),
            case("the community it is for", "head.E1a", tell(FOR_IT, **ABSENT), after=2 * DAY),
            case("ended", BY, tell(ENDED_WELL), also="result_is_of_whoever_was_summoned"),
            case("sent to another", BY, tell(GONE, **ABSENT), after=2 * DAY, beyond=True,
                 also="result_is_of_whoever_was_summoned"),
        ),
    ),
    Law(
        "result_is_of_whoever_was_summoned",
        "条例:三十三",
        (case("who was called", BY, tell()),),
        (
            case("somebody else", BY, tell(unit="EM")),
            case("twice", BY, tell(HALF)),
        ),
    ),
    Law(
        "absence_is_a_fact",
        "街道条例:四十四(1)",
        (
            case("came and solved it", BY, tell()),
            case("came in part", BY, tell(**PARTLY)),
            case("never came", BY, tell(WHISTLED, **ABSENT), after=DAY + SECOND),
        ),
        (
            case("came, told as absent", BY, tell(**ABSENT), after=2 * DAY),
            case("has still time to come", BY, tell(WHISTLED, **ABSENT), after=DAY),
            case("solved by nobody", BY, tell(WHISTLED)),
        ),
    ),
    Law(
        "who_came_is_rated",
        "条例:三十三",
        (
            case("rated", BY, tell()),
            case("absent and not rated", BY, tell(WHISTLED, **ABSENT), after=2 * DAY),
        ),
        (
            case("not rated", BY, tell(rating=None)),
            case("absent and rated", BY,
                 tell(WHISTLED, **ABSENT | {"rating": "poor"}), after=2 * DAY),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_each_answers_its_own_summons(world):
    """Whichever whistle is the newest."""
    ident = TWO(world)
    world.done(BY, make_more.whistle(ident, unit="E2"))
    for login in ("handler.E2", "handler.EM", "handler.EC"):
        world.done(login, make_more.report_in(ident))
    for unit in ("EM", "EC", "E2"):
        world.done(BY, make_more.whistle_result(ident, unit=unit))
    own = {each.unit_id: each.id for each in world.of(ident, Summons)}
    for each_ in world.of(ident, ReportIn):
        assert each_.summons_id == own[each_.by_unit_id]
    for each_ in world.of(ident, WhistleResult):
        assert each_.summons_id == own[each_.unit_id]
