"""The portal on the city at work, on each engine; people enter without typing a password."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from flask_login.utils import _create_identifier
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine, event, func, inspect, select

from app import create_app
from app.access.principal import SYSTEM
from app.kernel import clock
from app.kernel.engine import make_engine
from app.kernel.model import managed_tables
from app.kernel.session import GovernedSession
from app.models.account import Account
from config import Config
from tests.make import Draft
from tests.portal.town import Town, raised
from tests.servers import create_database, drop_database
from tests.world import World

RAW = "5" * 40
SECRET = "k" * 40


@dataclass
class Store:
    """A city at work on one engine, to be copied."""

    url: str
    engine: Engine
    folder: Any
    town: Town

    @contextmanager
    def copied(self, name: str) -> Iterator[Engine]:
        """A database of one's own with everything in it."""
        with _copy(self.engine, self.url, self.folder, name) as url:
            engine = make_engine(url)
            yield engine
            engine.dispose()


@contextmanager
def _copy(engine: Engine, url: str, folder: Any, name: str) -> Iterator[str]:
    engine.dispose()
    if engine.dialect.name == "sqlite":
        own = folder / f"{name}.db"
        shutil.copy(engine.url.database or "", own)
        yield f"sqlite:///{own}"
        return
    called = f"{engine.url.database}_{name}"
    yield create_database(url, called, template=engine.url.database)
    drop_database(url, called)


class Visitor:
    """A person at the portal."""

    def __init__(self, site: Site, client: FlaskClient, login: str) -> None:
        self.site, self.client, self.login = site, client, login

    def get(self, address: str, **options: Any) -> Any:
        return self.client.get(address, **options)

    def page(self, address: str, **options: Any) -> BeautifulSoup:
        return BeautifulSoup(self.client.get(address, **options).text, "lxml")

    def send(self, address: str, told: dict[str, Any] | None = None, **options: Any) -> Any:
        """Post with the token of the session and nothing else that a page would hold."""
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", RAW)
        token = {"csrf_token": self.site.signed(raw)}
        return self.client.post(address, data=token | (told or {}), **options)

    def fill(self, address: str, told: dict[str, Any] | Draft, at: str = "", **options: Any) -> Any:
        """Open the form, fill it in and send it."""
        if isinstance(told, Draft):
            told = self.site.typed(told)
        opened = self.page(at or address)
        return self.client.post(address, data=form_of(opened) | told, **options)

    def act(self, draft: Draft, **options: Any) -> Any:
        """Perform an act through its own form, opened on its order."""
        address = f"/admin/{draft.table.__tablename__}/new/"
        if draft.values.get("order"):
            address += f"?order_id={draft.values['order']}"
        return self.fill(address, draft, **options)


class Site:
    """The portal, its database and those who use it."""

    def __init__(self, app: Flask, engine: Engine, town: Town) -> None:
        self.app, self.engine = app, engine
        self.world = World(engine, dict(town.world.people))
        self.town = Town(self.world, dict(town.orders))
        self.signed = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps
        self.token = self.signed(RAW)

    def anyone(self) -> Visitor:
        """Somebody who has not logged in."""
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["csrf_token"] = RAW
        return Visitor(self, client, "")

    def enter(self, login: str) -> Visitor:
        """As the log-in leaves the browser."""
        visitor = self.anyone()
        visitor.login = login
        with self.reading() as session:
            query = select(Account.id, Account.session_version).where(Account.login == login)
            ident, version = session.execute(query).one()
        base = visitor.client.environ_base
        with self.app.test_request_context(environ_base=base):
            identifier = _create_identifier()
        with visitor.client.session_transaction() as session:
            session.permanent = True
            session.update(_user_id=f"{ident}.{version}", _fresh=True, _id=identifier)
        return visitor

    def reading(self) -> GovernedSession:
        """Everything, as it is stored."""
        return GovernedSession(self.engine, SYSTEM, writing=False)

    def stored(self, table: type[Any]) -> list[Any]:
        with self.reading() as session:
            return list(session.scalars(select(table).order_by(table.id)).unique())

    def counts(self) -> dict[str, int]:
        """Rows of every table."""
        with self.reading() as session:
            return {
                each.__tablename__: session.scalar(select(func.count()).select_from(each)) or 0
                for each in managed_tables()
            }

    def typed(self, draft: Draft) -> dict[str, Any]:
        """A draft as a person fills it in."""
        told: dict[str, Any] = {}
        relations = inspect(draft.table).relationships
        for name, value in draft.values.items():
            if name in relations:
                value = self.world.ident(relations[name].mapper.class_, value)
            column = inspect(draft.table).columns.get(name)
            unticked = value is False and not column.nullable
            told[name] = [] if unticked else _text(value)
        return told

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """What is sent to the database meanwhile, transactions and savepoints apart."""
        seen: list[str] = []

        def note(_: Any, __: Any, statement: str, *___: Any) -> None:
            if statement.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
                seen.append(statement)

        event.listen(self.engine, "before_cursor_execute", note)
        yield seen
        event.remove(self.engine, "before_cursor_execute", note)


def _text(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_text(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return clock.local(value).strftime("%Y-%m-%dT%H:%M:%S")
    return "" if value is None else str(value)


def form_of(page: BeautifulSoup) -> dict[str, Any]:
    """What a browser would send of the page's own form."""
    form = page.select_one("main form[method=post]")
    assert form is not None, page.select_one("main").get_text(" ", strip=True)[:300]
    told: dict[str, Any] = {}
    for each in form.select("input[name], textarea[name], select[name]"):
        if each.name == "select":
            chosen = each.select_one("option[selected]")
            told[each["name"]] = chosen["value"] if chosen else ""
        elif each.get("type") == "checkbox":
            if each.has_attr("checked"):
                told.setdefault(each["name"], []).append(each["value"])
        else:
            text = re.sub(r"^\n", "", each.text) if each.name == "textarea" else each.get("value")
            told[each["name"]] = text or ""
    return told


def said(answer: Any) -> str:
    """What the page says, without its frame."""
    page = BeautifulSoup(answer.text, "lxml")
    return (page.select_one("main") or page).get_text(" ", strip=True)


# ---- fixtures, made known by conftest ---------------------------------------------------------


@pytest.fixture(scope="session")
def store(database: Any) -> Iterator[Store]:
    """The city at work; nobody writes in it again."""
    with _copy(database.engine, database.url, database.folder, "town") as url:
        engine = make_engine(url)
        town = raised(engine)
        yield Store(url, engine, database.folder, town)
        engine.dispose()


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One portal for all; its database is exchanged."""
    folder = tmp_path_factory.mktemp("application")
    app = create_app(
        Config(
            database_url=f"sqlite:///{folder}/none.db", secret_key=SECRET, files=folder / "files"
        )
    )
    app.config["TESTING"] = True
    return app


@pytest.fixture(scope="module")
def site(application: Flask, store: Store, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The portal on a copy of the city at work, for the tests of one module."""
    name = request.module.__name__.rpartition(".")[2].removeprefix("test_")
    before = application.extensions["portal.engine"]
    with store.copied(name) as engine:
        application.extensions["portal.engine"] = engine
        yield Site(application, engine, store.town)
        application.extensions["portal.engine"] = before
