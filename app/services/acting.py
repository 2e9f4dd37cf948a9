"""代行: for whom a person may act now, and who they are while they do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.access.principal import Principal, principal_for
from app.kernel.errors import Finding
from app.kernel.session import GovernedSession
from app.law.delegation import CLAUSE, acts_for_others_while_delegated, not_now, void
from app.models.account import Account
from app.models.delegation import Delegation


def entered(account_id: int, version: int, at: datetime) -> Select[Account, bool]:
    """The account of a log-in that still holds, and whether it may act for somebody now."""
    now = exists(Delegation.id).where(
        Delegation.deputy_id == Account.id, Delegation.begins_at <= at, Delegation.ends_at > at
    )
    return select(Account, now).where(*_kept(Account, account_id, version))


def acting(
    session: GovernedSession, account_id: int, version: int, for_id: int, at: datetime
) -> Principal | None:
    """The person in the post of another; ``lapsed`` when that is over, ``None`` when it never was.

    One statement: the delegation, both accounts and their units.
    """
    deputy = aliased(Account)
    query = (
        select(Delegation)
        .join(Delegation.deputy.of_type(deputy))
        .where(
            *_kept(deputy, account_id, version),
            Delegation.account_id == for_id,
            Delegation.begins_at <= at,
        )
        .order_by(Delegation.ends_at.desc(), Delegation.id.desc())
        .limit(1)
        .options(
            contains_eager(Delegation.deputy.of_type(deputy)).joinedload(deputy.unit),
            joinedload(Delegation.account).joinedload(Account.unit),
        )
    )
    held = session.scalars(query).one_or_none()
    if held is None:
        return None
    sentence = void(held) or not_now([held], at)
    rule = acts_for_others_while_delegated.__name__
    return principal_for(held, (Finding(rule, CLAUSE, sentence),) if sentence else ())


def offered(session: GovernedSession, account_id: int, at: datetime) -> list[Delegation]:
    """What a person is deputy for, now or soon, the first to begin first."""
    query = (
        select(Delegation)
        .where(Delegation.deputy_id == account_id, Delegation.ends_at > at)
        .order_by(Delegation.begins_at, Delegation.id)
        .options(
            joinedload(Delegation.account).joinedload(Account.unit),
            joinedload(Delegation.deputy),
        )
    )
    return [each for each in session.scalars(query) if void(each) is None]


def names(session: GovernedSession, accounts: set[int | None]) -> dict[int, str]:
    """Names by account, for a reader of acts who may not read accounts."""
    known = [each for each in accounts if each is not None]
    if not known:
        return {}
    query = select(Account.id, Account.name).where(Account.id.in_(known))
    return {ident: name for ident, name in session.execute(query)}


def named_in(session: GovernedSession, unit_id: int) -> dict[int, str]:
    """The names of whoever stands in, or is stood in for, in a unit."""
    either = or_(Delegation.account_id == Account.id, Delegation.deputy_id == Account.id)
    query = select(Account.id, Account.name).join(Delegation, either)
    return {
        ident: name for ident, name in session.execute(query.where(Delegation.unit_id == unit_id))
    }


def _kept(held: type[Account], ident: int, version: int) -> tuple[ColumnElement[bool], ...]:
    """Of a log-in: the account, unless it was closed or its password changed since."""
    return held.id == ident, held.session_version == version, held.active.is_(True)
