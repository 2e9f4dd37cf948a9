"""The law as functions: rules that refuse, derivations that compute, rows that must exist."""

from __future__ import annotations

import hashlib
import inspect as source
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.kernel.citation import cite
from app.kernel.clock import local_date, now
from app.kernel.errors import Finding
from app.kernel.model import metadata_of

Check = Callable[[Any, Any], str | None]
Compute = Callable[[Any, Any], Any]
Demand = Callable[[Any], Iterable[dict[str, Any]]]


@dataclass(frozen=True)
class Rule:
    """One sentence of the law about rows of ``table``; ``deleting``: about their removal."""

    table: type[Any]
    clause: str
    fields: tuple[str, ...]
    check: Check
    since: date | None = None
    until: date | None = None
    deleting: bool = False

    @property
    def name(self) -> str:
        """The sentence as an identifier."""
        return self.check.__name__

    def governs(self, row: Any) -> bool:
        """Whether it is in force on the legal date of a row (until is exclusive)."""
        if self.since is None and self.until is None:
            return True
        on = legal_date(row)
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Derivation:
    """The only writer of its fields. ``once``: pinned when the row is new, never again."""

    table: type[Any]
    clause: str
    fields: tuple[str, ...]
    on: tuple[type[Any], ...]
    once: bool
    compute: Compute

    def values(self, row: Any, was: Any) -> dict[str, Any]:
        """Field → value."""
        got = self.compute(row, was)
        return dict(zip(self.fields, got if len(self.fields) > 1 else (got,), strict=True))


@dataclass(frozen=True)
class DemandedRows:
    """The rows of ``table`` that must exist for an order, told apart by ``key``.

    ``of``: the relation by which they belong to it; rows of something else than an order name it.
    """

    table: type[Any]
    clause: str
    key: tuple[str, ...]
    on: tuple[type[Any], ...]
    demand: Demand
    of: str = "order"


RULES: list[Rule] = []
DERIVATIONS: list[Derivation] = []
DEMANDS: list[DemandedRows] = []
_governing: dict[type[Any], tuple[Rule, ...]] = {}
NUMBERINGS: dict[type[Any], tuple[str, Callable[[Any, Callable[[str], int]], str]]] = {}


def rule(
    table: type[Any],
    *,
    clause: str,
    fields: str = "",
    since: date | None = None,
    until: date | None = None,
    deleting: bool = False,
) -> Callable[[Check], Check]:
    """Register a rule: ``(row, was) -> sentence | None``. It never writes and never asks who.

    ``table`` may be a mixin: the rule then holds for every table that has it. ``fields`` names
    the form fields a person can mend; a rule about the state of things names none.
    """
    cite(clause)

    def register(check: Check) -> Check:
        RULES.append(Rule(table, clause, tuple(fields.split()), check, since, until, deleting))
        _governing.clear()
        return check

    return register


def derives(
    table: type[Any],
    *,
    clause: str,
    field: str,
    on: tuple[type[Any], ...] = (),
    once: bool = False,
) -> Callable[[Compute], Compute]:
    """Register the one writer of ``field`` (or of several, then it returns a tuple).

    ``on``: acts whose arrival makes the order's column stale. It depends on rows alone, never on
    the hour.
    """
    cite(clause)
    for each in field.split():
        if not metadata_of(table, each)["derived"]:
            raise TypeError(f"{table.__name__}.{each} is not declared derived")

    def register(compute: Compute) -> Compute:
        DERIVATIONS.append(Derivation(table, clause, tuple(field.split()), on, once, compute))
        return compute

    return register


def demands(
    table: type[Any], *, clause: str, key: str, on: tuple[type[Any], ...], of: str = "order"
) -> Callable[[Demand], Demand]:
    """Register rows the law itself writes: ``order -> dicts of values``, by relation."""
    cite(clause)

    def register(demand: Demand) -> Demand:
        DEMANDS.append(DemandedRows(table, clause, tuple(key.split()), on, demand, of))
        return demand

    return register


def numbers(table: type[Any], field: str) -> Callable[[Any], Any]:
    """Register how a new row gets its number, last of all: ``(row, next_in_series) -> str``."""

    def register(give: Any) -> Any:
        NUMBERINGS[table] = (field, give)
        return give

    return register


def governing(table: type[Any]) -> tuple[Rule, ...]:
    """Every rule about a table, its mixins' included, in order of registration."""
    if table not in _governing:
        _governing[table] = tuple(each for each in RULES if issubclass(table, each.table))
    return _governing[table]


@contextmanager
def without(one: Rule) -> Iterator[None]:
    """Take one rule out for a while; for the test that shows that each rule can fail."""
    place = RULES.index(one)
    RULES.remove(one)
    _governing.clear()
    try:
        yield
    finally:
        RULES.insert(place, one)
        _governing.clear()


def legal_date(row: Any) -> date:
    """The day whose law judges a row: that of its own instant, else today."""
    at = getattr(row, "at", None)
    return local_date(at if at is not None else now())


def examine(row: Any, was: Any, *, deleting: bool = False) -> list[Finding]:
    """Ask every rule in force about a row; all findings, not the first.

    What was already so before this write is for ``flask law check`` to report, not a reason to
    refuse: otherwise an old row that breaks a newer rule could never be acted on again.
    """
    found = []
    for each in governing(type(row)):
        if each.deleting is not deleting or not each.governs(row):
            continue
        sentence = each.check(row, was)
        if sentence and not (was is not None and not deleting and each.check(was, None)):
            found.append(
                Finding(
                    each.name,
                    each.clause,
                    sentence,
                    each.fields,
                    type(row).__tablename__,
                    row.id,
                )
            )
    return found


def digest() -> str:
    """A fingerprint of every registered rule and derivation, kept on each audit line."""
    return _digest(len(RULES), len(DERIVATIONS), len(DEMANDS))


@cache
def _digest(*_: int) -> str:
    functions: list[Any] = [
        *(each.check for each in RULES),
        *(each.compute for each in DERIVATIONS),
        *(each.demand for each in DEMANDS),
    ]
    told = "\n".join(sorted(source.getsource(each) for each in functions))
    return hashlib.sha256(told.encode()).hexdigest()[:12]
