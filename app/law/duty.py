"""职权法定, 属地管理, 权责对等: 条例 第十一条第二款、第十二条第一款; 提纲 四(二)3."""

from __future__ import annotations

from typing import Any

from app.kernel.clock import local_date
from app.kernel.rules import rule
from app.law.competence import competent, falls_to_a_district, is_district, serves
from app.law.parameters import entry_in_force
from app.law.reading import goes_back, live
from app.models.dispatch import Dispatch
from app.models.enums import DispatchGround, DutyList, Level, UnitKind


@rule(Dispatch, clause="条例:十一(2)", fields="entry entry_id")
def entry_is_in_force(act: Dispatch, was: Any) -> str | None:
    """派单依据派单时生效的目录条目，并固定其版本；承接单位沿用原派单的条目。"""
    if was is not None or act.entry is None or goes_back(act) or _taken_over(act):
        return None
    held = entry_in_force(act, act.entry.code, local_date(act.at))
    if held is None:
        return f"目录条目 {act.entry.code} {act.entry} 当前未生效或已停用，请另选条目"
    if held is not act.entry and held.valid_from < act.entry.valid_from:
        return f"目录条目 {act.entry.code} 的这一版本尚未公布或者尚未生效，请选用现行版本"
    if held is not act.entry:
        return f"目录条目 {act.entry.code} 已有 {held.valid_from} 起生效的新版本，请选用新版本"
    return None


def _taken_over(act: Dispatch) -> bool:
    """Whether a successor carries on what was begun, under the entry it was begun under."""
    before = live(act) if act.ground is DispatchGround.SUCCESSOR else None
    return before is not None and before.entry is act.entry


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


def _placed_otherwise(act: Dispatch) -> bool:
    """A community has lists of its own; what is done over stays where it was."""
    return goes_back(act) or (act.unit is not None and act.unit.kind is UnitKind.COMMUNITY)


@rule(Dispatch, clause="条例:十一(2)", fields="unit unit_id")
def unit_is_competent(act: Dispatch, _: Any) -> str | None:
    """职权法定：承办单位须为目录条目指定的单位，或具有该条目要求的类别和职能。

    区政府只接收本区单位有职责的事项，由其转派。
    """
    if act.entry is None or act.unit is None or _placed_otherwise(act):
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
    if act.entry is None or act.unit is None or is_district(act.unit) or _placed_otherwise(act):
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
    if act.unit is None or act.entry is None or _placed_otherwise(act):
        return None
    if is_district(act.unit) and act.unit is not act.place:
        return f"只能确定到区的诉求才派区政府；所在地须为{act.unit}"
    if act.entry.territorial and is_district(act.place) and not is_district(act.unit):
        before = live(act)
        if before is None or before.unit is not act.place:
            return f"只能确定到{act.place}的属地事项，应派{act.place}，由其转派"
    return None


@rule(Dispatch, clause="提纲:四(二)3", fields="unit unit_id entry entry_id")
def duty_of_others_is_not_sent_down(act: Dispatch, _: Any) -> str | None:
    """权责对等：上级已收回的职责不得再派街道、乡镇；街道、乡镇只配合的，不由其主办。"""
    if act.entry is None or act.unit is None or goes_back(act):
        return None
    if act.unit.kind is not UnitKind.STREET:
        return None
    if act.entry.duty_list is DutyList.RECLAIMED:
        return f"“{act.entry}”的职责已由上级部门收回，不得派{act.unit}，请派主管部门"
    if act.entry.duty_list is DutyList.ASSIST:
        return f"“{act.entry}”街道、乡镇只配合履职，不得由{act.unit}主办，请派主管单位"
    return None
