"""督办回复: the lead answers what it was urged to do (条例:五(4))."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.supervision import Supervision


class SupervisionAnswer(Act):
    """One answer to one demand."""

    __tablename__, __label__, __area__ = "supervision_answer", "督办回复", "协调"

    content: Mapped[str] = mapped_column(Text, info=ui("办理进展", list=True, long=True))
    late_reason: Mapped[str] = mapped_column(
        Text, default="", info=ui("逾期理由", long=True, help="超过应回复时间的须说明理由")
    )
    supervision_id: Mapped[int] = mapped_column(
        ForeignKey("supervision.id"), info=ui("所复督办", derived=True)
    )

    supervision: Mapped[Supervision] = relationship(info=ui("所复督办"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """One answer a demand."""
        return (
            UniqueConstraint("supervision_id", info={"sentence": "该督办已经回复"}),
            CheckConstraint("length(trim(content)) > 0", name="ck_supervision_answer_content"),
        )
