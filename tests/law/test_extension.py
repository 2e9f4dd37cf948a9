"""条例第十五条第二项: who asks for more time, when and why; who decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    ASKED,
    CITY_ASKED,
    DISPATCHED,
    DISPUTED,
    ENDED,
    ENDED_ASKED,
    EXTENDED,
    HANDLING,
    REDIRECTED,
    REGISTERED,
    REPLIED,
    on,
    order,
    then,
)
from tests.world import DAY, HOUR, MONDAY

SECOND = timedelta(seconds=1)
BY = "head.E1"

WATER = order("dispatched", entry="L2", unit="WATER")
TRADE = order("dispatched", entry="E48", unit="EM")
#: The request became void when a ruling sent the order elsewhere.
VOID = then(ASKED, (BY, make.objection), ("reviewer.HOT", make.ruling))
REFUSED = then(ASKED, ("coordinator.E", lambda order: make.decision(order, granted=False)))


def ask(scene=HANDLING, **told):
    return on(scene, make.extension, **told)


LAWS = [
    Law(
        "only_the_lead_asks_for_time",
        "条例:十四(1)",
        (
            case("signed", BY, ask()),
            case("not signed yet", BY, ask(DISPATCHED)),
            case("again after a refusal", BY, ask(REFUSED)),
            case("the unit named by ruling", "head.EC", ask(VOID)),
        ),
        (
            case("nobody has it", BY, ask(REGISTERED), beyond=True),
            case("another unit", "head.W1", ask(), beyond=True),
            case("the former lead", BY, ask(REDIRECTED), beyond=True),
            case("replied", BY, ask(REPLIED)),
            case("disputed", BY, ask(DISPUTED)),
            case("closed", BY, ask(ENDED), after=7 * DAY, also="extension_is_asked_in_time"),
            case("another request pending", BY, ask(ASKED)),
        ),
    ),
    Law(
        "extension_is_allowed_here",
        "条例:十五(二)",
        (
            case("an ordinary matter", BY, ask()),
            case("a difficult one", "head.EC",
                 ask(order("dispatched", entry="L4", unit="EC"), days=15)),
        ),
        (
            case("not by the entry", BY, ask(order("dispatched", entry="L3FIXED"))),
            case("not by the class", "head.WATER", ask(WATER, days=1)),
            case("no parameter", "head.EM", ask(TRADE, days=1),
                 also="extension_is_asked_in_time extension_keeps_within_limits"),
        ),
    ),
    Law(
        "extension_is_asked_in_time",
        "平台规则:extension_margin",
        (case("a day ahead to the second", BY, ask(), after=6 * DAY),),
        (
            case("a second less", BY, ask(), after=6 * DAY + SECOND),
            case("past the limit", BY, ask(), after=8 * DAY),
        ),
    ),
    Law(
        "extension_is_explained",
        "条例:十五(二)",
        (
            case("told and notified now", BY, ask()),
            case("told and notified before", BY, ask(), after=DAY),
        ),
        (
            case("no legal basis", BY, ask(legal_basis="")),
            case("null legal basis", BY, ask(legal_basis=None)),
            case("no reason", BY, ask(reason="　")),
            case("complainant not told", BY, ask(told_at=None)),
            case("centre not notified", BY, ask(notified_at=None)),
            case("told before the order", BY, ask(told_at=MONDAY - SECOND)),
            case("told in the future", BY, ask(told_at=MONDAY + SECOND)),
            case("notified in the future", BY, ask(notified_at=MONDAY + HOUR)),
        ),
    ),
    Law(
        "extension_keeps_within_limits",
        "平台规则:extension_limits",
        (
            case("one day", BY, ask(days=1)),
            case("the longest", BY, ask(days=7)),
            case("after a ruling once more", "head.EC", ask(VOID, days=7)),
        ),
        (
            case("none", BY, ask(days=0)),
            case("less than none", BY, ask(days=-3)),
            case("a day too long", BY, ask(days=8)),
            case("beyond all bounds", BY, ask(days=10**6)),
            case("a second time", BY, ask(EXTENDED, days=1)),
        ),
    ),
    Law(
        "decision_gives_reasons",
        "条例:十五(二)",
        (case("with an opinion", "coordinator.E", on(ASKED, make.decision)),),
        (
            case("without", "coordinator.E", on(ASKED, make.decision, reason="")),
            case("blank", "coordinator.E", on(ASKED, make.decision, reason="　")),
            case("null", "coordinator.E", on(ASKED, make.decision, reason=None, granted=False)),
        ),
    ),
    Law(
        "decision_answers_a_request",
        "条例:十五(二)",
        (
            case("granted", "coordinator.E", on(ASKED, make.decision)),
            case("refused", "coordinator.E", on(ASKED, make.decision, granted=False)),
        ),
        (
            case("none made", "coordinator.E", on(HANDLING, make.decision)),
            case("decided already", "coordinator.E", on(EXTENDED, make.decision)),
            case("replied meanwhile", "coordinator.E",
                 on(then(ASKED, ("handler.E1", make.reply)), make.decision)),
            case("closed meanwhile", "coordinator.E", on(ENDED_ASKED, make.decision),
                 after=8 * DAY),
            case("void since the ruling", "coordinator.E", on(VOID, make.decision)),
        ),
    ),
    Law(
        "extension_is_decided_above",
        "平台规则:extension_decided_above",
        (
            case("the district", "coordinator.E", on(ASKED, make.decision)),
            case("the centre for a city body", "reviewer.HOT", on(CITY_ASKED, make.decision)),
        ),
        (
            case("the centre past the district", "reviewer.HOT", on(ASKED, make.decision)),
            case("another district", "coordinator.W", on(ASKED, make.decision), beyond=True),
            case("the unit itself", BY, on(ASKED, make.decision), beyond=True,
                 also="who_asked_for_time_does_not_decide"),
            case("a district over a city body", "coordinator.E",
                 on(CITY_ASKED, make.decision), beyond=True),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)
