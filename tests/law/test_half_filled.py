"""Half-filled acts: the buttons of a page, and forms sent with gaps. A sentence, never a crash."""

from __future__ import annotations

from functools import partial

import pytest

from app.kernel import clock
from app.kernel.session import GovernedSession
from app.models.disposal import Disposal
from app.models.enums import Status
from app.models.work_order import WorkOrder
from app.services.procedure import VERBS
from tests import make, make_more
from tests.law import (
    scenes,
    test_alert,
    test_community,
    test_contest,
    test_cooperation,
    test_escalation,
    test_findings,
    test_informer,
    test_ledger,
    test_merging,
    test_report_in,
    test_rework,
    test_supervision,
    test_whistle,
)
from tests.world import DAY, MONDAY, Unbound

GAPS = [
    (make.disposal, ("order",)),
    (make.disposal, ("order", "told_at")),
    (make.dispatch, ("order", "entry")),
    (make.dispatch, ("order", "unit")),
    (make.dispatch, ("entry",)),
    (make.dispatch, ("unit",)),
    (make.dispatch, ("unit", "entry", "place")),
    (make.contact, ("contacted_at",)),
    (make.contact, ("order", "contacted_at")),
    (make.objection, ("order", "reason")),
    (make.ruling, ("order", "reason")),
    (make.extension, ("days",)),
    (make.extension, ("order", "reason")),
    (make.decision, ("order", "reason")),
    (make.reply, ("order", "content")),
    (make.reply, ("told_way",)),
    (make.visit, ("order", "way")),
    (make.visit, ("way",)),
    (make.disposal, ("kind", "told")),
    (make.conference, ("unit",)),
    (make.conference, ("order", "participants")),
    (make.co_handling, ("unit",)),
    (make.co_handling, ("due_at",)),
    (make.co_handling, ("order", "matter")),
    (make.co_result, ("content",)),
    (make.co_result, ("order",)),
    (make.contest, ("order", "reason")),
    (make.contest_ruling, ("upheld",)),
    (make.contest_ruling, ("order", "reason")),
    (make_more.ledger, ("told_at", "review_on")),
    (make_more.ledger, ("order", "cause")),
    (make_more.ledger_review, ("review_on",)),
    (make_more.ledger_removal, ("order", "evidence")),
    (make_more.merger, ("main",)),
    (make_more.merger, ("order", "reason")),
    (make_more.merger_undo, ("order", "reason")),
    (make.attachment, ("media_type", "size")),
    (make.attachment, ("order", "kind")),
    (make.mark, ("order", "kind")),
    (make.visit, ("reached",)),
    (make.community_duty, ("role",)),
    (make.community_duty, ("valid_from",)),
    (make_more.whistle, ("kind",)),
    (make_more.whistle, ("unit",)),
    (make_more.whistle, ("order", "matter")),
    (make_more.summons, ("unit",)),
    (make_more.summons, ("order", "task")),
    (make_more.report_in, ("arrived_at", "people")),
    (make_more.report_in, ("order", "justified")),
    (make_more.whistle_result, ("unit",)),
    (make_more.whistle_result, ("outcome",)),
    (make_more.whistle_result, ("order", "content")),
    (make_more.escalation, ("unit",)),
    (make_more.escalation, ("order", "own_action")),
    (make_more.escalation_answer, ("order", "opinion")),
    (make_more.supervision, ("kind",)),
    (make_more.supervision, ("order", "kind")),
    (make_more.supervision_answer, ("content",)),
    (make_more.social_help, ("organisation",)),
    (make_more.social_help, ("order", "task")),
    (make_more.alert, ("noticed_at",)),
    (make_more.alert, ("order", "unit")),
    (make_more.alert_receipt, ("order", "measures")),
    (make_more.exemption, ("unit",)),
    (make_more.exemption, ("kind",)),
    (make_more.exemption, ("order", "reason")),
    (make.account, ("unit",)),
    (make.account, ("post",)),
    (make.unit, ("level",)),
    (make.parameter, ("valid_from",)),
    (make.parameter, ("measure",)),
    (make.parameter, ("value",)),
    (partial(make_more.delegation, 1, 2), ("account", "deputy")),
    (partial(make_more.delegation, 1, 2), ("deputy", "begins_at")),
    (partial(make_more.delegation, 1, 2), ("ends_at",)),
]


@pytest.mark.parametrize(("build", "lacking"), GAPS)
def test_a_gap_is_refused_in_a_sentence(world, build, lacking):
    """Never a crash, whatever is missing."""
    told = {"order": world.order("handling")} if "order" in build().values else {}
    draft = build(**told).but(**dict.fromkeys(lacking))
    refused = world.act("dispatcher.HOT", draft, unbound=True)
    assert isinstance(refused, set)
    assert refused
    assert world.refusal.status == 422


