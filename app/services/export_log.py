"""导出登记: nothing leaves as a file without a line in the audit (条例:三十五(2)(三))."""

from __future__ import annotations

from typing import Any

from app.access.principal import Principal
from app.kernel.audit import note
from app.kernel.model import Base
from app.kernel.rules import digest
from app.kernel.session import GovernedSession


def log_export(
    bind: Any,
    principal: Principal,
    table: type[Base],
    *,
    conditions: str,
    rows: int,
    kind: str,
    request_id: str,
) -> None:
    """Write down who takes which rows out, before the first of them leaves."""
    with GovernedSession(bind, principal, writing=True, request_id=request_id) as session:
        told = {"条件": conditions or "无", "行数": rows, "格式": kind}
        note(session, "导出", table, told, digest())
        session.commit()
