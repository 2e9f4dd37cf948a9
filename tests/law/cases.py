"""What a case of the law is, and how it is tried on one path."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from app.kernel.errors import Unlawful
from app.kernel.rules import RULES, Rule
from tests.make import Draft
from tests.paths import Write, by_batch, by_import, importable
from tests.world import World

Making = Callable[[World], Draft]


#: What comes of a form that has no field for it.
FORMS: dict[str, set[str]] = {"kept": set(), "no file": {"NoFile"}}


@dataclass(frozen=True)
class Case:
    """One write, some time after the scene was set.

    ``also``: other rules that refuse it as well. ``beyond``: permission stops the person before
    the law is asked, so that only somebody without bounds meets the rule. ``form``: what the form
    says already: ``unreadable``, ``unreachable``, ``kept`` when it has no such field, or
    ``no file`` when it takes only a file.
    ``of_file``: what only a file may tell; nobody else may write it. ``own_hand``: it is about the
    person, and a file knows of none.
    """

    told: str
    by: str
    draft: Making
    after: timedelta = timedelta()
    also: frozenset[str] = frozenset()
    beyond: bool = False
    form: str = ""
    of_file: bool = False
    own_hand: bool = False


@dataclass(frozen=True)
class Law:
    """A rule with its clause, what it lets pass and what it refuses."""

    rule: str
    clause: str
    passes: tuple[Case, ...]
    refuses: tuple[Case, ...]

    @property
    def registered(self) -> Rule:
        """The rule itself."""
        (found,) = (each for each in RULES if each.name == self.rule)
        return found


def case(told: str, by: str, draft: Making, also: str = "", **how: Any) -> Case:
    """A case, ``also`` as a list of names in one string."""
    return Case(told, by, draft, also=frozenset(also.split()), **how)


def each(laws: Iterable[Law]) -> list[Any]:
    """The cases of a chapter as parameters: law, case, whether it is refused."""
    return [
        pytest.param(law, one, refused, id=f"{law.rule}-{one.told.replace(' ', '_')}")
        for law in laws
        for refused, cases in ((False, law.passes), (True, law.refuses))
        for one in cases
    ]


def outcome(world: World, one: Case) -> Any:
    """Set the scene, then write by the way that nothing but the law bars."""
    write = by_import if one.of_file else by_batch
    return write(world, one.by, one.draft(world), one.after)


def awaited(path: str, one: Case, draft: Draft, wanted: Any) -> Any:
    """What comes of a case on one path; ``wanted``: what the law says of it."""
    if path == "import":
        told = set() if one.own_hand else wanted
        return told if importable(draft) else "forbidden"
    if one.of_file:
        return set() if path == "portal" else "forbidden"
    if path != "batch" and one.beyond:
        return "forbidden"
    return FORMS.get(one.form, one.form) if path == "portal" and one.form else wanted


def try_case(world: World, path: str, write: Write, law: Law, one: Case, refused: bool) -> None:
    """The same answer on every path, unless permission or the form speaks first."""
    draft = one.draft(world)
    wanted = awaited(path, one, draft, {law.rule, *one.also} if refused else set())
    got = write(world, one.by, draft, one.after)
    if path == "portal" and one.beyond and got == "unreachable":
        got = "forbidden"
    assert got == wanted, world.refusal
    if isinstance(world.refusal, Unlawful):
        clauses = {each.clause for each in world.refusal.findings if each.rule == law.rule}
        assert clauses <= {law.clause}
    assert law.registered.clause == law.clause
