"""People who act in the small city, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select

from app.access.principal import SYSTEM, Principal, principal_of
from app.kernel import clock
from app.kernel.errors import Forbidden, PortalError, Stale, Unlawful
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.act import Performed
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import DemandKind, DisposalKind, Source, Status
from app.models.publication import published
from app.models.scheme import Scheme
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests import make, make_more
from tests.make import Draft

#: Monday, 4 March 2024, 10:00 in Beijing: the present of every test.
MONDAY = datetime(2024, 3, 4, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

#: States an order ends in without a dispatch, with what is told of it then.
ENDINGS: dict[Status, dict[str, Any]] = {
    Status.ANSWERED: {},
    Status.EXCEPTED: {"kind": DisposalKind.UNLAWFUL},
    Status.TRANSFERRED: {"kind": DisposalKind.PROVINCE, "passed_to": "天津 12345"},
    Status.WITHDRAWN: {"kind": DisposalKind.WITHDRAWN},
    Status.RECORDED: {"kind": DisposalKind.INVALID},
}


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

    #: Where scenes are set beforehand, in the law suite.
    stage: Any = None

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

    def imports(self, login: str, draft: Draft, *, at: datetime | None = None) -> Any:
        """The same from a file, which tells that it was this person's unit, at this instant."""
        told = {"by_unit_id": self.people[login].unit_id, "at": at or clock.now()}
        migrator = self.people["migrator.HOT"]
        with (
            clock.at(at or clock.now()),
            GovernedSession(self.bind, migrator, source=Source.IMPORT, importing=True) as session,
        ):
            case = draft.verb == "c" and issubclass(draft.table, Performed)
            return self._try(session, (draft.but(**told | draft.values) if case else draft,), None)

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
                    order = session.get(WorkOrder, self.rows[0].order_id)
                    session.expecting(order, expecting)
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
            if table in (CatalogueEntry, Scheme):
                on = date.fromisoformat(day) if day else clock.local_date(clock.now())
                query = query.where(table.valid_from <= on, published(table))
                query = query.order_by(table.valid_from.desc())
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
        """An order brought to a state by the acts of those concerned.

        ``told``: of its dispatch, or of how it ended without one.
        """
        state = Status(state)
        usual = DemandKind.CONSULT if state is Status.ANSWERED else DemandKind.COMPLAINT
        kind = told.pop("demand_kind", usual)
        made = self.done("intake.HOT", make.order(demand_kind=kind))
        if state in ENDINGS:
            self.done("intake.HOT", make.disposal(made, **ENDINGS[state] | told))
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
            *([(f"head.{unit}", make_more.ledger)] if state is Status.LEDGER else ()),
            (f"handler.{unit}", make.reply),
            ("visitor.HOT", make.visit),
        ]
        states = [Status.DISPATCHED, Status.HANDLING, Status.REPLIED, Status.CLOSED]
        return steps if state is Status.LEDGER else steps[: states.index(state)]

    def publish(self, row: Any, by: str = "keeper2.HOT", **how: Any) -> None:
        """What a keeper drafted is brought into force by another."""
        self.done(by, make_more.publication(row.__tablename__, row.id), **how)

    def drafted(self, draft: Draft, by: str = "keeper.HOT", **how: Any) -> Any:
        """A reference row one keeper drafted."""
        self.done(by, draft, **how)
        return self.rows[0]

    def merge(self, code: str, into: str) -> None:
        """A unit is abolished; another takes over."""
        self.system(make.change(Unit, self.unit(code), active=False, successor=into))


def named(refusal: PortalError) -> Any:
    """A refusal in one word, or in the names of the rules."""
    if isinstance(refusal, Unlawful):
        return {each.rule for each in refusal.findings}
    return {Forbidden: "forbidden", Stale: "stale"}[type(refusal)]
