"""Cells of a reference table, read by the column they stand in; headings by name or by label."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, Enum, Integer, inspect

from app.kernel.complete import relations
from app.kernel.model import Base, columns
from app.kernel.types import Labeled, Several
from app.services.files import unescaped
from app.services.imports.faults import Unreadable, Wrong
from app.services.imports.fields import flag, member

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S")
#: What may stand between several values in one cell.
BETWEEN = ("|", "、", ",", "，", ";", "；")

#: Digits of a whole number.
LONGEST_NUMBER = 9


def headed(table: type[Base], headings: Sequence[str], needed: Sequence[str]) -> dict[int, str]:
    """Place → column. A heading nobody knows is told: a slip there would lose a whole column."""
    known: dict[str, str] = {}
    behind = {key: name for name, key, _ in relations(table)}
    for name, meta in columns(table).items():
        if meta["form"]:
            words = {name, meta["label"], behind.get(name, name), f"{behind.get(name, name)}_code"}
            known |= {each.casefold(): name for each in words}
    found = {place: known.get(each.casefold()) for place, each in enumerate(headings)}
    if strange := [headings[place] for place, name in found.items() if name is None]:
        labels = "、".join(columns(table)[name]["label"] for name in dict.fromkeys(known.values()))
        raise Unreadable(f"不认识的列：{'、'.join(strange)}；{table.__label__}的列有：{labels}")
    lacking = [columns(table)[each]["label"] for each in needed if each not in found.values()]
    if lacking:
        raise Unreadable(f"文件缺少列：{'、'.join(lacking)}")
    return {place: str(name) for place, name in found.items()}


def value(table: type[Base], name: str, cell: str) -> Any:
    """A cell of a column that points at nothing; ``None`` when blank."""
    typed, column = unescaped(cell).strip(), inspect(table).columns[name].type
    if not typed:
        return None
    if isinstance(column, Several):
        return _several(column.kind, typed)
    if isinstance(column, Enum):
        return member(column.enum_class)(typed)  # type: ignore[arg-type]
    if isinstance(column, Boolean):
        return flag(typed)
    if isinstance(column, Date):
        return _day(typed)
    if isinstance(column, Integer):
        return _whole(typed)
    return typed


def _whole(typed: str) -> int:
    """A number that every database can hold."""
    if not typed.removeprefix("-").isdecimal():
        raise Wrong(f"“{typed[:20]}”须为整数")
    if len(typed) > LONGEST_NUMBER:
        raise Wrong(f"“{typed[:20]}”过大，请核对")
    return int(typed)


def _several(kind: type[Labeled], typed: str) -> tuple[Labeled, ...]:
    for each in BETWEEN[1:]:
        typed = typed.replace(each, BETWEEN[0])
    read = member(kind)
    return tuple(found for part in typed.split(BETWEEN[0]) if (found := read(part)) is not None)


def _day(typed: str) -> date:
    for form in DAYS:
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise Wrong(f"日期“{typed[:20]}”无效或不存在，请按“年-月-日”填写")
