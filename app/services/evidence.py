"""Which tests name a rule or a table, read off the tests themselves without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.services.resting import ROOT, Resting

TESTS = ROOT / "tests"
HOW = (
    "用例数：tests/law 为规则写下的用例（循环写出的一组计一例；每例都经全部写入路径、两种数据库），"
    "加上点名该函数的测试；推算和法定记录另计 tests/law 中读取其字段的测试。"
)


@dataclass(frozen=True)
class Tried:
    """One test function: the words in it, and the attributes it reads."""

    ident: str
    in_law: bool
    words: frozenset[str]
    reads: frozenset[str]


@dataclass(frozen=True)
class Evidence:
    """Everything the tests name."""

    installed: bool
    cases: dict[str, frozenset[str]]
    tried: tuple[Tried, ...]
    files: dict[str, frozenset[str]]

    def of(self, one: Resting) -> set[str]:
        """The tests of a registered function, each by a name of its own."""
        found = set(self.cases.get(one.name, ()))
        for each in self.tried:
            read = one.kind != "rule" and each.in_law and one.table.__name__ in each.words
            if one.name in each.words or (read and each.reads & {*one.fields, *_keys(one)}):
                found.add(each.ident)
        return found

    def mentioning(self, name: str, table: str) -> list[str]:
        """The files of tests that name a table by class, build a row of it, or open its pages."""
        words = {name, f"make.{table}", f"/admin/{table}/", f"/admin/{table}/new/"}
        return sorted(path for path, held in self.files.items() if words & held)


@cache
def evidence(folder: Path = TESTS) -> Evidence:
    """Read the tests; without them there is none."""
    cases: dict[str, set[str]] = {}
    tried: list[Tried] = []
    files = {}
    for file in sorted(folder.rglob("*.py")):
        path = file.relative_to(folder.parent).as_posix()
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if file.name.startswith("test_"):
            files[path] = _text(tree).words
        for rule, count in _cases(tree):
            idents = {f"{path}::{rule}#{at}" for at in range(count)}
            cases.setdefault(rule, set()).update(idents)
        tried += _tried(path, tree)
    held = {rule: frozenset(idents) for rule, idents in cases.items()}
    return Evidence(folder.is_dir(), held, tuple(tried), files)


def _keys(one: Resting) -> Iterator[str]:
    """A relation is also read by its key."""
    return (f"{each}_id" for each in one.fields)


def _words(node: ast.AST) -> Iterator[str]:
    """What one node names."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
        if isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
    elif isinstance(node, ast.alias):
        yield node.name
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


@dataclass(frozen=True)
class _Text:
    """The words of a piece of code, and the attributes it reads; a builder called is not read."""

    words: frozenset[str]
    reads: frozenset[str]


def _text(tree: ast.AST) -> _Text:
    nodes = list(ast.walk(tree))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    read = (node for node in nodes if isinstance(node, ast.Attribute) and id(node) not in called)
    words = frozenset(word for node in nodes for word in _words(node))
    return _Text(words, frozenset(node.attr for node in read))


def _cases(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every ``Law("rule", …)`` with the number of ``case(…)`` written in it."""
    for node in ast.walk(tree):
        if _calls(node, "Law") and isinstance(node, ast.Call) and node.args:
            rule = node.args[0]
            if isinstance(rule, ast.Constant) and isinstance(rule.value, str):
                yield rule.value, sum(_calls(each, "case") for each in ast.walk(node))


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _tried(path: str, tree: ast.Module) -> Iterator[Tried]:
    """The test functions, each with the helpers of its module it comes by."""
    held = {each.name: _text(each) for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    for name in held:
        if name.startswith("test_"):
            texts = [held[each] for each in _reached(name, held)]
            words = frozenset[str]().union(*(each.words for each in texts))
            reads = frozenset[str]().union(*(each.reads for each in texts))
            yield Tried(f"{path}::{name}", path.startswith("tests/law/"), words, reads)


def _reached(test: str, held: dict[str, _Text]) -> set[str]:
    waiting, seen = [test], {test}
    while waiting:
        for each in held[waiting.pop()].words & held.keys() - seen:
            if not each.startswith("test_"):
                seen.add(each)
                waiting.append(each)
    return seen
