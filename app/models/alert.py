"""风险即报: signs of an emergency are reported to a named department at once (条例:二十九)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.enums import AlertSign
from app.models.unit import Unit


class Alert(Act):
    """One report; the department acknowledges it with an ``AlertReceipt``."""

    __holds__ = ("unit_id",)

    __tablename__, __label__, __area__ = "alert", "风险即报", "协调"

    sign: Mapped[AlertSign] = mapped_column(
        labeled(AlertSign), info=ui("风险征兆", list=True, filter=True)
    )
    situation: Mapped[str] = mapped_column(Text, info=ui("情况", list=True, long=True, sealed=True))
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), index=True, info=ui("接报部门", list=True)
    )
    noticed_at: Mapped[datetime] = mapped_column(info=ui("发现时间", list=True))
    late_reason: Mapped[str] = mapped_column(
        Text, default="", info=ui("迟报理由", long=True, help="未即时报告的须说明理由")
    )

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("接报部门"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Noticed before it was reported."""
        return (
            CheckConstraint("length(trim(situation)) > 0", name="ck_alert_situation"),
            CheckConstraint("noticed_at <= at", name="ck_alert_noticed_at"),
        )
