"""协办: the lead names who helps, with what and until when (条例:十四(2))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.unit import Unit


class CoHandling(Act):
    """One co-handler with its own due time; its results go to the lead."""

    __holds__ = ("unit_id",)

    __tablename__, __label__ = "co_handling", "协办交办"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), info=ui("协办单位", list=True))
    matter: Mapped[str] = mapped_column(Text, info=ui("协办事项", list=True, long=True))
    due_at: Mapped[datetime] = mapped_column(
        info=ui("协办期限", list=True, help="不得晚于主办单位的办理期限")
    )
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), info=ui("所依派单", derived=True)
    )

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("协办单位"))
    dispatch: Mapped[Dispatch] = relationship(info=ui("所依派单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Named once for each dispatch."""
        return (
            UniqueConstraint("dispatch_id", "unit_id", info={"sentence": "该单位已是协办单位"}),
            CheckConstraint("length(trim(matter)) > 0", name="ck_co_handling_matter"),
            CheckConstraint("due_at > at", name="ck_co_handling_due_at"),
        )
