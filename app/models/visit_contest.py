"""回访异议: the unit contests a visit, once, with evidence (平台规则:visit_contest)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.visit import Visit


class VisitContest(Act):
    """One contest of one visit; the answer is a ``ContestRuling``. The visit stays as it is."""

    __tablename__, __label__, __area__ = "visit_contest", "回访异议", "回访"

    reason: Mapped[str] = mapped_column(Text, info=ui("理由", list=True, long=True))
    evidence: Mapped[str] = mapped_column(
        Text,
        info=ui("依据材料", list=True, long=True, help="通话记录、现场照片编号等可以核对的材料"),
    )
    visit_id: Mapped[int] = mapped_column(
        ForeignKey("visit.id"), info=ui("所异议回访", derived=True)
    )

    visit: Mapped[Visit] = relationship(info=ui("所异议回访"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Once a visit."""
        return (
            UniqueConstraint("visit_id", info={"sentence": "该回访已提出过异议"}),
            CheckConstraint("length(trim(reason)) > 0", name="ck_visit_contest_reason"),
            CheckConstraint("length(trim(evidence)) > 0", name="ck_visit_contest_evidence"),
        )
