"""行为标记: a complainant's breach, with evidence; it never blocks anybody (条例:九(3), 三十七)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.enums import Behaviour


class BehaviourMark(Act):
    """What was done, how it is known, and what was said to dissuade."""

    __tablename__, __label__ = "behaviour_mark", "行为标记"

    kind: Mapped[Behaviour] = mapped_column(
        labeled(Behaviour), info=ui("行为", list=True, filter=True)
    )
    evidence: Mapped[str] = mapped_column(
        Text,
        info=ui(
            "依据", list=True, long=True, sealed=True, help="时间、次数、录音编号等可以核对的事实"
        ),
    )
    dissuaded: Mapped[str] = mapped_column(
        Text, info=ui("劝阻教育", list=True, long=True, help="怎样劝阻、批评、教育，告知了什么后果")
    )

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Without evidence there is no mark."""
        return (
            CheckConstraint("length(trim(evidence)) > 0", name="ck_behaviour_mark_evidence"),
            CheckConstraint("length(trim(dissuaded)) > 0", name="ck_behaviour_mark_dissuaded"),
        )
