"""登录记录: every attempt to log in; what throttling counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import Base, Ledger, ui


class LoginAttempt(Ledger, Base):
    """One attempt, kept whether it succeeded or not."""

    __tablename__, __label__, __area__ = "login_attempt", "登录记录", "系统"
    __append_only__ = True
    __audited__ = False
    __table_args__ = (
        Index("ix_login_attempt_login", "login", "at"),
        Index("ix_login_attempt_address", "address", "at"),
    )

    at: Mapped[datetime] = mapped_column(info=ui("时间", list=True))
    login: Mapped[str] = mapped_column(String(40), info=ui("登录名", list=True, search=True))
    address: Mapped[str] = mapped_column(String(45), info=ui("来源地址", list=True))
    succeeded: Mapped[bool] = mapped_column(info=ui("成功", list=True, filter=True))
