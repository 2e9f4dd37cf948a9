"""协调答复: the body asked answers with an opinion and measures (条例:二十)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.escalation import Escalation


class EscalationAnswer(Act):
    """One answer to one request."""

    __tablename__, __label__, __area__ = "escalation_answer", "协调答复", "协调"

    opinion: Mapped[str] = mapped_column(Text, info=ui("协调意见", list=True, long=True))
    measures: Mapped[str] = mapped_column(Text, info=ui("采取的措施", list=True, long=True))
    late_reason: Mapped[str] = mapped_column(
        Text, default="", info=ui("逾期理由", long=True, help="超过应答复时间的须说明理由")
    )
    escalation_id: Mapped[int] = mapped_column(
        ForeignKey("escalation.id"), info=ui("所答报请", derived=True)
    )

    escalation: Mapped[Escalation] = relationship(info=ui("所答报请"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """One answer a request."""
        return (
            UniqueConstraint("escalation_id", info={"sentence": "该报请已经答复"}),
            CheckConstraint("length(trim(opinion)) > 0", name="ck_escalation_answer_opinion"),
            CheckConstraint("length(trim(measures)) > 0", name="ck_escalation_answer_measures"),
        )
