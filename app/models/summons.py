"""召集: one unit that is to report in, and by when (条例:十六(2))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.unit import Unit
from app.models.whistle import Whistle


class Summons(Act):
    """The first is demanded by its whistle; more are added by hand."""

    __holds__ = ("unit_id",)

    __tablename__, __label__, __area__ = "summons", "召集", "协调"

    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), index=True, info=ui("召集单位", list=True)
    )
    task: Mapped[str] = mapped_column(
        Text, info=ui("请其办理的事项", list=True, long=True, sealed=True)
    )
    whistle_id: Mapped[int] = mapped_column(
        ForeignKey("whistle.id"), info=ui("所应哨声", derived=True)
    )
    arrive_by: Mapped[datetime] = mapped_column(info=ui("应报到时间", list=True, derived=True))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("召集单位"))
    whistle: Mapped[Whistle] = relationship(info=ui("所应哨声"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Summoned once for each whistle."""
        return (
            UniqueConstraint("whistle_id", "unit_id", info={"sentence": "该单位已被本次哨声召集"}),
            CheckConstraint("length(trim(task)) > 0", name="ck_summons_task"),
            CheckConstraint("arrive_by > at", name="ck_summons_arrive_by"),
        )
