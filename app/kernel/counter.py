"""Gapless numbers: one counter row a series, taken in the writer's own transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import Base, Ledger, ui

if TYPE_CHECKING:
    from app.kernel.session import GovernedSession


class Counter(Ledger, Base):
    """How far a series has come."""

    __tablename__, __label__ = "counter", "编号"
    __audited__ = False

    series: Mapped[str] = mapped_column(String(40), unique=True, info=ui("序列"))
    reached: Mapped[int] = mapped_column(info=ui("已至"))


def next_in(session: GovernedSession, series: str) -> int:
    """The next number of a series; a rollback gives it back, so there are no gaps."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    table = Counter.__table__
    statement = (
        insert(table)  # type: ignore[arg-type]
        .values(series=series, reached=1)
        .on_conflict_do_update(index_elements=["series"], set_={"reached": table.c.reached + 1})
        .returning(table.c.reached)
    )
    return int(session.in_kernel(statement).scalar_one())
