"""The second lock speaks with the words of the first: a constraint that fires, in Chinese."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Constraint, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from app.kernel.errors import Finding, PortalError, Stale, Unlawful
from app.kernel.model import Base

APPEND_ONLY = "append-only"


def explain(error: IntegrityError) -> PortalError:
    """``Stale`` when somebody else's row is already there, ``Unlawful`` otherwise."""
    told = _said(error)
    if APPEND_ONLY in told:
        return Unlawful([Finding("append_only", "", "此类记录只增不改，不得修改或删除")])
    found = _constraint(error)
    sentence = (found.info.get("sentence") if found is not None else None) or ""
    if found is not None and "fields" in found.info:
        return Unlawful([Finding("unique", "", sentence, found.info["fields"])])
    if isinstance(found, UniqueConstraint) or "unique" in told.lower():
        return Stale(sentence or "编号重复，或他人刚刚已作同样操作，请刷新后重试")
    if "foreign key" in told.lower():
        return Unlawful([Finding("reference", "", "所选对象不存在，请重新选择")])
    return Unlawful([Finding("constraint", "", sentence or "所填内容不完整或前后矛盾，请核对")])


def _said(error: IntegrityError) -> str:
    """Without the detail, in which PostgreSQL quotes what people typed."""
    diagnosis = getattr(error.orig, "diag", None)
    return str(diagnosis.message_primary if diagnosis else error.orig)


def _constraint(error: IntegrityError) -> Constraint | None:
    """By name where the engine tells it; SQLite tells the columns of a UNIQUE."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    told = _said(error)
    columns = set(re.findall(r"(\w+\.\w+)", told)) if "UNIQUE" in told else set()
    checked = re.search(r"CHECK constraint failed: (\w+)", told)
    wanted = name or (checked.group(1) if checked else None)
    for table in Base.metadata.tables.values():
        for each in table.constraints:
            if (wanted and each.name == wanted) or (columns and _columns(each) == columns):
                return each
    return None


def _columns(constraint: Any) -> set[str]:
    if not isinstance(constraint, UniqueConstraint):
        return set()
    return {f"{each.table.name}.{each.name}" for each in constraint.columns}
