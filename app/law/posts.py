"""岗位归口: who sits where, as the duties are divided (条例:五; 提纲 四(一)2)."""

from __future__ import annotations

from typing import Any

from app.kernel.rules import rule
from app.law.competence import is_district
from app.models.account import Account
from app.models.enums import Post, UnitKind

HOTLINE_POSTS = {
    Post.INTAKE,
    Post.DISPATCHER,
    Post.REVIEWER,
    Post.VISITOR,
    Post.SUPERVISOR,
    Post.MIGRATOR,
}
#: They see the whole city, so they sit in a body of the whole city.
CITY_POSTS = {
    Post.KEEPER,
    Post.ASSESSOR,
    Post.AUDITOR,
    Post.ACCOUNT_ADMIN,
    Post.SECURITY_ADMIN,
}


@rule(Account, clause="平台规则:account", fields="unit unit_id")
def account_sits_in_a_unit_in_use(account: Account, was: Any) -> str | None:
    """账号设在在用单位；单位后来撤并的，账号留待调整，但不能再办理（平台规则:successor）。"""
    if account.unit is None or account.unit.active:
        return None
    if account.id is not None and (was is None or was.unit_id == account.unit_id):
        return None
    return f"{account.unit}已停用，请另选单位"


@rule(Account, clause="条例:五(4)", fields="post unit unit_id")
def hotline_posts_sit_in_the_hotline(account: Account, _: Any) -> str | None:
    """热线机构接收、查询、反馈诉求并转办、交办、督办：这些岗位设在热线机构。"""
    if account.unit is None or account.post not in HOTLINE_POSTS:
        return None
    if account.unit.kind is UnitKind.HOTLINE:
        return None
    return f"{account.post.label}只能设在市民热线服务机构"


@rule(Account, clause="条例:五(3)", fields="post unit unit_id")
def city_posts_sit_in_a_city_body(account: Account, _: Any) -> str | None:
    """市政务服务部门组织协调、订立流程规范：目录、考评、审计和账号岗位设在市级。"""
    if account.unit is None or account.post not in CITY_POSTS:
        return None
    if account.unit.kind in {UnitKind.HOTLINE, UnitKind.CITY_DEPARTMENT}:
        return None
    return f"{account.post.label}只能设在市民热线服务机构或市级部门"


@rule(Account, clause="条例:五(2)", fields="post unit unit_id")
def coordinator_sits_with_the_district(account: Account, _: Any) -> str | None:
    """区政府统筹督促本区工作，并指定一个部门具体协调推进：区统筹设在区人民政府。"""
    if account.unit is None or account.post is not Post.COORDINATOR or is_district(account.unit):
        return None
    return "区统筹只能设在区人民政府"


@rule(Account, clause="条例:五(6)", fields="post unit unit_id")
def handling_posts_sit_in_handling_units(account: Account, _: Any) -> str | None:
    """部门、公共服务单位等承办单位依法承办诉求：承办岗位设在承办单位。"""
    if account.unit is None or account.post not in {Post.HANDLER, Post.HEAD}:
        return None
    if account.unit.kind not in {UnitKind.HOTLINE, UnitKind.GOVERNMENT}:
        return None
    return f"{account.post.label}只能设在承办单位"
