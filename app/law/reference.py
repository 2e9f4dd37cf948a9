"""Reference rows: units in their tree, dated rows that are superseded, accounts that are kept."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.kernel.clock import local_date
from app.kernel.facts import session_of
from app.kernel.model import Public
from app.kernel.rules import derives, rule
from app.law.competence import is_district
from app.law.parameters import unusable
from app.models.account import Account
from app.models.act import Dated
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Level, Status
from app.models.parameter import Parameter
from app.models.publication import published
from app.models.unit import Unit
from app.models.work_order import WorkOrder

LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,39}")
CODE = re.compile(r"[A-Za-z0-9-]{1,20}")
LONGEST_PATH = 120
OPEN = (
    Status.DISPATCHED, Status.DISPUTED, Status.HANDLING, Status.REPLIED, Status.LEDGER,
)  # fmt: skip


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
    deep = len(unit.parent.path) + len(unit.code or "") >= LONGEST_PATH
    return "单位层级过深，请改选上级单位" if deep else None


@rule(Unit, clause="平台规则:reference_only", fields="code")
def code_of_a_unit_is_plain(unit: Unit, _: Any) -> str | None:
    """单位编码由字母、数字和连字符组成。"""
    plain = CODE.fullmatch(unit.code or "")
    return None if plain else "单位编码只能用字母、数字和连字符（-），最长20位"


@rule(Unit, clause="平台规则:successor", fields="active successor successor_id")
def successor_takes_over(unit: Unit, _: Any) -> str | None:
    """职能承接单位须在用，且不是本单位。"""
    if unit.successor is None:
        return None
    if unit.successor is unit or not unit.successor.active:
        return "职能承接单位须为另一在用单位"
    return "在用单位不设承接单位，请先停用本单位" if unit.active else None


def _inherited(unit: Unit) -> set[int]:
    """The unit and every unit whose functions came to it, by whatever way."""
    session, held, found = session_of(unit), set(), {unit.id}
    while found:
        held |= found
        query = select(Unit.id).where(Unit.successor_id.in_(found), Unit.id.not_in(held))
        found = set(session.scalars(query))
    return held


@rule(Unit, clause="平台规则:successor", fields="active successor successor_id")
def open_orders_pass_to_a_successor(unit: Unit, was: Unit | None) -> str | None:
    """尚有未办结工单的单位停用时，须同时设承接单位；其承接而来的同样计入。"""
    if was is None or not was.active or unit.active or unit.successor is not None:
        return None
    led = WorkOrder.lead_id.in_(_inherited(unit))
    held = select(WorkOrder.id).where(led, WorkOrder.status.in_(OPEN))
    if session_of(unit).scalar(held.limit(1)) is None:
        return None
    return f"{unit}还有未办结的工单，停用时须同时设职能承接单位"


@rule(Unit, clause="平台规则:reference_only")
def identity_of_a_unit_is_kept(unit: Unit, was: Unit | None) -> str | None:
    """单位的编码、上级、层级和类别建立后不改，机构调整另作承接。"""
    kept = ("code", "parent_id", "level", "kind")
    if was is not None and any(getattr(unit, key) != getattr(was, key) for key in kept):
        return "单位的编码、上级、层级和类别不得改动；机构调整请停用原单位并设承接单位"
    return None


@rule(Dated, clause="平台规则:dated_rows")
def dated_rows_are_superseded(row: Any, was: Any) -> str | None:
    """目录、参数、日历只增新版本，不改旧版本。"""
    return "已生效的版本不得改动，请新增一个版本" if was is not None else None


@rule(Dated, clause="平台规则:first_version", fields="valid_from")
def later_version_is_not_backdated(row: Any, was: Any) -> str | None:
    """首个版本可以自过去生效，以后的版本不得追溯；日历以公布日为准，只要该日尚未到来。"""
    if was is not None or row.valid_from is None or row.valid_from >= local_date(row.at):
        return None
    if isinstance(row, CalendarDay) and row.day is not None and row.day > local_date(row.at):
        return None
    if is_first_version(row, row.at):
        return None
    return f"新版本不得追溯生效，生效日最早为 {local_date(row.at)}"


def is_first_version(row: Any, at: datetime) -> bool:
    """Whether no version of its key was in force at an instant, itself left out."""
    table: Any = type(row)
    key = table.__dated_by__
    query = select(table.id).where(getattr(table, key) == getattr(row, key), published(table, at))
    if row.id is not None:
        query = query.where(table.id != row.id)
    return session_of(row).scalar(query.limit(1)) is None


@rule(CalendarDay, clause="平台规则:work_calendar", fields="day")
def calendar_is_not_guessed_far_ahead(row: CalendarDay, was: Any) -> str | None:
    """工作日历至多录到明年。"""
    last = local_date(row.at).year + 1
    typed = was is None and row.by_post is not None and row.day is not None
    return f"工作日历只能录到 {last} 年" if typed and row.day.year > last else None


@rule(CatalogueEntry, clause="条例:十一(2)", fields="competent_kind named_unit named_unit_id")
def entry_names_whose_duty_it_is(entry: CatalogueEntry, _: Any) -> str | None:
    """有效的目录条目须写明承办单位类别或指定单位。"""
    if not entry.in_force or entry.competent_kind is not None or entry.named_unit is not None:
        return None
    return "请选择承办单位类别，或指定一个承办单位"


@rule(Parameter, clause="平台规则:handling_limits", fields="key value measure")
def parameter_is_one_the_law_can_use(row: Parameter, was: Any) -> str | None:
    """参数名须为规则所用，单位和数值须在可用范围内。"""
    return unusable(row) if was is None else None


@rule(Public, clause="平台规则:catalogue_history", deleting=True)
def reference_rows_are_kept(row: Any, _: Any) -> str | None:
    """单位、目录、参数和日历有工单引用，只能停用，不得删除。"""
    return f"{type(row).__label__}不得删除，请改为停用或新增版本"


@rule(Account, clause="平台规则:account", fields="login")
def login_is_plain(account: Account, _: Any) -> str | None:
    """登录名由字母、数字和 . _ - 组成。"""
    if LOGIN.fullmatch(account.login or ""):
        return None
    return "登录名须为 3 至 40 个字母、数字或 . _ -，以字母或数字开头"


@rule(Account, clause="平台规则:account", deleting=True)
def accounts_are_kept(account: Account, _: Any) -> str | None:
    """账号曾作出行为，只能停用，不得删除。"""
    return "账号不得删除，请改为停用"
