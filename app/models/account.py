"""账号: a person who holds one post in one unit (design §2, People)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.model import Base, Staff, ui
from app.kernel.types import labeled
from app.models.enums import Post
from app.models.unit import Unit


class Account(Staff, Base):
    """One log-in. Passwords are set by the services only and never leave the row."""

    __tablename__, __label__, __area__ = "account", "账号", "系统"
    __append_only__ = ("login",)
    __table_args__ = (
        UniqueConstraint("login", info={"sentence": "该登录名已有人使用", "fields": ("login",)}),
    )

    login: Mapped[str] = mapped_column(String(40), info=ui("登录名", list=True, search=True))
    name: Mapped[str] = mapped_column(String(40), info=ui("姓名", list=True, search=True))
    post: Mapped[Post] = mapped_column(labeled(Post), info=ui("岗位", list=True, filter=True))
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), index=True, info=ui("单位", list=True)
    )
    active: Mapped[bool] = mapped_column(default=True, info=ui("启用", list=True, filter=True))
    must_change: Mapped[bool] = mapped_column(
        default=True, info=ui("首次登录须改密码", list=True, form=False)
    )
    password_hash: Mapped[str] = mapped_column(
        String(200), default="", info=ui("密码散列", private=True, form=False)
    )
    session_version: Mapped[int] = mapped_column(default=1, info=ui("会话版本", form=False))
    version: Mapped[int] = mapped_column(info=ui("版本", form=False))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], info=ui("单位"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def __str__(self) -> str:
        return self.name
