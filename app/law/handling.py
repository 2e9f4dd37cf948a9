"""首接负责, 限时办理: 条例 第十四、十五条; 提纲 四(二)4, 四(三)1."""

from __future__ import annotations

from typing import Any

from app.kernel.clock import deadline
from app.kernel.rules import derives, rule
from app.law.competence import is_district
from app.law.reading import (
    contacts_of,
    lead,
    live,
    pending_objection,
    receipt_of,
    reply_of,
)
from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.receipt import Receipt
from app.models.reply import Reply


def not_the_lead(act: Any) -> str | None:
    """首接负责制: only the unit that has the order acts on it."""
    held = lead(act)
    if held is None:
        return "本工单尚未派单，派单后由承办单位办理"
    if act.order.closed_at is not None:
        return "本工单已办结，不再办理，后来的情况请报热线机构另作补充"
    return None if act.by_unit is held else f"本工单现由{held}承办，应由该单位办理"


@derives(Receipt, clause="条例:十五(一)", field="dispatch", once=True)
def dispatch_signed(act: Receipt, _: Any) -> Dispatch | None:
    """签收的是现行派单。"""
    return live(act)


@rule(Receipt, clause="条例:十四(1)")
def only_the_lead_signs(act: Receipt, was: Any) -> str | None:
    """首接单位签收，且只签收一次。"""
    if was is not None:
        return None
    if sentence := not_the_lead(act):
        return sentence
    if receipt_of(act.dispatch, act):
        return "本工单已签收，不必重复签收"
    return "派单异议尚未裁定，裁定后再签收" if pending_objection(act) else None


@rule(Receipt, clause="平台规则:sign_limit", fields="late_reason")
def late_receipt_gives_its_reason(act: Receipt, was: Any) -> str | None:
    """超过签收时限的，须说明理由。"""
    if was is not None or act.dispatch is None or act.dispatch.sign_by is None:
        return None
    if act.at <= act.dispatch.sign_by or (act.late_reason or "").strip():
        return None
    return f"应于 {deadline(act.dispatch.sign_by)} 前签收，已逾期，须填写逾期理由"


@derives(Contact, clause="条例:十五(一)", field="dispatch", once=True)
def dispatch_contacted_about(act: Contact, _: Any) -> Dispatch | None:
    """联系的是现行派单的诉求人。"""
    return live(act)


@rule(Contact, clause="平台规则:first_contact", fields="late_reason")
def late_first_contact_gives_its_reason(act: Contact, was: Any) -> str | None:
    """派单后首次联系超过时限的，须说明理由。"""
    if was is not None or act.dispatch is None or act.contacted_at is None:
        return None
    by = act.dispatch.contact_by
    if by is None or any(each is not act for each in contacts_of(act.dispatch, act)):
        return None
    if act.contacted_at <= by or (act.late_reason or "").strip():
        return None
    return f"应于 {deadline(by)} 前首次联系诉求人，已逾期，须填写逾期理由"


@rule(Contact, clause="条例:十五(一)")
def only_the_lead_contacts(act: Contact, was: Any) -> str | None:
    """由承办单位联系诉求人。"""
    return not_the_lead(act) if was is None else None


@rule(Contact, clause="条例:十五(一)", fields="contacted_at reached heard")
def contact_is_on_file(act: Contact, _: Any) -> str | None:
    """每次联系记明时间；联系上的记明诉求人意见。"""
    if act.dispatch is None or act.contacted_at is None:
        return None
    if not act.dispatch.at <= act.contacted_at <= act.at:
        return "联系时间须在派单之后、当前时间之前"
    if act.reached and not (act.heard or "").strip():
        return "联系上诉求人的，须记录其意见"
    return None


@derives(Reply, clause="条例:十五(三)", field="dispatch", once=True)
def dispatch_replied_to(act: Reply, _: Any) -> Dispatch | None:
    """反馈的是现行派单的办理结果。"""
    return live(act)


@rule(Reply, clause="条例:十四(1)")
def only_the_lead_replies(act: Reply, was: Any) -> str | None:
    """首接单位反馈，每次派单反馈一次；异议未裁定前不反馈。"""
    if was is not None:
        return None
    if sentence := not_the_lead(act):
        return sentence
    if reply_of(act.dispatch, act):
        return "本工单已反馈，等待回访"
    return "派单异议尚未裁定，裁定后再反馈" if pending_objection(act) else None


@rule(Reply, clause="条例:十二(1)(二)")
def district_dispatches_on(act: Reply, _: Any) -> str | None:
    """只能确定到区的诉求，区政府须组织转派，不得自行反馈了结。"""
    if act.dispatch is not None and is_district(act.dispatch.unit):
        return "派到区的工单须转派本区承办单位办理，不得直接反馈"
    return None


@rule(Reply, clause="条例:十五(三)", fields="content told_at told_way")
def reply_goes_to_both(act: Reply, _: Any) -> str | None:
    """办理结果在时限内既反馈诉求人，也反馈热线机构，两个时间都要有。"""
    if not (act.content or "").strip():
        return "请填写办理情况"
    if act.told_at is None:
        return "须先向诉求人反馈，并填写反馈时间"
    if act.dispatch is not None and not act.dispatch.at <= act.told_at <= act.at:
        return "向诉求人反馈的时间须在派单之后、当前时间之前"
    return None


@rule(Reply, clause="条例:三十五(2)(二)", fields="late_reason")
def late_reply_gives_its_reason(act: Reply, was: Any) -> str | None:
    """超过办理时限反馈的，须说明正当理由。"""
    due = act.order.due_at if act.order is not None and was is None else None
    if due is None or act.at <= due or (act.late_reason or "").strip():
        return None
    return f"办理期限为 {deadline(due)}，已超期，须填写逾期理由"
