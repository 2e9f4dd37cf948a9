"""条例第十五条第二项: what cannot be solved now is explained, kept in view and struck off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.models.enums import DemandKind, DisposalKind
from tests import make, make_more
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    CLOSED,
    DISPATCHED,
    HANDLING,
    REDIRECTED,
    REGISTERED,
    REPLIED,
    on,
    order,
    shared,
    then,
)
from tests.world import DAY, MONDAY

BY, ABOVE, CENTRE = "head.E1", "coordinator.E", "supervisor.HOT"
TODAY = date(2024, 3, 4)
SECOND = timedelta(seconds=1)

ENTERED = then(HANDLING, (BY, make_more.ledger))
STRUCK = then(ENTERED, (ABOVE, make_more.ledger_removal))
#: Visited while the entry was open.
WAITING = order("ledger")
DONE = then(WAITING, (ABOVE, make_more.ledger_removal))
WITHDRAWN = then(ENTERED, ("intake.HOT", lambda order: make.disposal(
    order, kind=DisposalKind.WITHDRAWN)))  # fmt: skip
#: The entry went to another lead with the order.
MOVED = then(DISPATCHED, (BY, make_more.ledger), (BY, make.objection),
             ("reviewer.HOT", lambda order: make.ruling(order, unit="W1", place="W1")))  # fmt: skip
#: A body of the whole city: nobody but the hotline stands above it.
CITY = then(order("dispatched", entry="ANY", unit="CD"), ("head.CD", make_more.ledger))


def report_on_the_district(world) -> int:
    """A report whose district may not know of it; the street that has it put it on the ledger."""
    told = make.order(demand_kind=DemandKind.REPORT, reported_unit="EC")
    ident = world.done("intake.HOT", told)
    world.done("dispatcher.HOT", make.dispatch(ident, unit="E1"))
    world.done(BY, make_more.ledger(ident))
    return ident


SHIELDED = shared(report_on_the_district)


def heir_follows(world) -> int:
    """The lead was abolished after it had entered the order."""
    ident = world.order("dispatched", unit="E2", place="E2")
    world.done("head.E2", make_more.ledger(ident))
    world.merge("E2", "E1")
    return ident


def enter(scene=HANDLING, **told):
    return on(scene, make_more.ledger, **told)


def look(scene=ENTERED, **told):
    return on(scene, make_more.ledger_review, **told)


def strike(scene=ENTERED, **told):
    return on(scene, make_more.ledger_removal, **told)


LAWS = [
    Law(
        "only_the_lead_enters_the_ledger",
        "条例:十五(二)",
        (
            case("not signed for yet", BY, enter(DISPATCHED)),
            case("in hand", BY, enter()),
            case("after the reply", BY, enter(REPLIED)),
            case("the lead by ruling", "head.EC", enter(REDIRECTED)),
            case("once more after it was struck off", BY, enter(STRUCK)),
        ),
        (
            case("not dispatched", BY, enter(REGISTERED), beyond=True),
            case("another unit", "head.E2", enter(), beyond=True),
            case("its district", ABOVE, enter(), beyond=True),
            case("closed", BY, enter(CLOSED)),
            case("on the ledger already", BY, enter(ENTERED)),
            case("visited and on the ledger", BY, enter(WAITING)),
        ),
    ),
    Law(
        "entry_says_why_not_now_and_what_is_planned",
        "条例:十五(二)",
        (case("all told", BY, enter()),),
        (
            case("no cause", BY, enter(cause=None)),
            case("no reason", BY, enter(reason="　")),
            case("no plan", BY, enter(plan=" ")),
            case("nobody's", BY, enter(owner=" ")),
        ),
    ),
    Law(
        "complainant_is_told_before_the_entry",
        "条例:十五(二)",
        (
            case("just now", BY, enter()),
            case("as it was dispatched", BY, enter(told_at=MONDAY), after=DAY),
        ),
        (
            case("not told", BY, enter(told_at=None)),
            case("before it was dispatched", BY, enter(told_at=MONDAY - SECOND)),
            case("tomorrow", BY, enter(told_at=MONDAY + SECOND)),
        ),
    ),
    Law(
        "entry_names_its_first_review",
        "平台规则:ledger_cycle",
        (
            case("today", BY, enter(review_on=TODAY)),
            case("as late as may be", BY, enter(review_on=TODAY + 31 * DAY)),
        ),
        (
            case("yesterday", BY, enter(review_on=TODAY - DAY)),
            case("a day too late", BY, enter(review_on=TODAY + 32 * DAY)),
        ),
    ),
    Law(
        "only_an_open_entry_is_reviewed",
        "条例:十五(二)",
        (
            case("open", BY, look()),
            case("visited", BY, look(WAITING)),
            case("again", BY, look(then(ENTERED, (BY, make_more.ledger_review)))),
        ),
        (
            case("not on the ledger", BY, look(HANDLING)),
            case("struck off", BY, look(STRUCK)),
            case("struck off and closed", BY, look(DONE)),
            case("withdrawn", BY, look(WITHDRAWN)),
        ),
    ),
    Law(
        "review_is_by_the_lead_or_above",
        "条例:十五(二)",
        (
            case("a handler of the lead", "handler.E1", look()),
            case("its district", ABOVE, look()),
            case("the hotline", CENTRE, look()),
            case("the lead now", "head.W1", look(MOVED)),
            case("an heir", BY, look(heir_follows), beyond=True),
        ),
        (
            case("another unit", "head.EC", look(), beyond=True),
            case("another district", "coordinator.W", look(), beyond=True),
            case("the lead it was entered by", BY, look(MOVED), beyond=True),
            case("a district that may not know", ABOVE, look(SHIELDED), beyond=True),
        ),
    ),
    Law(
        "review_says_what_was_found",
        "条例:十五(二)",
        (case("told", BY, look()),),
        (case("blank", BY, look(findings="　")),),
    ),
    Law(
        "review_names_the_next",
        "平台规则:ledger_cycle",
        (
            case("today", BY, look(review_on=TODAY)),
            case("counted from the review", BY, look(review_on=TODAY + 41 * DAY), after=10 * DAY),
        ),
        (
            case("yesterday", BY, look(review_on=TODAY - DAY)),
            case("a day too late", BY, look(review_on=TODAY + 32 * DAY)),
        ),
    ),
    Law(
        "only_an_open_entry_is_removed",
        "条例:十五(二)",
        (
            case("open", ABOVE, strike()),
            case("visited", ABOVE, strike(WAITING)),
            case("the second", ABOVE, strike(then(STRUCK, (BY, make_more.ledger)))),
        ),
        (
            case("not on the ledger", ABOVE, strike(HANDLING)),
            case("struck off", ABOVE, strike(STRUCK)),
            case("struck off and closed", ABOVE, strike(DONE)),
            case("withdrawn", ABOVE, strike(WITHDRAWN)),
        ),
    ),
    Law(
        "removal_is_never_by_the_unit_itself",
        "条例:十五(二)",
        (
            case("its district", ABOVE, strike()),
            case("the hotline, of a body of the city", CENTRE, strike(CITY)),
            case("the district of the lead now", "coordinator.W", strike(MOVED)),
            case("the hotline, where the district may not know", CENTRE, strike(SHIELDED)),
        ),
        (
            case("the unit", BY, strike(), beyond=True),
            case("a body of the city", "head.CD", strike(CITY), beyond=True),
            case("the unit that entered it", BY, strike(MOVED), beyond=True),
            case("the hotline, where there is a district", CENTRE, strike()),
            case("another district", "coordinator.W", strike(), beyond=True),
            case("the district before", ABOVE, strike(MOVED), beyond=True),
            case("a district that may not know", ABOVE, strike(SHIELDED), beyond=True),
        ),
    ),
    Law(
        "removal_rests_on_evidence",
        "条例:十五(二)",
        (case("both told", ABOVE, strike()),),
        (
            case("no result", ABOVE, strike(result=" ")),
            case("no evidence", ABOVE, strike(evidence="　")),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)
