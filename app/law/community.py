"""社区减负: 条例 第十七条第二款. What a community may be given, and by whom."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.kernel.clock import local_date
from app.kernel.facts import session_of
from app.kernel.rules import rule
from app.models.co_handling import CoHandling
from app.models.community_duty import CommunityDuty
from app.models.dispatch import Dispatch
from app.models.enums import CommunityRole, UnitKind


def role_of_a_community(row: Any, code: str) -> CommunityRole | None:
    """What a community does in a matter on the day of an act; nothing when it is on no list."""
    session, on = session_of(row), local_date(row.at)
    key = ("community", code)
    if key not in session.reference:
        query = select(CommunityDuty).where(CommunityDuty.code == code)
        order = (CommunityDuty.valid_from, CommunityDuty.id)
        session.reference[key] = list(session.scalars(query.order_by(*order)))
    begun = [each for each in session.reference[key] if each.valid_from <= on]
    return begun[-1].role if begun and begun[-1].in_force else None


@rule(Dispatch, clause="条例:十七(2)", fields="unit unit_id entry entry_id")
def community_leads_only_what_is_its_own(act: Dispatch, was: Any) -> str | None:
    """清单以外的事项不得交社区承办，社区只协助的不得由其主办；只转事发地街乡的社区。"""
    if was is not None or act.unit is None or act.entry is None:
        return None
    if act.unit.kind is not UnitKind.COMMUNITY:
        return None
    if act.place is not None and act.place is not act.unit.parent:
        return f"诉求所在地为{act.place}，{act.unit}不在该地"
    role = role_of_a_community(act, act.entry.code)
    if role is CommunityRole.OWN:
        return None
    if role is CommunityRole.ASSIST:
        return f"“{act.entry}”社区只协助，不得由{act.unit}主办，请由街道、乡镇主办并请其协办"
    return f"“{act.entry}”不在社区清单上，不得交{act.unit}承办"


@rule(CoHandling, clause="条例:十七(2)", fields="unit unit_id")
def community_helps_only_with_what_is_listed(act: CoHandling, was: Any) -> str | None:
    """清单以外的事项也不得交社区协办。"""
    if was is not None or act.unit is None or act.dispatch is None:
        return None
    if act.unit.kind is not UnitKind.COMMUNITY:
        return None
    if role_of_a_community(act, act.dispatch.entry.code) is None:
        return f"“{act.dispatch.entry}”不在社区清单上，不得交{act.unit}协办"
    return None
