"""A whole file: taken once, row by row under the law, without one row being in another's way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from app.access.principal import SYSTEM
from app.kernel.audit import Audit
from app.kernel.clock import local_date
from app.kernel.errors import Forbidden
from app.kernel.rules import digest
from app.kernel.session import GovernedSession
from app.models.dispatch import Dispatch
from app.models.enums import DayKind, Measure, Status
from app.services.imports.faults import Unreadable
from app.services.imports.mapping import DATES
from app.services.imports.running import COUNTED, RUN, TOGETHER, Tally
from app.services.law_check import Check
from tests import make
from tests.services.imports.office import PLAIN, SENT, SIGNED, VISITED, Office, beijing, table_of
from tests.world import MONDAY, World

#: One row of every outcome.
OUTCOMES: list[dict[str, Any]] = [
    {},
    {"demand_kind": "咨询", "told": "已答复"},
    SENT,
    SENT | SIGNED,
    SENT | VISITED,
    SENT | VISITED | {"valid": "否"},
    {"contact": "无"},
    {"at": "2024-02-30"},
]


def findings(world: World) -> list[str]:
    with GovernedSession(world.bind, SYSTEM, writing=False) as session:
        return [str(each) for each in Check(session).findings()]


def audits(world: World) -> list[Audit]:
    with world.reading() as session:
        return list(session.scalars(select(Audit).order_by(Audit.id)))


def counted(tally: Tally) -> dict[str, Any]:
    return {key: value for key, value in tally.as_json().items() if key != "seconds"}


def test_what_came_of_a_file_is_counted(office: Office) -> None:
    told = counted(office.take(*OUTCOMES))
    assert told == {
        "rows": 8, "imported": 6, "answered": 1, "disposed": 0, "dispatched": 4, "waiting": 1,
        "replied": 2, "visited": 1, "unreached": 1, "present": 0, "rejected": 2,
    }  # fmt: skip
    assert set(COUNTED) < set(told)
    assert len(office.orders()) == 6


def test_a_second_run_changes_nothing(office: Office) -> None:
    office.take(*OUTCOMES)
    before = [(each.id, each.version) for each in office.orders()]
    told = counted(office.take(*OUTCOMES))
    assert (told["rows"], told["present"], told["imported"], told["rejected"]) == (8, 6, 0, 2)
    assert [(each.id, each.version) for each in office.orders()] == before


def test_rows_that_are_new_are_taken_beside_those_that_are_not(office: Office) -> None:
    office.take({}, {})
    tally = office.take({}, {"external_id": "A"}, {})
    assert (tally.present, tally.done["imported"], tally.rejected) == (1, 2, 0)
    assert {each.external_id for each in office.orders()} == {"1", "2", "3", "A"}


def test_a_number_is_of_its_own_system(office: Office) -> None:
    office.take({})
    assert office.take({}, name="other").done["imported"] == 1
    assert [each.origin for each in office.orders()] == ["old", "other"]


def test_a_number_twice_in_one_file(office: Office) -> None:
    """The first is taken, also when they lie far apart."""
    far = [{"external_id": str(n)} for n in range(2, RUN + 10)]
    same = {"external_id": "x"}
    tally = office.take(same, same, *far, same)
    assert tally.done["imported"] == 1 + len(far)
    assert tally.reasons == {"外部编号 x 与第 2 行重复": 2}


@pytest.mark.parametrize("place", [0, 7, TOGETHER, 3 * TOGETHER - 1])
def test_one_refused_row_is_not_in_the_way_of_the_others(office: Office, place: int) -> None:
    """And leaves no gap in the numbers: those of one day go on by one."""
    rows: list[dict[str, Any]] = [SENT] * (3 * TOGETHER)
    rows[place] = SENT | {"contact": "无"}
    tally = office.take(*rows)
    assert (tally.done["imported"], tally.rejected) == (len(rows) - 1, 1)
    orders = office.orders()
    assert [int(each.number[-6:]) for each in orders] == list(range(1, len(rows)))
    assert str(place + 1) not in {each.external_id for each in orders}
    assert {each.status for each in orders} == {Status.DISPATCHED}
    assert len({each.number for each in orders}) == len(rows) - 1


def test_what_is_refused_late_leaves_nothing_behind(office: Office) -> None:
    """A visit the law refuses takes the order it belongs to with it, and no audit line stays."""
    tally = office.take(SENT | SIGNED | {"visited_at": "2024-02-21", "valid": "否"}, SENT)
    assert (tally.done["imported"], tally.done["dispatched"], tally.rejected) == (1, 1, 1)
    (order,) = office.orders()
    assert (order.external_id, order.number[-6:]) == ("2", "000001")
    assert {each.order_id for each in audits(office.world)} <= {order.id, None}
    assert len(office.world.of(order.id, Dispatch)) == 1


def test_a_dry_run_stores_nothing(office: Office) -> None:
    """But tells what would come of it."""
    before = len(audits(office.world))
    dry = counted(office.take(*OUTCOMES, dry=True))
    assert office.orders() == []
    assert len(audits(office.world)) == before
    assert len(office.rejects()) == 3
    assert counted(office.take(*OUTCOMES)) == dry
    assert next(each.number[-6:] for each in office.orders()) == "000001"


EXTREMES = ["0001-01-01", "9999-12-31", "1900-01-01", "2299-12-31 23:59:59"]


@pytest.mark.parametrize("shift", [{}, {"weeks": 261}, {"days": -36_000}])
@pytest.mark.parametrize("name", [name for name in DATES if name != "at"])
def test_an_instant_beyond_reason_is_rejected(
    office: Office, name: str, shift: dict[str, int]
) -> None:
    """With a sentence, and without being in the way of any other row."""
    late = {"sign_late_reason": "无", "contact_late_reason": "无", "late_reason": "无"}
    back = dict.fromkeys(DATES, "2024-02-20") if not shift else {}
    rows = [SENT | VISITED | late | back | {name: each} for each in EXTREMES]
    tally = office.take(*rows, shift=shift)
    assert tally.rows == tally.rejected + tally.done["imported"] == len(rows)
    assert tally.rejected >= 2
    assert [row[0] for row in office.rejects()[1:]][:2] == ["1", "2"]


def test_what_was_rejected_is_on_file_when_it_breaks_off(office: Office) -> None:
    """The file of rejects is closed, whatever happens."""

    def hear(_: Tally) -> None:
        raise KeyboardInterrupt

    job = office.job(table_of(office.folder / "old.csv", [PLAIN | {"contact": ""}]))
    with pytest.raises(KeyboardInterrupt):
        job.run(told=hear)
    assert len(office.rejects()) == 2


def test_progress_is_told_after_each_run(office: Office) -> None:
    told: list[tuple[int, int]] = []

    def hear(tally: Tally) -> None:
        told.append((tally.rows, tally.done["imported"]))

    rows = [PLAIN | {"external_id": str(n)} for n in range(RUN + 50)]
    office.job(table_of(office.folder / "old.csv", rows)).run(told=hear)
    assert told == [(RUN, RUN), (RUN + 50, RUN + 50)]


def test_the_audit_has_one_line_for_the_file(office: Office) -> None:
    """Beside those of the rows, each in the name of the migrator."""
    office.take(*OUTCOMES)
    lines = audits(office.world)
    (line,) = (each for each in lines if each.verb == "导入")
    assert line.now == {"文件": "old.csv", "映射": "old", "行数": 8, "导入": 6, "退回": 2}
    assert (line.table, line.row_id, line.order_id) == ("work_order", 0, None)
    migrator = office.world.people["migrator.HOT"]
    assert (line.by_id, line.by_name) == (migrator.account_id, migrator.title)
    assert line.law == digest()
    of_orders = [each for each in lines if each.order_id is not None]
    assert {each.by_id for each in of_orders} == {migrator.account_id}
    assert sum(each.verb == "新增" and each.table == "work_order" for each in of_orders) == 6


def test_no_particulars_of_a_citizen_enter_the_audit(office: Office) -> None:
    office.one(contact="13912345678", complainant_name="欧阳某某")
    written = str([each.now for each in audits(office.world)])
    assert "13912345678" not in written
    assert "欧阳某某" not in written


@pytest.mark.parametrize("login", ["intake.HOT", "dispatcher.HOT", "keeper.HOT", "head.E1"])
def test_only_a_migrator_imports(office: Office, login: str) -> None:
    path = table_of(office.folder / "old.csv", [PLAIN])
    with pytest.raises(Forbidden, match="无权导入工单，请用数据迁移员的账号") as caught:
        office.job(path, login)
    assert str(caught.value).startswith(office.world.people[login].title)


def test_a_file_without_a_needed_column_is_not_begun(office: Office) -> None:
    path = table_of(office.folder / "old.csv", [{"external_id": "1", "title": "x"}])
    with pytest.raises(Unreadable, match="文件缺少列：登记时间（登记时间）；诉求内容（诉求内容）"):
        office.job(path)


# ---- what it costs ----------------------------------------------------------------------------


def statements(office: Office, rows: int, cells: dict[str, Any]) -> int:
    """How many statements so many rows take."""
    seen = 0

    def count(*_: Any) -> None:
        nonlocal seen
        seen += 1

    told = [PLAIN | cells | {"external_id": f"{rows}-{n}"} for n in range(rows)]
    job = office.job(table_of(office.folder / "old.csv", told))
    event.listen(office.world.bind, "before_cursor_execute", count)
    try:
        assert job.run().done["imported"] == rows
    finally:
        event.remove(office.world.bind, "before_cursor_execute", count)
    return seen


#: Of a run each, but for what waits: that is taken over several runs.
COSTS = [("waits", {}, 4, 100), ("dispatched", SENT, 10, 50), ("visited", SENT | VISITED, 46, 25)]


@pytest.mark.parametrize(("cells", "most", "rows"), [each[1:] for each in COSTS],
                         ids=[each[0] for each in COSTS])  # fmt: skip
def test_a_row_costs_the_same_however_many_there_are(
    office: Office, cells: dict[str, Any], most: int, rows: int
) -> None:
    """What is looked up is read once a run; nothing grows with what is stored."""
    few, many, more = (statements(office, each, cells) for each in (rows, 2 * rows, 4 * rows))
    growth, later = (many - few) / rows, (more - many) / (2 * rows)
    assert later == pytest.approx(growth, abs=0.2)
    assert 1 <= later <= most


# ---- the law afterwards -----------------------------------------------------------------------


def test_the_law_finds_nothing_afterwards(office: Office) -> None:
    office.take(*OUTCOMES, SENT | {"due_at": "2024-02-26"}, {"entry": "L3", "district": "E"})
    assert findings(office.world) == []


def test_old_acts_are_judged_by_what_held_then(office: Office) -> None:
    """Numbers, entries and days off as of the day of the act, though there are newer by now."""
    today = local_date(MONDAY)
    for draft in (
        make.parameter("handle.L3", 3, measure=Measure.CALENDAR_DAYS, valid_from=today),
        make.entry("L3", valid_from=today, basis="新版目录"),
        make.calendar_day(date(2024, 2, 21), kind=DayKind.HOLIDAY, valid_from=today),
    ):
        office.world.publish(office.world.drafted(draft))
    order = office.one(SENT)
    (act,) = office.world.of(order.id, Dispatch)
    assert (act.due_at - act.starts_at, act.entry.basis) == (timedelta(days=7), "派单目录")
    assert act.object_by == beijing("2024-02-22 00:00:00")
    late = office.one(SENT, dispatched_at="2024-03-04", external_id="2")
    (act,) = office.world.of(late.id, Dispatch)
    assert (act.due_at - act.starts_at, act.entry.basis) == (timedelta(days=3), "新版目录")
    assert findings(office.world) == []


def test_a_unit_abolished_since_is_told(office: Office) -> None:
    """Nothing is dispatched to it now; what was dispatched before stays lawful."""
    office.one(SENT)
    office.world.merge("E1", into="E2")
    assert findings(office.world) == []
    assert "东城一街道已停用" in office.refused(SENT, unit="E1", external_id="2")
