"""条例第十四、十五条: the first receiver keeps the order, contacts, and replies in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    CLOSED,
    DISPATCHED,
    DISPUTED,
    DISTRICT,
    ENDED,
    HANDLING,
    REDIRECTED,
    REGISTERED,
    REJECTED,
    REPLIED,
    on,
    order,
    then,
)
from tests.world import DAY, HOUR, MONDAY

LIMIT = 7 * DAY
SECOND = timedelta(seconds=1)
ONWARD = then(DISTRICT, ("coordinator.E", make.dispatch))
MISSED = then(HANDLING, ("visitor.HOT", make.missed_visit), after=LIMIT)
LATE = {"late_reason": "连续降雨，无法施工"}

PASSED_ON = then(DISTRICT, ("coordinator.E", make.dispatch), after=2 * DAY)
UNREACHED = then(
    HANDLING, ("handler.E1", lambda order: make.contact(order, reached=False, heard=""))
)


def reach(at, scene=HANDLING, **told):
    """A contact so long after Monday."""
    return on(scene, make.contact, contacted_at=MONDAY + at, **told)


LAWS = [
    Law(
        "only_the_lead_signs",
        "条例:十四(1)",
        (
            case("the lead", "handler.E1", on(DISPATCHED, make.receipt)),
            case("its head", "head.E1", on(DISPATCHED, make.receipt)),
            case("the district as lead", "coordinator.E", on(DISTRICT, make.receipt)),
            case("after a rejected objection", "handler.E1", on(REJECTED, make.receipt)),
            case("the unit named by ruling", "handler.EC", on(REDIRECTED, make.receipt)),
            case("the unit sent on to", "handler.E1", on(ONWARD, make.receipt)),
            case("past the limit", "handler.E1", on(DISPATCHED, make.receipt, **LATE),
                 after=2 * LIMIT),
        ),
        (
            case("nobody has it", "handler.E1", on(REGISTERED, make.receipt), beyond=True),
            case("another unit", "handler.W1", on(DISPATCHED, make.receipt), beyond=True),
            case("the district beside", "coordinator.E", on(DISPATCHED, make.receipt)),
            case("the former lead", "handler.E1", on(REDIRECTED, make.receipt), beyond=True),
            case("the district after sending on", "coordinator.E", on(ONWARD, make.receipt)),
            case("twice", "handler.E1", on(HANDLING, make.receipt)),
            case("while disputed", "handler.E1", on(DISPUTED, make.receipt)),
            case("closed", "handler.E1",
                 on(then(DISPATCHED, *[("visitor.HOT", make.missed_visit)] * 3, after=LIMIT),
                    make.receipt, **LATE), after=LIMIT),
        ),
    ),
    Law(
        "late_receipt_gives_its_reason",
        "平台规则:sign_limit",
        (
            case("last second", "handler.E1", on(DISPATCHED, make.receipt), after=2 * HOUR),
            case("late with a reason", "handler.E1",
                 on(DISPATCHED, make.receipt, **LATE), after=3 * HOUR),
            case("in time from when it was sent on", "handler.E1",
                 on(PASSED_ON, make.receipt), after=2 * DAY + HOUR),
        ),
        (
            case("a second late", "handler.E1", on(DISPATCHED, make.receipt),
                 after=2 * HOUR + SECOND),
            case("blank reason", "handler.E1",
                 on(DISPATCHED, make.receipt, late_reason="　"), after=3 * HOUR),
            case("late from when it was sent on", "handler.E1",
                 on(PASSED_ON, make.receipt), after=2 * DAY + 3 * HOUR),
        ),
    ),
    Law(
        "late_first_contact_gives_its_reason",
        "平台规则:first_contact",
        (
            case("last second", "handler.E1", reach(DAY), after=DAY),
            case("written down later", "handler.E1", reach(DAY), after=2 * DAY),
            case("late with a reason", "handler.E1", reach(2 * DAY, **LATE), after=2 * DAY),
            case("the second attempt", "handler.E1",
                 reach(2 * DAY, then(HANDLING, ("handler.E1", make.contact))), after=2 * DAY),
            case("the second attempt, the first in vain", "handler.E1",
                 reach(2 * DAY, UNREACHED), after=2 * DAY),
        ),
        (
            case("a second late", "handler.E1", reach(DAY + SECOND), after=DAY + SECOND),
            case("late and in vain", "handler.E1",
                 reach(2 * DAY, reached=False, heard=""), after=2 * DAY),
            case("blank reason", "handler.E1", reach(2 * DAY, late_reason=" "), after=2 * DAY),
        ),
    ),
    Law(
        "only_the_lead_contacts",
        "条例:十五(一)",
        (
            case("the lead", "handler.E1", on(DISPATCHED, make.contact)),
            case("its head once more", "head.E1",
                 on(then(HANDLING, ("handler.E1", make.contact)), make.contact)),
        ),
        (
            case("nobody has it", "handler.E1", on(REGISTERED, make.contact), beyond=True),
            case("another unit", "handler.W1", on(DISPATCHED, make.contact), beyond=True),
            case("the former lead", "handler.E1", on(REDIRECTED, make.contact), beyond=True),
            case("closed", "handler.E1", on(CLOSED, make.contact)),
        ),
    ),
    Law(
        "contact_is_on_file",
        "条例:十五(一)",
        (
            case("heard", "handler.E1", on(DISPATCHED, make.contact)),
            case("not reached", "handler.E1",
                 on(DISPATCHED, make.contact, reached=False, heard="")),
        ),
        (
            case("before the order", "handler.E1",
                 on(DISPATCHED, make.contact, contacted_at=MONDAY - SECOND)),
            case("before the unit had it", "handler.E1",
                 on(PASSED_ON, make.contact, contacted_at=MONDAY + DAY), after=2 * DAY),
            case("in the future", "handler.E1",
                 on(DISPATCHED, make.contact, contacted_at=MONDAY + SECOND)),
            case("reached and nothing heard", "handler.E1",
                 on(DISPATCHED, make.contact, heard="")),
            case("reached and blank", "handler.E1",
                 on(DISPATCHED, make.contact, heard="　")),
        ),
    ),
    Law(
        "only_the_lead_replies",
        "条例:十四(1)",
        (
            case("the lead", "handler.E1", on(HANDLING, make.reply)),
            case("its head", "head.E1", on(HANDLING, make.reply)),
            case("unsigned", "handler.E1", on(DISPATCHED, make.reply)),
            case("after a rejected objection", "handler.E1", on(REJECTED, make.reply)),
            case("the unit sent on to", "handler.E1", on(ONWARD, make.reply)),
            case("late, after a missed visit", "handler.E1",
                 on(MISSED, make.reply, **LATE), after=LIMIT + HOUR),
        ),
        (
            case("nobody has it", "handler.E1", on(REGISTERED, make.reply), beyond=True),
            case("another unit", "handler.W1", on(HANDLING, make.reply), beyond=True),
            case("twice", "handler.E1", on(REPLIED, make.reply)),
            case("while disputed", "handler.E1", on(DISPUTED, make.reply)),
            case("closed", "handler.E1", on(ENDED, make.reply, **LATE), after=LIMIT + HOUR),
        ),
    ),
    Law(
        "district_dispatches_on",
        "条例:十二(1)(二)",
        (
            case("a street sent on to", "head.E1", on(ONWARD, make.reply)),
            case("a district department", "head.EM",
                 on(order("dispatched", entry="E48", unit="EM", place="E"), make.reply)),
        ),
        (case("the district itself", "coordinator.E", on(DISTRICT, make.reply), beyond=True),),
    ),
    Law(
        "reply_goes_to_both",
        "条例:十五(三)",
        (
            case("told now", "handler.E1", on(HANDLING, make.reply)),
            case("told before", "handler.E1", on(HANDLING, make.reply), after=HOUR),
        ),
        (
            case("nothing said", "handler.E1", on(HANDLING, make.reply, content="")),
            case("blank", "handler.E1", on(HANDLING, make.reply, content=" 　")),
            case("null", "handler.E1", on(HANDLING, make.reply, content=None)),
            case("complainant not told", "handler.E1", on(HANDLING, make.reply, told_at=None)),
            case("before the dispatch", "handler.E1",
                 on(HANDLING, make.reply, told_at=MONDAY - SECOND)),
            case("in the future", "handler.E1",
                 on(HANDLING, make.reply, told_at=MONDAY + SECOND)),
        ),
    ),
    Law(
        "late_reply_gives_its_reason",
        "条例:三十五(2)(二)",
        (
            case("last second", "handler.E1", on(HANDLING, make.reply), after=LIMIT),
            case("late with a reason", "handler.E1",
                 on(HANDLING, make.reply, **LATE), after=LIMIT + SECOND),
            case("in time with a remark", "handler.E1", on(HANDLING, make.reply, **LATE)),
        ),
        (
            case("a second late", "handler.E1", on(HANDLING, make.reply), after=LIMIT + SECOND),
            case("blank reason", "handler.E1",
                 on(HANDLING, make.reply, late_reason="　"), after=2 * LIMIT),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)
