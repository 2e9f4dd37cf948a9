"""Relations of many rows set from what has been read already: not one query a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.kernel.complete import relations

#: Table → number → row.
Held = Mapping[type[Any], Mapping[int, Any]]


def relate(table: type[Any], rows: Iterable[Any], held: Held) -> None:
    """As if it had been loaded so: nothing of it is ever written."""
    wanted = [(name, key, held[to]) for name, key, to in relations(table) if to in held]
    for row in rows:
        told = row.__dict__
        for name, key, there in wanted:
            ident = told[key]
            if ident is None or ident in there:
                told[name] = there.get(ident)
