"""公布施行: a second person brings a drafted reference row into force (条例:十一(2))."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Text, UniqueConstraint, exists, or_, select, true
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.kernel.model import Base, Public, ui
from app.models.act import Stamped

#: Tables whose rows one person drafts and another brings into force. Schemes are the assessor's.
TWO_PERSONS = frozenset(
    {"parameter", "calendar_day", "catalogue_entry", "community_duty", "reorganisation"}
)


class Publication(Stamped, Public, Base):
    """One row of one table is in force; what the system loads itself needs none."""

    __tablename__, __label__ = "publication", "公布施行"
    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("table_name", "row_id", info={"sentence": "该版本已经公布"}),
    )

    table_name: Mapped[str] = mapped_column(String(40), info=ui("资料"))
    row_id: Mapped[int] = mapped_column(info=ui("版本序号"))
    note: Mapped[str] = mapped_column(Text, default="", info=ui("公布说明", long=True))


def published(table: Any, by: datetime | None = None) -> ColumnElement[bool]:
    """Whether a row is in force as far as its publication goes: loaded by the system, or published.

    ``table``: a reference table with stamps, or an alias of it. ``by``: as it was at an instant.
    """
    if table.__tablename__ not in TWO_PERSONS:
        return true()
    act = aliased(Publication)
    held = select(act.id).where(act.table_name == table.__tablename__, act.row_id == table.id)
    if by is not None:
        held = held.where(act.at <= by)
    return or_(table.by_post.is_(None), exists(held))
