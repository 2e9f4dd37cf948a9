"""The documents that are generated from the portal itself, and whether they are up to date."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.kernel.model import Base
from app.services import law_coverage, permissions, whereabouts
from app.services.resting import ROOT

DOCS = ROOT / "docs"


def documents(views: Mapping[type[Base], str]) -> dict[str, str]:
    """File name → content; ``views``: what shows each table."""
    return {
        "atlas.md": whereabouts.document(views),
        "law-coverage.md": law_coverage.document(),
        "permissions.md": permissions.document(),
    }


def stale(views: Mapping[type[Base], str], folder: Path = DOCS) -> list[str]:
    """The documents that do not say what the portal does."""
    return [name for name, told in documents(views).items() if _held(folder / name) != told]


def write(views: Mapping[type[Base], str], folder: Path = DOCS) -> list[str]:
    """Write those that changed; their names."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = stale(views, folder)
    for name in changed:
        (folder / name).write_text(documents(views)[name], encoding="utf-8")
    return changed


def _held(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None
