"""Where everything about a table is: model, law, permission, view, tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from app.access.matrix import MATRIX
from app.kernel.citation import cite
from app.kernel.model import Base, managed_tables
from app.services import permissions
from app.services.evidence import evidence
from app.services.resting import (
    KINDS,
    Resting,
    matrix_lines,
    named,
    numbering,
    place_of,
    resting,
)


def table_named(asked: str) -> type[Base]:
    """A table by class, stored name or label; ``LookupError`` with one sentence otherwise."""
    known: dict[str, type[Base]] = {}
    for table in managed_tables():
        known |= dict.fromkeys((table.__name__, table.__tablename__, table.__label__), table)
    if asked in known:
        return known[asked]
    words = {each.lower(): each for each in known}
    if asked.lower() in words:
        return known[words[asked.lower()]]
    near = get_close_matches(asked.lower(), words, 3, 0.5) or sorted(words)
    held = "、".join(dict.fromkeys(known[words[each]].__name__ for each in near))
    hint = "相近的有" if len(near) < len(words) else "可用"
    raise LookupError(f"没有表“{asked}”，{hint}：{held}")


def about(table: type[Base]) -> list[Resting]:
    """Everything of the law about a table, its mixins' rules included."""
    return [each for each in resting() if issubclass(table, each.table)]


def told(table: type[Base], view: str) -> Iterator[str]:
    """The lines a person reads, with lines to go to."""
    yield f"{table.__label__} {table.__name__}（{table.__tablename__}）"
    yield f"模型　{place_of(table)}"
    held = about(table)
    for kind, label in KINDS.items():
        several = [each for each in held if each.kind == kind]
        if several:
            yield label
        for each in several:
            fields = f"（{'、'.join(each.fields)}）" if kind == "derivation" else ""
            yield f"  {each.clause} · {each.name}{fields}　{each.place}{each.dates}"
            yield f"    {each.sentence}"
    if given := numbering(table):
        yield f"编号　{given[0]} · {given[1]}　{given[2]}"
    if grant := MATRIX.get(table):
        basis = f"{grant.clause}（{cite(grant.clause).heading}）"
        yield f"权限　{matrix_lines()[table.__name__]}　{basis}"
        yield f"  {_rights(table)}"
    else:
        yield "权限　无，任何岗位都不能读写"
    yield f"视图　{view}"
    if not evidence().installed:
        yield "测试　没有安装"
        return
    yield "测试"
    yield from (f"  {each}" for each in _tests(table))


def _rights(table: type[Base]) -> str:
    held = MATRIX[table].posts.items()
    return "，".join(f"{post.label} {permissions.cell(can)}" for post, can in held if can.verbs)


def _tests(table: type[Base]) -> list[str]:
    return evidence().mentioning(table.__name__, table.__tablename__)


def document(views: Mapping[type[Base], str]) -> str:
    """docs/atlas.md: the same for every table, without lines, which move with every edit."""
    tables = sorted(managed_tables(), key=lambda each: each.__tablename__)
    lines = [
        "# 图谱 · Atlas",
        "",
        "由 `flask docs write` 生成，请勿手改。要行号，用 `flask where 表名`。",
        "",
        f"共 {len(tables)} 张表。{permissions.LEGEND}。",
    ]
    for table in tables:
        lines += ["", f"## {table.__label__} {table.__name__}", ""]
        lines += _section(table, views[table])
    return "\n".join(lines) + "\n"


def _section(table: type[Base], view: str) -> Iterator[str]:
    yield f"- 模型：`{place_of(table).file}`（`{table.__tablename__}`）"
    for each in about(table):
        owner = "" if each.table is table else f"（{named(each.table)}）"
        yield (
            f"- {KINDS[each.kind]}：`{each.name}`{owner} {each.clause} `{each.place.file}`"
            f" {each.sentence}"
        )
    if given := numbering(table):
        yield f"- 编号：`{given[0]}` 由 `{given[1]}` 给出，`{given[2].file}`"
    grant = MATRIX.get(table)
    yield f"- 权限：{grant.clause}；{_rights(table)}" if grant else "- 权限：无"
    yield f"- 视图：{view}"
    yield f"- 测试：{'、'.join(f'`{each}`' for each in _tests(table)) or '无'}"
