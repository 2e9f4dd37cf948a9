"""参数: the numbers of the law, dated, each with its basis and grade (条例:十三)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import Base, Public, ui
from app.kernel.types import labeled
from app.models.act import Dated
from app.models.enums import Grade, Measure


class Parameter(Dated, Public, Base):
    """One dated value of one key; it holds until the next version of the key."""

    __tablename__, __label__, __area__ = "parameter", "参数", "系统"
    __dated_by__ = "key"
    __table_args__ = (
        UniqueConstraint("key", "valid_from", info={"sentence": "同一参数同一生效日已有一个值"}),
        CheckConstraint("value >= 0", name="ck_parameter_value"),
    )

    key: Mapped[str] = mapped_column(String(60), info=ui("参数名", list=True, search=True))
    value: Mapped[int] = mapped_column(info=ui("值", list=True))
    measure: Mapped[Measure] = mapped_column(labeled(Measure), info=ui("单位", list=True))
    valid_from: Mapped[date] = mapped_column(info=ui("生效日", list=True))
    basis: Mapped[str] = mapped_column(String(120), info=ui("依据", list=True))
    grade: Mapped[Grade] = mapped_column(
        labeled(Grade), info=ui("证据等级", list=True, filter=True)
    )
    note: Mapped[str] = mapped_column(Text, default="", info=ui("说明", long=True))

    def __str__(self) -> str:
        return f"{self.key} = {self.value}{self.measure.label}"
