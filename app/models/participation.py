"""参与: which unit takes part in which order; each unit's worklist (design §2, Reach)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship, synonym

from app.kernel.model import Base, Case, ui
from app.kernel.types import labeled
from app.models.enums import Role, Status
from app.models.unit import Unit
from app.models.work_order import WorkOrder


class Participation(Case, Base):
    """The strongest role of a unit in an order, with what its worklist is sorted and counted by."""

    __tablename__, __label__ = "participation", "参与"
    __audited__ = False
    __table_args__ = (
        UniqueConstraint("unit_id", "order_id"),
        Index("ix_participation_order_id", "order_id"),
        Index("ix_participation_unit_received", "unit_id", "received_at", "order_id"),
        Index("ix_participation_unit_status", "unit_id", "status", "received_at", "order_id"),
        Index("ix_participation_unit_due", "unit_id", "status", "due_at"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), info=ui("单位", derived=True))
    order_id: Mapped[int] = mapped_column(
        ForeignKey("work_order.id"), info=ui("工单", derived=True)
    )
    role: Mapped[Role] = mapped_column(labeled(Role), info=ui("参与方式", derived=True))
    received_at: Mapped[datetime] = mapped_column(info=ui("登记时间", derived=True))
    status: Mapped[Status] = mapped_column(labeled(Status), info=ui("状态", derived=True))
    due_at: Mapped[datetime | None] = mapped_column(info=ui("办理期限", derived=True))
    warn_at: Mapped[datetime | None] = mapped_column(info=ui("临期起点", derived=True))

    unit: Mapped[Unit] = relationship(info=ui("单位"))
    order: Mapped[WorkOrder] = relationship(info=ui("工单"))

    @declared_attr
    def order_key(cls) -> Mapped[int]:
        """What the scope of cases joins on."""
        return synonym("order_id")

    @declared_attr
    def by_unit_id(cls) -> Mapped[int]:
        """A unit's own participation is its own row."""
        return synonym("unit_id")
