"""异议裁定: the review body decides an objection, with reasons (条例:十二(3))."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.catalogue_entry import CatalogueEntry
from app.models.objection import Objection
from app.models.unit import Unit


class Ruling(Act):
    """Upheld: it names the unit, and the law redispatches at once. Rejected: the unit keeps it."""

    __holds__ = ("unit_id",)

    __tablename__, __label__, __area__ = "ruling", "异议裁定", "异议"

    upheld: Mapped[bool] = mapped_column(info=ui("异议成立", list=True, filter=True))
    reason: Mapped[str] = mapped_column(Text, info=ui("裁定理由", list=True, long=True))
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), info=ui("指定承办单位", list=True, help="异议成立时必填")
    )
    entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("catalogue_entry.id"),
        info=ui("适用目录条目", help="条目适用有误时改填；不填则沿用原条目"),
    )
    place_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), info=ui("所在地", help="不填则沿用原派单认定的所在地")
    )
    objection_id: Mapped[int] = mapped_column(
        ForeignKey("objection.id"), info=ui("所裁异议", derived=True)
    )

    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id], info=ui("指定承办单位"))
    place: Mapped[Unit | None] = relationship(foreign_keys=[place_id], info=ui("所在地"))
    entry: Mapped[CatalogueEntry | None] = relationship(info=ui("适用目录条目"))
    objection: Mapped[Objection] = relationship(info=ui("所裁异议"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """One ruling an objection; an upheld one names the unit."""
        return (
            UniqueConstraint("objection_id", info={"sentence": "该异议已裁定"}),
            CheckConstraint("NOT upheld OR unit_id IS NOT NULL", name="ck_ruling_unit"),
            CheckConstraint("length(trim(reason)) > 0", name="ck_ruling_reason"),
        )
