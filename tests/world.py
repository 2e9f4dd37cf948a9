"""A small city, seeded once, and what its people do in it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select

from app.access.principal import SYSTEM, Principal, principal_of
from app.kernel import clock
from app.kernel.errors import Forbidden, PortalError, Stale, Unlawful
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import (
    DayKind,
    DemandKind,
    DutyList,
    Grade,
    Level,
    LimitClass,
    Measure,
    Post,
    Status,
    UnitKind,
)
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.services.reference import FOLDER
from tests import make
from tests.make import Draft

SEEDED = datetime(2024, 1, 31, 2, tzinfo=UTC)
#: Monday, 4 March 2024, 10:00 in Beijing: the present of every test.
MONDAY = datetime(2024, 3, 4, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

CENTRE = (
    Post.INTAKE, Post.DISPATCHER, Post.REVIEWER, Post.VISITOR, Post.SUPERVISOR, Post.KEEPER,
    Post.ASSESSOR, Post.AUDITOR, Post.ACCOUNT_ADMIN, Post.SECURITY_ADMIN,
)  # fmt: skip

# code, name, level, kind, parent, functions
UNITS = [
    ("BJ", "北京市人民政府", "city", "government", None, ""),
    ("HOT", "市民热线服务中心", "city", "hotline", "BJ", ""),
    ("CD", "市政务服务局", "city", "city_department", "BJ", "政务服务"),
    ("WATER", "自来水集团", "city", "enterprise", "BJ", "供水"),
    ("GAS", "燃气集团", "city", "enterprise", "BJ", "供气"),
    *(
        (f"{d}{code}", f"{name}{what}", level, kind, f"{d}" if code else "BJ", functions)
        for d, name in (("E", "东城"), ("W", "西城"))
        for code, what, level, kind, functions in (
            ("", "区人民政府", "district", "government", ""),
            ("1", "一街道", "street", "street", "城市管理"),
            ("2", "二街道", "street", "street", "城市管理"),
            ("C", "区城管委", "district", "district_department", "城市管理"),
            ("M", "区市场监管局", "district", "district_department", "市场监管"),
        )
    ),
    ("OLD", "东城旧街道", "street", "street", "E", "城市管理"),
]  # fmt: skip

PEOPLE = [
    *((post, "HOT") for post in CENTRE),
    *((Post.COORDINATOR, code) for code in ("E", "W")),
    *(
        (post, unit[0])
        for unit in UNITS
        if unit[3] not in ("government", "hotline")
        for post in (Post.HEAD, Post.HANDLER)
    ),
]

SHORT = {"competent_kind": UnitKind.ENTERPRISE, "competent_function": "供水", "territorial": False}

ENTRIES = [
    make.entry("L1", limit_class=LimitClass.L1, named_unit="WATER", extension_allowed=False,
               **SHORT | {"competent_kind": None, "competent_function": None}),
    make.entry("L2", limit_class=LimitClass.L2, extension_allowed=True, **SHORT),
    make.entry("L3"),
    make.entry("L3FIXED", extension_allowed=False),
    make.entry("L4", limit_class=LimitClass.L4),
    make.entry("E48", limit_class=LimitClass.E48, territorial=False, competent_function="市场监管",
               competent_kind=UnitKind.DISTRICT_DEPARTMENT),
    make.entry("C1", limit_class=LimitClass.C1, territorial=False, competent_function="政务服务",
               competent_kind=UnitKind.CITY_DEPARTMENT, demand_kinds=(DemandKind.CONSULT,)),
    make.entry("ANY", territorial=False, competent_function=None,
               competent_kind=UnitKind.CITY_DEPARTMENT, limit_class=LimitClass.L4),
    make.entry("RECLAIMED", duty_list=DutyList.RECLAIMED),
    make.entry("RENEWED"),
    make.entry("RENEWED", valid_from=date(2024, 3, 1)),
    make.entry("RENEWED", valid_from=date(2024, 6, 1)),
    make.entry("ENDED"),
    make.entry("ENDED", valid_from=date(2024, 3, 1), in_force=False),
]  # fmt: skip


def parameters() -> Iterator[Draft]:
    with (FOLDER / "parameters.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            told: dict[str, Any] = dict(row)
            told["value"] = int(told["value"])
            told["measure"], told["grade"] = Measure(told["measure"]), Grade(told["grade"])
            told["valid_from"] = date.fromisoformat(told["valid_from"])
            yield make.parameter(**told)


def days() -> Iterator[Draft]:
    """2024 but its last days, so that a calendar's end can be reached."""
    with (FOLDER / "calendar.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if "2024-02" <= row["day"] < "2024-12-01":
                yield make.calendar_day(
                    date.fromisoformat(row["day"]),
                    kind=DayKind(row["kind"]), name=row["name"], valid_from=date(2023, 10, 25),
                )  # fmt: skip


def seed(bind: Any) -> None:
    """Everything of the city but orders."""
    world = World(bind, people={})
    with clock.at(SEEDED):
        for code, name, level, kind, parent, functions in UNITS:
            world.system(
                make.unit(
                    code, name=name, short_name=name, level=Level(level), kind=UnitKind(kind),
                    parent=parent, functions=functions,
                )
            )  # fmt: skip
        world.system(*ENTRIES, *parameters(), *days())
        world.system(
            *(
                make.account(f"{post.value}.{code}", name=post.label, post=post, unit=code,
                             must_change=False)
                for post, code in PEOPLE
            )
        )  # fmt: skip
        world.merge("OLD", "E1")


class Unbound(Principal):
    """A person whom no permission stops: what then refuses is the law alone."""

    def may(self, verb: str, table: Any) -> bool:
        return True

    def reaches(self, row: Any) -> bool:
        return True

    def guards(self) -> tuple[Any, ...]:
        return ()


class World:
    """People who act. What is refused is answered by the names of the rules that refuse it."""

    def __init__(self, bind: Any, people: dict[str, Principal] | None = None) -> None:
        self.bind = bind
        self.refusal: PortalError | None = None
        self._ids: dict[Any, int] = {}
        self.people = people if people is not None else self._people()

    # ---- acting -------------------------------------------------------------------------------

    def act(
        self,
        login: str,
        *drafts: Draft,
        at: datetime | None = None,
        expecting: int | None = None,
        unbound: bool = False,
    ) -> Any:
        """One transaction of one person; the rules that refuse it, or ``forbidden``, ``stale``."""
        person = self.people[login]
        principal = Unbound(**vars(person)) if unbound else person
        with clock.at(at or clock.now()), GovernedSession(self.bind, principal) as session:
            return self._try(session, drafts, expecting)

    def system(self, *drafts: Draft) -> list[Any]:
        """The system's own write, which must succeed."""
        with GovernedSession(self.bind, SYSTEM) as session:
            assert self._try(session, drafts, None) == set(), self.refusal
        return self.rows

    def _try(self, session: Any, drafts: tuple[Draft, ...], expecting: int | None) -> Any:
        self.refusal = None
        try:
            with session.no_autoflush:
                self.rows = [self.apply(session, each) for each in drafts]
                if expecting is not None:
                    session.expecting(self.rows[0].order, expecting)
            session.commit()
            return set()
        except PortalError as refusal:
            session.rollback()
            self.refusal = refusal
            return named(refusal)

    def apply(self, session: Any, draft: Draft) -> Any:
        """The draft as a row of the session."""
        if draft.verb == "c":
            row = draft.table(**self.columns(draft, session))
            session.add(row)
            return row
        row = session.get(draft.table, draft.id)
        if row is None:
            raise Forbidden("看不见")
        for key, value in self.columns(draft, session).items():
            setattr(row, key, value)
        if draft.verb == "d":
            session.delete(row)
        return row

    def columns(self, draft: Draft, session: Any = None) -> dict[str, Any]:
        """Values by column; a draft within a draft becomes a row of the same transaction."""
        relations = inspect(draft.table).relationships
        told = {}
        for name, value in draft.values.items():
            relation = relations.get(name)
            if relation is None:
                told[name] = value
            elif isinstance(value, Draft):
                told[name] = self.apply(session, value)
            else:
                (column,) = relation.local_columns
                told[column.key] = self.ident(relation.mapper.class_, value)
        return told

    def ident(self, table: type[Any], value: Any) -> Any:
        """An id: given, or that of a unit's code, or of a code's entry (``CODE@date`` for one)."""
        if value is None or isinstance(value, int):
            return value
        if (table, value) not in self._ids:
            code, _, day = value.partition("@")
            query = select(table.id).where(table.code == code)
            if table is CatalogueEntry:
                on = date.fromisoformat(day) if day else clock.local_date(clock.now())
                query = query.where(table.valid_from <= on).order_by(table.valid_from.desc())
            with self.reading() as session:
                self._ids[table, value] = session.scalars(query.limit(1)).one()
        return self._ids[table, value]

    # ---- looking ------------------------------------------------------------------------------

    def reading(self) -> GovernedSession:
        """A session that sees everything."""
        return GovernedSession(self.bind, SYSTEM, writing=False)

    def get(self, table: type[Any], ident: int) -> Any:
        with self.reading() as session:
            return session.get(table, ident)

    def of(self, ident: int, table: type[Any]) -> list[Any]:
        """The rows of a table about one order, oldest first."""
        with self.reading() as session:
            query = select(table).where(table.order_id == ident).order_by(table.id)
            return list(session.scalars(query).unique())

    def unit(self, code: str) -> int:
        return int(self.ident(Unit, code))

    def _people(self) -> dict[str, Principal]:
        with self.reading() as session:
            return {each.login: principal_of(each) for each in session.scalars(select(Account))}

    # ---- orders -------------------------------------------------------------------------------

    def done(self, login: str, *drafts: Draft, **how: Any) -> int:
        """An act that must succeed; the id of its first row."""
        assert self.act(login, *drafts, **how) == set(), self.refusal
        return int(self.rows[0].id)

    def order(self, state: str | Status = Status.REGISTERED, **told: Any) -> int:
        """An order brought to a state by the acts of those concerned; ``told``: its dispatch."""
        kind = told.pop("demand_kind", DemandKind.COMPLAINT)
        state = Status(state)
        if state is Status.ANSWERED:
            kind = DemandKind.CONSULT
        made = self.done("intake.HOT", make.order(demand_kind=kind))
        if state is Status.ANSWERED:
            self.done("intake.HOT", make.disposal(made))
        elif state is not Status.REGISTERED:
            self.done("dispatcher.HOT", make.dispatch(made, **told))
            unit = told.get("unit", "E1")
            for login, act in self.after_dispatch(state, unit):
                self.done(login, act(made))
        assert self.get(WorkOrder, made).status is state
        return made

    @staticmethod
    def after_dispatch(state: Status, unit: str) -> list[tuple[str, Any]]:
        if state is Status.DISPUTED:
            return [(f"head.{unit}", make.objection)]
        steps: list[tuple[str, Any]] = [
            (f"handler.{unit}", make.receipt),
            (f"handler.{unit}", make.reply),
            ("visitor.HOT", make.visit),
        ]
        states = [Status.DISPATCHED, Status.HANDLING, Status.REPLIED, Status.CLOSED]
        return steps[: states.index(state)]

    def merge(self, code: str, into: str) -> None:
        """A unit is abolished; another takes over."""
        self.system(make.change(Unit, self.unit(code), active=False, successor=into))


def named(refusal: PortalError) -> Any:
    """A refusal in one word, or in the names of the rules."""
    if isinstance(refusal, Unlawful):
        return {each.rule for each in refusal.findings}
    return {Forbidden: "forbidden", Stale: "stale"}[type(refusal)]
