"""演示账号: every post with somebody in it, under a password that is no secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.principal import Principal, principal_of
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.enums import Post
from app.models.unit import Unit
from app.services.accounts import unit_of
from app.services.password import hashed
from app.services.reference_rows import read_table

FOLDER = Path(__file__).parent.parent.parent / "seed" / "demo"
#: Written in the manual and printed by the command: for trying out, on a development machine only.
PASSWORD = "Demo-12345"  # noqa: S105
CHANGED = "（已自行修改）"


@dataclass(frozen=True)
class Person:
    """One line of the table of demo accounts."""

    login: str
    name: str
    post: Post
    unit: str


def people() -> list[Person]:
    """Everybody on file."""
    rows = read_table(FOLDER / "people.csv", "login name post unit")
    return [Person(r["login"], r["name"], Post(r["post"]), r["unit"]) for r in rows]


def hashes(wanted: Sequence[Person]) -> dict[str, str]:
    """One hash for all: the password is public. Computed before the transaction begins."""
    return dict.fromkeys((each.login for each in wanted), hashed(PASSWORD))


def open_accounts(
    session: GovernedSession, wanted: Sequence[Person], stored: dict[str, str]
) -> int:
    """Whoever is not there yet; how many that were."""
    there = set(session.scalars(select(Account.login)))
    new = [each for each in wanted if each.login not in there]
    units: dict[str, Unit] = {}
    for each in new:
        if each.unit not in units:
            units[each.unit] = unit_of(session, each.unit)
        session.add(
            Account(
                login=each.login,
                name=each.name,
                post=each.post,
                unit=units[each.unit],
                must_change=False,
                password_hash=stored[each.login],
            )
        )
    return len(new)


def accounts(session: GovernedSession, wanted: Sequence[Person]) -> list[Account]:
    """The stored accounts of these people, in their order."""
    query = (
        select(Account)
        .where(Account.login.in_([each.login for each in wanted]), Account.active)
        .options(joinedload(Account.unit))
    )
    held = {each.login: each for each in session.scalars(query)}
    return [held[each.login] for each in wanted if each.login in held]


def principals(held: Sequence[Account]) -> dict[str, Principal]:
    """Who can act, by login."""
    return {each.login: principal_of(each) for each in held}


def table(held: Sequence[Account]) -> list[tuple[str, str, str, str]]:
    """Login, post, unit and password of each account; not of one whose password was changed."""
    return [
        (
            each.login,
            each.post.label,
            each.unit.name,
            PASSWORD if each.session_version == 1 else CHANGED,
        )
        for each in held
    ]
