"""What whistles lay on which desk: who was called comes, who called tells how it went."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, or_, select

from app.access.principal import Principal
from app.models.enums import Post, Status
from app.models.report_in import ReportIn
from app.models.summons import Summons
from app.models.unit import Unit
from app.models.whistle import Whistle
from app.models.whistle_result import WhistleResult
from app.models.work_order import WorkOrder
from app.portal.desk import IN_HAND, Criteria, Desk
from app.services.whistles import still_called

_HANDLERS = frozenset({Post.HANDLER, Post.HEAD})


def _awaited() -> Criteria:
    """Summonses without a result, of whistles that have not lapsed."""
    ended = select(WhistleResult.id).where(WhistleResult.summons_id == Summons.id)
    return ~exists(ended), still_called()


def _to_report_in(principal: Principal, _: datetime) -> Criteria:
    """Nobody reports in to what is closed."""
    came = select(ReportIn.id).where(ReportIn.summons_id == Summons.id)
    open_ = select(WorkOrder.id).where(
        WorkOrder.id == Summons.order_id, WorkOrder.status.in_((*IN_HAND, Status.REPLIED))
    )
    return Summons.unit_id == principal.unit_id, ~exists(came), exists(open_), *_awaited()


def _to_tell(principal: Principal, now: datetime) -> Criteria:
    """Whoever was called has come, or has let its time pass; of one's own whistles."""
    own = select(Unit.id).where(
        or_(Unit.id == principal.unit_id, Unit.successor_id == principal.unit_id)
    )
    whistles = select(Whistle.id).where(Whistle.by_unit_id.in_(own))
    came = select(ReportIn.id).where(ReportIn.summons_id == Summons.id)
    return (
        Summons.whistle_id.in_(whistles),
        or_(exists(came), Summons.arrive_by < now),
        *_awaited(),
    )


# fmt: off
WHISTLES: tuple[Desk, ...] = (
    Desk("report_in", "待报到", "街道、乡镇吹哨召集、本单位尚未报到的", Summons, _HANDLERS,
         _to_report_in, "arrive_by"),
    Desk("whistle_result", "待登记哨果", "召集的单位已报到或已过报到时间、尚未登记结果的",
         Summons, _HANDLERS, _to_tell, "arrive_by"),
)
# fmt: on
