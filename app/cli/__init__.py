"""Commands: one file a group, and the group has the name of its file."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_cli(app: Flask) -> None:
    """Register every group."""
    for each in iter_modules(__path__):
        app.cli.add_command(getattr(import_module(f"{__name__}.{each.name}"), each.name))
