"""密码: hashed slowly and outside any transaction; told apart in constant time."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.models.account import Account

SHORTEST, LONGEST = 10, 200

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """What is stored."""
    return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether it is the password; takes as long where there is none to compare with."""
    try:
        _HASHER.verify(stored or _nobodys(), password[:LONGEST])
    except (InvalidHashError, VerificationError):
        return False
    return bool(stored)


def weakness(new: str, account: Account, current: str) -> str | None:
    """Why a new password will not do; ``None`` when it will."""
    if not SHORTEST <= len(new) <= LONGEST:
        return f"新密码须为 {SHORTEST} 至 {LONGEST} 个字符"
    if account.login.casefold() in new.casefold() or account.name in new:
        return "新密码不得包含登录名或姓名"
    if len(set(new)) < SHORTEST // 2:
        return "新密码过于简单，重复的字符太多"
    return "新密码不得与原密码相同" if new == current else None


def assign(account: Account, password_hash: str, *, must_change: bool) -> None:
    """Give the account a new password; every session it has open ends."""
    account.password_hash = password_hash
    account.must_change = must_change
    account.session_version += 1


@cache
def _nobodys() -> str:
    return hashed(secrets.token_urlsafe())
