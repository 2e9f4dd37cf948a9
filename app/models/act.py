"""Act: what every row of an order's life has in common."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship, synonym

from app.kernel.model import Base, Case, ui
from app.kernel.types import labeled
from app.models.enums import Post, Source

if TYPE_CHECKING:
    from app.models.account import Account
    from app.models.unit import Unit
    from app.models.work_order import WorkOrder


def _name(owner: Any) -> str:
    return str(owner.__name__)


class Stamped:
    """Who did it, where they sat, when; filled by the kernel, never typed (design §2, 7 and 8)."""

    __stamped__: ClassVar[bool] = True

    at: Mapped[datetime] = mapped_column(info=ui("时间", list=True, stamp=True), sort_order=900)
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), info=ui("经办人", stamp=True), sort_order=901
    )
    by_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), info=ui("经办单位", list=True, stamp=True), sort_order=902
    )
    by_post: Mapped[Post | None] = mapped_column(
        labeled(Post), info=ui("经办岗位", stamp=True), sort_order=903
    )
    source: Mapped[Source] = mapped_column(
        labeled(Source), default=Source.DESK, info=ui("来源", stamp=True), sort_order=904
    )
    for_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), info=ui("代何人", stamp=True), sort_order=907
    )

    @declared_attr
    def by(cls) -> Mapped[Account | None]:
        """The person."""
        return relationship("Account", foreign_keys=f"{_name(cls)}.by_id", info=ui("经办人"))

    @declared_attr
    def acting_for(cls) -> Mapped[Account | None]:
        """In whose post the person acted, if not their own."""
        return relationship("Account", foreign_keys=f"{_name(cls)}.for_id", info=ui("代何人"))

    @declared_attr
    def by_unit(cls) -> Mapped[Unit | None]:
        """The unit the person sat in."""
        key = f"{_name(cls)}.by_unit_id"
        return relationship("Unit", foreign_keys=key, info=ui("经办单位"))


class Performed(Stamped):
    """What was done on an order. A file that is imported tells when, where, and by whom."""

    at: Mapped[datetime] = mapped_column(
        info=ui("时间", list=True, stamp=True, imported=True), sort_order=900
    )
    by_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), info=ui("经办单位", list=True, stamp=True, imported=True),
        sort_order=902,
    )  # fmt: skip
    named: Mapped[str] = mapped_column(
        String(80), default="", info=ui("来源所载经办人", imported=True), sort_order=905
    )
    recorded_at: Mapped[datetime] = mapped_column(info=ui("录入时间", stamp=True), sort_order=906)


class Dated(Stamped):
    """Reference rows that are never edited: a new version supersedes (design §2, 16).

    ``__dated_by__`` names the key; UNIQUE(key, valid_from); a version holds until the next one.
    """

    __append_only__: ClassVar[bool | tuple[str, ...]] = True
    __dated_by__: ClassVar[str]


class Act(Performed, Case, Base):
    """One act on one order, written once. Subclasses add what the act says."""

    __abstract__ = True
    __append_only__ = True
    __area__ = "工单"

    order_id: Mapped[int] = mapped_column(
        ForeignKey("work_order.id"), info=ui("工单", list=True), sort_order=-10
    )

    @declared_attr
    def order(cls) -> Mapped[WorkOrder]:
        """The order acted upon."""
        key = f"{_name(cls)}.order_id"
        return relationship("WorkOrder", foreign_keys=key, info=ui("工单"))

    @declared_attr
    def order_key(cls) -> Mapped[int]:
        """What the scope of cases joins on."""
        return synonym("order_id")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[object, ...]:
        table = cls.__tablename__
        return (
            Index(f"ix_{table}_order_id", "order_id"),
            CheckConstraint("at <= recorded_at", name=f"ck_{table}_recorded_at"),
            *cls.constraints(),
        )

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """CHECK and UNIQUE twins of the rules about this table."""
        return ()
