"""社区减负: 条例 第十七条第二款. What a community may be given, and by whom."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.kernel.clock import local_date
from app.kernel.facts import session_of
from app.kernel.rules import rule
from app.law.reading import goes_back, live, street_of
from app.models.co_handling import CoHandling
from app.models.community_duty import CommunityDuty
from app.models.dispatch import Dispatch
from app.models.enums import CommunityRole, DispatchGround, UnitKind
from app.models.publication import published


def role_of_a_community(row: Any, code: str) -> CommunityRole | None:
    """What a community does in a matter on the day of an act; nothing when it is on no list."""
    session, on = session_of(row), local_date(row.at)
    key = ("community", code)
    if key not in session.reference:
        of_code = CommunityDuty.code == code
        query = select(CommunityDuty).where(of_code, published(CommunityDuty))
        order = (CommunityDuty.valid_from, CommunityDuty.id)
        session.reference[key] = list(session.scalars(query.order_by(*order)))
    begun = [each for each in session.reference[key] if each.valid_from <= on]
    return begun[-1].role if begun and begun[-1].in_force else None


def _to_a_community(act: Dispatch, was: Any) -> bool:
    """Whether an order newly goes to a community; what is done over only goes back to it."""
    if was is not None or act.unit is None or goes_back(act):
        return False
    return act.unit.kind is UnitKind.COMMUNITY


@rule(Dispatch, clause="条例:五(5)", fields="unit unit_id")
def only_its_street_sends_to_a_community(act: Dispatch, was: Any) -> str | None:
    """街道、乡镇统筹调度基层力量：社区、村只承办其转来的工单，市、区不越过街乡直接派给社区、村。"""
    if not _to_a_community(act, was) or act.ground is DispatchGround.SUCCESSOR:
        return None
    # What a street may send on is asked of every street (level_dispatches_inside_itself).
    if act.by_unit is None or act.by_unit.kind is UnitKind.STREET:
        return None
    above = street_of(act.unit)
    return f"{act.unit}只承办{above}转来的工单，请派{above}，由其决定是否转派"


@rule(Dispatch, clause="条例:十七(2)", fields="unit unit_id place place_id")
def community_is_of_the_place(act: Dispatch, was: Any) -> str | None:
    """只转派诉求发生地的社区、村，所在地须为其街道、乡镇。"""
    if not _to_a_community(act, was) or act.place is (above := street_of(act.unit)):
        return None
    if act.place is None:
        return f"须先认定诉求所在地，转派{act.unit}的须为{above}"
    return f"诉求所在地为{act.place}，{act.unit}不在该地，请由所在地的街道、乡镇办理"


@rule(Dispatch, clause="条例:十七(2)", fields="entry entry_id")
def community_gets_it_under_the_same_entry(act: Dispatch, was: Any) -> str | None:
    """街道、乡镇按派单时的目录条目转社区，不得改换条目把清单以外的事项交下去。"""
    before = live(act)
    if before is None or act.entry is None or not _to_a_community(act, was):
        return None
    if act.entry.code == before.entry.code:
        return None
    return f"本工单按“{before.entry}”派单，转派社区、村须用同一条目"


@rule(Dispatch, clause="条例:十七(2)", fields="unit unit_id entry entry_id")
def community_leads_only_what_is_its_own(act: Dispatch, was: Any) -> str | None:
    """清单以外的事项不得交社区承办，社区只协助的不得由其主办。"""
    if act.entry is None or not _to_a_community(act, was):
        return None
    role = role_of_a_community(act, act.entry.code)
    if role is CommunityRole.OWN:
        return None
    if role is CommunityRole.ASSIST:
        return f"“{act.entry}”社区只协助，不得由{act.unit}主办，请由街道、乡镇主办并请其协办"
    return f"“{act.entry}”不在社区清单上，不得交{act.unit}承办，请由街道、乡镇办理"


@rule(CoHandling, clause="条例:十七(2)", fields="unit unit_id")
def community_helps_only_with_what_is_listed(act: CoHandling, was: Any) -> str | None:
    """清单以外的事项也不得交社区协办。"""
    if was is not None or act.unit is None or act.dispatch is None:
        return None
    if act.unit.kind is not UnitKind.COMMUNITY:
        return None
    if role_of_a_community(act, act.dispatch.entry.code) is None:
        return f"“{act.dispatch.entry}”不在社区清单上，不得交{act.unit}协办，请另选协办单位"
    return None
