"""平台规则:visit_contest: a unit contests a visit once, with evidence; somebody else rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.models.contest_ruling import ContestRuling
from app.models.enums import Status
from app.models.visit import Visit
from app.models.visit_contest import VisitContest
from app.models.work_order import WorkOrder
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import CLOSED, ENDED, REDIRECTED, REGISTERED, REPLIED, on, then
from tests.law.test_assessment import UNHAPPY, assessed
from tests.world import DAY, MONDAY

BY = "head.E1"
SECOND = timedelta(seconds=1)
#: Two working days after Monday, to their end.
WINDOW = datetime(2024, 3, 6, 16, tzinfo=UTC) - MONDAY

BAD = then(REPLIED, ("visitor.HOT", lambda order: make.bad_visit(order, workable=False)))
CONTESTED = then(BAD, (BY, make.contest))
RULED = then(CONTESTED, ("reviewer.HOT", make.contest_ruling))
SENT_BACK = then(REPLIED, ("visitor.HOT", make.bad_visit))
#: The first visit was contested; what was done over was visited too.
SECOND_ROUND = then(SENT_BACK, (BY, make.contest), (BY, make.reply), ("visitor.HOT", make.visit))
#: Led by another unit before; closed by a visit about the unit named by ruling.
OTHERS = then(REDIRECTED, ("handler.EC", make.reply), ("visitor.HOT", make.visit))


def dispute(scene=BAD, **told):
    return on(scene, make.contest, **told)


def rule(scene=CONTESTED, **told):
    return on(scene, make.contest_ruling, **told)


LAWS = [
    Law(
        "only_the_visited_unit_contests",
        "平台规则:visit_contest",
        (
            case("a bad one", BY, dispute()),
            case("a good one", BY, dispute(CLOSED)),
            case("one that sent the order back", BY, dispute(SENT_BACK)),
            case("one of the second round", BY, dispute(SECOND_ROUND)),
            case("the unit named by ruling", "head.EC", dispute(OTHERS)),
        ),
        (
            case("no visit", BY, dispute(REPLIED)),
            case("not dispatched", BY, dispute(REGISTERED), beyond=True),
            case("nobody was reached", BY, dispute(ENDED), after=7 * DAY),
            case("not the unit", "head.E2", dispute(), beyond=True),
            case("the hotline", "supervisor.HOT", dispute(), beyond=True),
            case("the former lead", BY, dispute(OTHERS), beyond=True),
            case("twice", BY, dispute(CONTESTED)),
            case("again once ruled", BY, dispute(RULED)),
        ),
    ),
    Law(
        "contest_is_in_time",
        "平台规则:visit_contest",
        (case("last second", BY, dispute(), after=WINDOW),),
        (case("a second late", BY, dispute(), after=WINDOW + SECOND),),
    ),
    Law(
        "contest_rests_on_evidence",
        "平台规则:visit_contest",
        (case("on both", BY, dispute()),),
        (
            case("no reason", BY, dispute(reason="")),
            case("blank evidence", BY, dispute(evidence="　")),
            case("null evidence", BY, dispute(evidence=None)),
        ),
    ),
    Law(
        "ruling_answers_a_contest",
        "平台规则:visit_contest",
        (
            case("one is open", "reviewer.HOT", rule()),
            case("of a first round", "reviewer.HOT", rule(SECOND_ROUND)),
        ),
        (
            case("none was made", "reviewer.HOT", rule(BAD)),
            case("ruled already", "reviewer.HOT", rule(RULED)),
            case("nobody has the order", "reviewer.HOT", rule(REGISTERED)),
        ),
    ),
    Law(
        "contest_ruling_gives_reasons",
        "平台规则:visit_contest",
        (
            case("upheld", "reviewer.HOT", rule()),
            case("rejected", "supervisor.HOT", rule(upheld=False)),
        ),
        (
            case("no reason", "reviewer.HOT", rule(reason=" ")),
            case("rejected for no reason", "reviewer.HOT", rule(upheld=False, reason="")),
            case("neither", "reviewer.HOT", rule(upheld=None)),
        ),
    ),
    Law(
        "contest_is_ruled_by_somebody_else",
        "平台规则:separation",
        (
            case("a reviewer", "reviewer.HOT", rule()),
            case("a supervisor", "supervisor.HOT", rule()),
        ),
        (
            case("the visitor", "visitor.HOT", rule(), beyond=True),
            case("the unit itself", BY, rule(), beyond=True,
                 also="who_handled_does_not_rule_on_the_visit"),
            case("the district", "coordinator.E", rule(), beyond=True),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_a_contest_is_of_the_last_visit_and_its_ruling_of_the_contest(world):
    """The visit stays as it was, and so does the order."""
    ident = SECOND_ROUND(world)
    world.done(BY, make.contest(ident))
    first, second = world.of(ident, Visit)
    assert [each.visit_id for each in world.of(ident, VisitContest)] == [first.id, second.id]
    for upheld in (True, False):
        world.done("reviewer.HOT", make.contest_ruling(ident, upheld=upheld))
    contests, rulings = world.of(ident, VisitContest), world.of(ident, ContestRuling)
    assert [each.contest_id for each in rulings] == [each.id for each in contests]
    assert world.get(Visit, first.id).satisfied is first.satisfied
    assert world.get(WorkOrder, ident).status is Status.CLOSED


@pytest.mark.parametrize(("upheld", "counted"), [(True, 0), (False, 1)])
def test_a_visit_contested_with_success_is_not_counted(world, upheld, counted):
    """Of the others nothing moves; before the ruling it counts."""
    told = {"unit": "WM", "entry": "E48", "place": "W"}
    ident = world.order("replied", **told)
    before = assessed(world)["WM"].valid
    world.done("visitor.HOT", make.visit(ident, **UNHAPPY))
    world.done("head.WM", make.contest(ident))
    assert assessed(world)["WM"].valid == before + 1
    world.done("reviewer.HOT", make.contest_ruling(ident, upheld=upheld))
    held = assessed(world)["WM"]
    assert held.valid == before + counted
