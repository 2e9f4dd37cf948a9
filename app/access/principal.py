"""Principal: who acts, frozen, one a session. SYSTEM skips permission but never the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.access.matrix import right
from app.access.scope import guards, within
from app.kernel.errors import Finding
from app.kernel.model import Base, Case
from app.models.account import Account
from app.models.delegation import Delegation
from app.models.enums import Level, Post, UnitKind

#: What the column of the audit that names people holds.
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Principal:
    """A person in a post in a unit, as loaded at the start of the request.

    ``for_id`` and ``for_name``: in whose post they act, if not their own, and ``until`` when.
    ``lapsed``: why they may no longer; whatever they then write is refused. ``deputy``: whether
    they may act in somebody's post now.
    """

    account_id: int
    login: str
    name: str
    post: Post
    unit_id: int
    unit_name: str
    unit_path: str
    unit_kind: UnitKind
    unit_level: Level
    session_version: int = 1
    must_change: bool = False
    for_id: int | None = None
    for_name: str = ""
    until: datetime | None = None
    lapsed: tuple[Finding, ...] = ()
    deputy: bool = False
    unit_active: bool = True
    system = False

    @property
    def title(self) -> str:
        """How the audit and the messages name them."""
        return f"{self.unit_name}{self.post.label}{self.signed}"[:LONGEST_TITLE]

    @property
    def signed(self) -> str:
        """Their name, and for whom they act."""
        return signed(self.name, self.for_name)

    def may(self, verb: str, table: type[Base]) -> bool:
        """Whether the matrix gives this post the verb on the table."""
        return verb in right(self.post, table).verbs

    def reaches(self, row: Base) -> bool:
        """Whether one row is within reach."""
        return within(right(self.post, type(row)).reach, row, self.unit_id, self.unit_path)

    def guards(self) -> Sequence[Any]:
        """The criteria for every SELECT."""
        return guards(self.post, self.unit_id, self.unit_path)


class _System:
    """For reference rows, accounts and the system's own records; it acts on no order."""

    account_id = unit_id = post = None
    title, system = "系统", True

    def may(self, verb: str, table: type[Base]) -> bool:
        """Anything but a case."""
        return not issubclass(table, Case)

    def reaches(self, row: Base) -> bool:
        """Everything it may write."""
        return True

    def guards(self) -> Sequence[Any]:
        """None: it reads for the law, the log-in and the checks."""
        return ()


SYSTEM = _System()


def signed(name: str, for_name: str) -> str:
    """A person's name, with the name of whoever they act for."""
    return f"{name}（代{for_name}）" if for_name else name


def principal_of(account: Account) -> Principal:
    """Freeze an account and its unit."""
    unit = account.unit
    return Principal(
        account.id,
        account.login,
        account.name,
        account.post,
        unit.id,
        unit.short_name,
        unit.path,
        unit.kind,
        unit.level,
        account.session_version,
        account.must_change,
        unit_active=unit.active,
    )


def principal_for(held: Delegation, lapsed: Sequence[Finding] = ()) -> Principal:
    """The deputy, with an account of their own, in the post of whoever they act for."""
    own, absent = principal_of(held.deputy), principal_of(held.account)
    return replace(
        absent,
        account_id=own.account_id,
        login=own.login,
        name=own.name,
        session_version=own.session_version,
        must_change=own.must_change,
        for_id=absent.account_id,
        for_name=absent.name,
        until=held.ends_at,
        lapsed=tuple(lapsed),
        deputy=True,
    )
