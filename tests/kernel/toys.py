"""Toy tables: one of every kind the kernel tells apart, in a registry of their own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import (
    Mapped,
    declared_attr,
    mapped_column,
    registry,
    relationship,
    synonym,
)

from app.kernel.model import CONVENTION, Base, Case, Public, Staff, ui
from app.kernel.types import Instant, Labeled, Several, labeled

TOYS = MetaData(naming_convention=CONVENTION)


class Colour(Labeled):
    """What a ground is painted."""

    RED = "red", "红"
    BLUE = "blue", "蓝"


class Toy(Base):
    """The product's base, outside the product's inventory."""

    __abstract__ = True
    metadata = TOYS
    _sa_registry = registry(
        metadata=TOYS, type_annotation_map={datetime: Instant, dict[str, Any]: JSON}
    )


class Ground(Public, Toy):
    """A reference row, editable."""

    __tablename__, __label__ = "toy_ground", "场地"

    name: Mapped[str] = mapped_column(String(20), unique=True, info=ui("名称"))
    size: Mapped[int] = mapped_column(default=1, info=ui("大小"))
    colour: Mapped[Colour] = mapped_column(
        labeled(Colour), default=Colour.RED, info=ui("颜色", by=("head",))
    )
    colours: Mapped[tuple[Colour, ...] | None] = mapped_column(Several(Colour), info=ui("诸色"))
    opened_on: Mapped[date | None] = mapped_column(info=ui("启用日"))
    checked_at: Mapped[datetime | None] = mapped_column(info=ui("检查时间"))
    secret: Mapped[str] = mapped_column(Text, default="", info=ui("密语", private=True))
    near_id: Mapped[int | None] = mapped_column(ForeignKey("toy_ground.id"), info=ui("邻近"))
    version: Mapped[int] = mapped_column(info=ui("版本", form=False))

    near: Mapped[Ground | None] = relationship(remote_side="Ground.id", info=ui("邻近"))

    __table_args__ = (CheckConstraint("size < 1000", name="ck_toy_ground_size"),)
    __mapper_args__ = {"version_id_col": version}


class Person(Staff, Toy):
    """Somebody in a ground."""

    __tablename__, __label__ = "toy_person", "人员"

    name: Mapped[str] = mapped_column(String(20), info=ui("姓名"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("toy_ground.id"), info=ui("场地"))
    unit: Mapped[Ground] = relationship(info=ui("场地"))


class Signed:
    """The stamps of an act."""

    __stamped__ = True

    at: Mapped[datetime] = mapped_column(info=ui("时间", stamp=True))
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("toy_person.id"), info=ui("经办人", stamp=True)
    )
    by_unit_id: Mapped[int | None] = mapped_column(info=ui("经办单位", stamp=True))
    by_post: Mapped[str | None] = mapped_column(String(20), info=ui("岗位", stamp=True))
    source: Mapped[str] = mapped_column(String(20), default="desk", info=ui("来源", stamp=True))

    @declared_attr
    def by(cls) -> Mapped[Person | None]:
        return relationship("Person", info=ui("经办人"))


class Job(Signed, Case, Toy):
    """What the acts are about."""

    __tablename__, __label__ = "toy_job", "活计"

    number: Mapped[str | None] = mapped_column(String(20), unique=True, info=ui("编号", form=False))
    title: Mapped[str] = mapped_column(String(10), info=ui("标题"))
    contact: Mapped[str | None] = mapped_column(Text, info=ui("联系方式", private=True))
    status: Mapped[str] = mapped_column(String(10), default="open", info=ui("状态", derived=True))
    total: Mapped[int | None] = mapped_column(info=ui("合计", derived=True))
    count: Mapped[int | None] = mapped_column(info=ui("次数", derived=True))
    grade: Mapped[int | None] = mapped_column(info=ui("定级", derived=True))
    lead_id: Mapped[int | None] = mapped_column(
        ForeignKey("toy_ground.id"), info=ui("主办", derived=True)
    )
    version: Mapped[int] = mapped_column(info=ui("版本", form=False))

    lead: Mapped[Ground | None] = relationship(foreign_keys=[lead_id], info=ui("主办"))

    @declared_attr
    def order_key(cls) -> Mapped[int]:
        return synonym("id")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.version}

    @property
    def order(self) -> Job:
        return self


class OfJob(Case, Toy):
    """What every row about a job has."""

    __abstract__ = True

    @declared_attr
    def order_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("toy_job.id"), info=ui("活计"))

    @declared_attr
    def order(cls) -> Mapped[Job]:
        return relationship("Job", foreign_keys=f"{cls.__name__}.order_id", info=ui("活计"))

    @declared_attr
    def order_key(cls) -> Mapped[int]:
        return synonym("order_id")


class Step(Signed, OfJob):
    """One act on one job."""

    __tablename__, __label__ = "toy_step", "步骤"
    __append_only__ = True

    amount: Mapped[int] = mapped_column(info=ui("数额"))
    note: Mapped[str] = mapped_column(String(20), default="", info=ui("备注"))
    ground_id: Mapped[int | None] = mapped_column(ForeignKey("toy_ground.id"), info=ui("场地"))
    after_id: Mapped[int | None] = mapped_column(ForeignKey("toy_job.id"), info=ui("前一活计"))

    ground: Mapped[Ground | None] = relationship(info=ui("场地"))
    after: Mapped[Job | None] = relationship(foreign_keys=[after_id], info=ui("前一活计"))


class Memo(OfJob):
    """A row that may hang on a job, be edited and go again."""

    __tablename__, __label__ = "toy_memo", "便条"

    order_id: Mapped[int | None] = mapped_column(ForeignKey("toy_job.id"), info=ui("活计"))
    body: Mapped[str] = mapped_column(String(40), info=ui("内容"))
    weight: Mapped[int] = mapped_column(default=0, info=ui("分量"))
    by_unit_id: Mapped[int | None] = mapped_column(info=ui("单位"))


class Share(OfJob):
    """Who takes part; written by the law."""

    __tablename__, __label__ = "toy_share", "份额"
    __audited__ = False
    __table_args__ = (UniqueConstraint("order_id", "unit_id"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("toy_ground.id"), info=ui("单位", derived=True))
    role: Mapped[str] = mapped_column(String(10), info=ui("身份", derived=True))

    unit: Mapped[Ground] = relationship(info=ui("单位"))

    @declared_attr
    def by_unit_id(cls) -> Mapped[int]:
        return synonym("unit_id")


class Copy(Signed, OfJob):
    """A notice to another ground; written by the law and never changed."""

    __tablename__, __label__ = "toy_copy", "抄件"
    __append_only__ = True

    unit_id: Mapped[int] = mapped_column(ForeignKey("toy_ground.id"), info=ui("单位", derived=True))
    said: Mapped[str] = mapped_column(String(20), info=ui("内容", derived=True))

    unit: Mapped[Ground] = relationship(info=ui("单位"))
