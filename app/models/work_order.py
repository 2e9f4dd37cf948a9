"""诉求工单: a citizen's demand, recorded whole (条例:十)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship, synonym
from sqlalchemy.sql import column, literal

from app.kernel.model import Base, Case, ui
from app.kernel.types import labeled
from app.models.act import Performed
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Channel, ComplainantKind, DemandKind, LimitClass, Status
from app.models.unit import Unit

#: Few orders sound dangerous: only those are in the index, as the statement has to spell out.
_HEARD = column("alarm") > literal("", literal_execute=True)
ALARMING: Any = {"sqlite_where": _HEARD, "postgresql_where": _HEARD}


class WorkOrder(Performed, Case, Base):
    """What the citizen said stays as said; where it stands is derived from the acts on it."""

    __tablename__, __label__, __area__ = "work_order", "工单", "工单"
    __append_only__ = (
        "number", "title", "content", "demand_kind", "channel", "complainant_kind",
        "complainant_name", "contact", "contact_key", "protected", "place", "reported_unit_id",
        "origin", "external_id", "origin_note", "alarm",
        "at", "by_id", "by_unit_id", "by_post", "source", "for_id", "named", "recorded_at",
    )  # fmt: skip
    __table_args__ = (
        UniqueConstraint("origin", "external_id", info={"sentence": "该来源的这一编号已经导入过"}),
        CheckConstraint(
            "(origin IS NULL) = (external_id IS NULL)", name="ck_work_order_external_id"
        ),
        CheckConstraint("origin IS NULL OR source = 'import'", name="ck_work_order_origin"),
        CheckConstraint("at <= recorded_at", name="ck_work_order_recorded_at"),
        CheckConstraint("length(trim(title)) > 0", name="ck_work_order_title"),
        CheckConstraint("length(trim(content)) > 0", name="ck_work_order_content"),
        CheckConstraint("length(trim(contact)) > 0", name="ck_work_order_contact"),
        Index("ix_work_order_at", "at", "id"),
        Index("ix_work_order_contact_key", "contact_key", "at"),
        Index("ix_work_order_status", "status", "at", "id"),
        Index("ix_work_order_due", "status", "due_at"),
        Index("ix_work_order_alarm", "status", "at", **ALARMING),
    )

    number: Mapped[str | None] = mapped_column(
        String(20), unique=True, info=ui("工单编号", list=True, search=True, form=False)
    )
    title: Mapped[str] = mapped_column(
        String(100), info=ui("标题", list=True, search=True, sealed=True)
    )
    content: Mapped[str] = mapped_column(Text, info=ui("诉求内容", long=True, sealed=True))
    demand_kind: Mapped[DemandKind] = mapped_column(
        labeled(DemandKind), info=ui("诉求类型", list=True, filter=True)
    )
    channel: Mapped[Channel] = mapped_column(labeled(Channel), info=ui("渠道", filter=True))
    complainant_kind: Mapped[ComplainantKind] = mapped_column(
        labeled(ComplainantKind), default=ComplainantKind.NATURAL, info=ui("诉求人类别")
    )
    complainant_name: Mapped[str] = mapped_column(
        String(60), default="", info=ui("诉求人", private=True)
    )
    contact: Mapped[str] = mapped_column(
        String(80), info=ui("联系方式", private=True, help="电话、账号或邮箱；可保密，不可缺")
    )
    protected: Mapped[bool] = mapped_column(default=False, info=ui("要求保密"))
    place: Mapped[str] = mapped_column(String(120), default="", info=ui("发生地点", sealed=True))
    reported_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"),
        info=ui("被举报单位", help="仅举报填写；该单位及其上级不得承办、查看"),
    )
    contact_key: Mapped[str] = mapped_column(
        String(64), info=ui("联系方式摘要", private=True, derived=True)
    )

    origin: Mapped[str | None] = mapped_column(String(40), info=ui("来源系统", imported=True))
    external_id: Mapped[str | None] = mapped_column(
        String(80), info=ui("外部编号", search=True, imported=True)
    )
    origin_note: Mapped[str] = mapped_column(
        Text, default="", info=ui("来源说明", imported=True, sealed=True)
    )

    status: Mapped[Status] = mapped_column(
        labeled(Status),
        default=Status.REGISTERED,
        info=ui("状态", list=True, filter=True, derived=True),
    )
    lead_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), index=True, info=ui("承办单位", list=True, filter=True, derived=True)
    )
    entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("catalogue_entry.id"), info=ui("目录条目", derived=True)
    )
    limit_class: Mapped[LimitClass | None] = mapped_column(
        labeled(LimitClass), info=ui("时限级别", filter=True, derived=True)
    )
    due_at: Mapped[datetime | None] = mapped_column(info=ui("办理期限", list=True, derived=True))
    warn_at: Mapped[datetime | None] = mapped_column(info=ui("临期起点", derived=True))
    citizen_due_at: Mapped[datetime | None] = mapped_column(info=ui("对诉求人的期限", derived=True))
    replied_at: Mapped[datetime | None] = mapped_column(info=ui("反馈时间", derived=True))
    closed_at: Mapped[datetime | None] = mapped_column(info=ui("办结时间", derived=True))
    version: Mapped[int] = mapped_column(info=ui("版本", form=False))

    at: Mapped[datetime] = mapped_column(
        info=ui("登记时间", list=True, stamp=True, imported=True), sort_order=900
    )
    by_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), info=ui("受理单位", stamp=True, imported=True), sort_order=902
    )

    alarm: Mapped[str | None] = mapped_column(
        String(60),
        info=ui("风险词", help="登记时在诉求中发现的突发事件征兆", derived=True, sealed=True),
    )
    secret: Mapped[bool] = mapped_column(default=False, info=ui("内容不公开", derived=True))

    lead: Mapped[Unit | None] = relationship(foreign_keys=[lead_id], info=ui("承办单位"))
    entry: Mapped[CatalogueEntry | None] = relationship(info=ui("目录条目"))
    reported_unit: Mapped[Unit | None] = relationship(
        foreign_keys=[reported_unit_id], info=ui("被举报单位")
    )

    @declared_attr
    def order_key(cls) -> Mapped[int]:
        """An order is its own key."""
        return synonym("id")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.version}

    @property
    def order(self) -> WorkOrder:
        """So that whatever hangs on an order is one hop away from everything of it."""
        return self

    @property
    def heading(self) -> str:
        """What it is called where anybody may read it."""
        return "（内容不公开）" if self.secret else self.title

    def __str__(self) -> str:
        return f"{self.number or '（未编号）'} {self.heading}"
