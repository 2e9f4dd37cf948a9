"""回访和重办: 条例 第二十三条; 提纲 四(二)5."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.kernel.clock import deadline, local_date
from app.kernel.errors import NoLawInForce
from app.kernel.facts import facts
from app.kernel.rules import demands, derives, rule
from app.law.informer import IS_REPORTED, barred
from app.law.parameters import parameter
from app.law.reading import (
    dispatches,
    disposal,
    due_of,
    heir,
    live,
    reply_of,
    reworks,
    valid_visit,
    visits,
)
from app.law.reading_ledger import open_entry, removals
from app.models.dispatch import Dispatch
from app.models.enums import Satisfaction, UnitKind, VisitWay
from app.models.unit import Unit
from app.models.visit import Visit


def attempts_allowed(row: Any) -> int:
    """After so many unreached attempts the visit counts as invalid (visit.attempts)."""
    return int(parameter(row, "visit.attempts", local_date(row.order.at)).value)


def attempts_since_due(row: Any) -> list[Visit]:
    """Attempts after the limit expired: only these can use up the number (条例:二十三)."""
    held = row.dispatch if isinstance(row, Visit) else live(row)
    if held is None or held.due_at is None:
        return []
    return [each for each in visits(row) if each.at >= due_of(held, row)]


def ended_by_visit(row: Any) -> datetime | None:
    """When visiting came to its end: answered and not sent back, or tried in vain."""
    if visit := valid_visit(row):
        return None if visit.workable else visit.at
    tried = attempts_since_due(row)
    try:
        exhausted = bool(tried) and len(tried) >= attempts_allowed(row)
    except NoLawInForce:
        return None
    return tried[-1].at if exhausted else None


def closed_by_visit(row: Any) -> datetime | None:
    """When that closed the order: at once, or once it was off the ledger (条例:十五(二))."""
    ended = ended_by_visit(row)
    if ended is None or open_entry(row):
        return None
    return max([ended, *(each.at for each in removals(row))])


def rounds_left(row: Any) -> int:
    """How often the order may still be sent back to be done over (rework.count)."""
    return int(parameter(row, "rework.count", local_date(row.order.at)).value) - reworks(row)


@derives(Visit, clause="条例:二十三", field="attempt valid dispatch", once=True)
def standing_of_the_attempt(act: Visit, _: Any) -> tuple[int, bool, Dispatch | None]:
    """每次回访都留一条记录，针对回访时的派单；接通并答复的为有效回访。"""
    made = sum(each is not act for each in facts(act, Visit))
    about = [each for each in dispatches(act) if each.visit is not act]
    return made + 1, bool(act.reached), about[-1] if about else None


@rule(Visit, clause="条例:二十三")
def visit_is_due(act: Visit, was: Any) -> str | None:
    """办理时限届满即回访；参数允许的，反馈后即可提前回访。"""
    if was is not None or act.order is None:
        return None
    held = act.dispatch
    if held is None or held.due_at is None:
        return "本工单没有派单，派单并办理后方回访"
    due = due_of(held, act)
    if act.at >= due:
        return None
    try:
        early = parameter(act, "visit.early", local_date(act.order.at)).value
    except NoLawInForce as reason:
        return str(reason)
    if early and reply_of(held, act):
        return None
    return f"办理期限 {deadline(due)} 尚未届满，承办单位也未反馈，未到回访时间"


@rule(Visit, clause="条例:二十三", fields="way")
def visit_is_by_the_hotline(act: Visit, _: Any) -> str | None:
    """回访由热线机构通过电话、短信或网络进行。"""
    if act.by_unit is not None and act.by_unit.kind is not UnitKind.HOTLINE:
        return f"{act.by_unit}不得回访，回访由市民热线服务机构进行"
    if act.way is not None and act.way not in set(VisitWay):
        return "回访方式须为电话、短信或网络"
    return None


@rule(Visit, clause="平台规则:visit_attempts")
def visit_is_not_repeated(act: Visit, was: Any) -> str | None:
    """已有有效回访，或未接通已达规定次数的，不再回访。"""
    if was is not None or act.order is None:
        return None
    if valid_visit(act):
        return "本工单已有有效回访，不再回访；承办单位有不同意见的，可提出回访异议"
    if ended := disposal(act):
        return f"本工单已作“{ended.kind.label}”处置，不再回访"
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


def is_bad(solved: bool | None, satisfied: Satisfaction | None) -> bool:
    """Unsolved or dissatisfied."""
    return solved is False or satisfied is Satisfaction.DISSATISFIED


def returned_to(visit: Visit) -> Unit | None:
    """Who does the work over: the unit that did it, or its heir; nobody who is reported."""
    unit = heir(visit.dispatch.unit) or visit.dispatch.unit
    return None if unit in barred(visit) else unit


@rule(Visit, clause="平台规则:rework", fields="workable")
def bad_visit_says_whether_it_is_done_over(act: Visit, was: Any) -> str | None:
    """未解决或不满意的，写明可否再办：可以的退回重办，次数以参数为限；其余的不退回。"""
    if was is not None or act.order is None or act.reached is None:
        return None
    if not act.reached or not is_bad(act.solved, act.satisfied):
        if act.workable:
            return "只有接通后未解决或不满意的，才退回重办"
        return None
    if act.workable is False:
        return None
    try:
        spent = rounds_left(act) <= 0
    except NoLawInForce as reason:
        return str(reason)
    if act.workable is None:
        return None if spent else "未解决或不满意的，请选择是否退回重办"
    return f"本工单已重办{reworks(act)}次，不再退回重办，请选“否”" if spent else None


@rule(Visit, clause="平台规则:informer", fields="workable")
def reported_unit_does_nothing_over(act: Visit, was: Any) -> str | None:
    """举报不退回被举报单位、其上级和承接单位重办，先由派单员改派。"""
    if was is not None or not act.workable or act.dispatch is None or returned_to(act) is not None:
        return None
    unit = heir(act.dispatch.unit) or act.dispatch.unit
    return f"{unit}{IS_REPORTED}，不能退回重办，请先由派单员改派"


@rule(Visit, clause="平台规则:closed_by_visit")
def unit_never_closes_its_own_order(act: Visit, was: Any) -> str | None:
    """工单由回访办结，承办过的单位不得办结自己的工单。"""
    if was is None and any(each.unit is act.by_unit for each in dispatches(act)):
        return "承办单位不得回访、办结自己承办的工单"
    return None


@demands(Dispatch, clause="平台规则:rework", key="visit", on=(Visit,))
def bad_visit_sends_the_order_back(order: Any) -> Iterable[dict[str, Any]]:
    """退回重办的，同时按原条目、原所在地派回原承办单位或其承接单位，重办时限重新起算。"""
    held = {each.visit for each in facts(order, Dispatch)}
    for visit in facts(order, Visit):
        if not visit.workable or visit.dispatch is None:
            continue
        if visit in held:
            yield {"visit": visit}
            continue
        before, unit = visit.dispatch, returned_to(visit)
        if unit is None:
            continue
        opinion = (visit.opinion or "").strip()
        yield {
            "visit": visit,
            "unit": unit,
            "place": before.place,
            "entry": before.entry,
            "note": "回访退回重办" + (f"：{opinion}" if opinion else ""),
        }
