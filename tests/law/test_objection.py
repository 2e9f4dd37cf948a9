"""条例第十二条第三款: who may object, when and on what; who rules and what follows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    ASKED,
    DISPATCHED,
    DISPUTED,
    DISTRICT,
    ENDED,
    ENDED_DISPUTED,
    HANDLING,
    REDIRECTED,
    REGISTERED,
    REJECTED,
    REPLIED,
    early,
    hotline_objects,
    on,
    order,
)
from tests.world import MONDAY

#: Class L3: to the end of the next working day, Tuesday 5 March 24:00.
WINDOW = timedelta(hours=38)
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
#: The last Thursday but for one day of which this city has a calendar.
THURSDAY = datetime(2024, 11, 28, 2, tzinfo=UTC) - MONDAY
LATE = early(order("dispatched"), THURSDAY)

LAWS = [
    Law(
        "only_the_lead_objects",
        "条例:十二(3)",
        (
            case("the lead", "head.E1", on(DISPATCHED, make.objection)),
            case("a district as lead", "coordinator.E", on(DISTRICT, make.objection)),
            case("the lead having signed", "head.E1", on(HANDLING, make.objection)),
        ),
        (
            case("nobody has it yet", "head.E1", on(REGISTERED, make.objection), beyond=True),
            case("another street", "head.E2", on(DISPATCHED, make.objection), beyond=True),
            case("the district beside", "coordinator.E", on(DISPATCHED, make.objection)),
        ),
    ),
    Law(
        "objection_is_in_time",
        "平台规则:objection_window",
        (case("last second", "head.E1", on(DISPATCHED, make.objection), after=WINDOW),),
        (
            case("too late", "head.E1", on(DISPATCHED, make.objection), after=WINDOW + SECOND),
            case("long after", "head.E1", on(DISPATCHED, make.objection), after=WINDOW * 3),
        ),
    ),
    Law(
        "objection_can_be_timed",
        "平台规则:objection_review",
        (
            case("as usual", "head.E1", on(DISPATCHED, make.objection)),
            case("on the last day of the calendar but one", "head.E1",
                 on(LATE, make.objection), after=THURSDAY),
        ),
        (case("beyond the calendar", "head.E1", on(LATE, make.objection),
              after=THURSDAY + timedelta(days=1)),),
    ),
    Law(
        "objection_states_its_ground",
        "条例:十二(3)",
        (case("whole", "head.E1", on(DISPATCHED, make.objection, suggested_unit="EC")),),
        (
            case("no ground", "head.E1", on(DISPATCHED, make.objection, ground=None)),
            case("unlisted ground", "head.E1", on(DISPATCHED, make.objection, ground="busy"),
                 form="unreadable"),
            case("no reason", "head.E1", on(DISPATCHED, make.objection, reason="")),
            case("blank reason", "head.E1", on(DISPATCHED, make.objection, reason="　 ")),
            case("no evidence", "head.E1", on(DISPATCHED, make.objection, evidence="")),
            case("null evidence", "head.E1", on(DISPATCHED, make.objection, evidence=None)),
        ),
    ),
    Law(
        "ruled_order_is_not_returned",
        "平台规则:one_objection",
        (case("first time", "head.E1", on(DISPATCHED, make.objection)),),
        (
            case("after a rejection", "head.E1", on(REJECTED, make.objection)),
            case("while the first is open", "head.E1", on(DISPUTED, make.objection)),
            case("unit named by ruling", "head.EC", on(REDIRECTED, make.objection)),
        ),
    ),
    Law(
        "only_an_open_order_is_objected_to",
        "条例:十二(3)",
        (case("an extension is pending", "head.E1", on(ASKED, make.objection)),),
        (
            case("replied", "head.E1", on(REPLIED, make.objection)),
            case("closed", "head.E1", on(ENDED, make.objection), after=WEEK,
                 also="objection_is_in_time"),
        ),
    ),
    Law(
        "ruling_answers_an_objection",
        "条例:十二(3)",
        (case("one is open", "reviewer.HOT", on(DISPUTED, make.rejection)),),
        (
            case("none was made", "reviewer.HOT", on(DISPATCHED, make.rejection)),
            case("upheld from nowhere", "reviewer.HOT", on(DISPATCHED, make.ruling)),
            case("closed by visits", "reviewer.HOT", on(ENDED_DISPUTED, make.rejection),
                 after=WEEK),
            case("ruled already", "reviewer.HOT", on(REJECTED, make.rejection)),
            case("ruled and gone", "reviewer.HOT", on(REDIRECTED, make.ruling, unit="E2")),
            case("closed by visits and upheld", "reviewer.HOT", on(ENDED_DISPUTED, make.ruling),
                 after=WEEK),
        ),
    ),
    Law(
        "ruling_gives_reasons_and_names_the_unit",
        "条例:十二(3)",
        (
            case("upheld to another", "reviewer.HOT", on(DISPUTED, make.ruling)),
            case("upheld to another place", "reviewer.HOT",
                 on(DISPUTED, make.ruling, unit="W1", place="W1")),
            case("upheld under another entry", "reviewer.HOT",
                 on(DISPUTED, make.ruling, unit="EM", entry="E48")),
            case("rejected", "reviewer.HOT", on(DISPUTED, make.rejection)),
        ),
        (
            case("no reason", "reviewer.HOT", on(DISPUTED, make.ruling, reason="")),
            case("blank reason", "reviewer.HOT", on(DISPUTED, make.rejection, reason=" ")),
            case("upheld to nobody", "reviewer.HOT", on(DISPUTED, make.ruling, unit=None)),
            case("upheld to itself", "reviewer.HOT", on(DISPUTED, make.ruling, unit="E1"),
                 also="upheld_objector_is_left_alone"),
            case("rejected to another", "reviewer.HOT",
                 on(DISPUTED, make.ruling, upheld=False)),
        ),
    ),
    Law(
        "ruling_is_impartial",
        "平台规则:separation",
        (case("the reviewer", "reviewer.HOT", on(DISPUTED, make.ruling)),),
        (
            case("the dispatcher of the order", "dispatcher.HOT", on(DISPUTED, make.ruling),
                 beyond=True),
            case("the district", "coordinator.E", on(DISPUTED, make.ruling), beyond=True),
            case("the objecting unit", "head.E1", on(DISPUTED, make.rejection), beyond=True,
                 also="who_handled_does_not_rule"),
            case("the centre about itself", "reviewer.HOT", on(hotline_objects, make.rejection)),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)
