"""并单: an order joins another of the same matter under one handling (平台规则:merging)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.work_order import WorkOrder


class Merger(Act):
    """The joined order keeps its own reply, visit and count; ``main`` is the one it joins."""

    __holds__ = ("main_id",)

    __tablename__, __label__, __area__ = "merger", "并单", "工单"

    main_id: Mapped[int] = mapped_column(
        ForeignKey("work_order.id"), index=True, info=ui("并入工单", list=True)
    )
    reason: Mapped[str] = mapped_column(Text, info=ui("同一事项的认定", list=True, long=True))

    main: Mapped[WorkOrder] = relationship(foreign_keys=[main_id], info=ui("并入工单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Never into itself."""
        return (
            CheckConstraint("main_id <> order_id", name="ck_merger_main"),
            CheckConstraint("length(trim(reason)) > 0", name="ck_merger_reason"),
        )
