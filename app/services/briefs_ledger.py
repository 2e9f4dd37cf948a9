"""办前须知 of the ledger and of mergers (条例:十五(二), 平台规则:merging)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select

from app.access.principal import Principal
from app.kernel.clock import local_date, now
from app.kernel.errors import NoLawInForce
from app.kernel.facts import session_of
from app.law.ledger import latest_review
from app.law.reading import live, reply_of
from app.law.reading_ledger import merged, next_review, open_entry, own_merger, reviews_of
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import DemandKind
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.reply import Reply
from app.models.work_order import WorkOrder

Said = Iterator[tuple[str, Any]]

#: So many orders that may be one matter are named.
MOST = 5


def begun_with(order: WorkOrder) -> dict[str, Any]:
    """What the reply to a merged order is begun with: what was replied to the main one.

    When and how this complainant was told is this complainant's own.
    """
    held = merged(order)
    told = reply_of(live(held.main), held.main) if held is not None else None
    return {"content": told.content, "proof": told.proof} if told is not None else {}


def _latest(_: Principal, order: WorkOrder) -> Said:
    try:
        latest, longest = latest_review(order, local_date(now()))
    except NoLawInForce:
        return
    within = f"{longest.value}{longest.measure.label}"
    yield "下次复核日", f"最晚 {latest}（{within}内，平台规则:ledger_cycle）"


def _entry(_: Principal, order: WorkOrder) -> Said:
    entry = open_entry(order)
    if entry is None:
        return
    yield "挂账", f"{local_date(entry.at)} {entry.by_unit or ''} {entry.cause.label}"
    yield "原因说明", entry.reason
    yield "解决计划", entry.plan
    yield "责任人", entry.owner
    for each in reviews_of(entry, order)[-1:]:
        yield "上次复核", f"{local_date(each.at)} {each.by_unit or ''}：{each.findings}"
    yield "应复核", next_review(entry, order)


def _alike(_: Principal, order: WorkOrder) -> Said:
    """Open orders of the same lead under the same heading, newest first."""
    held = live(order)
    if held is None:
        return
    heading = select(CatalogueEntry.id).where(CatalogueEntry.code == held.entry.code)
    query = select(WorkOrder).where(
        WorkOrder.lead_id == held.unit_id,
        WorkOrder.entry_id.in_(heading),
        WorkOrder.closed_at.is_(None),
        WorkOrder.demand_kind != DemandKind.REPORT,
        WorkOrder.id != order.id,
    )
    newest = query.order_by(WorkOrder.at.desc(), WorkOrder.id.desc()).limit(MOST)
    for each in session_of(order).scalars(newest):
        yield "同单位同条目在办", f"{each}（{local_date(each.at)} 登记）"


def _into(_: Principal, order: WorkOrder) -> Said:
    if held := own_merger(order):
        yield "已并入", held.main
        yield "认定理由", held.reason


def _main(_: Principal, order: WorkOrder) -> Said:
    if held := merged(order):
        told = reply_of(live(held.main), held.main)
        said = "已反馈，办理情况和凭据已带入，请核对后分别告知本诉求人" if told else "尚未反馈"
        yield "已并入", f"{held.main.number}（{said}）"


OF: dict[type[Any], tuple[Callable[[Principal, WorkOrder], Said], ...]] = {
    Ledger: (_latest,),
    LedgerReview: (_entry, _latest),
    LedgerRemoval: (_entry,),
    Merger: (_alike,),
    MergerUndo: (_into,),
    Reply: (_main,),
}
