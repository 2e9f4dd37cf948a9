"""Who may: verbs and columns of what a person wrote, and whether the rows are within reach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import inspect

from app.kernel.errors import Forbidden
from app.kernel.model import Base, Case, Staff, columns

VERBS = {"c": "新增", "u": "修改", "d": "删除", "i": "导入"}

#: Row → the columns somebody typed.
Typed = dict[Base, set[str]]


def verbs(
    actor: Any, rows: Iterable[tuple[Base, str]], typed: Typed, *, importing: bool = False
) -> None:
    """Verbs and columns. What the law computes or the kernel stamps, nobody types.

    ``importing``: new rows come from a file; it takes a verb of its own, and the file may tell what
    happened when and who did it.
    """
    for row, verb in rows:
        table = type(row)
        wanted = "i" if importing and verb == "c" else verb
        if not actor.may(wanted, table):
            raise Forbidden(f"{actor.title}无权{VERBS[wanted]}{table.__label__}")
        for key in typed[row]:
            meta = columns(table)[key]
            if meta["imported"]:
                if not importing:
                    raise Forbidden(f"“{meta['label']}”由系统记载，只有导入时按来源文件填写")
            elif meta["derived"] or meta["stamp"]:
                raise Forbidden(f"“{meta['label']}”由系统计算，不得填写")
            if meta["by"] and not actor.system and actor.post not in meta["by"]:
                raise Forbidden(f"{actor.title}无权填写“{meta['label']}”")


def reach(actor: Any, rows: Iterable[Base], typed: Typed) -> None:
    """The rows a person wrote, and those they point at, must be within reach.

    Judged by the facts as they stood; only what begins an order, or comes with its beginning, or
    belongs to a unit that the law names, is within the reach that it brings about itself.
    """
    for row in rows:
        if not actor.reaches(row):
            raise Forbidden(f"该{type(row).__label__}不在{actor.title}的管辖范围内")
        for relation in inspect(type(row)).relationships:
            target: Any = getattr(row, relation.key)
            touched = {each.key for each in relation.local_columns} & typed[row]
            scoped = issubclass(relation.mapper.class_, Case | Staff)
            if touched and target is not None and scoped and not actor.reaches(target):
                raise Forbidden(f"所选{target.__label__}不在管辖范围内")


def begins(row: Any) -> bool:
    """Whether whose a row is comes about only with the write: its order, or the unit by law."""
    if isinstance(row, Case):
        order = row.order  # type: ignore[attr-defined]
        return order is not None and not inspect(order).persistent
    named = isinstance(row, Staff) and columns(type(row))["unit_id"]["derived"]  # type: ignore[arg-type]
    return named and not inspect(row).persistent
