"""The database as a request sees it: one engine an application, one governed session a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import scoped_session
from sqlalchemy.util import ScopedRegistry

from app.access.principal import SYSTEM
from app.kernel.engine import make_engine
from app.kernel.session import GovernedSession

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Database:
    """What of the database belongs to the current application."""

    @property
    def engine(self) -> Engine:
        """Its engine."""
        return current_app.extensions["portal.engine"]


class _OnRequest(ScopedRegistry[GovernedSession]):
    """Keeps the session on ``g``, which a response streamed after the teardown still has."""

    def __init__(self, createfunc: Any) -> None:
        super().__init__(createfunc, lambda: None)

    def __call__(self) -> GovernedSession:
        if "session" not in g:
            g.session = self.createfunc()
        return g.session

    def has(self) -> bool:
        return "session" in g

    def set(self, obj: GovernedSession) -> None:
        g.session = obj

    def clear(self) -> None:
        g.pop("session", None)


class Sessions(scoped_session[GovernedSession]):
    """The session of the request; Flask-Admin asks for it as ``.session``."""

    def __init__(self, opening: Any) -> None:
        super().__init__(opening)
        self.registry = _OnRequest(opening)

    @property
    def session(self) -> Sessions:
        """Itself."""
        return self


def _open() -> GovernedSession:
    return GovernedSession(
        db.engine,
        g.principal,
        writing=request.method not in READING,
        request_id=g.request_id,
    )


db = Database()
sessions = Sessions(_open)


@contextmanager
def system_session(*, writing: bool) -> Iterator[GovernedSession]:
    """A short transaction of the system's own, committed on leaving.

    Before the request's own transaction or after its rollback: one writer at a time.
    """
    with (
        GovernedSession(
            db.engine, SYSTEM, writing=writing, request_id=g.get("request_id", "")
        ) as session,
        session.begin(),
    ):
        yield session


def init_database(app: Flask, url: str) -> None:
    """Give the application its engine, and each request the end of its session."""
    app.extensions["portal.engine"] = make_engine(url)

    @app.teardown_appcontext
    def close(_: BaseException | None) -> None:
        sessions.remove()
