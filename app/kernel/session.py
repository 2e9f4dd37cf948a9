"""GovernedSession: every read scoped, every write under the law, whatever path it comes by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from sqlalchemy import Executable, Result, event, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from app.kernel import engine, write
from app.kernel.constraints import explain
from app.kernel.errors import BulkWriteForbidden, Forbidden, PortalError, Stale
from app.kernel.narrow import bare


class Actor(Protocol):
    """Who acts. ``app.access.principal`` implements it; the kernel only asks."""

    @property
    def system(self) -> bool:
        """Whether permission is skipped (never the law)."""

    def may(self, verb: str, table: type[Any]) -> bool:
        """Whether the matrix gives the verb on the table."""

    def reaches(self, row: Any) -> bool:
        """Whether one row is within reach."""

    def guards(self) -> Sequence[Any]:
        """The criteria for every SELECT."""


class GovernedSession(Session):
    """One principal for life. ``writing``: takes SQLite's write lock from the first statement."""

    def __init__(
        self,
        bind: Any,
        principal: Actor | None,
        *,
        writing: bool = True,
        source: Any = None,
        importing: bool = False,
        request_id: str = "",
    ) -> None:
        """``source`` marks imported and demo acts; ``request_id`` goes into the audit.

        ``importing``: acts come from a file, which tells what happened when and who did it.
        """
        super().__init__(engine.opening(bind, writing), expire_on_commit=False)
        self.principal = principal
        self.source = source
        self.importing = importing
        self.request_id = request_id
        self.facts: dict[Any, list[Any]] = {}
        self.pending: dict[Any, list[Any]] | None = None
        #: The stored orders the work at hand is about, whose facts are read together.
        self.concerned: dict[Any, None] = {}
        self.reference: dict[Any, Any] = {}
        self.governing = False
        self.to_record: list[Any] = []
        self.refused: PortalError | None = None
        self.expected: dict[Any, int] = {}
        self._everything = 0

    @contextmanager
    def seeing_everything(self) -> Iterator[None]:
        """For the law phase only: rules compute on all facts, permission is checked apart."""
        self._everything += 1
        try:
            yield
        finally:
            self._everything -= 1

    @property
    def unscoped(self) -> bool:
        """Whether reads are unfiltered just now."""
        return bool(self._everything) or bool(self.principal and self.principal.system)

    def expecting(self, row: Any, version: int) -> None:
        """Refuse the write as ``Stale`` unless the row has the version its form was opened on."""
        self.expected[row] = version

    def rehearsing(self) -> AbstractContextManager[write.Rehearse]:
        """Ask what the law would say to acts now; nothing is written (design §2, 26)."""
        return write.rehearsing(self)

    def get(self, entity: Any, ident: Any, **_: Any) -> Any:
        """Always by query: an identity-map hit would pass the scope by (M2)."""
        mapper = inspect(entity)
        key = mapper.get_property_by_column(mapper.primary_key[0]).class_attribute
        return self.scalars(select(entity).where(key == ident)).one_or_none()

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """As ever, with the database's refusals in the words of the law."""
        try:
            super().flush(objects)
        except IntegrityError as error:
            raise explain(error) from error
        except (ObjectDeletedError, StaleDataError) as error:
            raise Stale("他人刚刚已改动该记录，请刷新后重试") from error

    def in_kernel(self, statement: Executable, rows: Any = None) -> Result[Any]:
        """Core on this session's connection, for the kernel's own tables and locks."""
        return super().connection().execute(statement, rows)

    def connection(self, *_: Any, **__: Any) -> Any:
        """Refused: a bare connection knows neither scope nor law (M4)."""
        raise BulkWriteForbidden("不得绕过法定规则直接使用数据库连接")

    def bulk_save_objects(self, *_: Any, **__: Any) -> Any:
        """Refused: it passes the law by (M5), or finds rows in memory unscoped (M2)."""
        raise BulkWriteForbidden("不得绕过法定规则批量写入")

    bulk_insert_mappings = bulk_update_mappings = merge = merge_all = bulk_save_objects


@event.listens_for(GovernedSession, "after_begin")
def _own(session: GovernedSession, _: Any, connection: Any) -> None:
    engine.governed(connection)


@event.listens_for(GovernedSession, "do_orm_execute")
def _scope(state: ORMExecuteState) -> None:
    session: Any = state.session
    if not state.is_orm_statement or state.is_from_statement:
        raise BulkWriteForbidden("不得绕过法定规则执行原生语句")
    if not state.is_select:
        raise BulkWriteForbidden("不得绕过法定规则批量写入")
    if session.principal is None and not session.unscoped:
        raise Forbidden("请先登录")
    if not session.unscoped and not state.is_column_load:
        if not state.is_relationship_load and bare(state.statement):
            raise BulkWriteForbidden("不得在查询中夹带原生语句")
        state.statement = state.statement.options(*session.principal.guards())


@event.listens_for(GovernedSession, "before_flush")
def _govern(session: GovernedSession, *_: Any) -> None:
    write.govern(session)


@event.listens_for(GovernedSession, "after_flush")
def _record(session: GovernedSession, *_: Any) -> None:
    write.record(session)


@event.listens_for(GovernedSession, "after_transaction_end")
def _forget(session: GovernedSession, transaction: Any) -> None:
    if transaction.parent is None:
        session.reference.clear()
        session.expected.clear()
    if transaction.parent is None or transaction.nested:
        # What was refused within a savepoint is gone with it.
        session.facts.clear()
        session.to_record.clear()
        session.refused = None
