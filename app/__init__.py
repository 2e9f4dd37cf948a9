"""The portal: config → database → law → access → portal → cli."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from config import Config

if TYPE_CHECKING:
    from flask import Flask


def create_app(config: Config | None = None) -> Flask:
    """The application, on the settings of the environment unless others are given."""
    # Here and not above, so that the engine and the law are imported without the web.
    from flask import Flask

    from app.cli import init_cli
    from app.portal import init_portal
    from app.portal.db import init_database

    settings = config or Config.from_env(os.environ)
    app = Flask(__name__, static_folder="portal/static", template_folder="portal/templates")
    app.config["PORTAL"] = settings
    init_database(app, settings.database_url)
    import_module("app.law")
    import_module("app.access.matrix")
    init_portal(app, settings)
    init_cli(app)
    return app
