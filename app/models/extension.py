"""延期申请: more time on an order, asked for with a reason (条例:十五(二))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.dispatch import Dispatch


class Extension(Act):
    """One request; the answer to it is an ``ExtensionDecision``."""

    __tablename__, __label__, __area__ = "extension", "延期申请", "延期"

    days: Mapped[int] = mapped_column(info=ui("延长（日）", list=True))
    legal_basis: Mapped[str] = mapped_column(
        Text, info=ui("法定依据", list=True, long=True, help="确需依法延长所依据的规定，写明条款")
    )
    reason: Mapped[str] = mapped_column(Text, info=ui("理由", list=True, search=True, long=True))
    told_at: Mapped[datetime | None] = mapped_column(info=ui("向诉求人说明的时间"))
    notified_at: Mapped[datetime | None] = mapped_column(info=ui("通报热线机构的时间"))
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), info=ui("所延派单", derived=True)
    )
    old_due_at: Mapped[datetime] = mapped_column(info=ui("原期限", list=True, derived=True))
    asked_due_at: Mapped[datetime] = mapped_column(info=ui("申请延至", list=True, derived=True))

    dispatch: Mapped[Dispatch] = relationship(info=ui("所延派单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """An extension never shortens."""
        return (CheckConstraint("days > 0", name="ck_extension_days"),)
