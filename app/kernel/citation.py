"""Citations: ``条例:十五(二)`` names an instrument and a clause on file, or the import fails."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

TEXT = Path(__file__).parent.parent / "law" / "text"


@dataclass(frozen=True)
class Clause:
    """One clause of one instrument, in our own words.

    ``through``: the clauses of another instrument that carry it out; ``besides``: those that
    support it, without which it is carried out all the same.
    """

    citation: str
    title: str
    heading: str
    summary: str
    declaratory: bool = False
    why: str = ""
    basis: str = ""
    through: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


@cache
def clauses() -> dict[str, Clause]:
    """Everything on file, by citation."""
    held: dict[str, Clause] = {}
    for file in sorted(TEXT.glob("*.yaml")):
        instrument = yaml.safe_load(file.read_text(encoding="utf-8"))
        for key, told in instrument["clauses"].items():
            citation = f"{instrument['name']}:{key}"
            held[citation] = Clause(
                citation,
                instrument["title"],
                told["heading"],
                told["summary"],
                bool(told.get("declaratory")),
                told.get("why", ""),
                told.get("basis", ""),
                tuple(told.get("through", ())),
                tuple(told.get("besides", ())),
            )
    for each in held.values():
        if unknown := {*each.through, *each.besides} - held.keys():
            raise LookupError(f"{each.citation} rests on what is not on file: {sorted(unknown)}")
    return held


def cite(citation: str) -> Clause:
    """The clause, or ``LookupError`` when it is not on file."""
    try:
        return clauses()[citation]
    except KeyError:
        raise LookupError(f"not on file in app/law/text: {citation}") from None
