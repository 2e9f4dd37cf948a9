"""Which clause has rules, which a right, which is declaratory, and which has nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.kernel.citation import Clause
from app.services.evidence import HOW, evidence
from app.services.instruments import Instrument, above, instrument_of, instruments, parts
from app.services.resting import Resting, elsewhere, granted_under, resting

GAP = "缺口"
NOT_INSTALLED = "没有安装测试，用例数一律记为 0"


@dataclass(frozen=True)
class Covered:
    """One clause and what rests on it."""

    clause: Clause
    rules: tuple[Resting, ...]
    tables: tuple[str, ...]
    tests: int
    whole: bool
    over: str

    @property
    def gap(self) -> bool:
        """A clause that orders something, has nothing below it, and nothing resting on it."""
        return not (self.clause.declaratory or self.rules or self.tables or self.whole)

    @property
    def standing(self) -> str:
        """In a word, how it is kept; the why of what needs no rule."""
        if self.gap:
            return f"{GAP}（上级条款 {self.over} 有规则）" if self.over else GAP
        if self.clause.declaratory:
            return f"宣示：{self.clause.why}"
        if self.rules:
            return "规则"
        return "权限" if self.tables else "见下级条款"

    def as_json(self) -> dict[str, Any]:
        """As ``flask law coverage --json`` gives it."""
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
            "gap": self.gap,
        }


def coverage() -> list[Covered]:
    """Every clause on file, in the order of the instruments."""
    by: dict[str, list[Resting]] = {}
    for one in resting():
        by.setdefault(one.clause, []).append(one)
    return [_covered(each, by) for name in instruments() for each in parts(name)]


def _covered(clause: Clause, by: dict[str, list[Resting]]) -> Covered:
    rules = by.get(clause.citation, [])
    tests: set[str] = set()
    for one in rules:
        tests |= evidence().of(one)
    over = above(clause.citation)
    return Covered(
        clause,
        tuple(rules),
        tuple(table.__tablename__ for table in granted_under(clause.citation)),
        len(tests),
        bool(parts(clause.citation)),
        over.citation if over and over.citation in by else "",
    )


def by_instrument(held: list[Covered]) -> Iterator[tuple[Instrument, list[Covered]]]:
    """The clauses of each instrument together."""
    for name, instrument in instruments().items():
        several = [each for each in held if instrument_of(each.clause.citation).name == name]
        yield instrument, several


def totals(held: list[Covered]) -> str:
    """How many clauses stand how."""
    return (
        f"条款 {len(held)}：有规则 {sum(bool(each.rules) for each in held)}、"
        f"仅有权限 {sum(each.standing == '权限' for each in held)}、"
        f"宣示 {sum(each.clause.declaratory for each in held)}、"
        f"见下级条款 {sum(each.standing == '见下级条款' for each in held)}、"
        f"{GAP} {sum(each.gap for each in held)}"
    )


def told(held: list[Covered]) -> Iterator[str]:
    """The lines a person reads."""
    for instrument, several in by_instrument(held):
        yield f"{instrument.name} {instrument.told}"
        yield f"  {totals(several)}"
        for each in several:
            yield f"  {each.clause.citation} {each.clause.heading}　{_counts(each)}"
    yield totals(held)
    yield HOW if evidence().installed else NOT_INSTALLED


def _counts(one: Covered) -> str:
    if not one.rules:
        tables = f"：{'、'.join(one.tables)}" if one.tables else ""
        found = elsewhere(one.clause.citation) if one.gap else []
        return one.standing + tables + (f"，另见 {'、'.join(found)}" if found else "")
    names = "、".join(each.name for each in one.rules)
    return f"规则 {len(one.rules)}（{names}），用例 {one.tests}"


def document() -> str:
    """docs/law-coverage.md."""
    held = coverage()
    lines = [
        "# 条款落实 · Coverage of the law",
        "",
        "由 `flask docs write` 生成，请勿手改；依据是登记的规则、权限表和测试本身。",
        "",
        f"{totals(held)}。{HOW}一款有下级条款的，以下级条款为准。",
    ]
    for instrument, several in by_instrument(held):
        lines += ["", f"## {instrument.name}", "", f"{instrument.told}。{totals(several)}。", ""]
        lines += ["| 条款 | 要旨 | 规则、推算、法定记录 | 权限 | 用例 | 落实 |"]
        lines += ["|---|---|---|---|--:|---|"]
        lines += [_row(each) for each in several]
    return "\n".join(lines) + "\n"


def _row(one: Covered) -> str:
    rules = "、".join(f"`{each.name}`" for each in one.rules)
    tables = "、".join(f"`{each}`" for each in one.tables)
    standing = f"**{one.standing}**" if one.gap else one.standing
    if one.gap and (found := elsewhere(one.clause.citation)):
        standing += f"；另见 {'、'.join(f'`{each}`' for each in found)}"
    clause = f"{one.clause.citation} {one.clause.heading}"
    tests = one.tests if one.rules else ""
    return f"| {clause} | {one.clause.summary} | {rules} | {tables} | {tests} | {standing} |"
