"""The words of the matrix: verbs, reaches, grants."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.kernel.citation import cite
from app.models.enums import Post


class Reach(enum.Enum):
    """How far a post's right goes (design §2, Reach)."""

    ALL = "全部"
    TAKING_PART = "本单位参与的工单"
    SUBTREE = "本单位及下级"
    OWN_UNIT = "本单位"
    NONE = "无"


@dataclass(frozen=True)
class Can:
    """``verbs``: c create, i import, r read, u update, d delete, x export; within ``reach``."""

    verbs: str
    reach: Reach

    def __post_init__(self) -> None:
        if set(self.verbs) - set("ciudrx"):
            raise ValueError(f"unknown verb in {self.verbs!r}")


@dataclass(frozen=True)
class Grant:
    """One table's line: the clause that confers the power, and a post's right each."""

    clause: str
    posts: dict[Post, Can]

    def __post_init__(self) -> None:
        cite(self.clause)


NOTHING = Can("", Reach.NONE)
