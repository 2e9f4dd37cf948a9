"""The matrix told: post by table, what each may do, how far it reaches, and by which clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from unicodedata import east_asian_width

from app.access.grant import NOTHING, Can, Reach
from app.access.matrix import MATRIX
from app.kernel.citation import cite
from app.models.enums import Post

VERBS = {"c": "建", "i": "入", "r": "查", "u": "改", "d": "删", "x": "导"}
REACHES = {
    Reach.ALL: "全",
    Reach.TAKING_PART: "参",
    Reach.SUBTREE: "下",
    Reach.OWN_UNIT: "本",
    Reach.NONE: "",
}
LEGEND = "建 新建、入 导入、查 查看、改 修改、删 删除、导 导出；" + "、".join(
    f"{short} {reach.value}" for reach, short in REACHES.items() if short
)


def post_named(asked: str) -> Post:
    """A post by its stored name or its label; ``LookupError`` with one sentence otherwise."""
    for each in Post:
        if asked in (each.value, each.label):
            return each
    held = "、".join(f"{each.value}（{each.label}）" for each in Post)
    raise LookupError(f"没有岗位“{asked}”，可用：{held}")


def cell(can: Can) -> str:
    """``建查·全``; empty for nothing."""
    verbs = "".join(word for verb, word in VERBS.items() if verb in can.verbs)
    return f"{verbs}·{REACHES[can.reach]}" if verbs else ""


def as_json(posts: Sequence[Post]) -> dict[str, Any]:
    """As ``flask access show --json`` gives it."""
    return {
        "posts": [{"post": each.value, "label": each.label} for each in posts],
        "tables": [
            {
                "table": table.__tablename__,
                "label": table.__label__,
                "clause": grant.clause,
                "heading": cite(grant.clause).heading,
                "posts": {
                    each.value: {"verbs": can.verbs, "reach": can.reach.value}
                    for each in posts
                    if (can := grant.posts.get(each, NOTHING)).verbs
                },
            }
            for table, grant in MATRIX.items()
        ],
    }


def rows(posts: Sequence[Post]) -> list[list[str]]:
    """The head and a row for each table open to them: its label, a cell a post, the clause."""
    made = [["表", *(each.label for each in posts), "依据"]]
    for table, grant in MATRIX.items():
        cells = [cell(grant.posts.get(each, NOTHING)) for each in posts]
        if any(cells):
            heading = cite(grant.clause).heading
            made.append([table.__label__, *cells, f"{grant.clause} {heading}"])
    return made


def told(posts: Sequence[Post]) -> Iterator[str]:
    """The table as text, in columns."""
    held = rows(posts)
    widths = [max(map(_width, column)) for column in zip(*held, strict=True)]
    for row in held:
        padded = (
            text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)
        )
        yield "  ".join(padded).rstrip()
    yield LEGEND


def _width(text: str) -> int:
    """Columns on a terminal; a Chinese character takes two."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def document() -> str:
    """docs/permissions.md."""
    head, *body = rows(list(Post))
    return "\n".join(
        [
            "# 权限 · Permissions",
            "",
            "由 `flask docs write` 生成，请勿手改；依据是 `app/access/matrix.py`。空格即无权。",
            "",
            f"{LEGEND}。",
            "",
            *(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *body)),
            "",
        ]
    )
