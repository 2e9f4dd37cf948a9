"""回访异议: a unit may contest a visit once, and somebody else rules (平台规则:visit_contest)."""

from __future__ import annotations

from typing import Any

from app.kernel.clock import deadline, local_date
from app.kernel.errors import NoLawInForce
from app.kernel.facts import facts
from app.kernel.rules import derives, rule
from app.law.calendar import Counting, count
from app.law.parameters import parameter
from app.law.reading import contest_of, pending_contest
from app.law.separation import persons
from app.models.contest_ruling import ContestRuling
from app.models.enums import UnitKind
from app.models.visit import Visit
from app.models.visit_contest import VisitContest


@derives(VisitContest, clause="平台规则:visit_contest", field="visit", once=True)
def visit_contested(act: VisitContest, _: Any) -> Visit | None:
    """异议针对最近一次对本单位办理情况的有效回访。"""
    found = [
        each
        for each in facts(act, Visit)
        if each.valid and each.dispatch is not None and each.dispatch.unit is act.by_unit
    ]
    return found[-1] if found else None


@rule(VisitContest, clause="平台规则:visit_contest")
def only_the_visited_unit_contests(act: VisitContest, was: Any) -> str | None:
    """对本单位办理情况的有效回访，承办单位可以提出一次异议。"""
    if was is not None:
        return None
    if act.visit is None:
        return "没有对本单位办理情况的有效回访，有效回访之后方可提出异议"
    return "对该回访已提出过异议，一次回访只能异议一次" if contest_of(act.visit, act) else None


def window(visit: Visit) -> Counting:
    """How long a visit may be contested; ``NoLawInForce``."""
    return count(visit, visit.at, parameter(visit, "contest.window", local_date(visit.at)))


@rule(VisitContest, clause="平台规则:visit_contest")
def contest_is_in_time(act: VisitContest, was: Any) -> str | None:
    """回访异议在规定时间内提出。"""
    if was is not None or act.visit is None:
        return None
    try:
        latest = window(act.visit).end
    except NoLawInForce as reason:
        return str(reason)
    if act.at <= latest:
        return None
    return f"回访异议期已于 {deadline(latest)} 届满，回访结果照计"


@rule(VisitContest, clause="平台规则:visit_contest", fields="reason evidence")
def contest_rests_on_evidence(act: VisitContest, _: Any) -> str | None:
    """回访异议须有理由和依据材料。"""
    if (act.reason or "").strip() and (act.evidence or "").strip():
        return None
    return "回访异议须写明理由和可以核对的依据材料"


@derives(ContestRuling, clause="平台规则:visit_contest", field="contest", once=True)
def contest_ruled_on(act: ContestRuling, _: Any) -> VisitContest | None:
    """裁定针对待裁的回访异议。"""
    return pending_contest(act)


@rule(ContestRuling, clause="平台规则:visit_contest")
def ruling_answers_a_contest(act: ContestRuling, was: Any) -> str | None:
    """有待裁的回访异议方可裁定。"""
    if was is not None or act.contest is not None:
        return None
    return "本工单没有待裁定的回访异议，承办单位提出后方可裁定"


@rule(ContestRuling, clause="平台规则:visit_contest", fields="upheld reason")
def contest_ruling_gives_reasons(act: ContestRuling, _: Any) -> str | None:
    """裁定写明结论和理由。"""
    if act.upheld is None:
        return "请选择回访异议是否成立"
    return None if (act.reason or "").strip() else "裁定须写明理由"


@rule(ContestRuling, clause="平台规则:separation")
def contest_is_ruled_by_somebody_else(act: ContestRuling, _: Any) -> str | None:
    """回访异议由热线机构裁定，回访人和承办单位不得裁定。"""
    if act.by_unit is not None and act.by_unit.kind is not UnitKind.HOTLINE:
        return f"{act.by_unit}不是回访异议审核机构，请由市民热线服务机构裁定"
    if act.contest is None:
        return None
    if persons(act) & persons(act.contest.visit):
        return "该回访由您作出，须由其他人裁定"
    if act.by_unit is act.contest.by_unit:
        return "提出异议的单位不得自行裁定，请由其他热线机构裁定"
    return None
