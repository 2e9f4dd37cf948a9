"""Look-ups behind relation fields: scoped, short, and never a row that may not be chosen."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_admin.model.ajax import AjaxModelLoader
from sqlalchemy import Select, func, inspect, select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.util import identity_key

from app.kernel.clock import local_date, now
from app.kernel.model import Base, Case, columns
from app.models.account import Account
from app.models.publication import published
from app.portal.listing.reach import narrowed, newest_first
from app.portal.listing.search import matching
from app.services.words import title_of

LIMIT = 20
LARGEST = 2**31 - 1


def identity(text: Any) -> int | None:
    """An id as an address or a form gives it: digits and nothing else, or none at all."""
    told = str(text)
    if not (told.isascii() and told.isdigit() and len(told) <= 10):
        return None
    return int(told) if int(told) <= LARGEST else None


class Loader(AjaxModelLoader):
    """Rows of one table for one field, through the session of the request."""

    def __init__(
        self, name: str, sessions: Any, target: type[Base], among: tuple[Any, ...] = ()
    ) -> None:
        """``among``: what a row must meet to be offered; the law says what may be chosen.

        What depends on who asks is a function.
        """
        super().__init__(name, {})
        self.sessions, self.target, self.among = sessions, target, among

    def format(self, model: Any) -> tuple[int, str] | None:
        """What goes over the wire, and what the person reads."""
        if model is None:
            return None
        code = getattr(model, "code", "")
        if isinstance(model, Account):
            code = f"{model.post.label} {model.login}"
        return model.id, f"{title_of(model)}（{code}）" if code else title_of(model)

    def get_one(self, pk: Any) -> Any:
        """The row, if it exists within reach."""
        ident = identity(pk)
        if ident is None:
            return None
        session = self.sessions()
        with session.no_autoflush:
            found = select(self.target).where(self.target.id == ident)
            return session.scalars(found).one_or_none()

    def chosen(self, ident: int) -> tuple[int, str] | None:
        """A row by id for showing only: what the session already holds needs no query."""
        session = self.sessions()
        held = session.identity_map.get(identity_key(self.target, ident))
        return self.format(held or self.get_one(ident))

    def get_list(self, query: str | None, offset: int | None = 0, limit: int | None = 10) -> Any:
        """The rows that may be chosen and match what was typed."""
        size = min(max(limit or 1, 1), LIMIT)
        start = min(max(offset or 0, 0), 1000)
        among = (each() if callable(each) else each for each in self.among)
        found = choosable(self.target, query or "").where(*among).offset(start).limit(size)
        return list(self.sessions().scalars(found))


def choosable(target: type[Base], typed: str) -> Select[Any]:
    """Active units, the version in force of an entry, orders one takes part in: newest or first."""
    query = narrowed(select(target), target, g.principal)
    held = columns(target)
    if "active" in held:
        query = query.where(target.active.is_(True))  # type: ignore[attr-defined]
    if key := getattr(target, "__dated_by__", None):
        query = query.where(*in_force(target, key))
    if typed.strip():
        query = query.where(matching(target, typed))
    if issubclass(target, Case):
        return query.order_by(*newest_first(target, g.principal))
    order = inspect(target).attrs.get("code")
    return query.order_by(target.code if order is not None else target.id)  # type: ignore[attr-defined]


def in_force(table: Any, key: str) -> list[Any]:
    """Of each code only the latest published version that has begun, unless it ended the code."""
    other = aliased(table)
    latest = (
        select(func.max(other.valid_from))
        .where(getattr(other, key) == getattr(table, key))
        .where(other.valid_from <= local_date(now()), published(other))
        .scalar_subquery()
    )
    met = [table.valid_from == latest, published(table)]
    if "in_force" in columns(table):
        met.append(table.in_force.is_(True))
    return met
