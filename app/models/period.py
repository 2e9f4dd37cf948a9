"""考评期: one assessment of one span of days; a later one of the same span is a new row."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import Base, Public, ui
from app.models.act import Stamped
from app.models.scheme import Scheme


class Period(Stamped, Public, Base):
    """What was on file at ``at`` about orders registered in the span, under one scheme."""

    __tablename__, __label__, __area__ = "period", "考评期", "考评"
    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("starts_on", "seq", info={"sentence": "该考评期刚刚已由他人考评"}),
        CheckConstraint("ends_on > starts_on", name="ck_period_ends_on"),
    )

    starts_on: Mapped[date] = mapped_column(
        info=ui("起始日", list=True, help="登记日期在起止日之间的工单计入本期")
    )
    ends_on: Mapped[date] = mapped_column(info=ui("截止日", list=True, derived=True))
    seq: Mapped[int] = mapped_column(info=ui("第几次考评", list=True, derived=True))
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), info=ui("考评方案", list=True))
    note: Mapped[str] = mapped_column(Text, default="", info=ui("说明", long=True))

    scheme: Mapped[Scheme] = relationship(info=ui("考评方案"))

    @property
    def period(self) -> Period:
        """So that its results are one hop away, as acts are from their order."""
        return self

    def __str__(self) -> str:
        again = f"（第 {self.seq} 次）" if (self.seq or 1) > 1 else ""
        return f"{self.ends_on.year}年{self.ends_on.month}月期{again}"
