"""docs/law-coverage.md: the clauses and what rests on them, as the sources stand."""

from __future__ import annotations

from app.services.evidence import HOW
from app.services.law_coverage import Covered, by_instrument, coverage, totals
from app.services.resting import elsewhere


def document() -> str:
    """The whole of it."""
    held = coverage()
    lines = [
        "# 条款落实 · Coverage of the law",
        "",
        "由 `flask docs write` 生成，请勿手改；依据是登记的规则、权限表和测试本身。",
        "",
        f"{totals(held)}。{HOW}一款有下级条款的，以下级条款为准；一项由其他条款落实的，"
        "那些条款都有着落才算落实（docs/adr/0023）。",
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
