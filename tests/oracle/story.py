"""What has happened to one order, as the oracle keeps it: rounds, and what was done in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.oracle.facts import City, Entry


@dataclass(frozen=True)
class Act:
    """Somebody does something at an instant; ``told``: what they say, in plain values."""

    kind: str
    by: str
    at: datetime
    told: dict[str, Any] = field(default_factory=dict)

    def says(self, *names: str) -> bool:
        """Whether all of these are filled in."""
        return all((self.told.get(name) or "").strip() for name in names)

    def __str__(self) -> str:
        said = ", ".join(f"{key}={value}" for key, value in self.told.items())
        return f"{self.at:%m-%d %H:%M:%S} {self.by} {self.kind}({said})"


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


@dataclass
class Order:
    demand: str
    contact: str
    at: datetime
    reported: list[str] = field(default_factory=list)
    disposed: str | None = None
    closed_at: datetime | None = None
    rounds: list[Round] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    contests: list[Visit] = field(default_factory=list)
    #: What was attached: by which unit, when, of what kind.
    papers: list[tuple[str, datetime, str]] = field(default_factory=list)

    # ---- reading ------------------------------------------------------------------------------

    @property
    def live(self) -> Round | None:
        return self.rounds[-1] if self.rounds else None

    @property
    def lead(self) -> str | None:
        return self.rounds[-1].unit if self.rounds else None

    @property
    def dispute(self) -> Objection | None:
        """The objection that awaits its ruling."""
        return next((each for each in self.objections if not each.ruled), None)

    @property
    def request(self) -> Request | None:
        """The request for time that awaits its decision: of the present lead."""
        asked = self.rounds[-1].requests if self.rounds else []
        return next((each for each in asked if not each.decided), None)

    @property
    def contest(self) -> Visit | None:
        return next((each for each in self.contests if each.contest == "pending"), None)

    @property
    def supervised(self) -> bool:
        """Sent for supervision only: no limit, no rating (C6)."""
        return bool(self.rounds) and self.rounds[-1].ground == "supervisory"

    @property
    def reworks(self) -> int:
        return sum(each.ground == "rework" for each in self.rounds)

    def shielded(self, city: City) -> set[str]:
        """Those reported and the line above them; nobody where nothing is reported (D10)."""
        if self.demand != "report":
            return set()
        return {above for unit in self.reported for above in city.line(unit)}

    def barred(self, city: City) -> set[str]:
        """Who must not be given a report: they, and whoever has taken over from them (D10, D9)."""
        held = self.shielded(city)
        return held | {heir for each in held if (heir := city.heir(each)) is not None}

    def must_leave(self, city: City) -> bool:
        """Whether the present lead, or who takes over from it, must not have the order (D10)."""
        return self.lead is not None and bool({self.lead, city.heir(self.lead)} & self.barred(city))

    def visited(self, unit: str) -> Visit | None:
        """The last valid visit about the handling of a unit."""
        found = [
            visit
            for each in self.rounds
            if each.unit == unit
            for visit in each.visits
            if visit.valid
        ]
        return found[-1] if found else None

    # ---- derived (what nobody types) ----------------------------------------------------------

    def status(self) -> str:
        if self.disposed is not None:
            return ENDED.get(self.disposed, "excepted")
        if self.closed_at is not None:
            return "closed"
        held = self.live
        if held is None:
            return "registered"
        if self.dispute is not None:
            return "disputed"
        if held.replied_at is not None:
            return "replied"
        return "handling" if held.signed else "dispatched"

    def derived(self) -> dict[str, Any]:
        """The columns of the order that follow from its acts."""
        held = self.live
        timed = held if held is not None and not self.supervised else None
        return {
            "status": self.status(),
            "lead": held.unit if held else None,
            "entry": (held.entry.code, held.entry.valid_from) if held else None,
            "limit_class": held.limit_class if held else None,
            "due_at": timed.due if timed else None,
            "warn_at": timed.due - timed.margin if timed else None,
            "citizen_due_at": self.promised(),
            "replied_at": held.replied_at if held else None,
            "closed_at": self.closed_at,
            "secret": self.disposed == "secret",
        }

    def promised(self) -> datetime | None:
        """The complainant's clock: the first dispatch and whatever was granted since (O4)."""
        if not self.rounds or self.rounds[0].ground == "supervisory":
            return None
        granted = [ask.days for each in self.rounds for ask in each.requests if ask.granted]
        return self.rounds[0].due_at + timedelta(days=sum(granted))

    def parts(self, city: City) -> dict[str, tuple[str, str, datetime | None]]:
        """Who takes part: role, status and due time as their worklist shows them."""
        roles = self.roles(city)
        told = self.derived()
        open_ = told["status"] in OPEN
        held = {}
        for unit, role in roles.items():
            helper = self._helper(unit) if role == "co" else None
            if helper is None:
                held[unit] = (role, told["status"], told["due_at"])
            else:
                own = ("replied" if helper.done else "handling") if open_ else told["status"]
                held[unit] = (role, own, helper.due_at)
        return held

    def _helper(self, unit: str) -> Helper | None:
        return next((each for each in self.rounds[-1].helpers if each.unit == unit), None)

    def roles(self, city: City) -> dict[str, str]:
        """The strongest role of each; those who are reported have none (D10)."""
        roles: dict[str, str] = {}
        for each in self.rounds:
            roles[each.unit] = "former"
            roles |= {helper.unit: "former" for helper in each.helpers}
        if self.rounds:
            held = self.rounds[-1]
            weaker = [("district", city.district_above(held.unit))]
            if city.kind(held.unit) == "community":
                weaker.append(("superior", city.units[held.unit].parent))
            weaker += [("co", each.unit) for each in held.helpers]
            weaker.append(("lead", held.unit))
            roles |= {unit: role for role, unit in weaker if unit is not None}
        shielded = self.shielded(city)
        return {unit: role for unit, role in roles.items() if unit not in shielded}


ENDED = {
    "answered": "answered",
    "central": "transferred",
    "province": "transferred",
    "withdrawn": "withdrawn",
    "praise": "recorded",
    "invalid": "recorded",
}
OPEN = {"dispatched", "disputed", "handling", "replied"}
