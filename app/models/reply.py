"""反馈: the result goes to the complainant and to the hotline (条例:十五(三))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.enums import ContactWay


class Reply(Act):
    """``told_at`` is when the complainant heard; the row's own time is when the hotline did."""

    __tablename__, __label__ = "reply", "办理反馈"

    content: Mapped[str] = mapped_column(Text, info=ui("办理情况", list=True, long=True))
    told_at: Mapped[datetime] = mapped_column(info=ui("向诉求人反馈时间", list=True))
    told_way: Mapped[ContactWay] = mapped_column(labeled(ContactWay), info=ui("反馈方式"))
    late_reason: Mapped[str] = mapped_column(
        Text, default="", info=ui("逾期理由", long=True, help="超过办理期限反馈的须说明正当理由")
    )
    proof: Mapped[str] = mapped_column(
        Text, default="",
        info=ui("办理凭据", long=True,
                help="文书文号、现场照片编号等；举报须有文书或照片，其他诉求也可以联系记录为凭"),
    )  # fmt: skip
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatch.id"), info=ui("所办派单", derived=True)
    )

    dispatch: Mapped[Dispatch] = relationship(info=ui("所办派单"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """One final reply a dispatch."""
        return (
            UniqueConstraint("dispatch_id", info={"sentence": "该派单已反馈"}),
            CheckConstraint("length(trim(content)) > 0", name="ck_reply_content"),
        )
