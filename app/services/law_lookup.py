"""Looking something up in the coverage: by instrument and words, and what one clause is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.access.matrix import MATRIX
from app.kernel.audit import Refusal
from app.kernel.citation import Clause, cite, clauses
from app.services.evidence import evidence
from app.services.instruments import instrument_of, normal
from app.services.law_counts import Counts, kinds_of
from app.services.law_coverage import Covered, coverage
from app.services.permissions import cell
from app.services.resting import KINDS, Resting, granted_under, named

RECENT = 20


@dataclass(frozen=True)
class Resters:
    """One function of the law on a clause's page."""

    kind: str
    name: str
    sentence: str
    table: str
    file: str
    dates: str
    tests: tuple[str, ...]
    cases: int
    examined: int
    refused: int


def chosen(instrument: str, words: str, *, gaps_first: bool) -> list[Covered]:
    """The clauses of one instrument, or of all, in which every word asked for is found."""
    wanted = normal(words) if ":" in words or "：" in words else words
    several = [
        each
        for each in coverage()
        if instrument in ("", instrument_of(each.clause.citation).name)
        and all(word in _text(each) for word in wanted.split())
    ]
    return sorted(several, key=lambda each: not each.gap) if gaps_first else several


def _text(one: Covered) -> str:
    """What is searched: the clause in our words, its rules by name and sentence, its tables."""
    clause = one.clause
    rules = (f"{each.name} {each.sentence} {named(each.table)}" for each in one.rules)
    rights = (named(table) for table in granted_under(clause.citation))
    own = (clause.citation, clause.heading, clause.summary, one.standing)
    return " ".join((*own, *rules, *rights))


def carried_out_by(citation: str) -> list[Clause]:
    """The items of other instruments that a clause carries out, or supports."""
    return [
        each for each in clauses().values() if citation in (*each.through, *each.besides)
    ]  # fmt: skip


def resters(one: Covered, counts: Counts) -> list[Resters]:
    """What rests on a clause, with its tests and how often each was put to the test."""
    return [_rester(each, counts) for each in one.rules]


def _rester(one: Resting, counts: Counts) -> Resters:
    tests = evidence().of(one)
    refused = counts.by_rule.get(one.name, 0)
    examined = sum(counts.written.get(kind, 0) for kind in kinds_of(one.name)) + refused
    return Resters(
        KINDS[one.kind], one.name, one.sentence, named(one.table), one.place.file, one.dates,
        tuple(sorted({each.partition("::")[0] for each in tests})), len(tests), examined, refused,
    )  # fmt: skip


def rights(citation: str) -> list[tuple[str, str]]:
    """The tables whose right rests on a clause, and who may do what in them."""
    return [
        (
            table.__label__,
            "，".join(
                f"{post.label} {told}"
                for post, can in MATRIX[table].posts.items()
                if (told := cell(can))
            ),
        )
        for table in granted_under(citation)
    ]


def recent(session: Any, citation: str) -> Sequence[Refusal]:
    """The last refusals under a clause, as far as the reader sees refusals."""
    query = select(Refusal).where(Refusal.clause == cite(citation).citation)
    return session.scalars(query.order_by(Refusal.at.desc(), Refusal.id.desc()).limit(RECENT)).all()  # type: ignore[no-any-return]
