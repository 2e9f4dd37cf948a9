"""A sequence performed on the product and on the oracle, compared act by act."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.access.principal import principal_of
from app.kernel import clock
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Level, UnitKind
from app.models.reorganisation import Reorganisation
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.services.reorganise import publish
from tests import make, make_more
from tests.city import SEEDED
from tests.make import Draft
from tests.oracle.becoming import become, registered
from tests.oracle.facts import City, Person
from tests.oracle.judge import FORBIDDEN, judge
from tests.oracle.moves import Move, Scene, meant
from tests.oracle.story import Act, Order
from tests.oracle.telling import draft, plain
from tests.world import World

#: Texts of acts, of which each has one at most that comes first.
WORDS = ("content", "reason", "told", "opinions", "note", "heard", "matter", "opinion")
CHINESE = re.compile("([\u4e00-\u9fff][^\u4e00-\u9fff]*){3}")


@dataclass
class Told:
    """One order as both sides have it, with what was done to it."""

    ident: int
    order: Order
    lines: int = 1
    acts: list[str] = field(default_factory=list)
    #: Every row that was typed, so that somebody may try to change or remove it.
    rows: list[tuple[type[Any], int]] = field(default_factory=list)
    #: The orders of the same sequence, by name.
    peers: dict[str, Told] = field(default_factory=dict)


class Names:
    """What the numbers of reference rows stand for."""

    def __init__(self, world: World) -> None:
        with world.reading() as session:
            self.units = {each.id: each.code for each in session.scalars(select(Unit))}
            self.entries = {
                each.id: (each.code, each.valid_from)
                for each in session.scalars(select(CatalogueEntry))
            }


@dataclass
class Book:
    """Everything performed in one database."""

    world: World
    city: City
    told: list[Told] = field(default_factory=list)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    sequences: int = 0

    def __post_init__(self) -> None:
        self.names = Names(self.world)

    def perform(
        self, start: datetime, moves: Sequence[Move], mortal: bool = False, theme: str = ""
    ) -> None:
        """One sequence on orders of its own, under a contact of its own."""
        play = self.play(start, mortal, theme)
        for move in moves:
            play.act(meant(play.scene, move))

    def play(self, start: datetime, mortal: bool = False, theme: str = "") -> Play:
        """Before the first act. ``mortal``: with a street of its own, which may be abolished."""
        self.sequences += 1
        street = self._founded(f"S{self.sequences}") if mortal else None
        return Play(self, Scene(self.city, f"139{self.sequences:08d}", start, street, theme))

    def _founded(self, code: str) -> str:
        """A second E2 of the city and a second E2a, with people."""
        below = f"{code}a"
        people = [Person(f"{post}.{unit}", post, unit)
                  for unit in (code, below) for post in ("head", "handler")]  # fmt: skip
        with clock.at(SEEDED):
            self.world.system(make.unit(code, functions="城市管理"))
            community = {"level": Level.COMMUNITY, "kind": UnitKind.COMMUNITY, "parent": code}
            self.world.system(make.unit(below, name=f"{below}社区", **community))
            self.world.system(
                *(make.account(each.login, post=each.post, unit=each.unit, must_change=False)
                  for each in people)
            )  # fmt: skip
        logins = {each.login: each for each in people}
        with self.world.reading() as session:
            found = session.scalars(select(Account).where(Account.login.in_(logins)))
            self.world.people |= {each.login: principal_of(each) for each in found}
        self.names.units |= {self.world.unit(each): each for each in (code, below)}
        usual = self.city.units
        usual[code] = replace(usual["E2"], code=code, name=f"{code}街道")
        usual[below] = replace(usual["E2a"], code=below, parent=code, name=f"{below}社区")
        self.city.people.update(logins)
        return code


class Play:
    """One sequence while it runs."""

    def __init__(self, book: Book, scene: Scene) -> None:
        self.book, self.scene, self.world = book, scene, book.world
        self.told: dict[str, Told] = {}
        self.script: list[str] = []

    @property
    def idents(self) -> dict[str, int]:
        return {name: each.ident for name, each in self.told.items()}

    def act(self, act: Act) -> bool:
        """Both sides must say the same of it, and agree on what it makes of the order."""
        self.scene.now = act.at
        if act.kind == "abolish":
            return self._abolish(act)
        broken = judge(self.book.city, self.scene.orders, act)
        got = self.world.act(act.by, self._drafted(act), at=act.at)
        self.script.append(f"{act}  oracle: {sorted(broken) or 'yes'}  law: {got or 'yes'}")
        self._agree(broken, got)
        self.book.counted[act.kind, self._verdict(broken)] += 1
        if not broken:
            self.become(act, self.world.rows[0].order)
        return not broken

    def _drafted(self, act: Act) -> Draft:
        if act.kind != "amend":
            return draft(act, self.idents)
        rows = self.told[act.told["order"]].rows
        table, ident = rows[act.told["row"] % len(rows)]
        if act.told["remove"]:
            return make.removal(table, ident)
        words = [each for each in WORDS if hasattr(table, each)]
        return make.change(table, ident, **({words[0]: "改过"} if words else {"source": "demo"}))

    def _abolish(self, act: Act) -> bool:
        """No act on an order: the city itself changes."""
        self.script.append(str(act))
        code, heir = act.told["unit"], act.told["successor"]
        with clock.at(act.at):
            draft = self.world.drafted(make_more.reorganisation(unit=code, successor=heir))
            second = GovernedSession(self.world.bind, self.world.people["keeper2.HOT"])
            with second as session:
                publish(session, session.get(Reorganisation, draft.id))
                session.commit()
        self.book.city.units[code] = replace(
            self.book.city.units[code], active=False, successor=heir
        )
        self.book.counted[act.kind, "accepted"] += 1
        return True

    @staticmethod
    def _verdict(broken: set[str]) -> str:
        if not broken:
            return "accepted"
        return "forbidden" if FORBIDDEN in broken else "refused"

    def _agree(self, broken: set[str], got: Any) -> None:
        story = "\n".join(self.script)
        assert bool(broken) == bool(got), story
        if not broken:
            return
        # What a form lacks may be said before whether it is within reach; never the reverse.
        assert got != "stale", story
        assert (got == "forbidden") <= (FORBIDDEN in broken), story
        assert CHINESE.search(str(self.world.refusal)), story

    def become(self, act: Act, row: WorkOrder) -> None:
        """What was accepted moves the oracle's order; the product's must be where it is then."""
        if act.kind == "order":
            name = chr(ord("A") + len(self.told))
            self.scene.orders[name] = registered(act)
            self.told[name] = Told(row.id, self.scene.orders[name], peers=self.told)
            self.book.told.append(self.told[name])
        else:
            self.advance(act)
        name = act.told.get("order") or list(self.told)[-1]
        self.told[name].acts = self.script
        self.told[name].rows.append((type(self.world.rows[0]), self.world.rows[0].id))
        assert stored(row, self.book.names) == self.scene.orders[name].derived(), "\n".join(
            self.script
        )

    def advance(self, act: Act) -> None:
        """The oracle's side of an act on an order, and the lines the audit must have of it."""
        told = self.told[act.told["order"]]
        order, before = told.order, copy.copy(told.order)
        then, rounds = before.derived(), len(order.rounds)
        become(self.book.city, order, act)
        made = order.rounds[rounds:]
        # The act, the dispatch or summons it brought about, that dispatch's copy, and the order
        # if it moved.
        followed = (bool(made) and act.kind != "dispatch") or act.kind == "whistle"
        copied = any(each.copied for each in made)
        told.lines += 1 + followed + copied + (then != order.derived())


def stored(row: WorkOrder, names: Names) -> dict[str, Any]:
    """The derived columns of an order as the product has them, in plain values."""
    return {
        "status": plain(row.status),
        "lead": names.units.get(row.lead_id),
        "entry": names.entries.get(row.entry_id),
        "limit_class": plain(row.limit_class),
        "due_at": row.due_at,
        "warn_at": row.warn_at,
        "citizen_due_at": row.citizen_due_at,
        "replied_at": row.replied_at,
        "closed_at": row.closed_at,
        "secret": row.secret,
    }
