"""机构调整: a unit is merged, renamed, or hands over functions (平台规则:successor)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from app.kernel.facts import by_the_system, session_of
from app.kernel.rules import rule
from app.law.publication import draft_of
from app.law.reading import heir
from app.models.act import Stamped
from app.models.enums import ReorganisationKind, Source, UnitKind
from app.models.publication import Publication, published
from app.models.reorganisation import Reorganisation
from app.models.unit import SEPARATOR, Unit

MERGED, RENAMED, TRANSFERRED = ReorganisationKind
#: Others stand under them, or everything passes through them: no plain unit takes their place.
STANDING = {UnitKind.GOVERNMENT, UnitKind.HOTLINE}


def functions_in(text: str | None) -> list[str]:
    """The functions a text names."""
    return [each.strip() for each in (text or "").split(SEPARATOR) if each.strip()]


# ---- what is drafted --------------------------------------------------------------------------


@rule(Reorganisation, clause="平台规则:successor", fields="unit unit_id kind")
def reorganised_unit_is_in_use(act: Reorganisation, was: Any) -> str | None:
    """调整的是在用单位；人民政府和热线机构不作为单位撤并或者划转。"""
    if was is not None or act.unit is None:
        return None
    if not act.unit.active:
        return f"{act.unit}已停用，不再调整；其职能现由{heir(act.unit) or '他人'}承接"
    if act.kind is not RENAMED and act.unit.kind in STANDING:
        return f"{act.unit}下有所属单位和全部工单，不能撤并或者划转职能，只能改名"
    return None


@rule(Reorganisation, clause="平台规则:successor",
      fields="successor successor_id functions new_name new_short_name")  # fmt: skip
def reorganisation_says_what_changes(act: Reorganisation, was: Any) -> str | None:
    """撤并写明承接单位，划转写明承接单位和职能，改名写明新名称。"""
    if was is not None or act.unit is None or act.kind is None:
        return None
    if act.kind is RENAMED:
        return _renaming_says_nothing(act)
    if act.successor is None:
        return f"{act.kind.label}须选择承接单位"
    if act.kind is MERGED:
        return None
    told = functions_in(act.functions)
    if not told:
        return f"请写明由{act.successor}承接的职能，多项之间用“{SEPARATOR}”隔开"
    lacking = [each for each in told if not act.unit.has_function(each)]
    return f"{act.unit}没有“{'、'.join(lacking)}”职能，请核对" if lacking else None


def _renaming_says_nothing(act: Reorganisation) -> str | None:
    wanted = (act.new_name or "").strip()
    if not wanted:
        return "改名须填写新名称"
    return "新名称与现名称相同，请核对" if wanted == act.unit.name else None


@rule(Reorganisation, clause="平台规则:successor", fields="successor successor_id")
def successor_is_of_its_kind(act: Reorganisation, was: Any) -> str | None:
    """承接单位为另一在用的同类单位，区内单位由本区单位承接。"""
    if was is not None or act.unit is None or act.successor is None or act.kind is RENAMED:
        return None
    if act.successor is act.unit:
        return "承接单位不能是本单位，请另选"
    if not act.successor.active:
        return f"{act.successor}已停用，不能承接，请选{heir(act.successor) or '其他在用单位'}"
    if act.successor.kind is not act.unit.kind:
        return f"{act.unit}是{act.unit.kind.label}，须由另一{act.unit.kind.label}承接"
    if act.successor.area_id != act.unit.area_id:
        return f"{act.successor}与{act.unit}不在同一个区，请选本区的单位承接"
    return None


# ---- what is brought into force ---------------------------------------------------------------


@rule(Publication, clause="平台规则:successor")
def reorganisation_is_not_overtaken(act: Publication, _: Any) -> str | None:
    """拟定之后所涉单位又有调整施行的，不再照原方案施行。"""
    draft = draft_of(act)
    if not isinstance(draft, Reorganisation):
        return None
    touched = {draft.unit_id, draft.successor_id} - {None}
    query = (
        select(Reorganisation.id)
        .join(Publication, Publication.row_id == Reorganisation.id)
        .where(Publication.table_name == act.table_name, Publication.at > draft.at)
        .where(Reorganisation.id != draft.id, Publication.at <= act.at)
        .where(or_(Reorganisation.unit_id.in_(touched), Reorganisation.successor_id.in_(touched)))
    )
    if act.id is not None:
        query = query.where(Publication.id < act.id)
    if session_of(act).scalar(query.limit(1)) is None:
        return None
    return f"{draft.unit}或承接单位在本方案拟定之后已有其他调整施行，请核对现状后重新拟定"


@rule(Publication, clause="平台规则:successor")
def reorganisation_takes_effect_at_once(act: Publication, _: Any) -> str | None:
    """公布机构调整的同时施行，单位随之变动。"""
    draft = draft_of(act)
    if not isinstance(draft, Reorganisation) or _in_effect(draft):
        return None
    return "公布机构调整须同时施行，请在该机构调整的页面公布施行"


def _in_effect(act: Reorganisation) -> bool:
    unit, after = act.unit, act.successor
    if act.kind is RENAMED:
        return unit.name == act.new_name.strip()
    if after is None:
        return False
    if act.kind is MERGED:
        return not unit.active and unit.successor is after
    told = functions_in(act.functions)
    return all(after.has_function(e) and not unit.has_function(e) for e in told)


# ---- the unit ---------------------------------------------------------------------------------


@rule(Unit, clause="平台规则:successor")
def unit_changes_by_reorganisation(unit: Unit, was: Unit | None) -> str | None:
    """单位停用、承接、改名和划出职能，须依公布施行的机构调整；装载基础资料除外。"""
    if was is None or by_the_system(unit):
        return None
    merged = (unit.active, unit.successor_id) != (was.active, was.successor_id)
    renamed = (unit.name, unit.short_name) != (was.name, was.short_name)
    lost = set(functions_in(was.functions)) - set(functions_in(unit.functions))
    if not (merged or renamed or lost):
        return None
    if not was.active:
        return f"{was.name}已停用，不再变动；须恢复的，请新设单位"
    decided = (
        (not merged or _may_end(unit, was))
        and (not renamed or _may_be_called(unit, was))
        and (not lost or _may_lose(unit, lost))
    )
    if decided:
        return None
    return f"{was.name}的停用、改名和职能划出，须先拟定机构调整，由另一名目录管理员公布施行"


def _may_end(unit: Unit, was: Unit) -> bool:
    act = _decided(unit, MERGED)
    return act is not None and unit.successor_id in (was.successor_id, act.successor_id)


def _may_be_called(unit: Unit, was: Unit) -> bool:
    act = _decided(unit, RENAMED)
    if act is None or unit.name != act.new_name.strip():
        return False
    return unit.short_name in (was.short_name, act.new_short_name.strip())


def _may_lose(unit: Unit, lost: set[str]) -> bool:
    act = _decided(unit, TRANSFERRED)
    return act is not None and lost <= set(functions_in(act.functions))


def _decided(unit: Unit, kind: ReorganisationKind) -> Reorganisation | None:
    """The newest of its kind about a unit that is in force, or is just being published."""
    session = session_of(unit)
    begun = [each.row_id for each in session.new if isinstance(each, Publication)]
    query = (
        select(Reorganisation)
        .where(Reorganisation.unit_id == unit.id, Reorganisation.kind == kind)
        .where(or_(published(Reorganisation), Reorganisation.id.in_(begun)))
        .order_by(Reorganisation.id.desc())
    )
    return session.scalars(query.limit(1)).first()


@rule(Stamped, clause="平台规则:successor")
def who_acts_sits_in_a_unit_in_use(row: Any, was: Any) -> str | None:
    """单位撤并后，其职责由承接单位接续，原单位的账号不再办理；导入的是当时的行为。"""
    if was is not None or row.by_unit is None or row.by_unit.active:
        return None
    if row.source is Source.IMPORT:
        return None
    after = heir(row.by_unit)
    by = f"由{after}承接，" if after is not None else ""
    return f"{row.by_unit}已停用，{by}本账号不再办理，请账号管理员调整账号的所属单位"
