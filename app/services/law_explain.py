"""One clause explained: what it says, and everything in the portal that rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from app.kernel.citation import Clause, clauses
from app.services.evidence import evidence
from app.services.instruments import instrument_of, instruments, nearest, normal, parts
from app.services.law_coverage import NOT_INSTALLED
from app.services.resting import (
    KINDS,
    Resting,
    elsewhere,
    granted_under,
    matrix_lines,
    named,
    resting,
)


def explained(asked: str) -> list[str]:
    """What there is to say; ``LookupError`` with one sentence when nothing of the name is filed."""
    citation = normal(asked).removesuffix(":")
    below = parts(citation) if citation.partition(":")[0] in instruments() else []
    if citation in clauses():
        clause = clauses()[citation]
        return [*_text(clause), *_resting(clause), *_below(below)]
    if below:
        return [f"{citation}　{instrument_of(citation).told}", *_below(below)]
    near = "、".join(f"{each.citation}（{each.heading}）" for each in nearest(citation))
    raise LookupError(f"没有条款“{asked}”，相近的有：{near}")


def _text(clause: Clause) -> Iterator[str]:
    yield f"{clause.citation}　{clause.heading}"
    yield instrument_of(clause.citation).told
    yield f"要旨：{clause.summary}"
    if clause.basis:
        yield f"来由：{clause.basis}"
    if clause.declaratory:
        yield f"宣示性条款，不设规则：{clause.why}"
    if clause.through:
        yield f"由 {'、'.join(clause.through)} 落实"
    if clause.besides:
        yield f"支撑条款 {'、'.join(clause.besides)}"


def _resting(clause: Clause) -> Iterator[str]:
    held = [each for each in resting() if each.clause == clause.citation]
    for kind, label in KINDS.items():
        yield from _several(label, [each for each in held if each.kind == kind])
    tables = granted_under(clause.citation)
    if tables:
        yield "权限"
    for table in tables:
        yield f"  {named(table)}　{matrix_lines()[table.__name__]}"
    if found := elsewhere(clause.citation):
        yield f"另见 {'、'.join(found)}"
    elsewhere_or_none = clause.declaratory or clause.through or parts(clause.citation)
    if not (held or tables or elsewhere_or_none):
        yield "尚无规则或者权限依据本款"
    if held or not clause.declaratory:
        yield _tests(held)


def _several(label: str, held: list[Resting]) -> Iterator[str]:
    if held:
        yield label
    for each in held:
        yield f"  {named(each.table)} · {each.name}　{each.place}{each.dates}"
        yield f"    {each.sentence}"


def _tests(held: list[Resting]) -> str:
    if not evidence().installed:
        return f"用例 0（{NOT_INSTALLED}）"
    found: set[str] = set()
    for each in held:
        found |= evidence().of(each)
    files = sorted({each.partition("::")[0] for each in found})
    return f"用例 {len(found)}" + (f"（{'、'.join(files)}）" if files else "")


def _below(below: list[Clause]) -> Iterator[str]:
    if below:
        yield "下级条款"
    for each in below:
        count = sum(one.clause == each.citation for one in resting())
        tail = "　宣示" if each.declaratory else f"　规则 {count}" if count else ""
        yield f"  {each.citation}　{each.heading}：{each.summary}{tail}"
