"""容错认定: what a finding about a unit is weighed against (条例:三十六)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.enums import ExemptionGround, FindingKind
from app.models.unit import Unit


class Exemption(Act):
    """One finding about one unit that is not to be held against it."""

    __tablename__, __label__, __area__ = "exemption", "容错认定", "监督"

    kind: Mapped[FindingKind] = mapped_column(
        labeled(FindingKind), info=ui("责任线索", list=True, filter=True)
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), info=ui("涉及单位", list=True))
    ground: Mapped[ExemptionGround] = mapped_column(
        labeled(ExemptionGround), info=ui("容错情形", list=True, filter=True)
    )
    reason: Mapped[str] = mapped_column(Text, info=ui("认定理由", list=True, long=True))
    evidence: Mapped[str] = mapped_column(Text, info=ui("依据材料", list=True, long=True))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("涉及单位"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Once a finding, with reason and evidence."""
        return (
            UniqueConstraint(
                "order_id", "unit_id", "kind", info={"sentence": "该责任线索已作容错认定"}
            ),
            CheckConstraint("length(trim(reason)) > 0", name="ck_exemption_reason"),
            CheckConstraint("length(trim(evidence)) > 0", name="ck_exemption_evidence"),
        )
