"""补充: facts that came later; the original statement never changes (条例:十)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.unit import Unit


class Supplement(Act):
    """One later statement of the complainant or of whoever took it down."""

    __tablename__, __label__ = "supplement", "补充"

    content: Mapped[str] = mapped_column(
        Text, info=ui("补充内容", list=True, long=True, sealed=True)
    )
    reported_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"),
        info=ui("被举报单位", help="后来查明的；该单位及其上级不得承办、查看"),
    )

    reported_unit: Mapped[Unit | None] = relationship(
        foreign_keys=[reported_unit_id], info=ui("被举报单位")
    )

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """An empty supplement says nothing."""
        return (CheckConstraint("length(trim(content)) > 0", name="ck_supplement_content"),)