def test_what_is_no_answer_is_not_judged_as_one(world):
    with GovernedSession(world.bind, world.people["intake.HOT"]) as session:
        order = session.get(WorkOrder, world.order())
        with session.rehearsing() as tell:
            found = tell(Disposal(order=order, kind="另行处置"))
    assert "only_a_consult_is_answered_at_once" not in {each.rule for each in found}


#: Every act on an order.
BUILDERS = (
    make.disposal, make.conference, make.dispatch, make.receipt, make.contact, make.co_handling,
    make.co_result, make.objection, make.ruling, make.extension, make.decision, make.reply,
    make.visit, make.bad_visit, make.contest, make.contest_ruling, make.attachment, make.mark,
    make.supplement, make_more.whistle, make_more.summons, make_more.report_in,
    make_more.whistle_result,
    make.supplement, make_more.escalation, make_more.escalation_answer, make_more.supervision,
    make_more.supervision_answer, make_more.social_help, make_more.alert, make_more.alert_receipt,
    make.supplement, make_more.ledger, make_more.ledger_review, make_more.ledger_removal,
    make_more.merger, make_more.merger_undo,
    make_more.whistle_result, make_more.exemption,
)  # fmt: skip


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)
@pytest.mark.parametrize(
    "scene",
    [
        scenes.HANDLING,
        scenes.EXPOSED,
        test_contest.CONTESTED,
        test_whistle.TWO,
    ],
)
def test_whatever_is_left_out_the_law_answers(world, build, scene):
    """Each field in turn, by the hotline and by the unit."""
    ident = scene(world)
    for key in build().values:
        for login in ("dispatcher.HOT", "head.E1"):
            told = world.act(login, build(ident).but(**{key: None}), unbound=True)
            assert isinstance(told, set), (key, told)


SCENES = {
    "rejected": scenes.REJECTED,
    "redirected": scenes.REDIRECTED,
    "the district has it": scenes.DISTRICT,
    "more time asked": scenes.ASKED,
    "more time granted": scenes.EXTENDED,
    "closed unheard": scenes.ENDED,
    "closed while disputed": scenes.ENDED_DISPUTED,
    "the centre handles it": scenes.hotline_handles,
    "the receiver was abolished": scenes.succeeded,
    "a report": scenes.NAMED,
    "a report the reported has": scenes.EXPOSED,
    "a report the reported replied to": scenes.EXPOSED_LATE,
    "a report, and an objection": test_informer.CORNERED,
    "a community has it": test_community.RETURNED,
    "with a helper": test_cooperation.HELPED,
    "helped so far": test_cooperation.SO_FAR,
    "helped for another lead": test_cooperation.GONE,
    "late, and weighed": test_findings.WEIGHED,
    "whistled": test_whistle.TWO,
    "whoever was called came": test_report_in.CAME_REPLIED,
    "one of two is done": test_whistle.HALF,
    "whistled for another lead": test_whistle.GONE,
    "closed while a whistle stands": test_whistle.CLOSED_UPON,
    "whistled for a community": test_whistle.FOR_IT,
    "contested": test_contest.CONTESTED,
    "a contest ruled": test_contest.RULED,
    "on the ledger": test_ledger.ENTERED,
    "on the ledger and moved": test_ledger.MOVED,
    "off the ledger": test_ledger.DONE,
    "merged": test_merging.MEMBER,
    "others merged into it": test_merging.MAIN,
    "parted": test_merging.PARTED,
    "sent back": test_rework.AGAIN,
    "asked above": test_escalation.ASKED_TWICE,
    "answered above": test_escalation.ANSWERED,
    "a district asked the city": test_escalation.SIGNED,
    "urged": test_supervision.URGED,
    "urged, then another has it": test_supervision.LAPSED,
    "urged, then inherited": test_supervision.inherited,
    "a danger told": test_alert.TOLD,
    "a danger known": test_alert.KNOWN,
    "done over": test_rework.TWICE,
}
PEOPLE = ("dispatcher.HOT", "head.E1", "coordinator.E", "head.EC", "reviewer.HOT", "visitor.HOT",
          "head.E1a")  # fmt: skip


def rehearsed(world, ident: int) -> None:
    """Each act without any of its fields, by everybody, now and long after every limit."""
    for login in PEOPLE:
        for at in (MONDAY, MONDAY + 30 * DAY):
            person = Unbound(**vars(world.people[login]))
            with clock.at(at), GovernedSession(world.bind, person) as session:
                order = session.get(WorkOrder, ident)
                with session.rehearsing() as tell:
                    told = [tell(table(order=order)) for table in VERBS]
                assert all(each.sentence for found in told for each in found)


@pytest.mark.parametrize("state", list(Status))
def test_an_empty_act_is_judged_in_every_state(world, state):
    """The buttons of an order's page rehearse acts without any of their fields."""
    rehearsed(world, world.order(state))


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_an_empty_act_is_judged_whatever_has_happened(world, scene):
    rehearsed(world, scene(world))
