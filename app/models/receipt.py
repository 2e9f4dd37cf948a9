"""签收: the lead acknowledges the order (条例:十五(一))."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.dispatch import Dispatch


class Receipt(Act):
    """One receipt for one dispatch. The limit runs from the dispatch, signed or not."""

    __tablename__, __label__ = "receipt", "签收"

    note: Mapped[str] = mapped_column(Text, default="", info=ui("签收意见", list=True, long=True))
    late_reason: Mapped[str] = mapped_column(
        Text, default="", info=ui("逾期理由", long=True, help="超过应签收时间的须说明理由")
    )
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), info=ui("所签派单", derived=True)
    )

    dispatch: Mapped[Dispatch] = relationship(info=ui("所签派单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Signed once."""
        return (UniqueConstraint("dispatch_id", info={"sentence": "该派单已签收"}),)
