"""派单: the order goes to the unit whose duty it is, with its limit (条例:十一(2), 十二, 十三)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import DispatchGround, LimitClass
from app.models.unit import Unit

if TYPE_CHECKING:
    from app.models.ruling import Ruling
    from app.models.visit import Visit


class Dispatch(Act):
    """One lead for one order. The highest ``seq`` lives; what it began under is pinned on it."""

    __holds__ = ("unit_id",)

    __tablename__, __label__, __area__ = "dispatch", "派单", "派单目录"

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("catalogue_entry.id"), info=ui("目录条目", list=True)
    )
    place_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"),
        info=ui("所在地", help="诉求发生地所在的街道、乡镇；只能确定到区的选区"),
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), index=True, info=ui("承办单位", list=True)
    )
    note: Mapped[str] = mapped_column(Text, default="", info=ui("派单说明", long=True))
    given_due_at: Mapped[datetime | None] = mapped_column(info=ui("来源给定的期限", imported=True))

    seq: Mapped[int] = mapped_column(info=ui("派单序次", list=True, derived=True))
    ground: Mapped[DispatchGround] = mapped_column(
        labeled(DispatchGround), info=ui("派单缘由", list=True, filter=True, derived=True)
    )
    ruling_id: Mapped[int | None] = mapped_column(
        ForeignKey("ruling.id", use_alter=True, name="fk_dispatch_ruling_id"),
        unique=True,
        info=ui("所依裁定", derived=True),
    )
    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visit.id", use_alter=True, name="fk_dispatch_visit_id"),
        unique=True,
        info=ui("所依回访", derived=True),
    )
    limit_class: Mapped[LimitClass] = mapped_column(
        labeled(LimitClass), info=ui("时限级别", list=True, filter=True, derived=True)
    )
    limit_text: Mapped[str] = mapped_column(String(40), info=ui("办理时限", derived=True))
    limit_basis: Mapped[str] = mapped_column(Text, info=ui("时限依据", derived=True))
    starts_at: Mapped[datetime] = mapped_column(info=ui("起算时间", derived=True))
    due_at: Mapped[datetime] = mapped_column(info=ui("办理期限", list=True, derived=True))
    warn_at: Mapped[datetime] = mapped_column(info=ui("临期起点", derived=True))
    object_by: Mapped[datetime] = mapped_column(info=ui("异议截止", list=True, derived=True))
    sign_by: Mapped[datetime] = mapped_column(info=ui("应签收时间", derived=True))
    contact_by: Mapped[datetime] = mapped_column(info=ui("应首次联系时间", derived=True))
    send_by: Mapped[datetime | None] = mapped_column(
        info=ui("应派出时间", help="首次派单本身的时限", derived=True)
    )
    parameter_id: Mapped[int] = mapped_column(
        ForeignKey("parameter.id"), info=ui("时限参数", derived=True)
    )
    calendar_version: Mapped[int] = mapped_column(info=ui("日历版本", derived=True))

    unit: Mapped[Unit] = relationship(
        foreign_keys=[unit_id], lazy="joined", innerjoin=True, info=ui("承办单位")
    )
    place: Mapped[Unit | None] = relationship(foreign_keys=[place_id], info=ui("所在地"))
    entry: Mapped[CatalogueEntry] = relationship(
        foreign_keys=[entry_id], lazy="joined", innerjoin=True, info=ui("目录条目")
    )
    ruling: Mapped[Ruling | None] = relationship(foreign_keys=[ruling_id], info=ui("所依裁定"))
    visit: Mapped[Visit | None] = relationship(foreign_keys=[visit_id], info=ui("所依回访"))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """Two dispatches at once collide here (design §2, 6)."""
        return (
            UniqueConstraint("order_id", "seq", info={"sentence": "该工单刚刚已被派单"}),
            CheckConstraint("seq >= 1", name="ck_dispatch_seq"),
            CheckConstraint("due_at > starts_at", name="ck_dispatch_due_at"),
            CheckConstraint(
                "given_due_at IS NULL OR source = 'import'", name="ck_dispatch_given_due_at"
            ),
        )
