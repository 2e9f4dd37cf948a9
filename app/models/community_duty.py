"""社区清单: what a community may lead and what it only assists with (条例:十七(2))."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import Base, Public, ui
from app.kernel.types import labeled
from app.models.act import Dated
from app.models.enums import CommunityRole


class CommunityDuty(Dated, Public, Base):
    """One dated line of the two lists, by the code of a catalogue entry. Off the list: nothing."""

    __tablename__, __label__, __area__ = "community_duty", "社区清单", "派单目录"
    __dated_by__ = "code"
    __table_args__ = (
        UniqueConstraint("code", "valid_from", info={"sentence": "该编码同一生效日已有版本"}),
    )

    code: Mapped[str] = mapped_column(String(20), info=ui("目录编码", list=True, search=True))
    valid_from: Mapped[date] = mapped_column(info=ui("生效日", list=True))
    in_force: Mapped[bool] = mapped_column(
        default=True, info=ui("有效", list=True, filter=True, help="不勾选即自生效日起移出清单")
    )
    role: Mapped[CommunityRole] = mapped_column(
        labeled(CommunityRole), info=ui("社区的角色", list=True, filter=True)
    )
    basis: Mapped[str] = mapped_column(Text, info=ui("依据", list=True, long=True))

    def __str__(self) -> str:
        return f"{self.code} {self.role.label}"
