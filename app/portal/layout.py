"""The frame of every page: the menu a person may use and what its templates ask for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for

from app.portal.telling import said
from app.services.words import instant

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Group:
    """One area of the menu with the links a person may follow; unnamed when it is one link."""

    name: str
    links: list[Link]


@dataclass(frozen=True)
class Link:
    """One list."""

    name: str
    address: str
    here: bool


def init_layout(app: Flask, name: str) -> None:
    """Give the templates their functions."""

    app.template_filter("said")(said)
    app.template_filter("instant")(instant)

    @app.context_processor
    def provide() -> dict[str, Any]:
        return {
            "portal_name": name,
            "principal": g.get("principal"),
            "request_id": g.get("request_id", ""),
            "menu": menu,
            "asset": asset,
        }


def menu() -> list[Group]:
    """The areas in their order; an area without anything to see is left out."""
    groups = []
    for item in current_app.extensions["admin"][0].menu():
        if item.is_category():
            links = [_link(each) for each in item.get_children() if each.is_accessible()]
            alone = len(links) == 1 and links[0].name == item.name
            if links:
                groups.append(Group("" if alone else item.name, links))
        elif item.is_visible() and item.is_accessible():
            groups.append(Group("", [_link(item)]))
    return groups


def asset(filename: str) -> str:
    """The address of one of our own files, new whenever the file is."""
    return url_for("static", filename=filename, v=_fingerprint(filename))


def _link(item: Any) -> Link:
    view = item._view
    return Link(str(item.name), item.get_url(), request.blueprint == view.endpoint)


@cache
def _fingerprint(filename: str) -> str:
    return hashlib.sha256((STATIC / filename).read_bytes()).hexdigest()[:8]
