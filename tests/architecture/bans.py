"""What must not be written, read off the syntax tree. Each ban has a name and finds lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
APP = ROOT / "app"

#: Names from SQLAlchemy that write, or read, past the session.
STATEMENTS = {"text", "TextClause", "literal_column", "insert", "update", "delete", "Session"}
CLOCKS = {("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"),
          ("time", "time")}  # fmt: skip
PAST_THE_LAW = {
    "__table__", "exec_driver_sql", "raw_connection", "from_statement", "in_kernel",
    "seeing_everything", "flush",
}  # fmt: skip


def found(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(ban, line) of everything in a module that a ban is about."""
    for node in ast.walk(tree):
        for ban in (*_imports(node), *_attributes(node), *_rest(node)):
            yield ban, getattr(node, "lineno", 0)


def _imports(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
        for each in node.names:
            if each.name in STATEMENTS:
                yield f"import {each.name}"


def _attributes(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Attribute):
        return
    if node.attr in PAST_THE_LAW or node.attr.startswith("bulk_"):
        yield node.attr
    owner = node.value
    name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
    if (name, node.attr) in CLOCKS:
        yield "clock"
    if (name, node.attr) in {("sqlalchemy", each) for each in STATEMENTS} | {("sa", "text")}:
        yield f"import {node.attr}"


def _rest(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ExceptHandler):
        kind = node.type
        if kind is None or (
            isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException")
        ):
            yield "except Exception"
    if isinstance(node, ast.keyword) and node.arg == "kernel":
        yield "kernel=True"
    if isinstance(node, ast.Name) and node.id == "SYSTEM":
        yield "SYSTEM"
    if isinstance(node, ast.alias) and node.name == "SYSTEM":
        yield "SYSTEM"


def modules(under: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every module with its path from the root."""
    for file in sorted(under.rglob("*.py")):
        yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def where(ban: str, *, outside: str = "app/kernel/") -> set[str]:
    """The modules that a ban finds something in."""
    return {
        path
        for path, tree in modules(APP)
        if not path.startswith(outside) and any(each == ban for each, _ in found(tree))
    }
