"""回访: the hotline asks the complainant (条例:二十三)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.enums import Satisfaction, VisitWay


class Visit(Act):
    """One attempt. Contacted, solved and satisfied are asked apart, and only when reached."""

    __tablename__, __label__, __area__ = "visit", "回访", "回访"

    way: Mapped[VisitWay] = mapped_column(
        labeled(VisitWay), info=ui("回访方式", list=True, filter=True)
    )
    reached: Mapped[bool] = mapped_column(
        info=ui("已接通或已回复", list=True, filter=True, help="否的，不填以下各项")
    )
    contacted: Mapped[bool | None] = mapped_column(info=ui("是否联系", list=True, when="reached=1"))
    solved: Mapped[bool | None] = mapped_column(
        info=ui("是否解决", list=True, filter=True, when="reached=1")
    )
    satisfied: Mapped[Satisfaction | None] = mapped_column(
        labeled(Satisfaction), info=ui("是否满意", list=True, filter=True, when="reached=1")
    )
    workable: Mapped[bool | None] = mapped_column(
        info=ui(
            "退回重办",
            when="reached=1",
            help="未解决或不满意而仍可办理的，退回承办单位重办；不能再办的选否",
        )
    )
    opinion: Mapped[str] = mapped_column(
        Text, default="", info=ui("诉求人意见", list=True, long=True, when="reached=1")
    )
    attempt: Mapped[int] = mapped_column(info=ui("第几次", list=True, derived=True))
    valid: Mapped[bool] = mapped_column(info=ui("有效回访", list=True, filter=True, derived=True))
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), index=True, info=ui("所回访派单", derived=True)
    )

    dispatch: Mapped[Dispatch] = relationship(foreign_keys=[dispatch_id], info=ui("所回访派单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """A valid visit answers all three; an invalid one none."""
        return (
            UniqueConstraint("order_id", "attempt", info={"sentence": "他人刚刚已回访"}),
            CheckConstraint(
                "reached = (contacted IS NOT NULL) AND reached = (solved IS NOT NULL)"
                " AND reached = (satisfied IS NOT NULL)",
                name="ck_visit_answers",
            ),
        )
