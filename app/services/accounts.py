"""账号: opened, closed and given a new one-time password from the command line.

Passwords are hashed by whoever calls, before the transaction begins.
"""

from __future__ import annotations

import re
import secrets

from sqlalchemy import select

from app.kernel.errors import PortalError
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.enums import Post
from app.models.unit import Unit
from app.services import password

LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,39}")
#: No characters that are mistaken for one another when read aloud or copied by hand.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Unusable(PortalError):
    """An account that cannot be opened, or is not there."""


def one_time_password() -> str:
    """Sixteen characters in groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def post_of(value: str) -> Post:
    """The post by its stored value."""
    if value not in {each.value for each in Post}:
        held = "、".join(f"{each.value}（{each.label}）" for each in Post)
        raise Unusable(f"没有岗位“{value}”，可用：{held}")
    return Post(value)


def unit_of(session: GovernedSession, code: str) -> Unit:
    """The unit by its code."""
    found = session.scalars(select(Unit).where(Unit.code == code)).one_or_none()
    if found is None:
        raise Unusable(f"没有编码为“{code}”的单位，请先核对单位编码")
    return found


def account_of(session: GovernedSession, login: str) -> Account:
    """The account by its login, active or not."""
    found = session.scalars(select(Account).where(Account.login == login)).one_or_none()
    if found is None:
        raise Unusable(f"没有登录名为“{login}”的账号")
    return found


def open_account(
    session: GovernedSession,
    name: str,
    post: Post,
    unit: Unit,
    login: str | None,
    password_hash: str,
    *,
    must_change: bool = True,
) -> Account:
    """A new account; without a login it gets one from its post and its unit."""
    if login is not None and not LOGIN.fullmatch(login):
        raise Unusable("登录名须为 3 至 40 个字母、数字或 . _ -，以字母或数字开头")
    taken = set(session.scalars(select(Account.login)))
    if login in taken:
        raise Unusable(f"登录名“{login}”已有人使用")
    made = Account(
        login=login or _free(f"{post.value}-{unit.code}", taken),
        name=name.strip(),
        post=post,
        unit=unit,
        must_change=must_change,
        password_hash=password_hash,
    )
    session.add(made)
    return made


def close_account(account: Account) -> bool:
    """Nobody logs in with it any more, and who is in is out; whether that was news."""
    if not account.active:
        return False
    account.active = False
    account.session_version += 1
    return True


def reset_account(account: Account, password_hash: str) -> None:
    """A new one-time password; the account has to choose its own at the next log-in."""
    if not account.active:
        raise Unusable(f"账号“{account.login}”已停用，请先启用")
    password.assign(account, password_hash, must_change=True)


def _free(wanted: str, taken: set[str]) -> str:
    number, made = 1, wanted
    while made in taken:
        number += 1
        made = f"{wanted}-{number}"
    return made
