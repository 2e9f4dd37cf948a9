"""A criterion for every SELECT of one principal, whichever way a table comes into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import TextClause
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql import visitors

#: What SQLAlchemy itself writes as text, in counts and EXISTS.
HARMLESS = {"*", "1"}


def bare(statement: Any) -> bool:
    """Whether a query carries SQL text, which could undo the criterion it is narrowed by."""
    parts: Iterable[Any] = visitors.iterate(statement)
    return any(
        isinstance(each, TextClause)
        or (getattr(each, "is_literal", False) and each.name not in HARMLESS)
        for each in parts
    )


class Narrowing(LoaderCriteriaOption):
    """Holds for one statement, its joined eager loads included, and travels with no row.

    SQLAlchemy narrows a joined eager load only by criteria that travel on with the rows to their
    later loads; those would narrow what the law reads (M10). So each statement is compiled with
    a travelling twin, on the same criterion, while the option itself stays behind.
    """

    __slots__ = ("_twin",)
    _traverse_internals = LoaderCriteriaOption._traverse_internals

    def __init__(self, table: type[Any], criterion: Any) -> None:
        """``table``: a mapped class or a family; ``criterion``: SQL, or a function of a class."""
        super().__init__(table, criterion, include_aliases=True, propagate_to_loaders=False)
        self._twin = object.__new__(LoaderCriteriaOption)
        for name in LoaderCriteriaOption.__slots__:
            setattr(self._twin, name, getattr(self, name))
        self._twin.propagate_to_loaders = True

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        """What the compiler notes down for each table."""
        self._twin.get_global_criteria(attributes)
