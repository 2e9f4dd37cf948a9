"""The documents that are generated from the portal itself, and whether they are up to date."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.kernel.model import Base
from app.services import law_document, permissions, whereabouts
from app.services.resting import ROOT

DOCS = ROOT / "docs"


def documents(views: Mapping[type[Base], str]) -> dict[str, str]:
    """File name → content; ``views``: what shows each table."""
    return {
        "atlas.md": whereabouts.document(views),
        "law-coverage.md": law_document.document(),
        "permissions.md": permissions.document(),
    }


def stale(views: Mapping[type[Base], str], folder: Path = DOCS) -> list[str]:
    """The documents that do not say what the portal does."""
    return list(_changed(views, folder))


def write(views: Mapping[type[Base], str], folder: Path = DOCS) -> list[str]:
    """Write those that changed; their names."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = _changed(views, folder)
    for name, told in changed.items():
        (folder / name).write_text(told, encoding="utf-8")
    return list(changed)


def _changed(views: Mapping[type[Base], str], folder: Path) -> dict[str, str]:
    held = documents(views).items()
    return {name: told for name, told in held if _held(folder / name) != told}


def _held(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None
