"""延期审批: decided above the unit; only a grant moves the limit (条例:十五(二))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.extension import Extension


class ExtensionDecision(Act):
    """The old and the new limit stand side by side on it."""

    __tablename__, __label__, __area__ = "extension_decision", "延期审批", "延期"

    granted: Mapped[bool] = mapped_column(info=ui("同意延期", list=True, filter=True))
    reason: Mapped[str] = mapped_column(Text, info=ui("审批意见", list=True, long=True))
    extension_id: Mapped[int] = mapped_column(
        ForeignKey("extension.id"), info=ui("所批申请", derived=True)
    )
    old_due_at: Mapped[datetime] = mapped_column(info=ui("原期限", list=True, derived=True))
    new_due_at: Mapped[datetime] = mapped_column(info=ui("现期限", list=True, derived=True))

    extension: Mapped[Extension] = relationship(info=ui("所批申请"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """One decision a request; it never shortens."""
        return (
            UniqueConstraint("extension_id", info={"sentence": "该延期申请已审批"}),
            CheckConstraint("new_due_at >= old_due_at", name="ck_extension_decision_longer"),
            CheckConstraint("length(trim(reason)) > 0", name="ck_extension_decision_reason"),
        )
