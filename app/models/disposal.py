"""分类处置: an order that ends without a dispatch (条例:十一)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.enums import DisposalKind


class Disposal(Act):
    """How it ended, and what the complainant was told when."""

    __tablename__, __label__ = "disposal", "分类处置"

    kind: Mapped[DisposalKind] = mapped_column(
        labeled(DisposalKind),
        default=DisposalKind.ANSWERED,
        info=ui("处置方式", list=True, filter=True),
    )
    told: Mapped[str] = mapped_column(Text, info=ui("告知内容", list=True, long=True))
    told_at: Mapped[datetime] = mapped_column(info=ui("告知时间", list=True))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """An order is disposed of once."""
        return (UniqueConstraint("order_id", info={"sentence": "该工单已作分类处置"}),)
