"""Refused writes leave a trace: written after the rollback, in a transaction of their own."""

from __future__ import annotations

import logging

from flask import has_request_context, request
from sqlalchemy.exc import SQLAlchemyError

from app.access.principal import Principal
from app.kernel.audit import Refusal
from app.kernel.clock import now
from app.kernel.errors import Finding, PortalError, Unlawful
from app.portal.db import system_session
from app.portal.formats import tables

NOTHING = "—"
KINDS = {422: "不合规", 403: "无权限", 409: "已变动"}

_log = logging.getLogger(__name__)


def record(error: PortalError, principal: Principal | None, request_id: str) -> None:
    """One row a finding, or one for a refusal without findings; no citizen's particulars.

    The person has been refused all the same when the record cannot be written.
    """
    bare = Finding(type(error).__name__, "", str(error), table=_asked_for())
    findings = error.findings if isinstance(error, Unlawful) else (bare,)
    at, name = now(), principal.title if principal else "未登录"
    try:
        with system_session(writing=True) as writing:
            writing.add_all(
                Refusal(
                    at=at,
                    by_id=principal.account_id if principal else None,
                    by_name=name,
                    kind=KINDS.get(error.status, "其他"),
                    rule=each.rule or NOTHING,
                    clause=each.clause or NOTHING,
                    sentence=each.sentence,
                    table=each.table or NOTHING,
                    row_id=each.row_id,
                    request_id=request_id,
                )
                for each in findings
            )
    except SQLAlchemyError:
        _log.exception("refusal not recorded")


def _asked_for() -> str:
    """The table whose pages the refused request was for."""
    name = (request.blueprint or "") if has_request_context() else ""
    return name if name in tables() else ""
