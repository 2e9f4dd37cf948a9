"""代行职责: who acts for whom and until when, AB 角 and rosters (平台规则:delegation)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import Base, Staff, ui
from app.kernel.types import labeled
from app.models.account import Account
from app.models.act import Stamped
from app.models.enums import DelegationKind
from app.models.unit import Unit


class Delegation(Stamped, Staff, Base):
    """One person acts in the post of another for a while; only its end may be brought forward."""

    __tablename__, __label__, __area__ = "delegation", "代行职责", "系统"
    __append_only__ = (
        "kind", "account_id", "deputy_id", "unit_id", "begins_at", "reason",
        "at", "by_id", "by_unit_id", "by_post", "source", "for_id",
    )  # fmt: skip
    __table_args__ = (
        CheckConstraint("account_id <> deputy_id", name="ck_delegation_deputy"),
        CheckConstraint("ends_at > begins_at", name="ck_delegation_ends_at"),
        Index("ix_delegation_deputy_id", "deputy_id", "ends_at"),
    )

    kind: Mapped[DelegationKind] = mapped_column(
        labeled(DelegationKind),
        info=ui("类别", list=True, filter=True, help="AB角为事先固定的互代，值班为排定的班次"),
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id"),
        info=ui("被代行人", list=True, help="谁的岗位由他人代行，如外出、休假的负责人"),
    )
    deputy_id: Mapped[int] = mapped_column(
        ForeignKey("account.id"),
        info=ui("代行人", list=True, help="同一单位的人员；以本人账号按被代行人的岗位办理"),
    )
    begins_at: Mapped[datetime] = mapped_column(
        info=ui("起", list=True, help="到时即可代行，无须另行通知")
    )
    ends_at: Mapped[datetime] = mapped_column(
        info=ui("止", list=True, help="一次至多 92 日；可以提前结束，不得延后，需要延后的另立一条")
    )
    reason: Mapped[str] = mapped_column(
        Text, info=ui("事由", list=True, help="如外出培训、休假、夜间值班")
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), index=True, info=ui("单位", list=True, derived=True)
    )
    version: Mapped[int] = mapped_column(info=ui("版本", form=False))

    account: Mapped[Account] = relationship(foreign_keys=[account_id], info=ui("被代行人"))
    deputy: Mapped[Account] = relationship(foreign_keys=[deputy_id], info=ui("代行人"))
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("单位"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
