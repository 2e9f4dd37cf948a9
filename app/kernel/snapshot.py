"""A row as the database held it before the write; what rules call ``was``."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import object_session


class Snapshot:
    """Read-only: columns as stored, relations by the stored keys."""

    def __init__(self, row: Any, held: dict[str, Any]) -> None:
        """``held``: column name → stored value."""
        self._row, self._held = row, held

    def held(self) -> dict[str, Any]:
        """The stored column values."""
        return self._held

    def __getattr__(self, name: str) -> Any:
        if name in self._held:
            return self._held[name]
        relation = inspect(type(self._row)).relationships.get(name)
        if relation is None:
            return getattr(self._row, name)
        (key,) = relation.local_columns
        ident = self._held[key.key]
        if ident is None or ident == getattr(self._row, key.key):
            return getattr(self._row, name) if ident is not None else None
        session: Any = object_session(self._row)
        return session.get(relation.mapper.class_, ident)
