"""派单异议: the lead says, on listed grounds, that it is not its duty (条例:十二(3))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.enums import ObjectionGround
from app.models.unit import Unit


class Objection(Act):
    """One objection of one unit to one order; the answer to it is a ``Ruling``."""

    __tablename__, __label__, __area__ = "objection", "派单异议", "异议"

    ground: Mapped[ObjectionGround] = mapped_column(
        labeled(ObjectionGround), info=ui("异议理由", list=True, filter=True)
    )
    reason: Mapped[str] = mapped_column(Text, info=ui("说明", list=True, long=True))
    evidence: Mapped[str] = mapped_column(
        Text, info=ui("依据材料", long=True, help="职责规定、管辖界线等，写明文号与条款")
    )
    suggested_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), info=ui("建议承办单位")
    )
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), info=ui("所异议派单", derived=True)
    )
    rule_by: Mapped[datetime] = mapped_column(info=ui("应裁定时间", list=True, derived=True))

    suggested_unit: Mapped[Unit | None] = relationship(
        foreign_keys=[suggested_unit_id], info=ui("建议承办单位")
    )
    dispatch: Mapped[Dispatch] = relationship(info=ui("所异议派单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """One objection per unit and order."""
        return (
            UniqueConstraint(
                "order_id", "by_unit_id", info={"sentence": "本单位对该工单已提出过异议"}
            ),
            CheckConstraint("length(trim(reason)) > 0", name="ck_objection_reason"),
            CheckConstraint("length(trim(evidence)) > 0", name="ck_objection_evidence"),
        )
