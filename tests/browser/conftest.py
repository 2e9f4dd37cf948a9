"""A real browser in front of a real server, on the city at work."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import make_url
from werkzeug.serving import make_server

from app import create_app
from app.kernel.engine import make_engine
from app.models.account import Account
from app.services.password import hashed
from config import Config
from tests import make
from tests.portal.town import Town, raised
from tests.servers import chromium

PASSWORD = "correct-horse-12345"
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 375, "height": 812}


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The address of the application, served from a thread."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Portal:
    """Where it is, and who is in it."""

    address: str
    town: Town
    browser: Browser


@dataclass
class Person:
    """Somebody at a browser, who keeps an eye on what goes wrong in it."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def watch(self) -> Person:
        """Note every complaint of the browser and every request that leaves the portal."""
        context: BrowserContext = self.page.context
        context.route("**/*", self._route)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        return self

    def open(self, address: str) -> Page:
        self.page.goto(f"{self.address}{address}", wait_until="load")
        return self.page

    def log_in(self, login: str) -> Person:
        self.open("/login")
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url("**/admin/")
        return self

    def _route(self, route: Any) -> None:
        if not route.request.url.startswith((self.address, "data:")):
            self.faults.append(f"request: {route.request.url}")
            route.abort()
        else:
            route.continue_()

    def _said(self, line: Any) -> None:
        # A page that is refused on purpose is reported by the browser as a failed resource.
        if line.type in ("error", "warning") and "Failed to load resource" not in line.text:
            self.faults.append(f"console: {line.text}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def portal(
    browser: Browser, sqlite_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """The city at work on SQLite; everybody has the same password."""
    own = tmp_path_factory.mktemp("browser") / "city.db"
    shutil.copy(Path(make_url(sqlite_url).database or ""), own)
    engine = make_engine(f"sqlite:///{own}")
    town, secret = raised(engine), hashed(PASSWORD)
    town.world.system(
        *(make.change(Account, each.account_id, password_hash=secret)
          for each in town.world.people.values())
    )  # fmt: skip
    engine.dispose()
    app = create_app(Config(database_url=f"sqlite:///{own}", secret_key="k" * 40))
    with served(app) as address:
        yield Portal(address, town, browser)
    app.extensions["portal.engine"].dispose()


@pytest.fixture
def come(portal: Portal, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Let somebody log in; afterwards nothing may have gone wrong in any browser."""
    people: list[Person] = []

    def coming(login: str = "", size: dict[str, int] = WIDE) -> Person:
        context = portal.browser.new_context(viewport=size, locale="zh-CN", accept_downloads=True)
        context.set_default_timeout(30_000)
        person = Person(context.new_page(), portal.address).watch()
        people.append(person)
        return person.log_in(login) if login else person

    yield coming
    for each in people:
        each.page.context.close()
    assert not [fault for each in people for fault in each.faults]
