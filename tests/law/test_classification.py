"""条例第十一、二十一、二十二条: what ends without a dispatch, and how that is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.models.enums import DemandKind, DisposalKind, Status
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    ANSWERED,
    CLOSED,
    CONSULT,
    DISPATCHED,
    DISPUTED,
    HANDLING,
    REGISTERED,
    REPLIED,
    early,
    on,
    order,
    then,
)
from tests.world import DAY, HOUR, MONDAY

BY = "intake.HOT"
LATER = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
#: Ended as beyond the duties of any unit; one was asked to guide those concerned.
BEYOND = order("excepted", kind=DisposalKind.BEYOND, passed_to="房屋租赁双方自行协商")
SUPERVISED = then(BEYOND, ("dispatcher.HOT", make.dispatch))


def end(kind: DisposalKind, scene=REGISTERED, **told):
    """A disposal of a kind."""
    return on(scene, make.disposal, kind=kind, **told)


def told_of(kind: DisposalKind, **told):
    """What is refused of any kind that tells somebody something."""
    return tuple(
        case(name, BY, end(kind, **told | lacking))
        for name, lacking in (
            ("nothing told", {"told": ""}),
            ("blank", {"told": " 　"}),
            ("no time", {"told_at": None}),
            ("told before the order", {"told_at": MONDAY - SECOND}),
            ("told in the future", {"told_at": MONDAY + LATER}),
        )
    )


def rush(**told):
    base = {"line": "119", "handed_at": MONDAY, "receipt": "119 指挥中心 7 号席"}
    return end(DisposalKind.EMERGENCY, **base | told)


def again(earlier=HANDLING, scene=REGISTERED, **told):
    """A repeat of the order of another scene."""

    def made(world):
        before = earlier(world)
        return make.disposal(scene(world), kind=DisposalKind.REPEAT, earlier=before, **told)

    return made


def by_other(world) -> int:
    """An order of somebody else."""
    return world.done(BY, make.order(contact="13900139000"))


def same_number(world) -> int:
    """The same telephone, written otherwise."""
    return world.done(BY, make.order(contact="+86 138-0013-8000"))


LAWS = [
    Law(
        "disposal_is_by_the_hotline",
        "条例:十一(1)",
        (
            case("intake", BY, on(CONSULT, make.disposal)),
            case("the dispatcher", "dispatcher.HOT", on(CONSULT, make.disposal)),
        ),
        (
            case("the unit that has it", "head.E1", end(DisposalKind.WITHDRAWN, HANDLING),
                 beyond=True),
            case("the district", "coordinator.E", end(DisposalKind.WITHDRAWN, HANDLING),
                 beyond=True),
        ),
    ),
    Law(
        "order_is_disposed_of_once",
        "条例:十一(1)",
        (case("registered", BY, on(CONSULT, make.disposal)),),
        (
            case("a consult answered already", BY, on(ANSWERED, make.disposal)),
            case("ended otherwise", BY, end(DisposalKind.WITHDRAWN, BEYOND)),
            case("closed by a visit", BY, end(DisposalKind.WITHDRAWN, CLOSED)),
            case("supervised", BY, end(DisposalKind.WITHDRAWN, SUPERVISED)),
        ),
    ),
    Law(
        "what_is_dispatched_is_only_withdrawn",
        "条例:十一(2)",
        tuple(
            case(f"withdrawn when {name}", BY, end(DisposalKind.WITHDRAWN, scene))
            for name, scene in (
                ("registered", REGISTERED), ("dispatched", DISPATCHED), ("disputed", DISPUTED),
                ("handled", HANDLING), ("replied", REPLIED),
            )
        ),
        (
            case("unlawful after all", BY, end(DisposalKind.UNLAWFUL, HANDLING)),
            case("a consult sent to a unit", BY,
                 on(order("dispatched", demand_kind=DemandKind.CONSULT, entry="C1", unit="CD",
                          place=None), make.disposal)),
        ),
    ),
    Law(
        "only_a_consult_is_answered_at_once",
        "条例:十一(1)",
        (
            case("a consult by intake", BY, on(CONSULT, make.disposal)),
            case("a complaint in another way", BY, end(DisposalKind.UNLAWFUL)),
        ),
        (
            case("a complaint", BY, on(REGISTERED, make.disposal)),
            *(
                case(f"a {kind}", BY, on(order(demand_kind=kind), make.disposal))
                for kind in (DemandKind.HELP, DemandKind.REPORT, DemandKind.SUGGESTION)
            ),
        ),
    ),
    Law(
        "answer_is_on_file",
        "条例:十一(1)",
        (
            case("told now", BY, on(CONSULT, make.disposal)),
            case("told a while ago", BY, on(CONSULT, make.disposal), after=LATER),
        ),
        (
            case("nothing told", BY, on(CONSULT, make.disposal, told="")),
            case("blank", BY, on(CONSULT, make.disposal, told=" 　")),
            case("null", BY, on(CONSULT, make.disposal, told=None)),
            case("no time", BY, on(CONSULT, make.disposal, told_at=None)),
            case("before the order", BY, on(CONSULT, make.disposal, told_at=MONDAY - LATER)),
            case("in the future", BY, on(CONSULT, make.disposal, told_at=MONDAY + LATER)),
        ),
    ),
    Law(
        "emergency_is_handed_over_at_once",
        "条例:十一(3)(一)",
        (
            case("at once", BY, rush()),
            case("in the last second", BY, rush(handed_at=MONDAY + 10 * MINUTE),
                 after=10 * MINUTE),
            case("written down later", BY, rush(), after=LATER),
            case("late with a reason", BY,
                 rush(handed_at=MONDAY + LATER, late_reason="线路中断"), after=LATER),
        ),
        (
            case("no line", BY, rush(line=None)),
            case("no time of handover", BY, rush(handed_at=None)),
            case("no receipt", BY, rush(receipt="　")),
            case("before it came in", BY, rush(handed_at=MONDAY - SECOND)),
            case("not yet", BY, rush(handed_at=MONDAY + SECOND)),
            case("a second late", BY, rush(handed_at=MONDAY + 10 * MINUTE + SECOND),
                 after=LATER),
            case("late and blank", BY, rush(handed_at=MONDAY + LATER, late_reason=" "),
                 after=LATER),
            case("nothing told", BY, rush(told=" ")),
        ),
    ),
    Law(
        "legal_channel_is_named_and_told",
        "条例:十一(3)(二)",
        (case("named", BY, end(DisposalKind.LEGAL, legal_channel="review")),),
        (
            case("not named", BY, end(DisposalKind.LEGAL)),
            *told_of(DisposalKind.LEGAL, legal_channel="lawsuit"),
        ),
    ),
    Law(
        "repeat_is_linked_and_brings_nothing_new",
        "条例:十一(3)(三)",
        (
            case("in progress", BY, again()),
            case("finished", BY, again(CLOSED)),
            case("not dispatched yet", BY, again(CONSULT)),
            case("the same number otherwise written", BY, again(scene=same_number)),
            case("on the last day", BY, again(early(order("handling"), -8 * DAY), order()),
                 after=DAY),
        ),
        (
            case("new facts", BY, again(new_facts="又新增三个摊位")),
            case("nothing linked", BY, end(DisposalKind.REPEAT)),
            case("itself", BY, again(REGISTERED)),
            case("one of later", BY, again(early(order(), HOUR)), after=2 * HOUR),
            case("of somebody else", BY, again(scene=by_other)),
            case("too long ago", BY,
                 again(order("handling"), early(order(), 90 * DAY + SECOND)),
                 after=90 * DAY + LATER),
            case("one that was withdrawn", BY, again(order("withdrawn"))),
            case("one that was no demand", BY, again(order("recorded"))),
            case("nothing told", BY, again(told="　")),
        ),
    ),
    Law(
        "secret_is_explained",
        "条例:十一(3)(四)",
        (case("explained", BY, end(DisposalKind.SECRET)),),
        told_of(DisposalKind.SECRET),
    ),
    Law(
        "other_channel_is_told",
        "条例:十一(3)(五)",
        (case("told", BY, end(DisposalKind.BEYOND, passed_to="行业协会")),),
        (
            case("no channel", BY, end(DisposalKind.BEYOND)),
            *told_of(DisposalKind.BEYOND, passed_to="行业协会"),
        ),
    ),
    Law(
        "consequences_are_told",
        "条例:十一(3)(六)",
        (case("told", BY, end(DisposalKind.UNLAWFUL)),),
        told_of(DisposalKind.UNLAWFUL),
    ),
    Law(
        "central_unit_is_named",
        "条例:二十二",
        (case("named", BY, end(DisposalKind.CENTRAL, passed_to="在京某部")),),
        (
            case("not named", BY, end(DisposalKind.CENTRAL)),
            *told_of(DisposalKind.CENTRAL, passed_to="在京某部"),
        ),
    ),
    Law(
        "other_province_is_named",
        "条例:二十一",
        (case("named", BY, end(DisposalKind.PROVINCE, passed_to="天津 12345")),),
        (
            case("not named", BY, end(DisposalKind.PROVINCE, passed_to=" ")),
            *told_of(DisposalKind.PROVINCE, passed_to="天津 12345"),
        ),
    ),
    Law(
        "what_is_only_recorded_says_why",
        "平台规则:recorded_only",
        tuple(
            case(kind, BY, end(kind))
            for kind in (DisposalKind.WITHDRAWN, DisposalKind.PRAISE, DisposalKind.INVALID)
        ),
        (
            *told_of(DisposalKind.WITHDRAWN),
            case("praise of nothing", BY, end(DisposalKind.PRAISE, told="　")),
            case("invalid for no reason", BY, end(DisposalKind.INVALID, told="　")),
        ),
    ),
    Law(
        "excepted_order_is_not_dispatched",
        "条例:十一(3)",
        (
            case("beyond any duty, to guide", "dispatcher.HOT", on(BEYOND, make.dispatch)),
            case("registered", "dispatcher.HOT", on(REGISTERED, make.dispatch)),
        ),
        (
            *(
                case(state, "dispatcher.HOT", on(order(state), make.dispatch))
                for state in (Status.ANSWERED, Status.EXCEPTED, Status.TRANSFERRED,
                              Status.WITHDRAWN, Status.RECORDED)
            ),
            case("withdrawn from a unit", "dispatcher.HOT",
                 on(then(HANDLING, (BY, lambda order: make.disposal(order, kind="withdrawn"))),
                    make.dispatch, unit="E2", place="E2"),
                 also="first_receiver_keeps_the_order"),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)
