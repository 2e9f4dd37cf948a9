"""督办催办: the hotline or the district urges the lead (条例:五(4))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.enums import SupervisionKind
from app.models.unit import Unit


class Supervision(Act):
    """One demand on the unit that has the order; answered by its due time."""

    __tablename__, __label__, __area__ = "supervision", "督办催办", "协调"

    kind: Mapped[SupervisionKind] = mapped_column(
        labeled(SupervisionKind), info=ui("类别", list=True, filter=True)
    )
    demand: Mapped[str] = mapped_column(Text, info=ui("督办要求", list=True, long=True))
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), index=True, info=ui("被督办单位", list=True, derived=True)
    )
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), info=ui("所督派单", derived=True)
    )
    answer_by: Mapped[datetime] = mapped_column(info=ui("应回复时间", list=True, derived=True))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("被督办单位"))
    dispatch: Mapped[Dispatch] = relationship(info=ui("所督派单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """It says what is asked."""
        return (CheckConstraint("length(trim(demand)) > 0", name="ck_supervision_demand"),)
