"""社会协助: a social force joins as a helper, and never sees the complainant (条例:六(1))."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.enums import SocialKind


class SocialHelp(Act):
    """One organisation asked to help; it has no account, so that what it is told stands here."""

    __tablename__, __label__, __area__ = "social_help", "社会协助", "协调"

    organisation: Mapped[str] = mapped_column(
        String(80), info=ui("协助组织", list=True, search=True)
    )
    kind: Mapped[SocialKind] = mapped_column(
        labeled(SocialKind), info=ui("类别", list=True, filter=True)
    )
    task: Mapped[str] = mapped_column(
        Text, info=ui("告知其协助的事项", list=True, long=True, help="不得写入诉求人姓名、联系方式")
    )
    outcome: Mapped[str] = mapped_column(Text, default="", info=ui("协助情况", long=True))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Who helps with what."""
        return (
            CheckConstraint("length(trim(organisation)) > 0", name="ck_social_help_organisation"),
            CheckConstraint("length(trim(task)) > 0", name="ck_social_help_task"),
        )
