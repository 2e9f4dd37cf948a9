"""哨果: what came of a whistle, unit by unit (条例:三十三)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.enums import WhistleOutcome, WhistleRating
from app.models.summons import Summons
from app.models.unit import Unit


class WhistleResult(Act):
    """One result of one summoned unit; it ends the summons."""

    __tablename__, __label__, __area__ = "whistle_result", "哨果", "协调"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), info=ui("召集单位", list=True))
    outcome: Mapped[WhistleOutcome] = mapped_column(
        labeled(WhistleOutcome), info=ui("结果", list=True, filter=True)
    )
    rating: Mapped[WhistleRating | None] = mapped_column(
        labeled(WhistleRating), info=ui("对其工作的评价", list=True, help="未报到的不评价")
    )
    content: Mapped[str] = mapped_column(Text, info=ui("办理情况", list=True, long=True))
    summons_id: Mapped[int] = mapped_column(
        ForeignKey("summons.id"), info=ui("所结召集", derived=True)
    )

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("召集单位"))
    summons: Mapped[Summons] = relationship(info=ui("所结召集"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """One result a summoned unit."""
        return (
            UniqueConstraint("summons_id", info={"sentence": "该单位的哨果已登记"}),
            CheckConstraint("length(trim(content)) > 0", name="ck_whistle_result_content"),
        )
