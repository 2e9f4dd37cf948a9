"""代行职责: who may act in the post of another, and until when (平台规则:delegation)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.clock import deadline, now
from app.kernel.facts import session_of
from app.kernel.rules import derives, rule
from app.law.separation import apart
from app.models.account import Account
from app.models.act import Stamped
from app.models.delegation import Delegation
from app.models.unit import Unit

LONGEST = timedelta(days=92)
CLAUSE = "平台规则:delegation"


@derives(Delegation, clause="平台规则:delegation", field="unit", once=True)
def unit_of_the_delegation(held: Delegation, _: Any) -> Unit | None:
    """代行在被代行人的单位之内。"""
    return held.account.unit if held.account is not None else None


@rule(Delegation, clause="平台规则:delegation", fields="deputy deputy_id account account_id")
def deputy_is_a_colleague(held: Delegation, was: Any) -> str | None:
    """代行人与被代行人为同一单位的两个在职人员。"""
    absent, deputy = held.account, held.deputy
    if was is not None or absent is None or deputy is None:
        return None
    if absent is deputy:
        return "代行人须为被代行人以外的人"
    closed = next((each for each in (absent, deputy) if not each.active), None)
    if closed is not None:
        return f"{closed}的账号已停用，请另选人员"
    if absent.unit is not deputy.unit:
        return f"{deputy}不在{absent.unit}，代行人须为同一单位的人员"
    return None


@rule(Delegation, clause="平台规则:separation", fields="deputy deputy_id account account_id")
def posts_kept_apart_are_not_delegated(held: Delegation, was: Any) -> str | None:
    """相互制约的岗位不得互代；账号管理员、安全管理员、审计员不与其他岗位互代。"""
    absent, deputy = held.account, held.deputy
    if was is not None or absent is None or deputy is None:
        return None
    if absent.post is None or deputy.post is None or not apart(absent.post, deputy.post):
        return None
    return f"{deputy.post.label}与{absent.post.label}相互制约，不得代行，请另选同岗位人员"


@rule(Delegation, clause="平台规则:delegation", fields="ends_at begins_at")
def delegation_lasts_for_a_while(held: Delegation, was: Any) -> str | None:
    """代行有起有止，止在起之后，至多九十二日，设立时尚未结束。"""
    begins, ends = held.begins_at, held.ends_at
    if begins is None or ends is None:
        return None
    if ends <= begins:
        return "结束时间须在开始时间之后"
    if was is not None:
        return None
    if ends - begins > LONGEST:
        return f"一次代行至多 {LONGEST.days} 日，需要更久的届时另立一条"
    return None if ends > held.at else "结束时间已过，已经过去的代行不能补设"


@rule(Delegation, clause="平台规则:delegation", fields="ends_at")
def delegation_only_ends_earlier(held: Delegation, was: Any) -> str | None:
    """代行可以提前结束，不得延后；已经代行的事项不因此失去依据。"""
    if was is None or held.ends_at is None or held.ends_at == was.ends_at:
        return None
    if held.ends_at > was.ends_at:
        return f"代行只能提前结束，原定 {deadline(was.ends_at)}；需要延后的另立一条"
    present = now()
    if was.ends_at <= present:
        return f"代行已于 {deadline(was.ends_at)} 结束，不再改动"
    return "结束时间不得早于现在" if held.ends_at < present else None


@rule(Delegation, clause="平台规则:delegation")
def deputy_does_not_delegate_further(held: Delegation, was: Any) -> str | None:
    """代行他人职责的人不得再以其名义安排代行。"""
    if was is not None or held.for_id is None:
        return None
    return "代行期间不得再安排代行，请由本人、单位负责人或账号管理员办理"


@rule(Stamped, clause="平台规则:delegation")
def acts_for_others_while_delegated(row: Any, was: Any) -> str | None:
    """代行他人职责须有在期的代行安排，每项行为记明代何人。"""
    if was is not None or row.for_id is None:
        return None
    session: Any = session_of(row)
    key = ("delegations", row.by_id, row.for_id)
    if key not in session.reference:
        query = select(Delegation).where(
            Delegation.deputy_id == row.by_id, Delegation.account_id == row.for_id
        )
        absent = joinedload(Delegation.account).load_only(Account.name)
        session.reference[key] = list(session.scalars(query.options(absent)))
    held = [each for each in session.reference[key] if each.unit_id == row.by_unit_id]
    return not_now(held, row.at)


def not_now(held: list[Delegation], at: datetime) -> str | None:
    """Why none of one person's delegations for another lets them act at an instant."""
    begun = [each for each in held if each.begins_at <= at]
    if any(at < each.ends_at for each in begun):
        return None
    if not begun:
        return "没有在期的代行安排，不能以他人的岗位办理；请恢复本人岗位"
    last = max(begun, key=lambda each: each.ends_at)
    ended = deadline(last.ends_at)
    return f"代行{last.account}已于 {ended} 结束，没有办理；请恢复本人岗位，或由其本人办理"


def void(held: Delegation) -> str | None:
    """Why a delegation does not hold whatever the hour: people or posts have changed since."""
    absent, deputy = held.account, held.deputy
    if not absent.active:
        return f"{absent}的账号已停用，代行随之结束；请恢复本人岗位"
    if not absent.unit_id == deputy.unit_id == held.unit_id:
        return f"代行{absent}的安排因人员调离已结束；请恢复本人岗位"
    if apart(absent.post, deputy.post):
        return f"{absent}现任{absent.post.label}，与您的岗位相互制约，代行已结束"
    return None
