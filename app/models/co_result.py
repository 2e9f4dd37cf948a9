"""协办反馈: what a co-handler returns to the lead, finished or so far (条例:十四(2))."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.models.act import Act
from app.models.co_handling import CoHandling


class CoResult(Act):
    """One report; the last of them is final."""

    __tablename__, __label__ = "co_result", "协办反馈"

    final: Mapped[bool] = mapped_column(
        default=True, info=ui("已经办完", list=True, filter=True, help="不勾选为阶段反馈")
    )
    content: Mapped[str] = mapped_column(Text, info=ui("协办情况", list=True, long=True))
    late_reason: Mapped[str] = mapped_column(
        Text, default="", info=ui("逾期理由", long=True, help="超过协办期限的须说明理由")
    )
    co_handling_id: Mapped[int] = mapped_column(
        ForeignKey("co_handling.id"), index=True, info=ui("所办协办", derived=True)
    )

    co_handling: Mapped[CoHandling] = relationship(info=ui("所办协办"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Finished once."""
        return (
            Index(
                "uq_co_result_final", "co_handling_id", unique=True,
                sqlite_where=column("final"), postgresql_where=column("final"),
            ),
            CheckConstraint("length(trim(content)) > 0", name="ck_co_result_content"),
        )  # fmt: skip
