"""What is kept of one order: what was done in each round, who was called in, what is pending."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.oracle.facts import Entry


@dataclass
class Helper:
    unit: str
    due_at: datetime
    told: bool = False
    done: bool = False


@dataclass
class Request:
    """For more time."""

    by_unit: str
    days: int
    old_due: datetime
    asked_due: datetime
    decided: bool = False
    granted: bool = False


@dataclass
class Visit:
    by: str
    at: datetime
    attempt: int
    valid: bool
    contest: str = ""  # "", "pending", "ruled"
    contest_by: str = ""


@dataclass
class Round:
    """One dispatch: who has the order, from when, by when, and what they did with it."""

    seq: int
    ground: str
    by: str
    unit: str
    place: str | None
    entry: Entry
    at: datetime
    limit_class: str
    starts_at: datetime
    due_at: datetime
    warn_at: datetime
    object_by: datetime
    sign_by: datetime
    contact_by: datetime
    send_by: datetime | None
    #: Where granted extensions have moved it.
    due: datetime
    copied: str | None = None
    signed: bool = False
    contacts: list[bool] = field(default_factory=list)
    helpers: list[Helper] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    replied_at: datetime | None = None
    visits: list[Visit] = field(default_factory=list)
    #: When a visit ended it; the order closes with it, unless it is in the ledger.
    done_at: datetime | None = None

    @property
    def margin(self) -> timedelta:
        return self.due_at - self.warn_at


@dataclass
class Objection:
    unit: str
    round: Round
    rule_by: datetime
    ruled: bool = False
    upheld: bool = False


# ---- beside the handling ------------------------------------------------------------------------


@dataclass
class Summons:
    unit: str
    at: datetime
    arrive_by: datetime
    arrived: bool = False
    ended: bool = False


@dataclass
class Whistle:
    """One call of a street; it ends with a result for every unit it summoned."""

    street: str
    kind: str
    round: Round
    summoned: list[Summons] = field(default_factory=list)

    @property
    def open(self) -> bool:
        return any(not each.ended for each in self.summoned)

    def of(self, unit: str) -> Summons | None:
        return next((each for each in self.summoned if each.unit == unit), None)


@dataclass
class Question:
    """To a body above: what the unit cannot settle itself."""

    by_unit: str
    unit: str
    round: Round
    answer_by: datetime
    answered: bool = False


@dataclass
class Urging:
    """A demand of the hotline or the district on the lead."""

    unit: str
    round: Round
    answer_by: datetime
    answered: bool = False


@dataclass
class Alarm:
    """A sign of danger that a department was told."""

    unit: str
    known: bool = False


@dataclass
class Account:
    """An entry of the ledger."""

    round: Round
    reviews: int = 0
    removed: bool = False


@dataclass
class Joining:
    """The order was joined to another, by that one's name."""

    main: str
    undone: bool = False
