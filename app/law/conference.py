"""派单前会商: 条例 第十二条第二款."""

from __future__ import annotations

from typing import Any

from app.kernel.rules import rule
from app.law.informer import IS_REPORTED, barred
from app.law.reading import dispatches, disposal
from app.models.conference import Conference
from app.models.enums import UnitKind


@rule(Conference, clause="条例:十二(2)")
def conference_comes_before_the_dispatch(act: Conference, was: Any) -> str | None:
    """疑难诉求在派单之前会商，由热线机构召集。"""
    if was is not None:
        return None
    if act.by_unit is not None and act.by_unit.kind is not UnitKind.HOTLINE:
        return f"{act.by_unit}不是派单机构，派单前会商由市民热线服务机构召集"
    if dispatches(act):
        return "本工单已派单，不再作派单前会商；对派单有意见的，由承办单位提出派单异议"
    return "本工单已作分类处置，不再会商" if disposal(act) else None


@rule(Conference, clause="条例:十二(2)", fields="participants opinions unit unit_id")
def conference_says_who_what_and_which_unit(act: Conference, was: Any) -> str | None:
    """会商记明参加者、意见和商定的承办单位。"""
    if not (act.participants or "").strip() or not (act.opinions or "").strip():
        return "会商须记明参加单位和人员、会商意见"
    if act.unit is None:
        return "请写明商定的承办单位"
    if not act.unit.active:
        return f"{act.unit}已停用，请另商承办单位"
    if was is None and act.unit in barred(act):
        return f"{act.unit}{IS_REPORTED}，不得承办本举报，请另商承办单位"
    return None
