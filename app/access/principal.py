"""Principal: who acts, frozen, one a session. SYSTEM skips permission but never the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.access.matrix import right
from app.access.scope import guards, within
from app.kernel.model import Base, Case
from app.models.account import Account
from app.models.enums import Level, Post, UnitKind


@dataclass(frozen=True)
class Principal:
    """A person in a post in a unit, as loaded at the start of the request."""

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
    unit_active: bool = True
    system = False

    @property
    def title(self) -> str:
        """How the audit and the messages name them."""
        return f"{self.unit_name}{self.post.label}{self.name}"

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
