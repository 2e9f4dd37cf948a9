"""派单异议审核: 条例 第十二条第三款."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.kernel.clock import deadline, local_date
from app.kernel.errors import NoLawInForce
from app.kernel.facts import facts
from app.kernel.rules import demands, derives, rule
from app.law.calendar import Counting, count
from app.law.parameters import parameter
from app.law.reading import dispatches, lead, live, pending_objection, reply_of
from app.law.separation import persons
from app.models.dispatch import Dispatch
from app.models.enums import DispatchGround, ObjectionGround, UnitKind
from app.models.objection import Objection
from app.models.ruling import Ruling


@derives(Objection, clause="条例:十二(3)", field="dispatch", once=True)
def dispatch_objected_to(act: Objection, _: Any) -> Dispatch | None:
    """异议针对现行派单。"""
    return live(act)


@derives(Objection, clause="平台规则:overdue_objection", field="rule_by", once=True)
def when_it_is_to_be_ruled(act: Objection, _: Any) -> datetime | None:
    """异议自提出起限时裁定；逾期未裁的报督办员。"""
    if act.dispatch is None:
        return None
    try:
        return review(act).end
    except NoLawInForce:
        return None


def review(act: Objection) -> Counting:
    """How long there is to rule on an objection; ``NoLawInForce``."""
    key = f"objection.review.{act.dispatch.limit_class}"
    return count(act, act.at, parameter(act, key, local_date(act.at)))


@rule(Objection, clause="平台规则:objection_review")
def objection_can_be_timed(act: Objection, was: Any) -> str | None:
    """异议的裁定时限须能算出。"""
    if was is not None or act.dispatch is None:
        return None
    try:
        review(act)
    except NoLawInForce as reason:
        return str(reason)
    return None


@rule(Objection, clause="条例:十二(3)")
def only_the_lead_objects(act: Objection, was: Any) -> str | None:
    """只有现承办单位可以提出派单异议。"""
    if was is not None:
        return None
    held = lead(act)
    if held is None:
        return "本工单尚未派单，无从异议"
    return None if act.by_unit is held else f"本工单现由{held}承办，只有承办单位可以提出异议"


@rule(Objection, clause="平台规则:objection_window")
def objection_is_in_time(act: Objection, _: Any) -> str | None:
    """异议须在该时限级别的异议期内提出。"""
    if act.dispatch is None or act.at <= act.dispatch.object_by:
        return None
    return f"异议期已于 {deadline(act.dispatch.object_by)} 届满，请按首接负责办理，可报区级协调"


@rule(Objection, clause="条例:十二(3)", fields="ground reason evidence")
def objection_states_its_ground(act: Objection, _: Any) -> str | None:
    """异议须有所列理由、说明和依据材料。"""
    if act.ground not in set(ObjectionGround):
        return "请选择异议理由：职责、管辖或目录条目适用"
    if not (act.reason or "").strip() or not (act.evidence or "").strip():
        return "派单异议须写明说明和依据材料（规定名称、文号、条款）"
    return None


@rule(Objection, clause="平台规则:one_objection")
def ruled_order_is_not_returned(act: Objection, was: Any) -> str | None:
    """每个单位对同一工单只能异议一次；经裁定指定的单位不得再异议。"""
    if was is not None:
        return None
    if any(each.by_unit is act.by_unit for each in facts(act, Objection) if each is not act):
        return "本单位对该工单已提出过异议，不得再次提出"
    if act.dispatch is not None and act.dispatch.ground is DispatchGround.RULING:
        return "本单位经异议裁定指定承办，不得再退回"
    if act.dispatch is not None and act.dispatch.ground is DispatchGround.REWORK:
        return "本单位承办后经回访退回重办，不得再提出派单异议"
    return None


@rule(Objection, clause="条例:十二(3)")
def only_an_open_order_is_objected_to(act: Objection, was: Any) -> str | None:
    """已反馈、已办结的工单不再异议。"""
    if was is not None or act.dispatch is None:
        return None
    if act.order.closed_at is not None:
        return "本工单已办结，不再提出派单异议"
    return "本单位已反馈办理结果，不再提出派单异议" if reply_of(act.dispatch, act) else None


@derives(Ruling, clause="条例:十二(3)", field="objection", once=True)
def objection_ruled_on(act: Ruling, _: Any) -> Objection | None:
    """裁定针对待裁的异议。"""
    return pending_objection(act)


@rule(Ruling, clause="条例:十二(3)")
def ruling_answers_an_objection(act: Ruling, was: Any) -> str | None:
    """有待裁的异议方可裁定，一项异议裁定一次；工单已办结的不再裁定。"""
    if act.objection is None:
        return "本工单没有待裁定的派单异议"
    closed = was is None and act.order.closed_at is not None
    return "本工单已由回访办结，异议不再裁定" if closed else None


@rule(Ruling, clause="条例:十二(3)", fields="reason unit unit_id")
def ruling_gives_reasons_and_names_the_unit(act: Ruling, _: Any) -> str | None:
    """裁定须说明理由；异议成立的须指定另一承办单位，不成立的不得指定。"""
    if not (act.reason or "").strip():
        return "裁定须写明理由"
    if act.upheld and act.unit is None:
        return "异议成立的，须指定承办单位"
    if act.upheld and act.objection is not None and act.unit is act.objection.by_unit:
        return "异议成立的，须指定提出异议单位以外的承办单位"
    if not act.upheld and act.unit is not None:
        return "异议不成立的，仍由原单位承办，不得另行指定单位"
    return None


@rule(Ruling, clause="平台规则:separation")
def ruling_is_impartial(act: Ruling, _: Any) -> str | None:
    """裁定由审核机构作出，提出异议的单位和本工单的派单人不得参与。"""
    if act.by_unit is not None and act.by_unit.kind is not UnitKind.HOTLINE:
        return f"{act.by_unit}不是派单异议审核机构，不得裁定"
    sent = [each for each in dispatches(act) if each.ruling is None]
    if any(persons(act) & persons(each) for each in sent):
        return "本工单由您派单，派单人不得审核自己派单的异议，请由其他审核员裁定"
    if act.objection is not None and act.by_unit is act.objection.by_unit:
        return "提出异议的单位不得裁定自己的异议"
    return None


@demands(Dispatch, clause="条例:十二(3)", key="ruling", on=(Ruling,))
def upheld_objection_redispatches(order: Any) -> Iterable[dict[str, Any]]:
    """异议成立的，同时改派裁定指定的单位，单位时限重新起算，对诉求人的时限不变。"""
    held = {each.ruling for each in facts(order, Dispatch)}
    for ruling in facts(order, Ruling):
        if not ruling.upheld or ruling.unit is None or ruling.objection is None:
            continue
        if ruling in held:
            yield {"ruling": ruling}
            continue
        before = ruling.objection.dispatch
        yield {
            "ruling": ruling,
            "unit": ruling.unit,
            "place": ruling.place or before.place,
            "entry": ruling.entry or before.entry,
            "note": f"依异议裁定改派：{ruling.reason}",
        }
