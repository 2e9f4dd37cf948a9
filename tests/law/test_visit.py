"""条例第二十三条: when the complainant is asked, by whom, and what is kept of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    ANSWERED,
    CLOSED,
    ENDED,
    HANDLING,
    REGISTERED,
    REPLIED,
    early,
    hotline_handles,
    on,
    order,
    then,
)
from tests.world import DAY, HOUR, MONDAY

BY = "visitor.HOT"
DUE = 7 * DAY
SECOND = timedelta(seconds=1)
MISSED = (BY, make.missed_visit)
#: Before this city's parameters of visits begin, and after early visits end.
FEBRUARY = datetime(2024, 2, 5, 2, tzinfo=UTC) - MONDAY
MAY = datetime(2024, 5, 6, 2, tzinfo=UTC) - MONDAY
UNGOVERNED = early(order("replied"), FEBRUARY)


def see(scene=REPLIED, **told):
    return on(scene, make.visit, **told)


LAWS = [
    Law(
        "visit_is_due",
        "条例:二十三",
        (
            case("early, once replied", BY, see()),
            case("at the limit, whatever the unit did", BY, see(HANDLING), after=DUE),
            case("in May at the limit", BY, see(early(order("replied"), MAY)), after=MAY + DUE),
        ),
        (
            case("not dispatched", BY, see(REGISTERED)),
            case("answered at once", BY, see(ANSWERED), also="visit_is_not_repeated"),
            case("neither replied nor due", BY, see(HANDLING)),
            case("a second before", BY, see(HANDLING), after=DUE - SECOND),
            case("in May, replied but not due", BY, see(early(order("replied"), MAY)), after=MAY),
            case("no parameter", BY, see(UNGOVERNED), after=FEBRUARY,
                 also="visit_is_not_repeated"),
        ),
    ),
    Law(
        "visit_is_by_the_hotline",
        "条例:二十三",
        (
            case("by telephone", BY, see()),
            case("by message", BY, see(way="sms")),
            case("by network", BY, see(way="network")),
        ),
        (
            case("by the other district", "coordinator.W", see(), beyond=True),
            case("by the unit", "head.E1", see(), beyond=True,
                 also="unit_never_closes_its_own_order"),
            case("by letter", BY, see(way="letter"), form="unreadable"),
        ),
    ),
    Law(
        "visit_is_not_repeated",
        "平台规则:visit_attempts",
        (
            case("first", BY, see()),
            case("after one missed", BY, see(then(REPLIED, MISSED))),
            case("after three missed before the limit", BY,
                 see(then(REPLIED, MISSED, MISSED, MISSED))),
            case("third missed", BY, on(then(REPLIED, MISSED, MISSED), make.missed_visit)),
        ),
        (
            case("after a valid one", BY, see(CLOSED)),
            case("after three missed since the limit", BY, see(ENDED), after=8 * DAY),
            case("no parameter, past the limit", BY, see(UNGOVERNED), after=FEBRUARY + DUE),
            case("no parameter, missed", BY, on(UNGOVERNED, make.missed_visit),
                 after=FEBRUARY + DUE),
        ),
    ),
    Law(
        "valid_visit_answers_all_three",
        "条例:三十二(2)",
        (
            case("all three", BY, see()),
            case("all three bad", BY,
                 see(contacted=False, solved=False, satisfied="dissatisfied", workable=False)),
            case("not reached", BY, on(REPLIED, make.missed_visit)),
        ),
        (
            case("contacted open", BY, see(contacted=None)),
            case("solved open", BY, see(solved=None)),
            case("satisfied open", BY, see(satisfied=None)),
            case("not reached but contacted", BY,
                 on(REPLIED, make.missed_visit, contacted=True)),
            case("not reached but not solved", BY,
                 on(REPLIED, make.missed_visit, solved=False)),
            case("not reached but satisfied", BY,
                 on(REPLIED, make.missed_visit, satisfied="basic")),
        ),
    ),
    Law(
        "unit_never_closes_its_own_order",
        "平台规则:closed_by_visit",
        (case("the centre about a street", BY, see()),),
        (
            case("the centre about its own", BY, see(hotline_handles), after=15 * DAY),
            case("a former lead", "head.E1",
                 see(then(order("disputed"), ("reviewer.HOT", make.ruling))), after=DUE + HOUR,
                 beyond=True, also="visit_is_by_the_hotline"),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)
