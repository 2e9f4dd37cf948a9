"""考评结果: one unit's figures in one period, computed by the law and typed by nobody."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import Base, Staff, ui
from app.kernel.types import Fixed, labeled
from app.models.enums import AssessmentGroup, Band, Rated
from app.models.period import Period
from app.models.unit import Unit


class Result(Staff, Base):
    """Counts, three rates, score and rank. Rates are shares of one, to four places."""

    __tablename__, __label__, __area__ = "result", "考评结果", "考评"
    __append_only__ = True
    __audited__ = False
    __table_args__ = (UniqueConstraint("period_id", "unit_id"),)

    period_id: Mapped[int] = mapped_column(
        ForeignKey("period.id"), info=ui("考评期", list=True, filter=True, derived=True)
    )
    assessment_group: Mapped[AssessmentGroup] = mapped_column(
        labeled(AssessmentGroup), info=ui("考评分组", list=True, filter=True, derived=True)
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), index=True,
        info=ui("承办单位", list=True, filter=True, derived=True),
    )  # fmt: skip
    received: Mapped[int] = mapped_column(info=ui("受理量", list=True, derived=True))
    closed: Mapped[int] = mapped_column(info=ui("办结量", list=True, derived=True))
    valid: Mapped[int] = mapped_column(info=ui("有效回访", list=True, derived=True))
    contacted: Mapped[int] = mapped_column(info=ui("联系数", derived=True))
    solved: Mapped[int] = mapped_column(info=ui("解决数", derived=True))
    satisfied: Mapped[int] = mapped_column(info=ui("满意数", derived=True))
    basic: Mapped[int] = mapped_column(info=ui("基本满意", derived=True))
    response: Mapped[Decimal | None] = mapped_column(
        Fixed(4, share=True), info=ui("响应率", list=True, derived=True)
    )
    resolution: Mapped[Decimal | None] = mapped_column(
        Fixed(4, share=True), info=ui("解决率", list=True, derived=True)
    )
    satisfaction: Mapped[Decimal | None] = mapped_column(
        Fixed(4, share=True), info=ui("满意率", list=True, derived=True)
    )
    score: Mapped[Decimal | None] = mapped_column(
        Fixed(2), info=ui("综合成绩", list=True, derived=True)
    )
    rated: Mapped[Rated] = mapped_column(
        labeled(Rated), info=ui("参评情况", list=True, filter=True, derived=True)
    )
    rank: Mapped[int | None] = mapped_column(info=ui("名次", list=True, derived=True))
    band: Mapped[Band | None] = mapped_column(
        labeled(Band), info=ui("等次", list=True, filter=True, derived=True)
    )

    period: Mapped[Period] = relationship(info=ui("考评期"))
    unit: Mapped[Unit] = relationship(info=ui("承办单位"))
