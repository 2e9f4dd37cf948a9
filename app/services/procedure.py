"""What may be done with an order now: every act of the procedure, asked of the law itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.access.matrix import MATRIX, right
from app.kernel.errors import Finding
from app.kernel.facts import facts
from app.kernel.session import GovernedSession
from app.law.competence import is_district
from app.models.act import Act
from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.attachment import Attachment
from app.models.behaviour_mark import BehaviourMark
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.conference import Conference
from app.models.contact import Contact
from app.models.contest_ruling import ContestRuling
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import Post, UnitKind
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.exemption import Exemption
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.objection import Objection
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.report_in import ReportIn
from app.models.ruling import Ruling
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

#: Acts a person performs, in the order of the procedure, with the verb on the button. The one
#: list of it: the timeline and the replay take their order from here.
VERBS: dict[type[Any], str] = {
    Disposal: "分类处置",
    Alert: "风险即报",
    AlertReceipt: "接报",
    Conference: "派单前会商",
    Dispatch: "派单",
    Merger: "并单",
    MergerUndo: "撤销并单",
    Receipt: "签收",
    Contact: "联系诉求人",
    CoHandling: "交办协办",
    CoResult: "协办反馈",
    Objection: "提出异议",
    Ruling: "裁定异议",
    Extension: "申请延期",
    ExtensionDecision: "审批延期",
    Whistle: "吹哨",
    Summons: "增召单位",
    ReportIn: "报到",
    WhistleResult: "登记哨果",
    SocialHelp: "社会协助",
    Escalation: "报请协调",
    EscalationAnswer: "答复协调",
    Supervision: "督办催办",
    SupervisionAnswer: "回复督办",
    Ledger: "挂账",
    LedgerReview: "复核挂账",
    LedgerRemoval: "销账",
    Reply: "反馈",
    Visit: "回访",
    VisitContest: "提出回访异议",
    ContestRuling: "裁定回访异议",
    Exemption: "容错认定",
    Attachment: "上传附件",
    BehaviourMark: "标记行为",
    Supplement: "补充",
}


#: Posts of the hotline that act on orders.
HOTLINE = (Post.INTAKE, Post.DISPATCHER, Post.REVIEWER, Post.VISITOR, Post.SUPERVISOR)
#: Posts that act in the name of the unit that has the order, or helps with it.
HANDLERS = (Post.HANDLER, Post.HEAD)


#: Acts that bring another unit in; each names it.
CALLED_IN: tuple[type[Any], ...] = (CoHandling, Summons, Escalation, Alert)


@dataclass(frozen=True)
class Actor:
    """Somebody of a post in a unit, as far as the law asks."""

    post: Post
    unit: Unit
    account_id: int | None = None

    @property
    def unit_id(self) -> int:
        """The unit's key."""
        return self.unit.id

    def __str__(self) -> str:
        return f"{self.unit.short_name}{self.post.label}"


@dataclass(frozen=True)
class Step:
    """One act: lawful now, or the findings that stand in its way and who may do it instead."""

    table: type[Act]
    verb: str
    obstacles: tuple[Finding, ...]
    instead: tuple[Actor, ...] = ()

    @property
    def lawful(self) -> bool:
        """Nothing stands in its way but what the form still asks for."""
        return not self.obstacles

    def told(self) -> str:
        """In one line: may, or may not, why, and who may."""
        if self.lawful:
            return f"可以{self.verb}"
        why = "；".join(str(each) for each in self.obstacles)
        who = "、".join(str(each) for each in self.instead)
        return f"不能{self.verb}：{why}" + (f"；可由{who}办理" if who else "")


def steps(session: GovernedSession, order: WorkOrder) -> list[Step]:
    """Every act of the procedure on the order, rehearsed for this person (design §2, 26).

    Findings whose fields can be filled in do not count: the form will ask for them. What this
    person may not do is rehearsed for everybody else who has it to do.
    """
    return _rehearsed(session, order, tuple(VERBS))


def step(session: GovernedSession, order: WorkOrder, table: type[Any]) -> Step:
    """One act of the procedure, as ``steps`` tells it."""
    return _rehearsed(session, order, (table,))[0]


def _rehearsed(
    session: GovernedSession, order: WorkOrder, tables: tuple[type[Any], ...]
) -> list[Step]:
    principal: Any = session.principal
    others = _others(session, order)
    found: dict[type[Act], dict[Any, tuple[Finding, ...]]] = {table: {} for table in tables}
    with session.rehearsing() as tell:
        for table in tables:
            for actor in (principal, *others):
                if "c" in right(actor.post, table).verbs:
                    findings = tell(table(order=order), actor)
                    found[table][actor] = tuple(each for each in findings if not each.fields)
                if found[table].get(principal) == ():
                    break  # who else may does not matter to whoever may
    return [_step(table, found[table], principal) for table in tables]


def hands(order: WorkOrder) -> set[int | None]:
    """Who registered an order and who disposed of it: they know what it says."""
    return {order.by_id, *(each.by_id for each in facts(order, Disposal))}


def _step(table: type[Act], found: dict[Any, tuple[Finding, ...]], principal: Any) -> Step:
    own = found.pop(principal, None)
    if own == ():
        return Step(table, VERBS[table], ())
    able = tuple(actor for actor, findings in found.items() if not findings)
    if own is None:
        # Not this post's: what stands in the way of those whose it is says more than that.
        held = next((findings for findings in found.values() if findings), ())
        own = held if held and not able else (_not_this_post(table, principal),)
    return Step(table, VERBS[table], own, able)


def _not_this_post(table: type[Act], principal: Any) -> Finding:
    sentence = f"{principal.post.label}不办理“{VERBS[table]}”"
    return Finding("permission", MATRIX[table].clause, sentence, (), table.__tablename__, None)


def _others(session: GovernedSession, order: WorkOrder) -> list[Actor]:
    """Whoever has something to do with an order: the hotline's posts, its units, their district."""
    principal: Any = session.principal
    if "hotlines" not in session.reference:
        query = select(Unit).where(Unit.kind == UnitKind.HOTLINE, Unit.active.is_(True))
        session.reference["hotlines"] = list(session.scalars(query.order_by(Unit.code)))
    handling = [order.lead] if order.lead else []
    handling += [e.unit for table in CALLED_IN for e in facts(order, table) if e.unit is not None]
    over = [each.district for each in handling if each.district is not None]
    # In a district's government nobody sits but its coordinator; in the city's nobody at all.
    over += [each for each in handling if is_district(each)]
    staffed = [each for each in handling if each.kind is not UnitKind.GOVERNMENT]
    made = [Actor(post, unit) for unit in session.reference["hotlines"] for post in HOTLINE]
    made += [Actor(post, unit) for unit in dict.fromkeys(staffed) for post in HANDLERS]
    made += [Actor(Post.COORDINATOR, unit) for unit in dict.fromkeys(over)]
    here = (principal.post, principal.unit_id)
    return [each for each in made if (each.post, each.unit_id) != here]
