"""精准派单: 条例 第十一条第二款、第十二至十四条; 提纲 四(二)3."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.kernel.clock import local_date
from app.kernel.facts import facts
from app.kernel.rules import demands, derives, rule
from app.law.competence import competent, falls_to_a_district, is_district, serves
from app.law.parameters import entry_in_force
from app.law.reading import disposal, heir, live, pending_objection, reply_of
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.enums import DispatchGround, Level, UnitKind
from app.models.objection import Objection
from app.models.ruling import Ruling
from app.models.unit import Unit

# ---- what a dispatch pins ---------------------------------------------------------------------


@derives(Dispatch, clause="条例:十四(1)", field="seq ground", once=True)
def place_in_the_sequence(act: Dispatch, _: Any) -> tuple[int, DispatchGround | None]:
    """派单序次递增，序次最高者为现行派单；缘由由事实确定。"""
    before = live(act)
    if act.ruling is not None:
        ground = DispatchGround.RULING
    elif before is None:
        ground = DispatchGround.FIRST
    elif not before.unit.active and heir(before.unit) is act.unit:
        ground = DispatchGround.SUCCESSOR
    else:
        ground = DispatchGround.ONWARD
    return (before.seq if before else 0) + 1, ground


# ---- to whom ----------------------------------------------------------------------------------


@rule(Dispatch, clause="条例:十一(2)", fields="entry entry_id")
def entry_is_in_force(act: Dispatch, was: Any) -> str | None:
    """派单依据派单时生效的目录条目，并固定其版本。"""
    if was is not None or act.entry is None:
        return None
    held = entry_in_force(act, act.entry.code, local_date(act.at))
    if held is None:
        return f"目录条目 {act.entry.code} {act.entry} 当前未生效或已停用，请另选条目"
    if held is not act.entry:
        return f"目录条目 {act.entry.code} 已有 {held.valid_from} 起生效的新版本，请选用新版本"
    return None


@rule(Dispatch, clause="条例:十一(2)", fields="entry entry_id")
def entry_covers_the_kind_of_demand(act: Dispatch, _: Any) -> str | None:
    """目录条目须适用于本工单的诉求类型。"""
    if act.entry is None or act.order is None:
        return None
    kind = act.order.demand_kind
    if kind not in act.entry.demand_kinds:
        held = "、".join(each.label for each in act.entry.demand_kinds)
        return f"该条目适用于{held}，本工单为{kind.label}，请另选条目"
    return None


@rule(Dispatch, clause="条例:十一(2)", fields="unit unit_id")
def unit_is_competent(act: Dispatch, _: Any) -> str | None:
    """职权法定：承办单位须为目录条目指定的单位，或具有该条目要求的类别和职能。

    区政府只接收本区单位有职责的事项，由其转派。
    """
    if act.entry is None or act.unit is None:
        return None
    district = is_district(act.unit)
    if not (falls_to_a_district(act.entry) if district else competent(act.entry, act.unit)):
        duty = act.entry.named_unit or "".join(
            (act.entry.competent_kind.label if act.entry.competent_kind else "",
             f"（{act.entry.competent_function}）" if act.entry.competent_function else "")
        )  # fmt: skip
        return f"{act.unit}对“{act.entry}”没有法定职责，应派{duty}"
    return None


@rule(Dispatch, clause="条例:十一(2)", fields="unit unit_id place place_id")
def unit_is_of_the_place(act: Dispatch, _: Any) -> str | None:
    """属地管理：属地事项派诉求发生地的街道、乡镇或该区的部门；区级单位只承办本区的诉求。"""
    if act.entry is None or act.unit is None or is_district(act.unit):
        return None
    if act.place is None and (act.entry.territorial or act.unit.area_id is not None):
        return "须先认定诉求所在地（街道、乡镇，或只能确定到的区）"
    if not serves(act.unit, act.place):
        return f"{act.unit}不管辖{act.place}，请派所在地的单位"
    street = act.unit.kind is UnitKind.STREET
    if act.entry.territorial and street and act.unit is not act.place:
        return f"诉求所在地为{act.place}，属地事项应派{act.place}"
    return None


@rule(Dispatch, clause="平台规则:place", fields="place place_id")
def place_is_an_area(act: Dispatch, _: Any) -> str | None:
    """所在地为街道、乡镇，或只能确定到的区。"""
    if act.place is None or act.place.level is Level.STREET or is_district(act.place):
        return None
    return f"{act.place}不是地方，所在地须为街道、乡镇，或只能确定到的区"


@rule(Dispatch, clause="条例:十二(1)(二)", fields="unit unit_id place place_id")
def area_alone_goes_to_its_district(act: Dispatch, _: Any) -> str | None:
    """只能确定到区的诉求派该区人民政府，由其转派；能确定单位的不派区政府。"""
    if act.unit is None or act.entry is None:
        return None
    if is_district(act.unit) and act.unit is not act.place:
        return f"只能确定到区的诉求才派区政府；所在地须为{act.unit}"
    if act.entry.territorial and is_district(act.place) and not is_district(act.unit):
        before = live(act)
        if before is None or before.unit is not act.place:
            return f"只能确定到{act.place}的属地事项，应派{act.place}，由其转派"
    return None


@rule(Dispatch, clause="条例:十二(1)")
def level_dispatches_inside_itself(act: Dispatch, _: Any) -> str | None:
    """分级负责：市级热线机构可派全市，区级只能在本区内转派，其他单位不得派单。"""
    by = act.by_unit
    if by is None or by.kind is UnitKind.HOTLINE or act.ruling is not None:
        return None
    if not is_district(by):
        return f"{by}不是派单机构，不得派单"
    if live(act) is None:
        return f"本工单尚未由市民热线服务机构派到{by}，区级只能转派派到本区的工单"
    if act.unit is not None and (act.unit.area_id != by.id or is_district(act.unit)):
        return f"区级只能在本区内转派，{act.unit}不在{by}辖区内"
    return None


@rule(Dispatch, clause="提纲:四(二)3", fields="unit unit_id entry entry_id")
def reclaimed_duty_is_not_sent_down(act: Dispatch, _: Any) -> str | None:
    """权责对等：上级已收回的职责不得再派街道、乡镇。"""
    if act.entry is None or act.unit is None or act.unit.kind is not UnitKind.STREET:
        return None
    if act.entry.duty_list.value == "reclaimed":
        return f"“{act.entry}”的职责已由上级部门收回，不得派{act.unit}，请派主管部门"
    return None


@rule(Dispatch, clause="条例:十四(1)", fields="unit unit_id")
def target_is_active(act: Dispatch, _: Any) -> str | None:
    """承办单位须在用；已撤并的，由承接其职能的单位承办。"""
    if act.unit is None or act.unit.active:
        return None
    successor = heir(act.unit)
    return f"{act.unit}已停用，" + (f"请派承接单位{successor}" if successor else "请另选单位")


@rule(Dispatch, clause="条例:十四(1)")
def first_receiver_keeps_the_order(act: Dispatch, was: Any) -> str | None:
    """首接负责：改换承办单位只能依异议裁定、职能承接，或由区政府在本区内转派。"""
    before = live(act)
    if was is not None or before is None or act.ground is not DispatchGround.ONWARD:
        return None
    if is_district(before.unit) and act.by_unit is before.unit:
        return None
    if not before.unit.active and (successor := heir(before.unit)) is not None:
        sentence = f"{before.unit}已停用，应由承接其职能的{successor}承办"
        return None if act.unit is None else sentence
    return f"本工单由{before.unit}首接，不得改派；该单位认为派单有误的，可提出派单异议"


@rule(Dispatch, clause="平台规则:closed_by_visit")
def only_an_open_order_is_dispatched(act: Dispatch, was: Any) -> str | None:
    """已答复、已反馈、已办结或异议未裁定的工单不再派单。"""
    if was is not None or act.order is None or act.ruling is not None:
        return None
    if disposal(act):
        return "本工单已即时答复，不再派单"
    if pending_objection(act):
        return "本工单的派单异议尚未裁定，裁定后再行派单"
    if reply_of(live(act), act) or act.order.closed_at:
        return "本工单已反馈或已办结，不再派单"
    return None


@rule(Dispatch, clause="条例:十二(3)", fields="unit unit_id")
def upheld_objector_is_left_alone(act: Dispatch, was: Any) -> str | None:
    """异议已成立的单位，不得再以转派等方式承办同一工单。"""
    if was is not None or act.unit is None:
        return None
    own = {each for each in facts(act, Objection) if each.by_unit is act.unit}
    if own and any(each.upheld and each.objection in own for each in facts(act, Ruling)):
        return f"{act.unit}对本工单的异议已经成立，不得再派该单位"
    return None


# ---- what follows of itself -------------------------------------------------------------------


@demands(DispatchCopy, clause="条例:十二(1)(一)", key="dispatch unit", on=(Dispatch,))
def district_is_copied(order: Any) -> Iterable[dict[str, Unit | Dispatch]]:
    """直接派街道、乡镇的，同时派送所在区人民政府督促。"""
    for each in facts(order, Dispatch):
        if each.unit is not None and each.unit.level is Level.STREET and each.unit.district:
            yield {"dispatch": each, "unit": each.unit.district}
