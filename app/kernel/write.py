"""The write phases: complete, lock, authorise, derive, examine, number, record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, inspect, select
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from app.kernel import audit, clock, counter
from app.kernel.authorise import VERBS, begins, reach, verbs
from app.kernel.complete import by_hand, complete, incomplete, stored_relations
from app.kernel.derive import settle, settle_alone
from app.kernel.errors import Finding, Forbidden, PortalError, Stale, Unlawful
from app.kernel.facts import reading_for
from app.kernel.model import Base, Case, columns
from app.kernel.rules import NUMBERINGS, digest, examine, governing
from app.kernel.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.kernel.session import GovernedSession


#: What the law would say to an act, done by the session's own person or by somebody else.
Rehearse = Callable[..., list[Finding]]


def govern(session: GovernedSession) -> None:
    """One flush. After a refusal every further flush repeats it, until the rollback."""
    if session.refused is not None:
        raise session.refused
    rows = changed(session)
    if not rows:
        return
    try:
        with law_phase(session):
            _Write(session, rows).run()
    except PortalError as refusal:
        session.refused = refusal
        raise


@contextmanager
def rehearsing(session: GovernedSession) -> Iterator[Rehearse]:
    """Examine acts that are not attached to the session; nothing is locked or written."""

    def tell(act: Any, actor: Any = None) -> list[Finding]:
        complete(session, act, actor)
        settle_alone(act)
        return examine(act, None)

    with law_phase(session):
        yield tell


@contextmanager
def law_phase(session: GovernedSession) -> Iterator[None]:
    """Facts are read whole and once."""
    session.facts.clear()
    session.governing = True
    try:
        with reading_for(session), session.no_autoflush, session.seeing_everything():
            yield
    finally:
        session.governing, session.pending = False, None
        session.concerned.clear()
        session.facts.clear()


def changed(session: GovernedSession) -> list[tuple[Base, str]]:
    """Every row this flush would write, with its verb."""
    return [
        *((row, "c") for row in session.new),
        *((row, "u") for row in session.dirty if session.is_modified(row)),
        *((row, "d") for row in session.deleted),
    ]


class _Write:
    """One flush under the law."""

    def __init__(self, session: GovernedSession, rows: list[tuple[Base, str]]) -> None:
        self.session, self.rows = session, rows
        self.was: dict[Base, Snapshot] = {}

    def run(self) -> None:
        session, rows = self.session, self.rows
        if session.principal is None:
            raise Forbidden("请先登录")
        if lapsed := getattr(session.principal, "lapsed", ()):
            raise Unlawful(lapsed)
        self.typed = {row: by_hand(row, verb) for row, verb in rows}
        for row, verb in rows:
            if verb != "d":
                complete(session, row)
        session.pending = _by_order(session)
        self.lock()
        actor: Any = session.principal
        verbs(actor, rows, self.typed, importing=session.importing)
        missing = [found for row, verb in rows if verb != "d" for found in incomplete(row)]
        if missing:
            said = [law for each in missing for law in in_law(self.rows, each)]
            raise Unlawful(list(dict.fromkeys(said)))
        begun = [row for row, _ in rows if begins(row)]
        reach(actor, [row for row, _ in rows if row not in begun], self.typed)
        settle(session, [row for row, _ in rows], self.was, self.remember)
        reach(actor, begun, self.typed)
        self.examine()
        self.number()
        self.note()

    def lock(self) -> None:
        """Hold each order acted upon, in order of id, and see it as it is in the database."""
        orders = {row.order for row, _ in self.rows if isinstance(row, Case)}  # type: ignore[attr-defined]
        kept = sorted(
            (each for each in orders if each is not None and inspect(each).persistent),
            key=lambda each: each.id,
        )
        self.session.concerned = dict.fromkeys(kept)
        relied = (t for row, verb in self.rows if verb == "c" for t in self.relied_on(row))
        others = {each for each in relied if isinstance(each, Case)} - {*kept}
        # One sequence for all, or two writes that rely on each other's order wait for ever.
        for each in sorted((*kept, *others), key=lambda each: each.id):
            self.remember(each, sharing=each in others)
        for each in kept:
            expected = self.session.expected.get(each)
            if expected is not None and expected != self.was[each].version:
                raise Stale("您打开表单后，该工单已有新的办理动作，请核对后重新提交")
            if any(row is not each and row.order is each for row, _ in self.rows):  # type: ignore[attr-defined]
                flag_modified(each, "status")  # every act is a new version of its order
        for row, verb in self.rows:
            if verb == "c":
                self.hold(row)
            else:
                self.remember(row)
                expected = self.session.expected.get(row)
                if expected is not None and expected != self.was[row].version:
                    raise Stale("他人已修改该记录，请核对后重新提交")

    def hold(self, row: Base) -> None:
        """Keep the rows a new row relies on from changing until it is written."""
        for target in self.relied_on(row):
            self.remember(target, sharing=True)

    def relied_on(self, row: Base) -> Iterator[Any]:
        """The stored rows a new row relies on (``__holds__``)."""
        for key in row.__holds__:
            for name in stored_relations(type(row), key):
                target = getattr(row, name)
                if target is not None and inspect(target).persistent:
                    yield target

    def remember(self, row: Any, sharing: bool = False) -> None:
        """The stored row, locked; columns nobody has typed over are brought up to date (M6)."""
        if row in self.was or inspect(row).pending:
            return
        table = type(row).__table__
        query = select(table).where(table.c.id == row.id).with_for_update(read=sharing)
        held = self.session.in_kernel(query).mappings().one_or_none()
        if held is None:
            raise Stale("该记录已不存在")
        typed = self.typed.get(row, set())
        for key in columns(type(row)):
            if key not in typed and getattr(row, key) != held[key]:
                set_committed_value(row, key, held[key])
                for relation in stored_relations(type(row), key):
                    self.session.expire(row, [relation])
        self.was[row] = Snapshot(row, dict(held))

    def examine(self) -> None:
        """Every rule for every touched row; the set is taken anew: derivations touch rows too."""
        findings = []
        for row, verb in changed(self.session):
            findings += examine(row, self.was.get(row), deleting=verb == "d")
        if findings:
            raise Unlawful(findings)

    def number(self) -> None:
        """Numbers come last, so that a refused write leaves no gap."""
        for row in self.session.new:
            if type(row) in NUMBERINGS:
                field, give = NUMBERINGS[type(row)]
                setattr(row, field, give(row, lambda series: counter.next_in(self.session, series)))

    def note(self) -> None:
        """What ``record`` will write once keys exist."""
        self.session.to_record = [
            (row, verb, self.was.get(row))
            for row, verb in changed(self.session)
            if type(row).__audited__
        ]


def _by_order(session: GovernedSession) -> dict[Any, list[Any]]:
    """New rows by order and table, once for the whole phase; what the law adds adds itself."""
    held: dict[Any, list[Any]] = {}
    for row in session.new:
        if isinstance(row, Case):
            held.setdefault((row.order, type(row)), []).append(row)  # type: ignore[attr-defined]
    return held


def in_law(rows: list[tuple[Base, str]], missing: Finding) -> list[Finding]:
    """What the law says about a missing field, where it says anything; else the plain word."""
    said = [
        Finding(each.name, each.clause, sentence, each.fields, missing.table, missing.row_id)
        for row, _ in rows
        if row.__tablename__ == missing.table and row.id == missing.row_id
        for each in governing(type(row))
        if set(each.fields) & set(missing.fields)
        if not each.deleting and each.governs(row)
        if (sentence := each.check(row, None))
    ]
    return said or [missing]


def record(session: GovernedSession) -> None:
    """One audit line a changed row, in the same transaction, as one statement."""
    if not session.to_record:
        return
    actor: Any = session.principal
    common = {
        "at": clock.now(),
        "by_id": actor.account_id,
        "by_unit_id": actor.unit_id,
        "by_name": actor.title,
        "request_id": session.request_id,
        "law": digest(),
    }
    lines = [
        common | audit.line(row, was.held() if was else {}, VERBS[verb], fields)
        for row, verb, was in session.to_record
        if (fields := _fields(row, was, verb))
    ]
    session.to_record.clear()
    if lines:
        session.in_kernel(insert(audit.LINES), lines)


def _fields(row: Base, was: Snapshot | None, verb: str) -> set[str]:
    keys: Iterable[str] = columns(type(row))
    if was is None or verb == "d":
        return {key for key in keys if getattr(row, key) is not None}
    return {key for key in keys if key != "version" and getattr(row, key) != getattr(was, key)}
