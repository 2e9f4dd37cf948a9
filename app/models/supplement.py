"""补充: facts that came later; the original statement never changes (条例:十)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import ui
from app.models.act import Act


class Supplement(Act):
    """One later statement of the complainant or of whoever took it down."""

    __tablename__, __label__ = "supplement", "补充"

    content: Mapped[str] = mapped_column(Text, info=ui("补充内容", list=True, long=True))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """An empty supplement says nothing."""
        return (CheckConstraint("length(trim(content)) > 0", name="ck_supplement_content"),)
