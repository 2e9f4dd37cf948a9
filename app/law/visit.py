"""回访: 条例 第二十三条; 提纲 四(二)5."""

from __future__ import annotations

from typing import Any

from app.kernel.clock import local, local_date
from app.kernel.errors import NoLawInForce
from app.kernel.rules import derives, rule
from app.law.parameters import parameter
from app.law.reading import dispatches, live, reply_of, valid_visit, visits
from app.models.enums import UnitKind, VisitWay
from app.models.visit import Visit


def attempts_allowed(row: Any) -> int:
    """After so many unreached attempts the visit counts as invalid (visit.attempts)."""
    return int(parameter(row, "visit.attempts", local_date(row.order.at)).value)


def attempts_since_due(row: Any) -> list[Visit]:
    """Attempts after the limit expired: only these can use up the number (条例:二十三)."""
    due = row.order.due_at
    return [each for each in visits(row) if due is not None and each.at >= due]


@derives(Visit, clause="条例:二十三", field="attempt valid", once=True)
def standing_of_the_attempt(act: Visit, _: Any) -> tuple[int, bool]:
    """每次回访都留一条记录；接通并答复的为有效回访。"""
    return len(visits(act)) + 1, bool(act.reached)


@rule(Visit, clause="条例:二十三")
def visit_is_due(act: Visit, was: Any) -> str | None:
    """办理时限届满即回访；参数允许的，反馈后即可提前回访。"""
    if was is not None or act.order is None:
        return None
    held, due = live(act), act.order.due_at
    if held is None or due is None:
        return "本工单没有派单，不需回访"
    if act.at >= due:
        return None
    try:
        early = parameter(act, "visit.early", local_date(act.order.at)).value
    except NoLawInForce as reason:
        return str(reason)
    if early and reply_of(held, act):
        return None
    return f"办理期限 {local(due):%Y-%m-%d %H:%M} 尚未届满，承办单位也未反馈，未到回访时间"


@rule(Visit, clause="条例:二十三", fields="way")
def visit_is_by_the_hotline(act: Visit, _: Any) -> str | None:
    """回访由热线机构通过电话、短信或网络进行。"""
    if act.by_unit is not None and act.by_unit.kind is not UnitKind.HOTLINE:
        return f"{act.by_unit}不是市民热线服务机构，不得回访"
    if act.way is not None and act.way not in set(VisitWay):
        return "回访方式须为电话、短信或网络"
    return None


@rule(Visit, clause="平台规则:visit_attempts")
def visit_is_not_repeated(act: Visit, was: Any) -> str | None:
    """已有有效回访，或未接通已达规定次数的，不再回访。"""
    if was is not None or act.order is None:
        return None
    if valid_visit(act):
        return "本工单已有有效回访"
    try:
        most = attempts_allowed(act)
    except NoLawInForce as reason:
        return str(reason)
    if len(attempts_since_due(act)) >= most:
        return f"回访未接通已满{most}次，按无效回访处理，不再回访"
    return None


@rule(Visit, clause="条例:三十二(2)", fields="reached contacted solved satisfied")
def valid_visit_answers_all_three(act: Visit, _: Any) -> str | None:
    """有效回访分别记录是否联系、是否解决、是否满意；未接通的一项不填。"""
    answers = (act.contacted, act.solved, act.satisfied)
    if act.reached and any(each is None for each in answers):
        return "已接通的，是否联系、是否解决、是否满意三项都要填写"
    if not act.reached and any(each is not None for each in answers):
        return "未接通的为无效回访，不得填写是否联系、是否解决、是否满意"
    return None


@rule(Visit, clause="平台规则:closed_by_visit")
def unit_never_closes_its_own_order(act: Visit, was: Any) -> str | None:
    """工单由回访办结，承办过的单位不得办结自己的工单。"""
    if was is None and any(each.unit is act.by_unit for each in dispatches(act)):
        return "承办单位不得回访、办结自己承办的工单"
    return None
