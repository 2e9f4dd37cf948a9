"""接报回执: the department says that it knows, and what it does (条例:二十九)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.alert import Alert


class AlertReceipt(Act):
    """One acknowledgement of one alert."""

    __tablename__, __label__, __area__ = "alert_receipt", "接报回执", "协调"

    measures: Mapped[str] = mapped_column(Text, info=ui("处置措施", list=True, long=True))
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), info=ui("所接风险", derived=True))

    alert: Mapped[Alert] = relationship(info=ui("所接风险"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Acknowledged once."""
        return (
            UniqueConstraint("alert_id", info={"sentence": "该风险已经接报"}),
            CheckConstraint("length(trim(measures)) > 0", name="ck_alert_receipt_measures"),
        )
