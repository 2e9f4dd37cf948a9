"""吹哨: a street calls in whoever has to come (条例:十六(1))."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.enums import WhistleKind
from app.models.unit import Unit


class Whistle(Act):
    """One call about one order; whom else it summons follows as ``Summons``."""

    __holds__ = ("unit_id",)

    __tablename__, __label__, __area__ = "whistle", "吹哨", "协调"

    kind: Mapped[WhistleKind] = mapped_column(
        labeled(WhistleKind), info=ui("哨种", list=True, filter=True)
    )
    matter: Mapped[str] = mapped_column(
        Text, info=ui("需要合力解决的问题", list=True, search=True, long=True, sealed=True)
    )
    gather: Mapped[str] = mapped_column(String(120), info=ui("集合时间和地点", list=True))
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"),
        info=ui("召集单位", list=True, help="还要召集别的单位的，吹哨后逐一增召"),
    )
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), info=ui("所依派单", derived=True)
    )

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("召集单位"))
    dispatch: Mapped[Dispatch] = relationship(info=ui("所依派单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Nothing to do and nowhere to come to is no call."""
        return (
            CheckConstraint("length(trim(matter)) > 0", name="ck_whistle_matter"),
            CheckConstraint("length(trim(gather)) > 0", name="ck_whistle_gather"),
        )
