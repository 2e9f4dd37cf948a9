"""Reach, read two ways: as SQL for every query and as a test for every object."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import exists, false, func, select

from app.access.grant import Reach
from app.access.matrix import right
from app.kernel.facts import facts
from app.kernel.model import FAMILIES, Base, managed_tables
from app.kernel.narrow import Narrowing
from app.models.enums import Post, Role
from app.models.participation import Participation
from app.models.unit import Unit


@lru_cache(maxsize=8192)
def guards(post: Post, unit_id: int, unit_path: str) -> tuple[Any, ...]:
    """The criteria that narrow every SELECT of one principal.

    One criterion a family where all its tables have the same reach (0.4 ms a select), one a table
    otherwise. A table without family or without a line in the matrix yields nothing.
    """
    made = []
    tables = set(managed_tables())
    for family in FAMILIES:
        members = {each for each in tables if issubclass(each, family)}
        tables -= members
        reaches = {right(post, each).reach if "r" in right(post, each).verbs else Reach.NONE
                   for each in members}  # fmt: skip
        if len(reaches) == 1:
            made += _criterion(family, reaches.pop(), unit_id, unit_path)
        else:
            for each in sorted(members, key=lambda table: table.__name__):
                reach = right(post, each).reach if "r" in right(post, each).verbs else Reach.NONE
                made += _criterion(each, reach, unit_id, unit_path)
    for each in sorted(tables, key=lambda table: table.__name__):
        made += _criterion(each, Reach.NONE, unit_id, unit_path)
    return tuple(made)


def _criterion(target: type[Any], reach: Reach, unit_id: int, unit_path: str) -> list[Any]:
    if reach is Reach.ALL:
        return []
    if reach is Reach.TAKING_PART:
        part = Participation.__table__.alias("reach")
        former = Role.FORMER.value

        def taking_part(cls: Any) -> Any:
            return (
                exists(select(part.c.id))
                .where(
                    part.c.unit_id == unit_id,
                    part.c.order_id == cls.order_key,
                    (part.c.role != former) | (cls.by_unit_id == unit_id),
                )
                .correlate_except(part)
            )

        return [Narrowing(target, taking_part)]
    if reach is Reach.OWN_UNIT:

        def own_unit(cls: Any) -> Any:
            return cls.unit_id == unit_id

        return [Narrowing(target, own_unit)]
    if reach is Reach.SUBTREE:
        tree, length = Unit.__table__.c, len(unit_path)

        def subtree(cls: Any) -> Any:
            # Character by character: neither a collation nor LIKE has a say in it.
            below = select(tree.id).where(func.substr(tree.path, 1, length) == unit_path)
            return cls.unit_id.in_(below)

        return [Narrowing(target, subtree)]
    return [Narrowing(target, false())]


def within(reach: Reach, row: Base, unit_id: int, unit_path: str) -> bool:
    """The same reach, asked of one row; agrees with the SQL (property test)."""
    told: Any = row
    if reach is Reach.ALL:
        return True
    if reach is Reach.TAKING_PART:
        roles = {each.role for each in facts(told, Participation) if each.unit_id == unit_id}
        own = told.by_unit_id == unit_id
        return bool(roles - {Role.FORMER}) or (Role.FORMER in roles and own)
    if reach is Reach.OWN_UNIT:
        return bool(told.unit_id == unit_id)
    if reach is Reach.SUBTREE:
        return bool(told.unit.path.startswith(unit_path))
    return False
