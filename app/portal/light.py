"""The deadline light: what a limit looks like at an instant, in words beside the colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kernel.clock import local
from app.models.enums import Status
from app.models.work_order import WorkOrder
from app.services.overdue import overdue
from app.services.words import MINUTE


@dataclass(frozen=True)
class Light:
    """``colour``: ok, warn, over or off; ``words`` say the same."""

    colour: str
    words: str


def light(order: WorkOrder, now: datetime) -> Light:
    """Off once fed back or closed; over when past due; warn within the class's warning."""
    due = order.due_at
    if due is None:
        return Light("off", "尚未派单" if order.status is Status.REGISTERED else "无期限")
    late = overdue(order, now)
    if order.replied_at is not None:
        return Light("over" if late else "off", "逾期反馈" if late else "按期反馈")
    if late and order.closed_at is not None:
        return Light("over", "未反馈")
    if late:
        return Light("over", f"已超期 {lasting(now - due)}")
    warn = order.warn_at is not None and now >= order.warn_at
    return Light("warn" if warn else "ok", f"剩余 {lasting(due - now)}")


def lasting(span: timedelta) -> str:
    """A length of time in its two largest units."""
    minutes = int(span.total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"
    return f"{rest} 分钟"


def minute(instant: datetime | None) -> str:
    """An instant as the screen tells it."""
    return local(instant).strftime(MINUTE) if instant is not None else ""
