"""报到: a summoned unit reports in, late with a reason (条例:十六(2))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.summons import Summons


class ReportIn(Act):
    """One report of one summoned unit."""

    __tablename__, __label__, __area__ = "report_in", "报到", "协调"

    people: Mapped[str] = mapped_column(String(120), info=ui("报到人员", list=True))
    arrived_at: Mapped[datetime] = mapped_column(info=ui("到场时间", list=True))
    justified: Mapped[bool] = mapped_column(
        info=ui("哨声与本单位职责相符", list=True, help="据实填写，计入对街道、乡镇吹哨的考核")
    )
    note: Mapped[str] = mapped_column(Text, default="", info=ui("说明", long=True))
    late_reason: Mapped[str] = mapped_column(
        Text, default="", info=ui("迟到理由", long=True, help="超过应报到时间的须说明理由")
    )
    summons_id: Mapped[int] = mapped_column(
        ForeignKey("summons.id"), info=ui("所应召集", derived=True)
    )

    summons: Mapped[Summons] = relationship(info=ui("所应召集"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Reported in once."""
        return (
            UniqueConstraint("summons_id", info={"sentence": "本单位已报到"}),
            CheckConstraint("length(trim(people)) > 0", name="ck_report_in_people"),
        )
