"""承办单位: the tree of bodies that receive, handle and supervise (条例:五, 十一(1))."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import Base, Public, ui
from app.kernel.types import labeled
from app.models.enums import AssessmentGroup, Level, UnitKind

SEPARATOR = "、"


class Unit(Public, Base):
    """One body. ``path`` holds the codes from the root, so that a subtree is one range of it."""

    __tablename__, __label__, __area__ = "unit", "单位", "单位"
    __append_only__ = ("code", "parent_id", "path", "level", "kind")
    __table_args__ = (
        UniqueConstraint("code", info={"sentence": "该编码已有单位使用", "fields": ("code",)}),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="ck_unit_parent"),
        Index("ix_unit_kind_district", "kind", "district_id"),
    )

    code: Mapped[str] = mapped_column(String(20), info=ui("编码", list=True, search=True))
    name: Mapped[str] = mapped_column(String(80), info=ui("名称", list=True, search=True))
    short_name: Mapped[str] = mapped_column(String(40), info=ui("简称", search=True))
    level: Mapped[Level] = mapped_column(labeled(Level), info=ui("层级", list=True, filter=True))
    kind: Mapped[UnitKind] = mapped_column(
        labeled(UnitKind), info=ui("类别", list=True, filter=True)
    )
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), index=True, info=ui("上级单位", list=True)
    )
    functions: Mapped[str] = mapped_column(
        String(400), default="", info=ui("职能", list=True, search=True, help="多项之间用“、”隔开")
    )
    assessment_group: Mapped[AssessmentGroup | None] = mapped_column(
        labeled(AssessmentGroup), info=ui("考评分组", filter=True)
    )
    active: Mapped[bool] = mapped_column(default=True, info=ui("在用", list=True, filter=True))
    successor_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), info=ui("职能承接单位", help="停用后由谁承接其职能")
    )
    path: Mapped[str] = mapped_column(
        String(120), default="", index=True, info=ui("路径", derived=True)
    )
    district_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), info=ui("所属区", derived=True)
    )
    version: Mapped[int] = mapped_column(info=ui("版本", form=False))

    parent: Mapped[Unit | None] = relationship(
        remote_side="Unit.id", foreign_keys=[parent_id], info=ui("上级单位")
    )
    successor: Mapped[Unit | None] = relationship(
        remote_side="Unit.id", foreign_keys=[successor_id], info=ui("职能承接单位")
    )
    district: Mapped[Unit | None] = relationship(
        remote_side="Unit.id",
        foreign_keys=[district_id],
        lazy="joined",
        join_depth=1,
        info=ui("所属区"),
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return self.name

    @property
    def area_id(self) -> int | None:
        """The district it lies in, or is; ``None`` for bodies of the whole city."""
        if self.kind is UnitKind.GOVERNMENT and self.level is Level.DISTRICT:
            return self.id
        return self.district_id

    def has_function(self, function: str | None) -> bool:
        """Whether the body has this 职能."""
        return bool(function) and function in self.functions.split(SEPARATOR)
