"""社会协助: 条例 第六条第一款; 提纲 四(一)3. They help; they never lead and never see whom."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from app.kernel.facts import session_of
from app.kernel.rules import rule
from app.law.handling import not_the_lead
from app.law.particulars import says_whom
from app.law.reading import pending_objection
from app.models.enums import DemandKind
from app.models.social_help import SocialHelp
from app.models.unit import Unit


@rule(SocialHelp, clause="条例:六(1)")
def only_the_lead_asks_social_forces(act: SocialHelp, was: Any) -> str | None:
    """由承办单位引导社会力量协助，责任仍在承办单位；异议中、已办结的不再引入。"""
    if was is not None:
        return None
    if sentence := not_the_lead(act):
        return sentence
    return "派单异议尚未裁定，裁定后再引入社会协助" if pending_objection(act) else None


@rule(SocialHelp, clause="平台规则:informer")
def reports_are_kept_from_social_forces(act: SocialHelp, was: Any) -> str | None:
    """举报不得交社会力量协助。"""
    if was is not None or act.order is None:
        return None
    if act.order.demand_kind is not DemandKind.REPORT:
        return None
    return "本工单是举报，不得交社会力量协助，请由本单位办理或者交办协办"


@rule(SocialHelp, clause="提纲:四(一)3", fields="organisation")
def social_force_is_no_unit(act: SocialHelp, was: Any) -> str | None:
    """社会力量不是承办单位；已建档的单位参与办理的，按协办交办。"""
    told = "".join((act.organisation or "").split())
    # Of a stored row it is not asked again: what is a unit today may not have been one then.
    if was is not None or act.id is not None or act.order is None or not told:
        return None
    query = select(Unit.id).where(or_(Unit.name == told, Unit.short_name == told)).limit(1)
    if session_of(act).scalar(query) is None:
        return None
    return f"{told}是已建档的单位，不作社会协助，请按“交办协办”办理"


@rule(SocialHelp, clause="条例:八(3)", fields="task outcome")
def social_forces_never_see_the_complainant(act: SocialHelp, was: Any) -> str | None:
    """告知社会力量的事项和协助情况，不得写入诉求人的姓名和联系方式。"""
    if was is not None or not any(says_whom(each, act.order) for each in (act.task, act.outcome)):
        return None
    return "写有诉求人的姓名或者联系方式，社会力量不得知悉，请删去后只写需要协助的事项"
