"""联系: each attempt of the unit to hear the complainant (条例:十五(一))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.enums import ContactWay


class Contact(Act):
    """One attempt, reached or not."""

    __tablename__, __label__ = "contact", "联系诉求人"

    way: Mapped[ContactWay] = mapped_column(
        labeled(ContactWay), info=ui("联系方式", list=True, filter=True)
    )
    contacted_at: Mapped[datetime] = mapped_column(info=ui("联系时间", list=True))
    reached: Mapped[bool] = mapped_column(
        default=False, info=ui("已联系上", list=True, filter=True)
    )
    heard: Mapped[str] = mapped_column(
        Text, default="", info=ui("诉求人意见", list=True, long=True)
    )
