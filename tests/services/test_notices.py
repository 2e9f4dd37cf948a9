"""Whom each act reaches: exactly those it is for, whoever else takes part in the order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Boolean, Date, Enum, Integer, insert, select

from app.access.matrix import right
from app.access.principal import SYSTEM
from app.kernel import clock
from app.kernel.model import mapper_of
from app.kernel.session import GovernedSession
from app.kernel.types import Instant
from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.community_duty import CommunityDuty
from app.models.contest_ruling import ContestRuling
from app.models.dispatch import Dispatch
from app.models.enums import DayKind, Post, Role, Source, Status
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.look import Look
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.objection import Objection
from app.models.parameter import Parameter
from app.models.participation import Participation
from app.models.reorganisation import Reorganisation
from app.models.report_in import ReportIn
from app.models.ruling import Ruling
from app.models.summons import Summons
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.supplement import Supplement
from app.models.visit import Visit
from app.models.visit_contest import VisitContest
from app.models.whistle import Whistle
from app.models.whistle_result import WhistleResult
from app.models.work_order import WorkOrder
from app.services.notice_sources import SOURCES, sources_of
from app.services.notices import notices
from tests.world import HOUR, MONDAY, World

#: One person a post and unit: the lead, its district, those called in, strangers, the hotline.
EVERYBODY = (
    "handler.E1", "head.E1", "coordinator.E", "handler.E2", "handler.EC", "handler.EM", "head.CD",
    "handler.W1", "coordinator.W", "intake.HOT", "dispatcher.HOT", "reviewer.HOT", "visitor.HOT",
    "supervisor.HOT", "keeper.HOT",
)  # fmt: skip
LEAD = {"handler.E1", "head.E1"}
CALLED = {"E2": Role.CO, "EC": Role.SUMMONED, "EM": Role.ALERTED, "CD": Role.ASKED}
AT = MONDAY + HOUR


def lay(world: World, table: type[Any], login: str = "", **told: Any) -> int:
    """A row as the law would have left it: what is not told has a value of its type."""
    values: dict[str, Any] = {}
    for key, column in mapper_of(table).columns.items():
        if key == "id" or (column.nullable and key not in told):
            continue
        values[key] = told[key] if key in told else _any(column.type)
    if "by_id" in mapper_of(table).columns:
        by = world.people[login]
        values |= {"by_id": by.account_id, "by_unit_id": by.unit_id, "by_post": by.post}
        values |= {"at": AT, "source": Source.DESK}
    with GovernedSession(world.bind, SYSTEM) as session:
        session.in_kernel(insert(table.__table__), [values])  # type: ignore[arg-type]
        session.commit()
    with world.reading() as session:
        return int(session.scalars(select(table.id).order_by(table.id.desc()).limit(1)).one())


def _any(kind: Any) -> Any:
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class))  # type: ignore[arg-type]
    told = {Instant: AT, Date: date(2024, 3, 5), Boolean: False, Integer: 1}
    return next((value for each, value in told.items() if isinstance(kind, each)), "文字")


class Scene:
    """An order E1 has, helped by E2, EC summoned, EM told of a danger, CD asked."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.order = world.order(Status.HANDLING)
        self.dispatch = world.of(self.order, Dispatch)[-1].id
        for code, role in CALLED.items():
            told = {"unit_id": world.unit(code), "order_id": self.order, "role": role}
            lay(world, Participation, **told, status=Status.HANDLING, received_at=MONDAY)

    def lay(self, table: type[Any], login: str, **told: Any) -> int:
        """An act on the order; units by their codes, the live dispatch unless told otherwise."""
        told = {"order_id": self.order, "dispatch_id": self.dispatch, "attempt": 1} | told
        told = {k: self.world.unit(v) if k == "unit_id" else v for k, v in told.items()}
        return lay(self.world, table, login, **told)

    def news(self, login: str, table: type[Any], ident: int) -> bool:
        """Whether the row is among what came to a person."""
        person = self.world.people[login]
        with clock.at(AT + HOUR), GovernedSession(self.world.bind, person, writing=False) as held:
            groups = notices(held, person)
        told = {(each.table, each.row_id) for group in groups for each in group.notices}
        return (table.__tablename__, ident) in told

    def reached(self, table: type[Any], ident: int) -> set[str]:
        return {each for each in EVERYBODY if self.news(each, table, ident)}


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


