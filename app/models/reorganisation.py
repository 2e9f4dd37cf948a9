"""机构调整: a unit is merged, renamed, or hands over functions, as a dated act (条例:十四(1))."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import Base, Public, ui
from app.kernel.types import labeled
from app.models.act import Stamped
from app.models.enums import ReorganisationKind
from app.models.unit import Unit


class Reorganisation(Stamped, Public, Base):
    """One decided change of one unit; a second person brings it into force (``Publication``)."""

    __tablename__, __label__, __area__ = "reorganisation", "机构调整", "单位"
    __append_only__ = True
    __table_args__ = (CheckConstraint("length(trim(basis)) > 0", name="ck_reorganisation_basis"),)

    kind: Mapped[ReorganisationKind] = mapped_column(
        labeled(ReorganisationKind), info=ui("调整方式", list=True, filter=True)
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), index=True, info=ui("调整单位", list=True)
    )
    successor_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), index=True,
        info=ui("承接单位", list=True, when="kind=merged transferred"),
    )  # fmt: skip
    functions: Mapped[str] = mapped_column(
        String(400), default="",
        info=ui("划转的职能", when="kind=transferred", help="多项之间用“、”隔开"),
    )  # fmt: skip
    new_name: Mapped[str] = mapped_column(
        String(80), default="", info=ui("新名称", when="kind=renamed")
    )
    new_short_name: Mapped[str] = mapped_column(
        String(40), default="", info=ui("新简称", when="kind=renamed")
    )
    effective_on: Mapped[date] = mapped_column(info=ui("生效日", list=True))
    basis: Mapped[str] = mapped_column(Text, info=ui("依据文件", list=True, long=True))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("调整单位"))
    successor: Mapped[Unit | None] = relationship(foreign_keys=[successor_id], info=ui("承接单位"))

    def __str__(self) -> str:
        return f"{self.unit}{self.kind.label}"
