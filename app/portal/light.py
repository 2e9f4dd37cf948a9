"""The deadline light: what a limit looks like at an instant, in words beside the colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.models.enums import Status
from app.models.work_order import WorkOrder
from app.services.overdue import overdue
from app.services.words import lasting


@dataclass(frozen=True)
class Light:
    """``colour``: ok, warn, over or off; ``words`` say the same."""

    colour: str
    words: str


def light(order: WorkOrder, now: datetime) -> Light:
    """Off once fed back or closed; over when past due; warn within the class's warning."""
    due = order.due_at
    if due is None:
        if order.status is Status.REGISTERED:
            return Light("off", f"待派单，已等 {lasting(now - order.at)}")
        return Light("off", "无期限")
    late = overdue(order, now)
    if order.replied_at is not None:
        return Light("over" if late else "off", "逾期反馈" if late else "按期反馈")
    if late and order.closed_at is not None:
        return Light("over", "未反馈")
    if late:
        return Light("over", f"已超期 {lasting(now - due)}")
    warn = order.warn_at is not None and now >= order.warn_at
    return Light("warn" if warn else "ok", f"剩余 {lasting(due - now)}")
