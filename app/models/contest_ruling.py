"""回访异议裁定: somebody else than the visitor decides a contest (平台规则:visit_contest)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.visit_contest import VisitContest


class ContestRuling(Act):
    """Upheld: the visit does not count in assessments. It is never changed."""

    __tablename__, __label__, __area__ = "contest_ruling", "回访异议裁定", "回访"

    upheld: Mapped[bool] = mapped_column(info=ui("异议成立", list=True, filter=True))
    reason: Mapped[str] = mapped_column(Text, info=ui("裁定理由", list=True, long=True))
    contest_id: Mapped[int] = mapped_column(
        ForeignKey("visit_contest.id"), info=ui("所裁异议", derived=True)
    )

    contest: Mapped[VisitContest] = relationship(info=ui("所裁异议"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Once a contest."""
        return (
            UniqueConstraint("contest_id", info={"sentence": "该回访异议已裁定"}),
            CheckConstraint("length(trim(reason)) > 0", name="ck_contest_ruling_reason"),
        )
