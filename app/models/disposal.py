"""分类处置: an order that ends without the handling of a unit (条例:十一, 二十一, 二十二)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.enums import DisposalKind, EmergencyLine, LegalChannel
from app.models.work_order import WorkOrder


class Disposal(Act):
    """How it ended, and what the complainant was told when; each kind with its own particulars."""

    __tablename__, __label__ = "disposal", "分类处置"

    kind: Mapped[DisposalKind] = mapped_column(
        labeled(DisposalKind),
        default=DisposalKind.ANSWERED,
        info=ui("处置方式", list=True, filter=True),
    )
    told: Mapped[str] = mapped_column(
        Text,
        info=ui("告知内容", list=True, long=True, sealed=True,
                help="答复、说明的内容；撤单写诉求人的原话，无效来电写明情形"),
    )  # fmt: skip
    told_at: Mapped[datetime] = mapped_column(info=ui("告知时间", list=True))
    line: Mapped[EmergencyLine | None] = mapped_column(
        labeled(EmergencyLine),
        info=ui("紧急专线", help="E1 必填", when="kind=emergency"),
    )
    handed_at: Mapped[datetime | None] = mapped_column(
        info=ui("移交时间", help="E1 必填", when="kind=emergency")
    )
    receipt: Mapped[str] = mapped_column(
        String(80),
        default="",
        info=ui("对方接收编号或接收人", help="E1 必填", when="kind=emergency"),
    )
    late_reason: Mapped[str] = mapped_column(
        Text,
        default="",
        info=ui("移交迟延理由", long=True, help="E1 未即时移交的须说明", when="kind=emergency"),
    )
    legal_channel: Mapped[LegalChannel | None] = mapped_column(
        labeled(LegalChannel), info=ui("法定途径", help="E2 必填", when="kind=legal")
    )
    earlier_id: Mapped[int | None] = mapped_column(
        ForeignKey("work_order.id"),
        info=ui("在前的工单", help="E3 必填：同一诉求人同一事项", when="kind=repeat"),
    )
    new_facts: Mapped[str] = mapped_column(
        Text, default="",
        info=ui("新情况新理由", long=True, when="kind=repeat",
                help="有新情况新理由的不作重复诉求，应当派单"),
    )  # fmt: skip
    passed_to: Mapped[str] = mapped_column(
        String(120), default="",
        info=ui("转达单位或其他渠道", help="E5 写市场、社会等渠道；在京单位、外省市写接收单位",
                when="kind=beyond central province"),
    )  # fmt: skip

    earlier: Mapped[WorkOrder | None] = relationship(
        foreign_keys=[earlier_id], info=ui("在前的工单")
    )

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """An order is disposed of once."""
        return (UniqueConstraint("order_id", info={"sentence": "该工单已作分类处置"}),)
