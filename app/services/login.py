"""登录: who it is, whether they may try again now, and the record of every attempt."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.login_attempt import LoginAttempt

WINDOW = timedelta(minutes=15)
LOGIN_FAILURES, ADDRESS_FAILURES = 5, 20
LONGEST_LOGIN = 40


def account_of(session: GovernedSession, login: str, *, lock: bool = False) -> Account | None:
    """The account that may log in under this name."""
    query = select(Account).where(Account.login == login, Account.active.is_(True))
    return session.scalars(query.with_for_update() if lock else query).one_or_none()


def wait(session: GovernedSession, login: str, address: str, at: datetime) -> timedelta:
    """How long until another attempt is heard; zero when it is heard now.

    A name starts afresh after it succeeded; an address does not, or one good account would be a
    licence to try all others (平台规则:login_throttle).
    """
    succeeded = (
        select(func.coalesce(func.max(LoginAttempt.id), 0))
        .where(LoginAttempt.login == login, LoginAttempt.succeeded.is_(True))
        .scalar_subquery()
    )
    by_login = (LoginAttempt.login == login, LoginAttempt.id > succeeded)
    return max(
        _left(session, at, LOGIN_FAILURES, *by_login),
        _left(session, at, ADDRESS_FAILURES, LoginAttempt.address == address),
    )


def record(
    session: GovernedSession, login: str, address: str, at: datetime, *, succeeded: bool
) -> None:
    """Keep one attempt."""
    session.add(LoginAttempt(at=at, login=login, address=address, succeeded=succeeded))


def _left(
    session: GovernedSession, at: datetime, most: int, *about: ColumnElement[bool]
) -> timedelta:
    query = (
        select(LoginAttempt.at)
        .where(LoginAttempt.succeeded.is_(False), LoginAttempt.at > at - WINDOW, *about)
        .order_by(LoginAttempt.at.desc())
        .limit(most)
    )
    failures = session.scalars(query).all()
    return failures[-1] + WINDOW - at if len(failures) == most else timedelta()
