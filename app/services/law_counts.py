"""How often each clause was put to the test lately: what was written under it, what it refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import func, select

from app.kernel.audit import Audit, Refusal
from app.kernel.authorise import VERBS
from app.kernel.model import managed_tables
from app.kernel.rules import DEMANDS, DERIVATIONS, RULES

DAYS = 30
DELETED, SPACE = VERBS["d"], " "

#: A kind of write: table, and whether a row was removed.
Write = tuple[str, bool]


@dataclass(frozen=True)
class Counts:
    """The writes of a span by kind, and the refusals by rule and by clause."""

    written: dict[Write, int]
    by_rule: dict[str, int]
    by_clause: dict[str, int]

    def examined(self, citations: Iterable[str]) -> int:
        """Writes at which one of the clauses had to be asked, those it refused included."""
        several = tuple(citations)
        kinds = {kind for each in several for kind in asked_under(each)}
        return sum(self.written.get(kind, 0) for kind in kinds) + self.refused(several)

    def refused(self, citations: Iterable[str]) -> int:
        """Findings of these clauses for which something was refused."""
        return sum(self.by_clause.get(each, 0) for each in set(citations))

    def told(self, citations: Iterable[str]) -> str:
        """In words; nothing of clauses without rules."""
        several = tuple(citations)
        if not any(asked_under(each) for each in several):
            return ""
        return f"核对 {self.examined(several)} 次、拒绝 {self.refused(several)} 次"


def counts(session: Any, now: datetime) -> Counts:
    """Of the last days, in two statements; a session that sees the whole audit."""
    since = now - timedelta(days=DAYS)
    # One key of both: grouped by its columns, SQLite would read the whole audit by another index.
    kind = (Audit.table + SPACE + Audit.verb).label("kind")
    written_lately = Audit.at >= since, Audit.verb.in_(VERBS.values())
    lines = select(kind, func.count()).where(*written_lately).group_by(kind)
    written: dict[Write, int] = {}
    for told, number in session.execute(lines):
        table, _, verb = told.partition(SPACE)
        write = (table, verb == DELETED)
        written[write] = written.get(write, 0) + number
    turned = (
        select(Refusal.rule, Refusal.clause, func.count())
        .where(Refusal.at >= since)
        .group_by(Refusal.rule, Refusal.clause)
    )
    by_rule: dict[str, int] = {}
    by_clause: dict[str, int] = {}
    for rule, clause, number in session.execute(turned):
        by_rule[rule] = by_rule.get(rule, 0) + number
        by_clause[clause] = by_clause.get(clause, 0) + number
    return Counts(written, by_rule, by_clause)


def asked_under(citation: str) -> frozenset[Write]:
    """The kinds of writes at which a clause is asked."""
    return _asked().get(citation, frozenset())


def kinds_of(name: str) -> frozenset[Write]:
    """The kinds of writes at which one function of the law is asked."""
    return _functions()[name][1]


@cache
def _asked() -> dict[str, frozenset[Write]]:
    found: dict[str, frozenset[Write]] = {}
    for clause, kinds in _functions().values():
        found[clause] = found.get(clause, frozenset()) | kinds
    return found


@cache
def _functions() -> dict[str, tuple[str, frozenset[Write]]]:
    """Function → its clause, and the kinds of writes it is asked at."""
    found = {each.name: (each.clause, _kinds((each.table,), each.deleting)) for each in RULES}
    for one in DERIVATIONS:
        found[one.compute.__name__] = (one.clause, _kinds((one.table, *one.on)))
    for demand in DEMANDS:
        found[demand.demand.__name__] = (demand.clause, _kinds(demand.on))
    return found


def _kinds(tables: Iterable[type[Any]], deleting: bool = False) -> frozenset[Write]:
    """Of a mixin: those of every table that has it."""
    several = tuple(tables)
    return frozenset(
        (each.__tablename__, deleting) for each in managed_tables() if issubclass(each, several)
    )
