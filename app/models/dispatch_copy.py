"""抄送: the district's supervising copy of a dispatch to one of its streets (条例:十二(1)(一))."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.unit import Unit


class DispatchCopy(Act):
    """Made by the law in the same transaction as the dispatch; nobody types it."""

    __tablename__, __label__, __area__ = "dispatch_copy", "区级抄送", "派单目录"

    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), info=ui("派单", derived=True)
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), info=ui("抄送单位", list=True, derived=True)
    )

    dispatch: Mapped[Dispatch] = relationship(info=ui("派单"))
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("抄送单位"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """One copy a dispatch."""
        return (UniqueConstraint("dispatch_id", "unit_id"),)
