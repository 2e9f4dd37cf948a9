"""销账: an entry leaves the ledger only with evidence (条例:十五(二))."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.ledger import Ledger


class LedgerRemoval(Act):
    """The end of one entry, by somebody above the unit."""

    __tablename__, __label__, __area__ = "ledger_removal", "销账", "挂账"

    result: Mapped[str] = mapped_column(Text, info=ui("解决结果", list=True, long=True))
    evidence: Mapped[str] = mapped_column(Text, info=ui("销账依据", list=True, long=True))
    ledger_id: Mapped[int] = mapped_column(
        ForeignKey("ledger.id"), info=ui("所销挂账", derived=True)
    )

    ledger: Mapped[Ledger] = relationship(info=ui("所销挂账"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Removed once, with evidence."""
        return (
            UniqueConstraint("ledger_id", info={"sentence": "该挂账已销账"}),
            CheckConstraint("length(trim(result)) > 0", name="ck_ledger_removal_result"),
            CheckConstraint("length(trim(evidence)) > 0", name="ck_ledger_removal_evidence"),
        )
