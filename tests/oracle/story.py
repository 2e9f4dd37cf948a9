"""What has happened to one order, as the oracle keeps it: rounds, and what was done in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.oracle.facts import City
from tests.oracle.records import (
    Account,
    Alarm,
    Helper,
    Joining,
    Objection,
    Question,
    Request,
    Round,
    Summons,
    Urging,
    Visit,
    Whistle,
)


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
    whistles: list[Whistle] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    urgings: list[Urging] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    joinings: list[Joining] = field(default_factory=list)

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
    def handling(self) -> list[Round]:
        """The live round, and those before it that it carries on: an heir took over (D9)."""
        found = self.rounds[-1:]
        while found and found[0].ground == "successor":
            found.insert(0, self.rounds[found[0].seq - 2])
        return found

    @property
    def helpers(self) -> list[Helper]:
        """Who else helps the present lead, or helped whom it took over from."""
        found = [helper for each in self.handling for helper in each.helpers]
        return [each for each in found if each.unit != self.lead]

    @property
    def request(self) -> Request | None:
        """The request for time that awaits its decision: of the present handling."""
        asked = [each for held in self.handling for each in held.requests]
        return next((each for each in asked if not each.decided), None)

    def standing(self, city: City) -> list[Whistle]:
        """The whistles that hold: while the order is with their street, or a community of it."""
        if self.lead is None:
            return []
        near = {self.lead, city.street_of(self.lead)}
        return [each for each in self.whistles if {each.street, city.heir(each.street)} & near]

    def whistle(self, city: City) -> Whistle | None:
        """The newest that has not ended: whoever is summoned besides is summoned by it."""
        return next((each for each in reversed(self.standing(city)) if each.open), None)

    def summons(self, city: City, unit: str) -> Summons | None:
        """What a unit was called to and nothing has come of yet."""
        called = [each for whistle in self.standing(city) for each in whistle.summoned]
        return next((each for each in called if each.unit == unit and not each.ended), None)

    @property
    def account(self) -> Account | None:
        """The open entry of the ledger."""
        return next((each for each in self.accounts if not each.removed), None)

    def urged(self, city: City) -> list[Urging]:
        """What the present lead, or who it took over from, has not answered; else it lapsed."""
        found = [each for each in self.urgings if not each.answered]
        return [each for each in found if self.lead in (each.unit, city.heir(each.unit))]

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
        if held.done_at is not None:
            return "ledger"
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
        return next((each for each in self.helpers if each.unit == unit), None)

    def roles(self, city: City) -> dict[str, str]:
        """The strongest role of each; those who are reported have none (D10)."""
        weaker = [("former", each.unit) for each in self.rounds]
        weaker += [("former", helper.unit) for each in self.rounds for helper in each.helpers]
        weaker += [("former", each.unit) for each in self.questions]
        called = [each for whistle in self.standing(city) for each in whistle.summoned]
        weaker += [("former", e.unit) for whistle in self.whistles for e in whistle.summoned]
        if self.rounds:
            held = self.rounds[-1]
            above = city.district_above(held.unit)
            weaker += [("district", above)] if above else []
            street = city.street_of(held.unit)
            weaker += [("superior", street)] if street else []
        weaker += [("alerted", each.unit) for each in self.alarms]
        weaker += [("asked", each.unit) for each in self.questions if not each.answered]
        weaker += [("summoned", each.unit) for each in called if not each.ended]
        weaker += [("co", each.unit) for each in self.helpers]
        weaker += [("lead", self.lead)] if self.lead else []
        roles = {unit: role for role, unit in weaker}
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
