"""What rests on a clause: rules, derivations, demanded rows, rights, other mentions."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.access import matrix
from app.access.matrix import MATRIX
from app.kernel.citation import clauses
from app.kernel.model import Base
from app.kernel.rules import DEMANDS, DERIVATIONS, NUMBERINGS, RULES
from app.services.instruments import instruments

ROOT = Path(__file__).resolve().parents[2]
KINDS = {"rule": "规则", "derivation": "推算", "rows": "法定记录"}

#: Where a citation may stand besides the law itself: code and the reference rows.
PLACES = (("app", "*.py"), ("app", "*.html"), ("seed", "*.csv"), ("seed", "*.yaml"))

#: It shows what a citation looks like.
EXAMPLE = "app/kernel/citation.py"


@dataclass(frozen=True)
class Place:
    """A file from the root of the project, and a line in it."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Resting:
    """One registered function of the law and where it stands."""

    kind: str
    name: str
    table: type[Any]
    clause: str
    fields: tuple[str, ...]
    sentence: str
    place: Place
    since: date | None = None
    until: date | None = None

    @property
    def dates(self) -> str:
        """When it is in force, if that is not always."""
        since = f"自 {self.since} 起" if self.since else ""
        until = f"至 {self.until} 前" if self.until else ""
        return f"（{since}{until}）" if since or until else ""


def named(table: type[Any]) -> str:
    """A table as people and programs call it; a mixin stands for several."""
    label = getattr(table, "__label__", "多类记录")
    return f"{label} {getattr(table, '__tablename__', table.__name__)}"


def place_of(thing: Any) -> Place:
    """Where a function or class is written."""
    return _place(thing)


@cache
def _place(thing: Any) -> Place:
    file = Path(inspect.getsourcefile(thing) or "").resolve()
    return Place(file.relative_to(ROOT).as_posix(), inspect.getsourcelines(thing)[1])


def resting() -> list[Resting]:
    """Everything registered, in order of registration."""
    held = [
        _made("rule", one, one.fields, one.check, since=one.since, until=one.until) for one in RULES
    ]
    held += [_made("derivation", one, one.fields, one.compute) for one in DERIVATIONS]
    return held + [_made("rows", one, one.key, one.demand) for one in DEMANDS]


def _made(kind: str, one: Any, fields: tuple[str, ...], function: Any, **dates: Any) -> Resting:
    said = (function.__doc__ or "").strip().partition("\n")[0]
    place = place_of(function)
    return Resting(kind, function.__name__, one.table, one.clause, fields, said, place, **dates)


def numbering(table: type[Any]) -> tuple[str, str, Place] | None:
    """The field that is numbered, the function that does it, and where that stands."""
    if table not in NUMBERINGS:
        return None
    field, give = NUMBERINGS[table]
    return field, give.__name__, place_of(give)


def granted_under(clause: str) -> list[type[Base]]:
    """The tables whose line in the matrix cites the clause."""
    return [table for table, grant in MATRIX.items() if grant.clause == clause]


@cache
def matrix_lines() -> dict[str, Place]:
    """Class name → its line in the matrix."""
    file = Path(matrix.__file__).resolve()
    held = {}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
            for key in node.value.keys:
                if isinstance(key, ast.Name):
                    held[key.id] = Place(file.relative_to(ROOT).as_posix(), key.lineno)
    return held


@cache
def mentions() -> dict[str, tuple[str, ...]]:
    """Citation → the other files that name it: code that acts on it, figures that rest on it."""
    # The longest first, and nothing before or behind: an article is neither one of its paragraphs
    # nor the article of an instrument whose name ends alike.
    longest = "|".join(sorted((re.escape(each) for each in clauses()), key=len, reverse=True))
    names = "".join(sorted(set("".join(instruments()))))
    wanted = re.compile(f"(?<![{names}])({longest})(?![一二三四五六七八九十(0-9a-z_])")
    held: dict[str, set[str]] = {}
    for folder, pattern in PLACES:
        for file in sorted((ROOT / folder).rglob(pattern)):
            path = file.relative_to(ROOT).as_posix()
            if path != EXAMPLE:
                for found in wanted.findall(file.read_text(encoding="utf-8")):
                    held.setdefault(found, set()).add(path)
    return {citation: tuple(sorted(files)) for citation, files in held.items()}


def elsewhere(citation: str) -> list[str]:
    """The files that name a clause, besides those whose rules and rights rest on it."""
    shown = {each.place.file for each in resting() if each.clause == citation}
    if granted_under(citation):
        shown.add(next(iter(matrix_lines().values())).file)
    return [each for each in mentions().get(citation, ()) if each not in shown]
