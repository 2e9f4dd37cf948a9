"""撤销并单: a merger that was wrong is undone (平台规则:merging)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.merger import Merger


class MergerUndo(Act):
    """The end of one merger."""

    __tablename__, __label__, __area__ = "merger_undo", "撤销并单", "工单"

    reason: Mapped[str] = mapped_column(Text, info=ui("撤销理由", list=True, long=True))
    merger_id: Mapped[int] = mapped_column(
        ForeignKey("merger.id"), info=ui("所撤并单", derived=True)
    )

    merger: Mapped[Merger] = relationship(info=ui("所撤并单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Undone once."""
        return (
            UniqueConstraint("merger_id", info={"sentence": "该并单已撤销"}),
            CheckConstraint("length(trim(reason)) > 0", name="ck_merger_undo_reason"),
        )
