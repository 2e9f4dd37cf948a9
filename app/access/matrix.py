"""Who may do what: the whole of it. No line: nobody's table; a post not named has nothing.

Reading an order and reading its acts go together, so each post has one reach for every case table.
"""

from __future__ import annotations

from app.access.grant import NOTHING, Can, Grant, Reach
from app.kernel.audit import Audit, Refusal
from app.kernel.counter import Counter
from app.kernel.model import Base
from app.models.account import Account
from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.attachment import Attachment
from app.models.behaviour_mark import BehaviourMark
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.community_duty import CommunityDuty
from app.models.conference import Conference
from app.models.contact import Contact
from app.models.contest_ruling import ContestRuling
from app.models.delegation import Delegation
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.disposal import Disposal
from app.models.enums import Post
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.exemption import Exemption
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.login_attempt import LoginAttempt
from app.models.look import Look
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.objection import Objection
from app.models.parameter import Parameter
from app.models.participation import Participation
from app.models.period import Period
from app.models.publication import Publication
from app.models.receipt import Receipt
from app.models.reorganisation import Reorganisation
from app.models.reply import Reply
from app.models.report_in import ReportIn
from app.models.result import Result
from app.models.ruling import Ruling
from app.models.scheme import Scheme
from app.models.social_help import SocialHelp
from app.models.summons import Summons
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.supplement import Supplement
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.visit_contest import VisitContest
from app.models.whistle import Whistle
from app.models.whistle_result import WhistleResult
from app.models.work_order import WorkOrder

ALL, TAKING_PART, SUBTREE = Reach.ALL, Reach.TAKING_PART, Reach.SUBTREE


def _case(clause: str, **verbs: str) -> Grant:
    """A case table: read (and exported) as orders are; ``verbs``: what a post may do besides."""
    posts = {
        Post.INTAKE:      Can("r",  ALL),
        Post.DISPATCHER:  Can("rx", ALL),
        Post.REVIEWER:    Can("rx", ALL),
        Post.VISITOR:     Can("rx", ALL),
        Post.SUPERVISOR:  Can("rx", ALL),
        Post.ASSESSOR:    Can("rx", ALL),
        Post.AUDITOR:     Can("rx", ALL),
        Post.MIGRATOR:    Can("r",  ALL),
        Post.COORDINATOR: Can("rx", TAKING_PART),
        Post.HANDLER:     Can("r",  TAKING_PART),
        Post.HEAD:        Can("rx", TAKING_PART),
    }  # fmt: skip
    for name, more in verbs.items():
        held = posts[Post(name)]
        posts[Post(name)] = Can(held.verbs + more, held.reach)
    return Grant(clause, posts)


def _reference(clause: str, **verbs: str) -> Grant:
    """Reference rows: everybody reads them; ``verbs``: what a post may do besides."""
    return Grant(clause, {post: Can("r" + verbs.get(post.value, ""), ALL) for post in Post})


_WATCHERS = {
    Post.AUDITOR:        Can("rx", ALL),
    Post.SECURITY_ADMIN: Can("rx", ALL),
}  # fmt: skip

#: Whom something can come to: they act on orders, or bring reference rows into force.
_REACHED = (
    Post.INTAKE, Post.DISPATCHER, Post.REVIEWER, Post.VISITOR, Post.SUPERVISOR, Post.KEEPER,
    Post.COORDINATOR, Post.HANDLER, Post.HEAD,
)  # fmt: skip

