"""工作日历: which day counts, with holidays and make-up workdays (条例:十三)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import Base, Public, ui
from app.kernel.types import labeled
from app.models.act import Dated
from app.models.enums import DayKind


class CalendarDay(Dated, Public, Base):
    """What a day is, as published on ``valid_from``. The highest id is the calendar's version."""

    __tablename__, __label__, __area__ = "calendar_day", "工作日历", "系统"
    __dated_by__ = "day"
    __table_args__ = (
        UniqueConstraint("day", "valid_from", info={"sentence": "该日在同一公布日已有记录"}),
    )

    day: Mapped[date] = mapped_column(info=ui("日期", list=True))
    kind: Mapped[DayKind] = mapped_column(labeled(DayKind), info=ui("性质", list=True, filter=True))
    name: Mapped[str] = mapped_column(String(40), default="", info=ui("节日", list=True))
    valid_from: Mapped[date] = mapped_column(info=ui("公布日", list=True))
    provisional: Mapped[bool] = mapped_column(
        default=False, info=ui("暂定", list=True, help="尚未公布放假安排时按周末预填")
    )

    def __str__(self) -> str:
        return f"{self.day} {self.kind.label}{self.name}"
