"""挂账: 条例 第十五条第二项. What cannot be solved now is kept in view until it is struck off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.kernel.clock import local_date
from app.kernel.errors import NoLawInForce
from app.kernel.rules import derives, rule
from app.law.handling import not_the_lead
from app.law.informer import shielded
from app.law.parameters import parameter, span
from app.law.reading import disposal, heir, lead, live
from app.law.reading_ledger import answerable_above, open_entry
from app.models.dispatch import Dispatch
from app.models.enums import UnitKind
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview

NONE_OPEN = "本工单没有未销的挂账"


@derives(Ledger, clause="条例:十五(二)", field="dispatch", once=True)
def dispatch_entered_for(act: Ledger, _: Any) -> Dispatch | None:
    """挂账依现行派单。"""
    return live(act)


@rule(Ledger, clause="条例:十五(二)")
def only_the_lead_enters_the_ledger(act: Ledger, was: Any) -> str | None:
    """客观上暂不能解决的，由承办单位在办结前挂账；一件工单同时只有一项未销的挂账。"""
    if was is not None:
        return None
    if sentence := not_the_lead(act):
        return sentence
    return "本工单已经挂账，销账前不再挂账，新的情况请在复核时记明" if open_entry(act) else None


@rule(Ledger, clause="条例:十五(二)", fields="cause reason plan owner")
def entry_says_why_not_now_and_what_is_planned(act: Ledger, _: Any) -> str | None:
    """挂账写明客观原因、解决计划和责任人。"""
    if act.cause is None:
        return "请选择暂不能解决的客观原因"
    told = (("原因说明", act.reason), ("解决计划", act.plan), ("责任人", act.owner))
    missing = [label for label, text in told if not (text or "").strip()]
    return f"挂账须写明{'、'.join(missing)}" if missing else None


@rule(Ledger, clause="条例:十五(二)", fields="told_at")
def complainant_is_told_before_the_entry(act: Ledger, _: Any) -> str | None:
    """挂账前先向诉求人解释说明。"""
    if act.told_at is None:
        return "挂账前须先向诉求人解释说明，请填写说明的时间"
    if act.dispatch is not None and not act.dispatch.at <= act.told_at <= act.at:
        return "向诉求人说明的时间须在派单之后、当前时间之前"
    return None


def _out_of_turn(act: Any) -> str | None:
    """Why a next day of review is too early or too late."""
    if act.review_on is None:
        return None
    today: date = local_date(act.at)
    if act.review_on < today:
        return f"下次复核日不得早于今天（{today}）"
    try:
        longest = parameter(act, "ledger.review", today)
        latest = today + timedelta(days=span(longest).days)
    except NoLawInForce as reason:
        return str(reason)
    if act.review_on > latest:
        within = f"{longest.value}{longest.measure.label}"
        return f"挂账须在{within}内复核，下次复核日最晚为 {latest}"
    return None


@rule(Ledger, clause="平台规则:ledger_cycle", fields="review_on")
def entry_names_its_first_review(act: Ledger, was: Any) -> str | None:
    """挂账时定下首次复核日，不超过规定的间隔。"""
    return _out_of_turn(act) if was is None else None


# ---- looked at again --------------------------------------------------------------------------


@derives(LedgerReview, clause="条例:十五(二)", field="ledger", once=True)
def entry_reviewed(act: LedgerReview, _: Any) -> Ledger | None:
    """复核的是未销的挂账。"""
    return open_entry(act)


@rule(LedgerReview, clause="条例:十五(二)")
def only_an_open_entry_is_reviewed(act: LedgerReview, was: Any) -> str | None:
    """挂账销账前、工单办结前方复核。"""
    if was is not None or act.order is None:
        return None
    if act.ledger is None:
        return f"{NONE_OPEN}，承办单位挂账后方可复核"
    return "本工单已办结，挂账不再复核" if act.order.closed_at is not None else None


@rule(LedgerReview, clause="条例:十五(二)")
def review_is_by_the_lead_or_above(act: LedgerReview, was: Any) -> str | None:
    """挂账由承办单位或其承接单位、所在区人民政府、热线机构复核。"""
    if was is not None or act.ledger is None or act.by_unit is None:
        return None
    held = lead(act)
    own = {held, heir(held)} if held is not None else set()
    above = answerable_above(act, shielded(act))
    if act.by_unit in own or act.by_unit is above or act.by_unit.kind is UnitKind.HOTLINE:
        return None
    who = f"、{above}" if above is not None else ""
    return f"本工单的挂账由{held}{who}或市民热线服务机构复核"


@rule(LedgerReview, clause="条例:十五(二)", fields="findings")
def review_says_what_was_found(act: LedgerReview, _: Any) -> str | None:
    """复核写明情况。"""
    return None if (act.findings or "").strip() else "请写明复核情况"


@rule(LedgerReview, clause="平台规则:ledger_cycle", fields="review_on")
def review_names_the_next(act: LedgerReview, was: Any) -> str | None:
    """每次复核定下下次复核日，不超过规定的间隔，直至销账。"""
    return _out_of_turn(act) if was is None else None


# ---- struck off -------------------------------------------------------------------------------


@derives(LedgerRemoval, clause="条例:十五(二)", field="ledger", once=True)
def entry_removed(act: LedgerRemoval, _: Any) -> Ledger | None:
    """销的是未销的挂账。"""
    return open_entry(act)


@rule(LedgerRemoval, clause="条例:十五(二)")
def only_an_open_entry_is_removed(act: LedgerRemoval, was: Any) -> str | None:
    """有未销的挂账、工单尚未办结的，方可销账。"""
    if was is not None or act.order is None:
        return None
    if act.ledger is None:
        return f"{NONE_OPEN}，不需要销账"
    # Nothing else closes an order on the ledger; the removal itself may be closing it just now.
    return "本工单已撤单办结，挂账随之终结，不再销账" if disposal(act) else None


@rule(LedgerRemoval, clause="条例:十五(二)")
def removal_is_never_by_the_unit_itself(act: LedgerRemoval, was: Any) -> str | None:
    """销账由承办单位所在区人民政府核定，没有区或者区须回避的由热线机构核定，本单位不得自销。"""
    if was is not None or act.ledger is None or act.by_unit is None:
        return None
    above = answerable_above(act, shielded(act))
    whose = f"由{above}" if above is not None else "由市民热线服务机构"
    if act.by_unit in (lead(act), act.ledger.by_unit):
        return f"本单位的挂账不得自行销账，凭依据{whose}核定"
    if above is not None:
        return None if act.by_unit is above else f"本工单的挂账{whose}核定销账"
    if act.by_unit.kind is not UnitKind.HOTLINE:
        return f"本工单的挂账{whose}核定销账"
    return None


@rule(LedgerRemoval, clause="条例:十五(二)", fields="result evidence")
def removal_rests_on_evidence(act: LedgerRemoval, _: Any) -> str | None:
    """销账写明解决结果，附可以核对的依据。"""
    if (act.result or "").strip() and (act.evidence or "").strip():
        return None
    return "销账须写明解决结果和可以核对的依据"
