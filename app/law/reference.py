"""Reference rows: units in their tree, dated rows that are superseded, people where they belong."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.kernel.clock import local_date
from app.kernel.facts import session_of
from app.kernel.model import Public
from app.kernel.rules import derives, rule
from app.law.competence import is_district
from app.models.account import Account
from app.models.act import Dated
from app.models.enums import Level, Post, UnitKind
from app.models.unit import Unit

CITY_POSTS = {
    Post.INTAKE,
    Post.DISPATCHER,
    Post.REVIEWER,
    Post.VISITOR,
    Post.SUPERVISOR,
}


@derives(Unit, clause="条例:五", field="path district", once=True)
def place_in_the_tree(unit: Unit, _: Any) -> tuple[str, Unit | None]:
    """路径由上级路径加本单位编码；所属区为上级中的区人民政府。"""
    above = unit.parent
    if above is None:
        return f"{unit.code}/", None
    return f"{above.path}{unit.code}/", above if is_district(above) else above.district


@rule(Unit, clause="条例:五", fields="parent parent_id level")
def unit_stands_under_its_superior(unit: Unit, _: Any) -> str | None:
    """只有市级机关没有上级；下级单位的层级不高于上级。"""
    ranks = list(Level)
    if unit.level not in ranks:
        return None
    if unit.parent is None:
        return None if unit.level is Level.CITY else "区级、街乡级单位须选择上级单位"
    if ranks.index(unit.level) < ranks.index(unit.parent.level):
        return f"{unit.level.label}单位不能隶属于{unit.parent.level.label}的{unit.parent}"
    return None


@rule(Unit, clause="平台规则:successor", fields="active successor successor_id")
def successor_takes_over(unit: Unit, _: Any) -> str | None:
    """职能承接单位须在用，且不是本单位。"""
    if unit.successor is None:
        return None
    if unit.successor is unit or not unit.successor.active:
        return "职能承接单位须为另一在用单位"
    return "在用单位不设承接单位，请先停用本单位" if unit.active else None


@rule(Unit, clause="平台规则:reference_only")
def identity_of_a_unit_is_kept(unit: Unit, was: Unit | None) -> str | None:
    """单位的编码、上级和层级建立后不改，机构调整另作承接。"""
    kept = ("code", "parent_id", "level")
    if was is not None and any(getattr(unit, key) != getattr(was, key) for key in kept):
        return "单位的编码、上级单位和层级不得改动；机构调整请停用原单位并设承接单位"
    return None


@rule(Dated, clause="平台规则:dated_rows")
def dated_rows_are_superseded(row: Any, was: Any) -> str | None:
    """目录、参数、日历只增新版本，不改旧版本。"""
    return "已生效的版本不得改动，请新增一个版本" if was is not None else None


@rule(Dated, clause="平台规则:first_version", fields="valid_from")
def later_version_is_not_backdated(row: Any, was: Any) -> str | None:
    """首个版本可以自过去生效，以后的版本不得追溯。"""
    if was is not None or row.valid_from is None or row.valid_from >= local_date(row.at):
        return None
    table, key = type(row), row.__dated_by__
    session: Any = session_of(row)
    query = select(table.id).where(getattr(table, key) == getattr(row, key)).limit(1)
    if session.scalar(query) is None:
        return None
    return f"新版本不得追溯生效，生效日最早为 {local_date(row.at)}"


@rule(Public, clause="平台规则:catalogue_history", deleting=True)
def reference_rows_are_kept(row: Any, _: Any) -> str | None:
    """单位、目录、参数和日历有工单引用，只能停用，不得删除。"""
    return f"{type(row).__label__}不得删除，请改为停用或新增版本"


@rule(Account, clause="平台规则:account", fields="post unit unit_id")
def account_sits_where_its_post_belongs(account: Account, _: Any) -> str | None:
    """热线岗位设在热线机构，区统筹设在区政府，承办岗位设在承办单位。"""
    unit, post = account.unit, account.post
    if unit is None or post is None:
        return None
    if not unit.active:
        return f"{unit}已停用，请另选单位"
    if post in CITY_POSTS and unit.kind is not UnitKind.HOTLINE:
        return f"{post.label}只能设在市民热线服务机构"
    if post is Post.COORDINATOR and not is_district(unit):
        return "区统筹只能设在区人民政府"
    handling = unit.kind not in {UnitKind.HOTLINE, UnitKind.GOVERNMENT}
    if post in {Post.HANDLER, Post.HEAD} and not handling:
        return f"{post.label}只能设在承办单位"
    return None


@rule(Account, clause="平台规则:account", deleting=True)
def accounts_are_kept(account: Account, _: Any) -> str | None:
    """账号曾作出行为，只能停用，不得删除。"""
    return "账号不得删除，请改为停用"