#: The act, who does it, what it says, whom it reaches.
PLAIN: list[tuple[type[Any], str, dict[str, Any], set[str]]] = [
    (Supplement, "intake.HOT", {}, LEAD),
    (CoHandling, "head.E1", {"unit_id": "E2", "due_at": AT + HOUR}, {"handler.E2"}),
    (CoHandling, "head.E1", {"unit_id": "W1", "due_at": AT + HOUR}, set()),
    (Extension, "head.E1", {}, {"coordinator.E"}),
    (Extension, "head.CD", {}, {"reviewer.HOT"}),
    (Escalation, "head.E1", {"unit_id": "CD"}, {"head.CD"}),
    (Escalation, "coordinator.E", {"unit_id": "BJ"}, {"supervisor.HOT"}),
    (Supervision, "supervisor.HOT", {"unit_id": "E1"}, LEAD),
    (Alert, "intake.HOT", {"unit_id": "EM", "noticed_at": AT}, {"handler.EM"}),
    (Ledger, "head.E1", {"told_at": AT}, {"coordinator.E", "supervisor.HOT"}),
]


@pytest.mark.parametrize(("table", "login", "told", "reached"), PLAIN)
def test_an_act_reaches_whom_it_is_for(scene: Scene, table: Any, login: str, told: Any,
                                       reached: set[str]) -> None:  # fmt: skip
    ident = scene.lay(table, login, **told)
    assert scene.reached(table, ident) == reached


#: The act it answers and whose that was, the key, the answer and whose it is, whom that reaches.
ANSWERS: list[tuple[Any, str, dict[str, Any], str, Any, str, dict[str, Any], set[str]]] = [
    (Extension, "head.E1", {}, "extension_id", ExtensionDecision, "coordinator.E",
     {"new_due_at": AT + HOUR}, LEAD),
    (CoHandling, "head.E1", {"unit_id": "E2", "due_at": AT + HOUR}, "co_handling_id", CoResult,
     "handler.E2", {}, LEAD),
    (Escalation, "head.E1", {"unit_id": "CD"}, "escalation_id", EscalationAnswer, "head.CD", {},
     LEAD),
    (Supervision, "supervisor.HOT", {"unit_id": "E1"}, "supervision_id", SupervisionAnswer,
     "head.E1", {}, {"supervisor.HOT"}),
    (Supervision, "coordinator.E", {"unit_id": "E1"}, "supervision_id", SupervisionAnswer,
     "head.E1", {}, {"coordinator.E"}),
    (Alert, "visitor.HOT", {"unit_id": "EM", "noticed_at": AT}, "alert_id", AlertReceipt,
     "handler.EM", {}, {"visitor.HOT"}),
    (Alert, "handler.E2", {"unit_id": "EM", "noticed_at": AT}, "alert_id", AlertReceipt,
     "handler.EM", {}, {"handler.E2"}),
    (Ledger, "head.E1", {"told_at": AT}, "ledger_id", LedgerReview, "coordinator.E", {}, LEAD),
    (Ledger, "head.E1", {"told_at": AT}, "ledger_id", LedgerRemoval, "supervisor.HOT", {}, LEAD),
]  # fmt: skip


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case[4].__name__)
def test_an_answer_reaches_whoever_asked(scene: Scene, case: Any) -> None:
    asked, asker, told, key, table, login, more, reached = case
    ident = scene.lay(table, login, **{key: scene.lay(asked, asker, **told)} | more)
    assert scene.reached(table, ident) == reached


def test_a_whistle_reaches_the_summoned_and_what_they_do_the_street(scene: Scene) -> None:
    whistle = scene.lay(Whistle, "head.E1", unit_id="EC")
    summons = scene.lay(Summons, "head.E1", unit_id="EC", whistle_id=whistle, arrive_by=AT + HOUR)
    assert scene.reached(Summons, summons) == {"handler.EC"}
    report = scene.lay(ReportIn, "head.EC", summons_id=summons)
    assert scene.reached(ReportIn, report) == LEAD
    result = scene.lay(WhistleResult, "head.E1", unit_id="EC", summons_id=summons)
    assert scene.reached(WhistleResult, result) == {"handler.EC"}


