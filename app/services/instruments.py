"""The law on file: instruments, their clauses in order, what lies below one or near a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache

import yaml

from app.kernel.citation import TEXT, Clause, clauses

#: How a sub-clause goes on from its clause: 十五(二), 四(二)4.
BELOW = re.compile(r"[(0-9]")
NARROW = str.maketrans("：（）０１２３４５６７８９", ":()0123456789")
NEAR = 5


@dataclass(frozen=True)
class Instrument:
    """One instrument: what it is called, who issued it and since when it is law."""

    name: str
    title: str
    issuer: str
    adopted: date | None
    in_force: date | None
    source: str

    @property
    def told(self) -> str:
        """Its particulars in one line."""
        adopted = f"，{self.adopted} 公布" if self.adopted else ""
        in_force = f"，{self.in_force} 起施行" if self.in_force else "，未曾施行"
        return f"《{self.title}》（{self.issuer}{adopted}{in_force}）"


@cache
def instruments() -> dict[str, Instrument]:
    """Every instrument on file, by the name citations use."""
    held = {}
    for file in sorted(TEXT.glob("*.yaml")):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        held[told["name"]] = Instrument(
            told["name"],
            told["title"],
            told["issuer"],
            told["adopted"],
            told["in_force"],
            told["source"],
        )
    return held


def instrument_of(citation: str) -> Instrument:
    """The instrument a citation names."""
    return instruments()[citation.partition(":")[0]]


def normal(asked: str) -> str:
    """A citation as it is filed, however it was typed: wide signs, spaces, 第…条."""
    told = "".join(asked.split()).translate(NARROW)
    return re.sub(r"(^|:)第([^条]+)条", r"\1\2", told)


def parts(citation: str) -> list[Clause]:
    """Every clause below this one; all the clauses of an instrument when only it is named."""
    name, _, key = citation.partition(":")
    if not key:
        return [each for each in clauses().values() if each.citation.startswith(f"{name}:")]
    return [
        each
        for each in clauses().values()
        if each.citation.startswith(citation) and BELOW.match(each.citation[len(citation) :])
    ]


def above(citation: str) -> Clause | None:
    """The next clause on file that contains this one."""
    held = [each for each in clauses().values() if citation in {p.citation for p in _below(each)}]
    return max(held, key=lambda each: len(each.citation), default=None)


def nearest(asked: str) -> list[Clause]:
    """The clauses somebody may have meant, best first: by key, by heading, by likeness."""
    _, _, key = asked.rpartition(":")

    def likeness(each: Clause) -> float:
        held = each.citation.partition(":")[2]
        exact = 2.0 if key == held else 1.0 if key and key in each.heading else 0.0
        return exact + SequenceMatcher(None, asked, each.citation).ratio()

    return sorted(clauses().values(), key=likeness, reverse=True)[:NEAR]


@cache
def _below(clause: Clause) -> tuple[Clause, ...]:
    return tuple(parts(clause.citation))
