"""/healthz: whether the portal can work, for whatever watches it."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from alembic.migration import MigrationContext
from flask import Blueprint, jsonify
from sqlalchemy.exc import SQLAlchemyError

from app.cli.db import ROOT, head
from app.kernel.rules import digest
from app.portal.db import db

health = Blueprint("health", __name__)

_newest = cache(head)


@health.get("/healthz")
def healthz() -> Any:
    """200 when the database answers and has the newest schema, 503 otherwise."""
    reachable, found = _found()
    migrated = reachable and found is not None and found == _newest()
    told = {
        "status": "ok" if migrated else "unavailable",
        "database": reachable,
        "migration": {"found": found, "wanted": _newest(), "current": migrated},
        "law": digest(),
        "version": version(),
    }
    return jsonify(told), 200 if migrated else 503


@cache
def version() -> str:
    """The version of the product."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return told["project"]["version"]


def _found() -> tuple[bool, str | None]:
    try:
        with db.engine.connect().execution_options(kernel=True) as connection:
            return True, MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return False, None
