"""审计: one append-only line for each changed row, written with the change; refusals beside it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import JSON, ForeignKey, Index, String, Table, Text, insert
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.model import Base, Case, Ledger, columns, ui

MASKED, SEALED = "已变更", "见原件"


class Audit(Ledger, Base):
    """Who changed which row from what to what, under which law. Private columns never enter it."""

    __tablename__, __label__, __area__ = "audit", "审计记录", "系统"
    __append_only__ = True
    __audited__ = False
    __table_args__ = (
        Index("ix_audit_row", "table", "row_id"),
        Index("ix_audit_order", "order_id"),
        Index("ix_audit_at", "at"),
    )

    at: Mapped[datetime] = mapped_column(info=ui("时间", list=True))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=ui("操作人"))
    by_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), info=ui("单位"))
    by_name: Mapped[str] = mapped_column(String(120), info=ui("操作人", list=True, search=True))
    verb: Mapped[str] = mapped_column(String(10), info=ui("操作", list=True, filter=True))
    table: Mapped[str] = mapped_column(String(40), info=ui("数据", list=True, filter=True))
    row_id: Mapped[int] = mapped_column(info=ui("行号", list=True))
    order_id: Mapped[int | None] = mapped_column(info=ui("工单", list=True, filter=True))
    then: Mapped[dict[str, Any]] = mapped_column(JSON, info=ui("原值"))
    now: Mapped[dict[str, Any]] = mapped_column(JSON, info=ui("现值", list=True))
    request_id: Mapped[str] = mapped_column(String(32), info=ui("请求号"))
    law: Mapped[str] = mapped_column(String(12), info=ui("规则版本"))


class Refusal(Ledger, Base):
    """One refused write: who, what, under which clause. No citizen's particulars."""

    __tablename__, __label__, __area__ = "refusal", "拒绝记录", "系统"
    __append_only__ = True
    __audited__ = False
    __table_args__ = (Index("ix_refusal_at", "at"),)

    at: Mapped[datetime] = mapped_column(info=ui("时间", list=True))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=ui("操作人"))
    by_name: Mapped[str] = mapped_column(String(120), info=ui("操作人", list=True, search=True))
    kind: Mapped[str] = mapped_column(String(20), info=ui("性质", list=True, filter=True))
    rule: Mapped[str] = mapped_column(String(80), info=ui("规则", list=True, search=True))
    clause: Mapped[str] = mapped_column(String(60), info=ui("条款", list=True, filter=True))
    sentence: Mapped[str] = mapped_column(Text, info=ui("理由", list=True))
    table: Mapped[str] = mapped_column(String(40), info=ui("数据", list=True))
    row_id: Mapped[int | None] = mapped_column(info=ui("行号"))
    request_id: Mapped[str] = mapped_column(String(32), info=ui("请求号"))


LINES = cast(Table, Audit.__table__)


def line(row: Any, then: dict[str, Any], verb: str, fields: set[str]) -> dict[str, Any]:
    """The row's part of one audit line: only what changed, private and sealed values masked."""
    meta = columns(type(row))
    said = {key: MASKED for key in fields if meta[key]["private"]}
    said |= {key: SEALED for key in fields if meta[key]["sealed"]}

    def told(held: dict[str, Any]) -> dict[str, Any]:
        return {key: said.get(key) or plain(held.get(key)) for key in sorted(fields)}

    return {
        "verb": verb,
        "table": row.__tablename__,
        "row_id": row.id,
        "order_id": row.order_key if isinstance(row, Case) else None,
        "then": told(then) if then else {},
        "now": {} if verb == "删除" else told({key: getattr(row, key) for key in fields}),
    }


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value


def note(session: Any, verb: str, table: type[Base], told: dict[str, Any], law: str) -> None:
    """One line about an act that changes no row, such as an export; ``told``: nothing private."""
    actor = session.principal
    session.in_kernel(
        insert(Audit),
        {
            "at": clock.now(),
            "by_id": actor.account_id,
            "by_unit_id": actor.unit_id,
            "by_name": actor.title,
            "verb": verb,
            "table": table.__tablename__,
            "row_id": 0,
            "order_id": None,
            "then": {},
            "now": told,
            "request_id": session.request_id,
            "law": law,
        },
    )
