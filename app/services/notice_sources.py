"""Which act is news to whom: one line a table, read by ``notices``."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    case,
    cast,
    literal,
    null,
    or_,
    select,
)

from app.access.principal import Principal
from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.community_duty import CommunityDuty
from app.models.contest_ruling import ContestRuling
from app.models.dispatch import Dispatch
from app.models.enums import Post
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.objection import Objection
from app.models.parameter import Parameter
from app.models.publication import published
from app.models.reorganisation import Reorganisation
from app.models.report_in import ReportIn
from app.models.ruling import Ruling
from app.models.summons import Summons
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.supplement import Supplement
from app.models.visit_contest import VisitContest
from app.models.whistle_result import WhistleResult
from app.models.work_order import WorkOrder
from app.services.notice_reach import (
    Criteria,
    Reaching,
    above,
    alerted,
    answers_for_the_city,
    author,
    decides,
    lead,
    named,
    registered,
    rules,
    sent,
    settles,
    whistled,
)

UNITS = frozenset({Post.HANDLER, Post.HEAD, Post.COORDINATOR})
REPORTING = frozenset({Post.INTAKE, Post.DISPATCHER, Post.VISITOR, Post.SUPERVISOR})


@dataclass(frozen=True)
class Source:
    """One table, the posts it may reach, the words, and which of its rows reach a person.

    Of one table there may be several: told to each in other words, or for another reason.
    """

    table: type[Any]
    words: ColumnElement[str] | str
    posts: Set[Post]
    reaching: Reaching

    def arriving(self, principal: Principal, since: ColumnElement[Any]) -> Select[Any]:
        """What came since then and was not done by the reader; narrowed by the session's scope."""
        table = self.table
        order = getattr(table, "order_key", cast(null(), Integer))
        at = getattr(table, "recorded_at", table.at)
        words = literal(self.words, String) if isinstance(self.words, str) else self.words
        return select(
            literal(table.__tablename__, String).label("source"),
            order.label("order_id"),
            table.id.label("row_id"),
            at.label("at"),
            table.by_unit_id.label("by_unit_id"),
            words.label("words"),
        ).where(
            at > since,
            or_(table.by_id.is_(None), table.by_id != principal.account_id),
            *self.reaching(table, principal),
        )


def _drafted(table: Any, _: Principal) -> Criteria:
    return (~published(table),)


def _either(test: Any, so: str, otherwise: str) -> ColumnElement[str]:
    return case((test, literal(so, String)), else_=literal(otherwise, String))


def _reference() -> Iterable[Source]:
    """What one keeper drafted, another brings into force."""
    tables: Any = (CatalogueEntry, CommunityDuty, Parameter, CalendarDay, Reorganisation)
    for table in tables:
        yield Source(table, f"{table.__label__}有新的版本待公布", {Post.KEEPER}, _drafted)


# fmt: off
SOURCES: tuple[Source, ...] = (
    Source(WorkOrder, "新登记，待派单", {Post.DISPATCHER}, registered),
    Source(Dispatch, _either(Dispatch.visit_id.is_not(None), "回访后退回本单位重办",
                             "派给本单位承办"), UNITS, sent),
    Source(Supplement, "诉求有补充", UNITS, lead),
    Source(Objection, "承办单位提出派单异议，待裁定", {Post.REVIEWER}, rules),
    Source(Ruling, _either(Ruling.upheld, "派单异议成立，改由本单位承办",
                           "派单异议不成立，仍由本单位承办"), UNITS, lead),
    Source(Extension, "申请延期，待审批", {Post.REVIEWER, Post.COORDINATOR}, decides),
    Source(ExtensionDecision, _either(ExtensionDecision.granted, "延期申请已同意",
                                      "延期申请未获同意"),
           UNITS, author(Extension, "extension_id")),
    Source(CoHandling, "请本单位协办", UNITS, named),
    Source(CoResult, _either(CoResult.final, "协办单位已办完", "协办单位作了阶段反馈"),
           UNITS, lead),
    Source(VisitContest, "承办单位对回访提出异议，待裁定",
           {Post.REVIEWER, Post.SUPERVISOR}, settles),
    Source(ContestRuling, _either(ContestRuling.upheld, "回访异议成立", "回访异议不成立"),
           UNITS, author(VisitContest, "contest_id", closed=True)),
    Source(Summons, "吹哨召集本单位，请按时报到", UNITS, named),
    Source(ReportIn, "被召集单位已报到", UNITS, whistled),
    Source(WhistleResult, "街道、乡镇登记了本单位的哨果", UNITS, named),
    Source(Escalation, "报请本单位协调，待答复", UNITS, named),
    Source(Escalation, "报请市人民政府协调，待登记答复", {Post.SUPERVISOR},
           answers_for_the_city),
    Source(EscalationAnswer, "报请协调的事项已获答复", UNITS,
           author(Escalation, "escalation_id")),
    Source(Supervision, "对本单位督办催办，待回复", UNITS, named),
    Source(SupervisionAnswer, "被督办单位已回复", {Post.SUPERVISOR, Post.COORDINATOR},
           author(Supervision, "supervision_id")),
    Source(Alert, "风险即报送本单位，请处置并回执", UNITS, alerted),
    Source(AlertReceipt, "风险即报已获接报回执", UNITS | REPORTING,
           author(Alert, "alert_id", closed=True)),
    Source(Ledger, "承办单位挂账", {Post.COORDINATOR, Post.SUPERVISOR}, above),
    Source(LedgerReview, "挂账经复核", UNITS, lead),
    Source(LedgerRemoval, "挂账已销账", UNITS, lead),
    Source(Merger, "与另一工单并单办理", UNITS, lead),
    Source(MergerUndo, "并单已撤销", UNITS, lead),
    *_reference(),
)
# fmt: on


def sources_of(post: Post) -> list[Source]:
    """What may reach a post."""
    return [each for each in SOURCES if post in each.posts]
