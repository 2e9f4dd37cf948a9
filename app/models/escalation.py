"""报请协调: what a unit cannot settle goes one level up (条例:二十)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.unit import Unit


class Escalation(Act):
    """One request; the answer to it is an ``EscalationAnswer``. The order's clock runs on."""

    __holds__ = ("unit_id",)

    __tablename__, __label__, __area__ = "escalation", "报请协调", "协调"

    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"),
        index=True,
        info=ui("报请单位", list=True, help="上一级人民政府，或者上一级行业主管部门"),
    )
    matter: Mapped[str] = mapped_column(
        Text, info=ui("需要协调的问题", list=True, search=True, long=True, sealed=True)
    )
    own_action: Mapped[str] = mapped_column(Text, info=ui("本单位已采取的措施", long=True))
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), info=ui("所依派单", derived=True)
    )
    answer_by: Mapped[datetime] = mapped_column(info=ui("应答复时间", list=True, derived=True))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("报请单位"))
    dispatch: Mapped[Dispatch] = relationship(info=ui("所依派单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """A question, and what was done first."""
        return (
            CheckConstraint("length(trim(matter)) > 0", name="ck_escalation_matter"),
            CheckConstraint("length(trim(own_action)) > 0", name="ck_escalation_own_action"),
        )
