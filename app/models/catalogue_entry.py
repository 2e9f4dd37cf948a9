"""派单目录: which matter is whose duty, within which limit (条例:十一(2), 十三)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import Base, Public, ui
from app.kernel.types import Several, labeled
from app.models.act import Dated
from app.models.enums import DemandKind, DutyList, LimitClass, UnitKind
from app.models.unit import Unit


class CatalogueEntry(Dated, Public, Base):
    """One dated version of one class of matters; it holds until the next version of its code."""

    __tablename__, __label__, __area__ = "catalogue_entry", "派单目录", "派单目录"
    __dated_by__ = "code"
    __table_args__ = (
        UniqueConstraint("code", "valid_from", info={"sentence": "该编码同一生效日已有版本"}),
        CheckConstraint(
            "NOT in_force OR competent_kind IS NOT NULL OR named_unit_id IS NOT NULL",
            name="ck_catalogue_entry_competent",
        ),
    )

    code: Mapped[str] = mapped_column(String(20), info=ui("编码", list=True, search=True))
    valid_from: Mapped[date] = mapped_column(info=ui("生效日", list=True))
    in_force: Mapped[bool] = mapped_column(
        default=True, info=ui("有效", list=True, filter=True, help="不勾选即自生效日起停用")
    )
    level1: Mapped[str] = mapped_column(
        String(40), info=ui("一级分类", list=True, search=True, filter=True)
    )
    level2: Mapped[str] = mapped_column(String(40), info=ui("二级分类", list=True, search=True))
    level3: Mapped[str] = mapped_column(String(60), info=ui("三级分类", list=True, search=True))
    demand_kinds: Mapped[tuple[DemandKind, ...]] = mapped_column(
        Several(DemandKind), info=ui("诉求类型")
    )
    competent_kind: Mapped[UnitKind | None] = mapped_column(
        labeled(UnitKind), info=ui("承办单位类别", list=True, filter=True)
    )
    competent_function: Mapped[str | None] = mapped_column(
        String(40), info=ui("承办职能", list=True, search=True)
    )
    named_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), info=ui("指定单位", help="指定后只派该单位")
    )
    territorial: Mapped[bool] = mapped_column(default=False, info=ui("属地事项", filter=True))
    limit_class: Mapped[LimitClass] = mapped_column(
        labeled(LimitClass), info=ui("时限级别", list=True, filter=True)
    )
    extension_allowed: Mapped[bool] = mapped_column(default=False, info=ui("可否延期"))
    duty_list: Mapped[DutyList] = mapped_column(
        labeled(DutyList), default=DutyList.NONE, info=ui("履职清单", filter=True)
    )
    basis: Mapped[str] = mapped_column(Text, info=ui("依据", long=True))
    co_units: Mapped[str] = mapped_column(String(200), default="", info=ui("配合单位"))
    keywords: Mapped[str] = mapped_column(
        String(200), default="", info=ui("关键词", search=True, help="多个之间用“|”隔开")
    )
    note: Mapped[str] = mapped_column(Text, default="", info=ui("说明", long=True))

    named_unit: Mapped[Unit | None] = relationship(
        foreign_keys=[named_unit_id], info=ui("指定单位")
    )

    def __str__(self) -> str:
        return f"{self.level1}·{self.level2}·{self.level3}"
