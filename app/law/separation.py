"""岗位分离: who handled never checks, and three administrators are three (平台规则:separation)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from app.kernel.clock import end_of, start_of
from app.kernel.facts import facts, session_of
from app.kernel.rules import rule
from app.models.account import Account
from app.models.co_result import CoResult
from app.models.contact import Contact
from app.models.contest_ruling import ContestRuling
from app.models.enums import Post
from app.models.extension_decision import ExtensionDecision
from app.models.objection import Objection
from app.models.period import Period
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.visit import Visit
from app.models.visit_contest import VisitContest
from app.models.work_order import WorkOrder

HANDLING = frozenset({Post.HANDLER, Post.HEAD})
#: 三员: each watches the other two, so that nobody is two of them.
THREE = frozenset({Post.ACCOUNT_ADMIN, Post.SECURITY_ADMIN, Post.AUDITOR})
#: Acts by which somebody has handled an order.
HANDLED: tuple[type[Any], ...] = (Receipt, Contact, Reply, CoResult)


def apart(one: Post, other: Post) -> bool:
    """Whether two posts check each other, so that one person never holds both at a time."""
    if one is other:
        return False
    held = {one, other}
    if held & THREE or held == {Post.DISPATCHER, Post.REVIEWER}:
        return True
    return bool(held & {Post.VISITOR, Post.ASSESSOR} and held & HANDLING)


def persons(act: Any) -> set[int]:
    """Whose hands an act went through: whoever did it and for whom; of a file nobody is known."""
    if act.by_post is Post.MIGRATOR:
        return set()
    return {each for each in (act.by_id, act.for_id) if each is not None}


def _took_part(act: Any, *tables: type[Any]) -> bool:
    """Whether one of those who act now has done one of these acts on the order before."""
    now = persons(act)
    return bool(now) and any(
        now & persons(each) for table in tables for each in facts(act, table) if each is not act
    )


@rule(Visit, clause="平台规则:separation")
def who_handled_does_not_visit(act: Visit, was: Any) -> str | None:
    """承办与回访分属不同的人：经办过本工单的人不得回访。"""
    if was is not None or not _took_part(act, *HANDLED):
        return None
    return "您（或您所代的人）经办过本工单，不得回访，请由其他回访员回访"


@rule(Ruling, clause="平台规则:separation")
def who_handled_does_not_rule(act: Ruling, was: Any) -> str | None:
    """经办过本工单或提出该异议的人，不得裁定派单异议。"""
    if was is not None or not _took_part(act, *HANDLED, Objection):
        return None
    return "您（或您所代的人）经办过本工单，不得裁定派单异议，请由其他异议审核员裁定"


@rule(ContestRuling, clause="平台规则:separation")
def who_handled_does_not_rule_on_the_visit(act: ContestRuling, was: Any) -> str | None:
    """经办过本工单或提出该回访异议的人，不得裁定回访异议。"""
    if was is not None or not _took_part(act, *HANDLED, VisitContest):
        return None
    return "您（或您所代的人）经办过本工单，不得裁定回访异议，请由热线机构其他人裁定"


@rule(ExtensionDecision, clause="平台规则:separation")
def who_asked_for_time_does_not_decide(act: ExtensionDecision, was: Any) -> str | None:
    """申请延期的人不得审批该申请，本人经办和代人经办一样。"""
    if was is not None or act.extension is None or not persons(act) & persons(act.extension):
        return None
    return "该延期由您（或您所代的人）申请，须由其他人审批"


@rule(Account, clause="平台规则:separation", fields="post")
def three_administrators_stay_three(account: Account, was: Any) -> str | None:
    """三员分立：账号管理员、安全管理员、审计员不得改任其中的另一员。"""
    if was is None or account.post is was.post or not {account.post, was.post} <= THREE:
        return None
    return f"{was.post.label}不得改任{account.post.label}，请另开账号由他人担任"


@rule(Period, clause="平台规则:separation")
def who_replied_does_not_assess(period: Period, was: Any) -> str | None:
    """承办与考评分属不同的人：反馈过本期工单的人不得考评本期。"""
    own = persons(period)
    if was is not None or not own or period.starts_on is None or period.ends_on is None:
        return None
    query = (
        select(Reply.id)
        .join(WorkOrder, WorkOrder.id == Reply.order_id)
        .where(
            WorkOrder.at >= start_of(period.starts_on),
            WorkOrder.at < end_of(period.ends_on),
            Reply.at <= period.at,
            Reply.by_post != Post.MIGRATOR,
            or_(Reply.by_id.in_(own), Reply.for_id.in_(own)),
        )
    )
    if session_of(period).scalar(query.limit(1)) is None:
        return None
    return "您（或您所代的人）反馈过本期的工单，不得考评本期，请由其他考评员考评"
