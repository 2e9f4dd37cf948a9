"""吹哨报到: 条例 第十六条、第三十三条; 提纲 四(三)2. A street calls; whoever is called comes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.kernel.clock import local_date
from app.kernel.errors import NoLawInForce
from app.kernel.facts import facts
from app.kernel.rules import demands, derives, rule
from app.law.calendar import Counting, count
from app.law.community import role_of_a_community
from app.law.informer import IS_REPORTED, barred
from app.law.parameters import parameter
from app.law.reading import lead, live, pending_objection, reply_of, street_of
from app.law.reading_whistle import open_summons_of, running, summonses, whistled_by
from app.models.dispatch import Dispatch
from app.models.enums import UnitKind
from app.models.summons import Summons
from app.models.whistle import Whistle

NOT_SUMMONED = {UnitKind.HOTLINE, UnitKind.GOVERNMENT, UnitKind.CENTRAL}


@derives(Whistle, clause="条例:十六(1)", field="dispatch", once=True)
def dispatch_whistled_about(act: Whistle, _: Any) -> Dispatch | None:
    """吹哨为的是现行派单。"""
    return live(act)


@rule(Whistle, clause="条例:十六(1)")
def only_a_street_whistles(act: Whistle, was: Any) -> str | None:
    """工单由街道、乡镇或其社区、村承办的，只有该街道、乡镇可以吹哨。"""
    if was is not None:
        return None
    held = lead(act)
    if held is None:
        return "本工单尚未派单，派单后由承办的街道、乡镇吹哨"
    if act.by_unit is None or act.by_unit.kind is not UnitKind.STREET:
        return "只有街道、乡镇可以吹哨，其他单位请交办协办或者报请协调"
    if act.by_unit in (held, street_of(held)):
        return None
    return f"本工单现由{held}承办，只有承办的街道、乡镇可以吹哨"


@rule(Whistle, clause="条例:十六(1)")
def whistle_is_about_what_is_in_hand(act: Whistle, was: Any) -> str | None:
    """正在办理的工单才吹哨；已反馈、已办结的，异议未裁定的，不吹哨。"""
    if was is not None or act.order is None:
        return None
    if act.order.closed_at is not None:
        return "本工单已办结，不再吹哨"
    if act.dispatch is not None and reply_of(act.dispatch, act):
        return "本工单已反馈，不再吹哨"
    return "派单异议尚未裁定，裁定后再吹哨" if pending_objection(act) else None


@demands(Summons, clause="条例:十六(1)", key="whistle unit", on=(Whistle,))
def whistle_calls_its_unit(order: Any) -> Iterable[dict[str, Any]]:
    """吹哨同时召集所列单位，请其办理的即需要合力解决的问题；其余为增召。"""
    own = {(each, each.unit) for each in facts(order, Whistle) if each.unit is not None}
    for added in facts(order, Summons):
        if (added.whistle, added.unit) not in own:
            yield {"whistle": added.whistle, "unit": added.unit}
    for whistle, unit in own:
        yield {"whistle": whistle, "unit": unit, "task": whistle.matter}


@derives(Summons, clause="条例:十六(2)", field="whistle", once=True)
def whistle_summoned_by(act: Summons, _: Any) -> Whistle | None:
    """召集所应的是本工单最近一次未结束的哨声。"""
    return running(act)


def arrival(act: Summons) -> Counting:
    """How long a summoned unit has to come; ``NoLawInForce``."""
    key = f"whistle.arrive.{act.whistle.kind}"
    return count(act, act.at, parameter(act, key, local_date(act.at)))


@derives(Summons, clause="平台规则:whistle_times", field="arrive_by", once=True)
def when_it_is_to_arrive(act: Summons, _: Any) -> datetime | None:
    """应报到时间自召集之时按哨种计算。"""
    if act.whistle is None or act.whistle.kind is None:
        return None
    try:
        return arrival(act).end
    except NoLawInForce:
        return None


@rule(Summons, clause="平台规则:whistle_times")
def arrival_can_be_timed(act: Summons, was: Any) -> str | None:
    """应报到时间须能算出。"""
    if was is not None or act.whistle is None or act.whistle.kind is None:
        return None
    try:
        arrival(act)
    except NoLawInForce as reason:
        return str(reason)
    return None


@rule(Summons, clause="条例:十六(2)")
def summons_follows_a_whistle(act: Summons, was: Any) -> str | None:
    """哨声结束、工单办结之前，由吹哨的街道、乡镇或其所在区增召单位。"""
    if was is not None or act.order is None:
        return None
    if act.whistle is not None and not summonses(act, act.whistle):
        return None  # called by the whistle itself, which has rules of its own
    if act.order.closed_at is not None:
        return "本工单已办结，不再召集单位"
    if act.whistle is None:
        return "本工单没有未结束的哨声，街道、乡镇吹哨后方可增召单位"
    street = act.whistle.by_unit
    if act.by_unit in whistled_by(act.whistle) or _its_district(act):
        return None
    return f"本次由{street}吹哨，只有{street}或其所在区可以增召单位"


def _its_district(act: Summons) -> bool:
    """Whether the district of the street that whistled summons."""
    street = act.whistle.by_unit if act.whistle is not None else None
    return street is not None and street.district is not None and act.by_unit is street.district


@rule(Summons, clause="条例:十六(2)", fields="unit unit_id")
def summoned_unit_can_come(act: Summons, was: Any) -> str | None:
    """被召集的为承办单位以外的在用部门、街道乡镇、社区村或公共服务单位。"""
    if was is not None or act.unit is None:
        return None
    street = act.whistle.by_unit if act.whistle is not None else None
    if act.unit is lead(act):
        return f"本工单正由{act.unit}承办，不必召集，请另选单位"
    if act.unit is street:
        return f"{act.unit}是吹哨单位，请另选召集单位"
    if not act.unit.active:
        return f"{act.unit}已停用，请另选召集单位"
    if act.unit.kind in NOT_SUMMONED:
        return f"{act.unit}不受召集，请选部门、街道乡镇、社区村或公共服务单位"
    return None


@rule(Summons, clause="条例:十六(2)", fields="unit unit_id")
def unit_is_summoned_once(act: Summons, was: Any) -> str | None:
    """一次哨声对一个单位只召集一次，前次召集有了结果方可再次召集。"""
    if was is not None or act.unit is None:
        return None
    if any(each.unit is act.unit for each in summonses(act, act.whistle) if act.whistle):
        return f"{act.unit}已被本次哨声召集"
    if open_summons_of(act.unit, act):
        return f"{act.unit}已被召集，登记其哨果后方可再次召集"
    return None


@rule(Summons, clause="街道条例:五(1)", fields="unit unit_id")
def street_summons_in_its_own_district(act: Summons, was: Any) -> str | None:
    """街道、乡镇只召集本区的单位；市级单位和外区单位由其所在区增召。"""
    if was is not None or act.unit is None or act.whistle is None or _its_district(act):
        return None
    street = act.whistle.by_unit
    if street is None or act.unit.area_id == street.area_id:
        return None
    return f"{act.unit}不是本区单位，吹哨后请{street.district}增召"


@rule(Summons, clause="条例:十七(2)", fields="unit unit_id")
def community_is_summoned_only_for_what_is_listed(act: Summons, was: Any) -> str | None:
    """只召集本街道、乡镇的社区、村，清单以外的事项不得召集。"""
    if was is not None or act.unit is None or act.whistle is None:
        return None
    street, held = act.whistle.by_unit, act.whistle.dispatch
    if act.unit.kind is not UnitKind.COMMUNITY or street is None or held is None:
        return None
    if street_of(act.unit) not in whistled_by(act.whistle):
        return f"{act.unit}不属{street}，请召集其街道、乡镇"
    if role_of_a_community(act, held.entry.code) is None:
        return f"“{held.entry}”不在社区清单上，不得召集{act.unit}"
    return None


@rule(Summons, clause="平台规则:informer", fields="unit unit_id")
def informer_is_protected_from_the_summoned(act: Summons, was: Any) -> str | None:
    """被举报单位、其上级和承接单位不得召集。"""
    if was is not None or act.unit is None or act.unit not in barred(act):
        return None
    return f"{act.unit}{IS_REPORTED}，不得召集，请另选单位"
