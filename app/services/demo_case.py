"""演示工单的安排之一件: what is decided about an order before it begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.models.enums import DisposalKind
from app.services.demo_texts import Situation


@dataclass(frozen=True)
class Case:
    """Where, what and how it goes; the rest is drawn on the way."""

    at: datetime
    street: str
    situation: Situation
    #: How it ends without a unit; ``None``: it is dispatched.
    ends: DisposalKind | None = None
    onward: bool = False
    conference: bool = False
    #: The unit that helps, and whether it is done in the end.
    helper: str = ""
    #: Asked again about the same matter while it is in hand.
    repeated: bool = False
    #: Whatever is coordinated about it: ``whistle``, ``escalate``, ``urge``, ``social``, ``alert``,
    #: ``keep``, ``merge``; separated by blanks.
    calls: str = ""
    objection: str = ""
    extension: str = ""
    #: When it is answered, as a share of the time that is left; ``None``: not before its end.
    answer_after: float | None = 0.5
    unreached: int = 0
    #: Unsolved and sent back once; visited again afterwards.
    rework: bool = False
    #: Unsolved, and the unit contests the visit: ``upheld``, ``rejected``, ``pending``.
    contest: str = ""
    #: Everything within minutes, at whatever hour.
    quick: bool = False
    #: The last step that has happened.
    until: str = ""
