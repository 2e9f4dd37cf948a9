"""挂账复核: a ledger entry is looked at again (条例:十五(二))."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.ledger import Ledger


class LedgerReview(Act):
    """One review; it says when the next one is."""

    __tablename__, __label__, __area__ = "ledger_review", "挂账复核", "挂账"

    findings: Mapped[str] = mapped_column(Text, info=ui("复核情况", list=True, long=True))
    review_on: Mapped[date] = mapped_column(info=ui("下次复核日", list=True))
    ledger_id: Mapped[int] = mapped_column(
        ForeignKey("ledger.id"), index=True, info=ui("所核挂账", derived=True)
    )

    ledger: Mapped[Ledger] = relationship(info=ui("所核挂账"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """It says what was found."""
        return (CheckConstraint("length(trim(findings)) > 0", name="ck_ledger_review_findings"),)
