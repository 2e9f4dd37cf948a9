"""派单前会商: a hard one is talked over before it is dispatched (条例:十二(2))."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.unit import Unit


class Conference(Act):
    """Who sat together, what they said, and which unit it came to."""

    __tablename__, __label__, __area__ = "conference", "派单前会商", "派单目录"

    participants: Mapped[str] = mapped_column(Text, info=ui("参加单位和人员", list=True, long=True))
    opinions: Mapped[str] = mapped_column(
        Text, info=ui("会商意见", list=True, long=True, sealed=True)
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), info=ui("商定承办单位", list=True))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("商定承办单位"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Nothing said is no conference."""
        return (
            CheckConstraint("length(trim(participants)) > 0", name="ck_conference_participants"),
            CheckConstraint("length(trim(opinions)) > 0", name="ck_conference_opinions"),
        )
