"""规则一览: every rule, derivation and demanded row with its clause."""

from __future__ import annotations

from typing import Any, TypedDict

from app.kernel.citation import cite
from app.kernel.rules import DEMANDS, DERIVATIONS, RULES


class Line(TypedDict):
    """One registered function of the law."""

    name: str
    kind: str
    table: str
    label: str
    clause: str
    heading: str
    sentence: str
    fields: list[str]


def lines() -> list[Line]:
    """Everything registered, in order of registration."""
    made = [_line("rule", each.table, each.clause, each.fields, each.check) for each in RULES]
    made += [
        _line("derivation", each.table, each.clause, each.fields, each.compute)
        for each in DERIVATIONS
    ]
    made += [_line("rows", each.table, each.clause, (), each.demand) for each in DEMANDS]
    return made


def _line(kind: str, table: type[Any], clause: str, fields: tuple[str, ...], function: Any) -> Line:
    return Line(
        name=function.__name__,
        kind=kind,
        table=getattr(table, "__tablename__", table.__name__),
        label=getattr(table, "__label__", "多类记录"),
        clause=clause,
        heading=cite(clause).heading,
        sentence=(function.__doc__ or "").strip().splitlines()[0],
        fields=list(fields),
    )
