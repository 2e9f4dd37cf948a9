"""精准派单: 条例 第十二至十四条. Who may send an order, to whom next, what follows of itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from app.kernel.facts import facts
from app.kernel.rules import demands, derives, rule
from app.law.competence import is_district
from app.law.informer import barred, shielded
from app.law.reading import (
    disposal,
    goes_back,
    heir,
    live,
    pending_objection,
    reply_of,
    street_of,
)
from app.law.visit import ended_by_visit
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.enums import DispatchGround, Level, UnitKind
from app.models.objection import Objection
from app.models.ruling import Ruling
from app.models.unit import Unit

SECOND = timedelta(seconds=1)

# ---- what a dispatch pins ---------------------------------------------------------------------


@derives(Dispatch, clause="条例:十四(1)", field="seq ground", once=True)
def place_in_the_sequence(act: Dispatch, _: Any) -> tuple[int, DispatchGround]:
    """派单序次递增，序次最高者为现行派单；缘由由事实确定。"""
    before = live(act)
    return (before.seq if before else 0) + 1, _ground(act, before)


def _ground(act: Dispatch, before: Dispatch | None) -> DispatchGround:
    if act.ruling is not None:
        return DispatchGround.RULING
    if act.visit is not None:
        return DispatchGround.REWORK
    if before is None:
        return DispatchGround.SUPERVISORY if disposal(act) else DispatchGround.FIRST
    after = heir(before.unit)
    if not barred(act).isdisjoint({before.unit, after}):
        return DispatchGround.SHIELD
    if not before.unit.active and after is act.unit:
        return DispatchGround.SUCCESSOR
    if before.unit.kind is UnitKind.STREET and _own_community(act.unit, before.unit):
        return DispatchGround.COMMUNITY
    return DispatchGround.ONWARD


def _own_community(unit: Unit | None, street: Unit) -> bool:
    return unit is not None and unit.kind is UnitKind.COMMUNITY and street_of(unit) is street


# ---- by whom, and to whom next ----------------------------------------------------------------


@rule(Dispatch, clause="条例:十二(1)")
def level_dispatches_inside_itself(act: Dispatch, _: Any) -> str | None:
    """分级负责：市级热线机构可派全市，区级只在本区内转派，街道、乡镇只转本辖区社区、村。"""
    by = act.by_unit
    if by is None or by.kind is UnitKind.HOTLINE or act.ruling is not None:
        return None
    if act.ground is DispatchGround.SHIELD:
        return f"{by}须回避本举报，由市民热线服务机构改派其他有职责的单位"
    if is_district(by):
        return _inside_the_district(act, by)
    if by.kind is not UnitKind.STREET:
        return f"{by}不是派单机构，不得派单；认为派单有误的，可提出派单异议"
    return _to_its_own_community(act, by)


def _to_its_own_community(act: Dispatch, by: Unit) -> str | None:
    before = live(act)
    if before is None or before.unit is not by:
        return f"本工单不由{by}承办，街道、乡镇只能转派派到本街乡的工单"
    if act.unit is not None and not _own_community(act.unit, by):
        return f"街道、乡镇只能转本辖区的社区、村，{act.unit}不是{by}的社区、村"
    return None


def _inside_the_district(act: Dispatch, by: Unit) -> str | None:
    before = live(act)
    if before is None:
        return f"本工单尚未由市民热线服务机构派到{by}，区级只能转派派到本区的工单"
    if before.unit.area_id != by.id:
        return f"本工单现由{before.unit}承办，不在{by}辖区，区级只能转派派到本区的工单"
    if act.unit is not None and (act.unit.area_id != by.id or is_district(act.unit)):
        return f"区级只能在本区内转派，{act.unit}不在{by}辖区内"
    return None


@rule(Dispatch, clause="条例:十四(1)", fields="unit unit_id")
def target_is_active(act: Dispatch, _: Any) -> str | None:
    """承办单位须在用；已撤并的，由承接其职能的单位承办。"""
    if act.unit is None or act.unit.active:
        return None
    successor = heir(act.unit)
    return f"{act.unit}已停用，" + (f"请派承接单位{successor}" if successor else "请另选单位")


@rule(Dispatch, clause="条例:十四(3)")
def first_receiver_keeps_the_order(act: Dispatch, was: Any) -> str | None:
    """首接负责：改换承办单位只能依异议裁定、职能承接、举报回避，或由区、街乡在本辖区内转派。"""
    before = live(act)
    if was is not None or before is None or act.ground is not DispatchGround.ONWARD:
        return None
    if is_district(before.unit) and act.by_unit is before.unit:
        return None
    if act.unit is None and before.unit.kind is UnitKind.STREET and act.by_unit is before.unit:
        return None
    if not before.unit.active and (successor := heir(before.unit)) is not None:
        sentence = f"{before.unit}已停用，应由承接其职能的{successor}承办"
        return None if act.unit is None else sentence
    return f"本工单由{before.unit}首接，不得改派；该单位认为派单有误的，可提出派单异议"


@rule(Dispatch, clause="平台规则:closed_by_visit")
def only_an_open_order_is_dispatched(act: Dispatch, was: Any) -> str | None:
    """已反馈、已办结或异议未裁定的工单不再派单。"""
    if was is not None or act.order is None or act.ruling is not None or goes_back(act):
        return None
    if pending_objection(act):
        return "本工单的派单异议尚未裁定，裁定后再行派单"
    closed = act.order.closed_at is not None or ended_by_visit(act) is not None
    ended = closed and not disposal(act)
    # What the reported unit replied before it was known to be so does not bind anybody.
    if ended or (act.ground is not DispatchGround.SHIELD and reply_of(live(act), act)):
        return "本工单已反馈或已办结，不再派单"
    return None


@rule(Dispatch, clause="条例:十二(3)", fields="unit unit_id")
def upheld_objector_is_left_alone(act: Dispatch, was: Any) -> str | None:
    """异议已成立的单位，不得再以转派等方式承办同一工单；其后承接现承办单位职能的除外。"""
    if was is not None or act.unit is None or goes_back(act):
        return None
    if act.ground is DispatchGround.SUCCESSOR:
        return None
    own = {each for each in facts(act, Objection) if each.by_unit is act.unit}
    if own and any(each.upheld and each.objection in own for each in facts(act, Ruling)):
        return f"{act.unit}对本工单的异议已经成立，不得再派该单位"
    return None


# ---- what follows of itself -------------------------------------------------------------------


@demands(DispatchCopy, clause="条例:十二(1)(一)", key="dispatch unit", on=(Dispatch,))
def district_is_copied(order: Any) -> Iterable[dict[str, Unit | Dispatch]]:
    """直接派街道、乡镇的，同时派送所在区人民政府督促；区政府须回避举报的除外。"""
    copied = {each.dispatch for each in facts(order, DispatchCopy)}
    for each in facts(order, Dispatch):
        if each.unit is None or each.unit.level is not Level.STREET:
            continue
        district = each.unit.district
        # Found out in the very second of a dispatch: after it, where the copy had been sent.
        known = each.at - SECOND if each in copied else each.at
        if district is not None and district not in shielded(order, known):
            yield {"dispatch": each, "unit": district}
