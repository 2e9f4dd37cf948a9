"""联系: each attempt of the unit to hear the complainant (条例:十五(一))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.enums import ContactWay


class Contact(Act):
    """One attempt, reached or not."""

    __tablename__, __label__ = "contact", "联系诉求人"

    way: Mapped[ContactWay] = mapped_column(
        labeled(ContactWay), info=ui("联系方式", list=True, filter=True)
    )
    contacted_at: Mapped[datetime] = mapped_column(info=ui("联系时间", list=True))
    reached: Mapped[bool] = mapped_column(info=ui("已联系上", list=True, filter=True))
    heard: Mapped[str] = mapped_column(
        Text, default="", info=ui("诉求人意见", list=True, long=True)
    )
    late_reason: Mapped[str] = mapped_column(
        Text, default="", info=ui("逾期理由", long=True, help="首次联系超过时限的须说明理由")
    )
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), info=ui("所办派单", derived=True)
    )

    dispatch: Mapped[Dispatch] = relationship(info=ui("所办派单"))
