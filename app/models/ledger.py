"""挂账: what cannot be solved now is explained and kept in view (条例:十五(二))."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.enums import LedgerCause


class Ledger(Act):
    """One entry: why not now, what is planned, who sees to it, when it is looked at again."""

    __tablename__, __label__, __area__ = "ledger", "挂账", "挂账"

    cause: Mapped[LedgerCause] = mapped_column(
        labeled(LedgerCause), info=ui("客观原因", list=True, filter=True)
    )
    reason: Mapped[str] = mapped_column(
        Text, info=ui("原因说明", list=True, search=True, long=True)
    )
    plan: Mapped[str] = mapped_column(Text, info=ui("解决计划", list=True, long=True))
    owner: Mapped[str] = mapped_column(String(60), info=ui("责任人", list=True))
    review_on: Mapped[date] = mapped_column(info=ui("下次复核日", list=True))
    told_at: Mapped[datetime] = mapped_column(info=ui("向诉求人说明的时间"))
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), info=ui("所依派单", derived=True)
    )

    dispatch: Mapped[Dispatch] = relationship(info=ui("所依派单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Reason, plan and owner are there."""
        return (
            CheckConstraint("length(trim(reason)) > 0", name="ck_ledger_reason"),
            CheckConstraint("length(trim(plan)) > 0", name="ck_ledger_plan"),
            CheckConstraint("length(trim(owner)) > 0", name="ck_ledger_owner"),
            CheckConstraint("told_at <= at", name="ck_ledger_told_at"),
        )
