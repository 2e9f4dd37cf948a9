"""几件诉求的一生: who does what, and which unlawful steps they try on the way; as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import yaml

from app.kernel.clock import SHANGHAI
from app.models.enums import Status
from app.services.demo_people import FOLDER

NOW, FIRST = "@now", "@first"
HIDDEN = "看不到"
#: Fields that name a row of another table, by code or number.
RELATIONS = frozenset({"unit", "place", "entry", "reported_unit", "earlier", "main", "successor"})


@dataclass(frozen=True)
class Scene:
    """One step. ``refused``: the clause the page must give, or ``HIDDEN``: not for this person."""

    login: str
    what: str
    table: str
    told: dict[str, str]
    after: timedelta
    status: Status | None
    refused: str


@dataclass(frozen=True)
class Tale:
    """What happens one after another from an instant on."""

    heading: str
    begins: datetime
    scenes: tuple[Scene, ...]


def tales() -> list[Tale]:
    """Everything on file."""
    told: dict[str, Any] = yaml.safe_load((FOLDER / "story.yaml").read_text(encoding="utf-8"))
    return [
        Tale(
            each["heading"],
            datetime.strptime(each["begins"], "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI),
            tuple(_scene(step) for step in each["steps"]),
        )
        for each in told["tales"]
    ]


def _scene(step: dict[str, Any]) -> Scene:
    return Scene(
        step["who"],
        step["does"],
        step["table"],
        {name: str(value) for name, value in step.get("told", {}).items()},
        timedelta(minutes=step.get("after", 5)),
        Status(step["status"]) if "status" in step else None,
        step.get("refused", ""),
    )
