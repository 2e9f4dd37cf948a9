"""查看: when a person last looked at what had reached their desk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import Base, Staff, ui
from app.models.account import Account
from app.models.unit import Unit


class Look(Staff, Base):
    """One row a person and unit; what came after it is news to them. Elsewhere they begin anew."""

    __tablename__, __label__ = "look", "查看"
    __audited__ = False
    __table_args__ = (UniqueConstraint("account_id", "unit_id"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=ui("人员"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), info=ui("单位"))
    looked_at: Mapped[datetime] = mapped_column(info=ui("看到"))

    account: Mapped[Account] = relationship(foreign_keys=[account_id], info=ui("人员"))
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("单位"))