# fmt: off
MATRIX: dict[type[Base], Grant] = {
    WorkOrder:         _case("条例:十", intake="c", migrator="i"),
    Participation:     _case("平台规则:participation"),
    Supplement:        _case("条例:十", intake="c", dispatcher="c", visitor="c", migrator="i"),
    Attachment:        _case("条例:八(2)", intake="c", dispatcher="c", visitor="c", coordinator="c",
                             handler="c", head="c"),
    BehaviourMark:     _case("条例:九(3)", intake="c", visitor="c", supervisor="c"),
    Disposal:          _case("条例:十一(1)", intake="c", dispatcher="c", migrator="i"),
    Conference:        _case("条例:十二(2)", dispatcher="c", reviewer="c"),
    Dispatch:          _case("条例:十二(1)", dispatcher="c", coordinator="c", head="c",
                             migrator="i"),
    DispatchCopy:      _case("条例:十二(1)(一)"),
    Receipt:           _case("条例:十五(一)", handler="c", head="c", coordinator="c", migrator="i"),
    Contact:           _case("条例:十五(一)", handler="c", head="c", migrator="i"),
    CoHandling:        _case("条例:十四(2)", handler="c", head="c"),
    CoResult:          _case("条例:十四(2)", handler="c", head="c"),
    Objection:         _case("条例:十二(3)", head="c", coordinator="c"),
    Ruling:            _case("条例:十二(3)", reviewer="c"),
    Extension:         _case("条例:十五(二)", head="c"),
    ExtensionDecision: _case("平台规则:extension_decided_above", coordinator="c", reviewer="c"),
    Reply:             _case("条例:十五(三)", handler="c", head="c", migrator="i"),
    Visit:             _case("条例:二十三", visitor="c", migrator="i"),
    VisitContest:      _case("平台规则:visit_contest", head="c"),
    ContestRuling:     _case("平台规则:visit_contest", reviewer="c", supervisor="c"),
    Alert:             _case("条例:二十九", intake="c", dispatcher="c", visitor="c", supervisor="c",
                             coordinator="c", handler="c", head="c"),
    AlertReceipt:      _case("条例:二十九", handler="c", head="c", coordinator="c"),
    Whistle:           _case("条例:十六(1)", handler="c", head="c"),
    Summons:           _case("条例:十六(2)", handler="c", head="c", coordinator="c"),
    ReportIn:          _case("条例:十六(2)", handler="c", head="c"),
    WhistleResult:     _case("条例:三十三", handler="c", head="c"),
    Escalation:        _case("条例:二十", head="c", coordinator="c"),
    EscalationAnswer:  _case("条例:二十", handler="c", head="c", coordinator="c", supervisor="c"),
    Supervision:       _case("条例:五(4)", supervisor="c", coordinator="c"),
    SupervisionAnswer: _case("条例:五(4)", handler="c", head="c", coordinator="c"),
    SocialHelp:        _case("条例:六(1)", handler="c", head="c"),
    Ledger:            _case("条例:十五(二)", head="c"),
    LedgerReview:      _case("条例:十五(二)", handler="c", head="c", coordinator="c",
                             supervisor="c"),
    LedgerRemoval:     _case("条例:十五(二)", coordinator="c", supervisor="c"),
    Merger:            _case("平台规则:merging", dispatcher="c", coordinator="c"),
    MergerUndo:        _case("平台规则:merging", dispatcher="c", coordinator="c"),
    Exemption:         _case("条例:三十六", supervisor="c"),
    Unit:              _reference("条例:十一(1)", keeper="cux"),
    Reorganisation:    _reference("平台规则:successor", keeper="cx", auditor="x"),
    Publication:       _reference("平台规则:two_persons", keeper="c"),
    CatalogueEntry:    _reference("条例:十一(2)", keeper="cx", auditor="x"),
    CommunityDuty:     _reference("条例:十七(2)", keeper="cx", auditor="x"),
    Parameter:         _reference("条例:十三(2)", keeper="cx", auditor="x"),
    CalendarDay:       _reference("条例:十三", keeper="cx"),
    Scheme:            _reference("条例:三十二(1)", assessor="cx", auditor="x"),
    Period:            _reference("条例:三十二(2)", assessor="cx", auditor="x"),
    Result: Grant("条例:三十二(2)", {
        Post.ASSESSOR:    Can("rx", ALL),
        Post.AUDITOR:     Can("rx", ALL),
        Post.SUPERVISOR:  Can("r",  ALL),
        Post.COORDINATOR: Can("rx", SUBTREE),
        Post.HEAD:        Can("rx", Reach.OWN_UNIT),
        Post.HANDLER:     Can("r",  Reach.OWN_UNIT),
    }),
    Account: Grant("平台规则:separation", {
        Post.ACCOUNT_ADMIN:  Can("cru", ALL),
        Post.SECURITY_ADMIN: Can("r",   ALL),
        Post.AUDITOR:        Can("r",   ALL),
        Post.COORDINATOR:    Can("r",   SUBTREE),
        Post.HEAD:           Can("r",   Reach.OWN_UNIT),
    }),
    Delegation: Grant("平台规则:delegation", {
        Post.ACCOUNT_ADMIN:  Can("cru", ALL),
        Post.SECURITY_ADMIN: Can("r",   ALL),
        Post.AUDITOR:        Can("rx",  ALL),
        Post.COORDINATOR:    Can("cru", Reach.OWN_UNIT),
        Post.HEAD:           Can("cru", Reach.OWN_UNIT),
        Post.HANDLER:        Can("r",   Reach.OWN_UNIT),
    }),
    Look: Grant("平台规则:notices", {post: Can("cru", Reach.OWN_UNIT) for post in _REACHED}),
    Audit:             Grant("条例:三十五(2)(三)", _WATCHERS),
    Refusal:           Grant("条例:三十五(2)(三)", _WATCHERS),
    LoginAttempt:      Grant("平台规则:separation", _WATCHERS),
    Counter:           Grant("平台规则:number", {post: Can("r", ALL) for post in _WATCHERS}),
}
# fmt: on


def right(post: Post, table: type[Base]) -> Can:
    """What a post has on a table; nothing unless the matrix says so."""
    grant = MATRIX.get(table)
    return grant.posts.get(post, NOTHING) if grant else NOTHING
