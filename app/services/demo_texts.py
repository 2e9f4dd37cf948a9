"""演示文字: synthetic situations, places and sentences, each labelled as such."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import yaml

from app.models.enums import DemandKind
from app.services.demo_people import FOLDER

LABEL = "（演示）"
STREET = "street"


@dataclass(frozen=True)
class Situation:
    """One class of matters as people put it, with the unit whose duty it is."""

    code: str
    unit: str
    kinds: tuple[DemandKind, ...]
    titles: tuple[str, ...]
    content: str
    reply: str
    other: str = ""

    def unit_at(self, street: str) -> str:
        """The code of the competent unit for a street."""
        if self.unit == STREET:
            return street
        return self.unit if not self.unit.startswith("-") else street[:6] + self.unit


def situations() -> list[Situation]:
    """Everything on file."""
    told = yaml.safe_load((FOLDER / "situations.yaml").read_text(encoding="utf-8"))
    return [
        Situation(
            each["code"],
            each["unit"],
            tuple(DemandKind(kind) for kind in each["kinds"]),
            tuple(each["titles"]),
            each["content"],
            each["reply"],
            each.get("other", ""),
        )
        for each in told
    ]


def words() -> dict[str, Any]:
    """Places and sentences that any situation may use."""
    told: dict[str, Any] = yaml.safe_load((FOLDER / "words.yaml").read_text(encoding="utf-8"))
    return told


def scene(draw: Random, held: dict[str, Any]) -> dict[str, str]:
    """An estate, a house, a road and an hour, all invented."""
    return {
        "estate": draw.choice(held["estates"]),
        "house": f"{draw.randint(1, 18)}号楼",
        "road": draw.choice(held["roads"]),
        "hour": draw.choice(held["hours"]),
    }


def telephone(draw: Random) -> str:
    """A number in a block that is given to nobody."""
    return f"138000{draw.randrange(100_000):05d}"
