"""Which clause has rules, which a right, which is declaratory, and which has nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.kernel.citation import Clause, clauses
from app.services.evidence import HOW, evidence
from app.services.instruments import Instrument, above, instrument_of, instruments, parts
from app.services.law_counts import DAYS, Counts
from app.services.resting import Resting, elsewhere, granted_under, resting

GAP = "缺口"
NOT_INSTALLED = "没有安装测试，用例数一律记为 0"


@dataclass(frozen=True)
class Covered:
    """One clause and what rests on it; ``open``: of the clauses it is carried out by, the gaps."""

    clause: Clause
    rules: tuple[Resting, ...]
    tables: tuple[str, ...]
    tests: int
    whole: bool
    over: str
    open: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def gap(self) -> bool:
        """A clause that orders something, has nothing below it, and nothing resting on it.

        What is carried out by clauses of another instrument is a gap as long as one of them is.
        """
        if self.clause.declaratory:
            return False
        if self.clause.through:
            return bool(self.open)
        return not (self.rules or self.tables or self.whole)

    @property
    def standing(self) -> str:
        """In a word, how it is kept; the why of what needs no rule."""
        if self.gap and self.open:
            return f"{GAP}（{_named(self.open)} 尚无规则或者权限）"
        if self.gap:
            return f"{GAP}（上级条款 {self.over} 有规则）" if self.over else GAP
        if self.clause.declaratory:
            return f"宣示：{self.clause.why}"
        if self.clause.through:
            waiting = f"；支撑条款 {_named(self.beside)} 尚缺" if self.beside else ""
            return f"由 {_named(self.clause.through)} 落实{waiting}"
        if self.rules:
            return "规则"
        return "权限" if self.tables else "见下级条款"

    @property
    def counted_by(self) -> tuple[str, ...]:
        """The clauses whose counts are its own: itself, or those it is carried out by."""
        return (self.clause.citation, *(each for one in self.clause.through for each in under(one)))

    def as_json(self, counts: Counts | None = None) -> dict[str, Any]:
        """As ``flask law coverage --json`` gives it; without a database nothing is counted."""
        return {
            "clause": self.clause.citation,
            "heading": self.clause.heading,
            "summary": self.clause.summary,
            "declaratory": self.clause.declaratory,
            "why": self.clause.why,
            "rules": [each.name for each in self.rules],
            "tests": self.tests,
            "tables": list(self.tables),
            "parts": [each.citation for each in parts(self.clause.citation)],
            "through": list(self.clause.through),
            "besides": list(self.clause.besides),
            "examined": counts.examined(self.counted_by) if counts else None,
            "refused": counts.refused(self.counted_by) if counts else None,
            "gap": self.gap,
        }


@cache
def coverage() -> tuple[Covered, ...]:
    """Every clause on file, in the order of the instruments. Read once: it takes the sources."""
    by: dict[str, list[Resting]] = {}
    for one in resting():
        by.setdefault(one.clause, []).append(one)
    gaps = {each for each in clauses() if _plain(each, by).gap}
    return tuple(_covered(each, by, gaps) for name in instruments() for each in parts(name))


def covered(citation: str) -> Covered:
    """One clause of them; ``LookupError`` when it is not on file."""
    found = next((each for each in coverage() if each.clause.citation == citation), None)
    if found is None:
        raise LookupError(citation)
    return found


def _named(several: tuple[str, ...]) -> str:
    """Citations in a row, the instrument of the first said once for its own."""
    name = several[0].partition(":")[0] + ":"
    return name + "、".join(each.removeprefix(name) for each in several)


def under(citation: str) -> tuple[str, ...]:
    """A clause and all that lies below it."""
    return (citation, *(each.citation for each in parts(citation)))


def _plain(citation: str, by: dict[str, list[Resting]]) -> Covered:
    """As far as its own rules and rights go."""
    tables = tuple(table.__tablename__ for table in granted_under(citation))
    own = Clause(**{**vars(clauses()[citation]), "through": ()})
    return Covered(own, tuple(by.get(citation, ())), tables, 0, bool(parts(citation)), "")


def _covered(clause: Clause, by: dict[str, list[Resting]], gaps: set[str]) -> Covered:
    plain = _plain(clause.citation, by)
    tests: set[str] = set()
    for one in plain.rules:
        tests |= evidence().of(one)
    over = above(clause.citation)
    return Covered(
        clause,
        plain.rules,
        plain.tables,
        len(tests),
        plain.whole,
        over.citation if over and over.citation in by else "",
        _among(clause.through, gaps),
        _among(clause.besides, gaps),
    )


def _among(several: tuple[str, ...], gaps: set[str]) -> tuple[str, ...]:
    return tuple(each for one in several for each in under(one) if each in gaps)


def by_instrument(held: tuple[Covered, ...]) -> Iterator[tuple[Instrument, tuple[Covered, ...]]]:
    """The clauses of each instrument together."""
    for name, instrument in instruments().items():
        several = (each for each in held if instrument_of(each.clause.citation).name == name)
        yield instrument, tuple(several)


def totals(held: tuple[Covered, ...]) -> str:
    """How many clauses stand how."""
    through = [each for each in held if each.clause.through and not each.gap]
    plain = [each for each in held if each not in through]
    return (
        f"条款 {len(held)}：有规则 {sum(bool(each.rules) for each in plain)}、"
        f"仅有权限 {sum(each.standing == '权限' for each in plain)}、"
        f"由他条落实 {len(through)}、"
        f"宣示 {sum(each.clause.declaratory for each in held)}、"
        f"见下级条款 {sum(each.standing == '见下级条款' for each in held)}、"
        f"{GAP} {sum(each.gap for each in held)}"
    )


def told(held: tuple[Covered, ...], counts: Counts | None = None) -> Iterator[str]:
    """The lines a person reads."""
    for instrument, several in by_instrument(held):
        yield f"{instrument.name} {instrument.told}"
        yield f"  {totals(several)}"
        for each in several:
            yield f"  {each.clause.citation} {each.clause.heading}　{_counts(each, counts)}"
    yield totals(held)
    yield HOW if evidence().installed else NOT_INSTALLED


def _counts(one: Covered, counts: Counts | None) -> str:
    names = "、".join(each.name for each in one.rules)
    rules = f"规则 {len(one.rules)}（{names}），用例 {one.tests}" if one.rules else ""
    if one.clause.through or not one.rules:
        tables = f"：{'、'.join(one.tables)}" if one.tables else ""
        found = elsewhere(one.clause.citation) if one.gap else []
        more = f"，另见 {'、'.join(found)}" if found else ""
        rules = one.standing + tables + more + (f"；{rules}" if rules else "")
    told = counts.told(one.counted_by) if counts else ""
    return rules + (f"，近 {DAYS} 天{told}" if told else "")