def test_a_dispute_reaches_the_reviewer_until_it_is_ruled_on(world: World) -> None:
    scene = Scene(world)
    disputed = world.order(Status.DISPUTED)
    (objection,) = world.of(disputed, Objection)
    assert scene.reached(Objection, objection.id) == {"reviewer.HOT"}
    ruling = lay(world, Ruling, "reviewer.HOT", order_id=disputed, objection_id=objection.id)
    assert scene.reached(Ruling, ruling) == LEAD
    assert scene.reached(Objection, objection.id) == set()


def test_a_contest_reaches_who_settles_it_and_its_ruling_who_made_it(scene: Scene) -> None:
    visit = scene.lay(Visit, "visitor.HOT")
    contest = scene.lay(VisitContest, "head.E1", visit_id=visit)
    assert scene.reached(VisitContest, contest) == {"reviewer.HOT", "supervisor.HOT"}
    ruling = scene.lay(ContestRuling, "reviewer.HOT", contest_id=contest)
    assert scene.reached(ContestRuling, ruling) == LEAD
    assert scene.reached(VisitContest, contest) == set()


def test_a_merger_and_its_end_reach_the_lead(scene: Scene) -> None:
    main = scene.world.order(Status.HANDLING)
    merger = scene.lay(Merger, "dispatcher.HOT", main_id=main)
    undo = scene.lay(MergerUndo, "dispatcher.HOT", merger_id=merger)
    assert scene.reached(Merger, merger) == scene.reached(MergerUndo, undo) == LEAD


def test_a_dispatch_reaches_its_unit_and_a_new_order_the_dispatcher(scene: Scene) -> None:
    assert scene.reached(Dispatch, scene.dispatch) == LEAD
    waiting = scene.world.order(Status.REGISTERED)
    assert scene.reached(WorkOrder, waiting) == {"dispatcher.HOT"}


DRAFTS: list[tuple[type[Any], dict[str, Any]]] = [
    (CatalogueEntry, {"code": "NEW", "demand_kinds": (), "named_unit_id": 1}),
    (CommunityDuty, {"code": "NEW"}),
    (Parameter, {"key": "new"}),
    (CalendarDay, {"day": date(2025, 3, 3), "kind": DayKind.WORKDAY}),
    (Reorganisation, {"unit_id": 1}),
]


@pytest.mark.parametrize(("table", "told"), DRAFTS)
def test_a_draft_reaches_the_other_keeper(scene: Scene, table: Any, told: Any) -> None:
    """Whoever drafted it is told nothing; who may not publish neither."""
    own = lay(scene.world, table, "keeper.HOT", **told)
    assert scene.reached(table, own) == set()
    told = {key: f"{value}2" if value in ("NEW", "new") else value for key, value in told.items()}
    others = lay(scene.world, table, "assessor.HOT", **told | _later(told))
    assert scene.reached(table, others) == {"keeper.HOT"}


def _later(told: dict[str, Any]) -> dict[str, Any]:
    return {"valid_from": date(2024, 4, 1)} if "day" in told else {}


# ---- of all of them ---------------------------------------------------------------------------


def test_each_source_is_tried() -> None:
    tried = {each[0] for each in PLAIN} | {each[4] for each in ANSWERS}
    tried |= {each for each, _ in DRAFTS}
    tried |= {Summons, ReportIn, WhistleResult, Objection, Ruling, VisitContest, ContestRuling}
    tried |= {Merger, MergerUndo, Dispatch, WorkOrder}
    assert tried == {each.table for each in SOURCES}


def test_whom_something_reaches_may_look() -> None:
    looking = {post for post in Post if "c" in right(post, Look).verbs}
    assert looking == {post for post in Post if sources_of(post)}


def test_a_tie_of_second_is_kept_apart(scene: Scene) -> None:
    """Many acts of one second are all told, once each."""
    made = [scene.lay(Supplement, "intake.HOT") for _ in range(3)]
    person = scene.world.people["handler.E1"]
    with clock.at(AT), GovernedSession(scene.world.bind, person, writing=False) as session:
        (group,) = notices(session, person)
    told = [each.row_id for each in group.notices if each.table == "supplement"]
    assert told == sorted(made, reverse=True)
    assert isinstance(group.notices[0].at, datetime)
