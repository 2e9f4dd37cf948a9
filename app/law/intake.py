"""全面接诉: 条例 第二、十条; 提纲 四(二)1."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

from app.kernel.clock import local, local_date
from app.kernel.facts import facts
from app.kernel.model import Case
from app.kernel.rules import derives, numbers, rule
from app.models.act import Act, Performed, Stamped
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import Channel, ComplainantKind, DemandKind, Source
from app.models.participation import Participation
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.visit import Visit
from app.models.work_order import WorkOrder

IN_FORCE = date(2021, 9, 24)
#: What people put between the digits of a number, or the letters of an address.
NO_MARKS = str.maketrans("", "", " \t-()（）－—　")
SHORTEST_NUMBER = 7
#: The acts that bring an order forward.
COURSE: tuple[type[Act], ...] = (Disposal, Dispatch, Receipt, Reply, Visit)
NOT_A_CONTACT = {"无", "没有", "不详", "未知", "匿名", "保密", "暂无", "/", "-", "0"}


@rule(WorkOrder, clause="条例:十", fields="title content contact")
def order_is_recorded_whole(order: WorkOrder, _: Any) -> str | None:
    """诉求工单须完整记录时间、事项、联系方式；联系方式可以保密，不可缺失。"""
    lacking = [
        label
        for label, told in (
            ("标题", order.title),
            ("诉求内容", order.content),
            ("联系方式", order.contact),
        )
        if not (told or "").strip()
    ]
    if (order.contact or "").strip() in NOT_A_CONTACT:
        lacking.append("真实可用的联系方式（可勾选“要求保密”，不可缺失）")
    return f"工单缺少：{'、'.join(lacking)}，请补记后登记" if lacking else None


@rule(WorkOrder, clause="条例:二(3)", fields="channel")
def demand_comes_by_a_channel_of_the_hotline(order: WorkOrder, _: Any) -> str | None:
    """诉求由12345热线及其网络平台受理，其他便民热线转来的一并登记；渠道须写明。"""
    if order.channel in set(Channel):
        return None
    return f"请选择诉求来的渠道：{'、'.join(each.label for each in Channel)}"


@derives(WorkOrder, clause="平台规则:same_matter", field="contact_key", once=True)
def key_of_the_contact(order: WorkOrder, _: Any) -> str:
    """联系方式的摘要，用以找出同一诉求人的其他工单，本身不显示。"""
    told = (order.contact or "").casefold().translate(NO_MARKS)
    digits = told.removeprefix("+").removeprefix("00").removeprefix("86")
    same = digits if digits.isdigit() and len(digits) >= SHORTEST_NUMBER else told
    return hashlib.sha256(same.encode()).hexdigest()


@rule(WorkOrder, clause="条例:十")
def original_statement_never_changes(order: WorkOrder, was: WorkOrder | None) -> str | None:
    """登记后原始诉求、时间、渠道和联系方式不得改动，后来的情况另作补充。"""
    kept = WorkOrder.__append_only__
    if was is not None and any(getattr(order, key) != getattr(was, key) for key in kept):
        return "登记后的原始诉求不得改动，如有新情况请另加“补充”"
    return None


@rule(Act, clause="条例:三十五(2)(三)")
def acts_never_change(act: Act, was: Act | None) -> str | None:
    """办理行为一经作出只增不改，有误的另作新的行为。"""
    return "办理记录只增不改，如需更正请另作新的记录" if was is not None else None


@rule(Case, clause="条例:十", deleting=True)
def nothing_of_a_case_is_deleted(row: Any, _: Any) -> str | None:
    """工单及其办理记录任何人不得删除。"""
    return None if isinstance(row, Participation) else "工单及其办理记录不得删除"


@rule(WorkOrder, clause="条例:二(2)", fields="demand_kind complainant_kind")
def demand_is_of_a_statutory_kind(order: WorkOrder, _: Any) -> str | None:
    """诉求为咨询、求助、投诉、举报、建议之一，诉求人为自然人、法人或其他组织。"""
    if order.demand_kind not in set(DemandKind):
        return "诉求类型须为咨询、求助、投诉、举报、建议之一"
    if order.complainant_kind not in set(ComplainantKind):
        return "诉求人类别须为自然人、法人或其他组织"
    return None


@rule(Act, clause="平台规则:imported_acts")
def imported_acts_follow_one_another(act: Act, was: Act | None) -> str | None:
    """迁入的办理行为依次发生：不早于工单登记，也不早于同一工单在前的办理。"""
    if was is not None or act.source is not Source.IMPORT or act.order is None:
        return None
    course = (e.at for table in COURSE for e in facts(act, table) if e is not act)
    before = max([act.order.at, *course])
    if act.at >= before:
        return None
    told, known = (f"{local(each):%Y-%m-%d %H:%M:%S}" for each in (act.at, before))
    return f"{type(act).__label__}时间 {told} 早于在前的办理（{known}），先后颠倒，请核对来源"


@rule(Stamped, clause="平台规则:future_instant")
def act_is_within_the_life_of_the_law(row: Any, was: Any) -> str | None:
    """行为时间不得早于条例施行之日。"""
    case = issubclass(type(row), Case)
    if was is None and case and local_date(row.at) < IN_FORCE:
        return f"时间 {local_date(row.at)} 早于条例施行之日（{IN_FORCE}），不予登记"
    return None


@rule(Performed, clause="平台规则:future_instant")
def act_is_not_of_the_future(row: Any, was: Any) -> str | None:
    """行为时间不得晚于录入的时间；导入的同样如此。"""
    if was is None and row.at > row.recorded_at:
        told, present = (f"{local(each):%Y-%m-%d %H:%M}" for each in (row.at, row.recorded_at))
        return f"时间 {told} 晚于现在（{present}），尚未发生的不予登记"
    return None


@numbers(WorkOrder, "number")
def order_number(order: WorkOrder, following: Callable[[str], int]) -> str:
    """受理点当日连续编号：日期八位、受理点四位、序号六位，不跳号、不重号（平台规则:number）。"""
    day, point = local_date(order.at), order.by_unit_id or 0
    return f"{day:%Y%m%d}{point:04d}{following(f'work_order/{day}/{point}'):06d}"
