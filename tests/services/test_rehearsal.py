"""试算: a draft is tried over what was done, by the law's own functions, and nothing is written."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from app.access.principal import SYSTEM
from app.kernel import clock
from app.kernel.audit import Audit
from app.kernel.model import managed_tables
from app.kernel.session import GovernedSession
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.community_duty import CommunityDuty
from app.models.dispatch import Dispatch
from app.models.enums import DayKind, DemandKind, DutyList, LimitClass, Measure, Status, UnitKind
from app.models.parameter import Parameter
from app.services import rehearsal
from app.services.rehearsal import Kind, NotADraft, Rehearsal, draft, rehearse
from tests import make
from tests.make import Draft
from tests.world import DAY, HOUR, MONDAY, World


def drafted(world: World, told: Draft) -> Any:
    """What a keeper drafts; nobody has published it."""
    begins = clock.local_date(clock.now()) + timedelta(days=30)
    return told.table, world.done("keeper.HOT", told.but(valid_from=begins))


def tried(world: World, told: Draft, days: int = 90) -> Rehearsal:
    """Draft it and try it."""
    table, ident = drafted(world, told)
    with GovernedSession(world.bind, SYSTEM, writing=False) as session:
        return rehearse(session, draft(session, table.__tablename__, ident), days)


def kinds(found: Rehearsal) -> dict[str, int]:
    return {kind.value: count for kind, count in found.counts.items() if count}


def limit(value: int, key: str = "handle.L3", **told: Any) -> Draft:
    return make.parameter(key, value, **{"measure": Measure.CALENDAR_DAYS} | told)


def finished(world: World, after: timedelta, **told: Any) -> int:
    """An order dispatched on Monday and fed back some time later."""
    made = world.order(Status.HANDLING, **told)
    why = {"late_reason": "连日暴雨"} if after > 7 * DAY else {}
    by = f"handler.{told.get('unit', 'E1')}"
    world.done(by, make.contact(made))
    world.done(by, make.reply(made, **why), at=MONDAY + after)
    return made


# ---- a parameter ------------------------------------------------------------------------------


def test_a_shorter_limit_makes_late_what_was_in_time(world: World) -> None:
    late, soon = finished(world, 3 * DAY), finished(world, HOUR)
    with clock.at(MONDAY + 5 * DAY):
        found = tried(world, limit(2))
    (one,) = found.effects
    assert (one.kind, one.order_id, one.unit) == (Kind.LATE, late, "东城一街道")
    assert "改为 2024-03-06 10:00" in one.told
    assert (found.dispatches, found.tried, found.moved) == (2, 2, 2)
    assert kinds(found) == {"late": 1}
    assert found.share * 2 == 1
    assert soon not in {each.order_id for each in found.effects}


def test_a_longer_limit_makes_good_what_was_late(world: World) -> None:
    finished(world, 20 * DAY)
    with clock.at(MONDAY + 21 * DAY):
        assert kinds(tried(world, limit(60))) == {"eased": 1}


def test_what_is_open_is_late_by_the_present(world: World) -> None:
    world.order(Status.HANDLING)
    with clock.at(MONDAY + 3 * DAY):
        assert kinds(tried(world, limit(2))) == {"late": 1}


def test_another_class_is_left_alone(world: World) -> None:
    finished(world, 3 * DAY)
    found = tried(world, limit(1, "handle.L4"))
    assert (found.dispatches, found.tried, found.effects) == (1, 0, [])


def test_an_objection_that_would_have_come_too_late_is_refused(world: World) -> None:
    made = world.order(Status.DISPATCHED)
    world.done("head.E1", make.objection(made), at=MONDAY + 2 * HOUR)
    told = limit(1, "objection.window.L3", measure=Measure.HOURS)
    (one,) = tried(world, told).effects
    assert (one.kind, one.rule) == (Kind.REFUSED, "objection_is_in_time")
    assert one.clause == "平台规则:objection_window"
    assert one.act.startswith("派单异议 2024-03-04 12:00")


def test_an_extension_that_would_be_asked_too_late_is_refused(world: World) -> None:
    made = world.order(Status.HANDLING)
    world.done("head.E1", make.extension(made), at=MONDAY + 2 * DAY)
    world.done("coordinator.E", make.decision(made), at=MONDAY + 2 * DAY + HOUR)
    found = tried(world, limit(2))
    assert [each.rule for each in found.effects if each.kind is Kind.REFUSED] == [
        "extension_is_asked_in_time"
    ]


def test_an_extension_moves_the_limit_it_would_have_moved(world: World) -> None:
    """Granted on top of the shorter limit: late only after both."""
    made = world.order(Status.HANDLING)
    world.done("head.E1", make.extension(made, days=5), at=MONDAY + HOUR)
    world.done("coordinator.E", make.decision(made), at=MONDAY + 2 * HOUR)
    (sent,) = world.of(made, Dispatch)
    with clock.at(MONDAY + 7 * DAY):
        found = tried(world, limit(3))
        assert (kinds(found), found.moved) == ({}, 1)
    assert world.get(Dispatch, sent.id).due_at == sent.due_at
    with clock.at(MONDAY + 9 * DAY):
        assert kinds(tried(world, limit(3))) == {"late": 1}


def test_a_visit_before_its_time_is_refused(world: World) -> None:
    world.order(Status.CLOSED)
    (one,) = tried(world, limit(0, "visit.early", measure=Measure.SWITCH)).effects
    assert (one.kind, one.rule) == (Kind.REFUSED, "visit_is_due")


def test_rework_and_rulings_are_tried_too(world: World) -> None:
    """Dispatches the law itself made: counted anew, refused by nothing that is not new."""
    disputed = world.order(Status.DISPUTED)
    world.done("reviewer.HOT", make.ruling(disputed), at=MONDAY + HOUR)
    back = world.order(Status.REPLIED)
    world.done("visitor.HOT", make.visit(back, solved=False, workable=True), at=MONDAY + HOUR)
    with clock.at(MONDAY + 30 * DAY):
        found = tried(world, limit(2))
    assert found.tried == 4
    assert set(kinds(found)) <= {"late"}


def test_what_was_begun_before_the_days_is_not_tried(world: World) -> None:
    finished(world, 3 * DAY)
    with clock.at(MONDAY + 20 * DAY):
        found = tried(world, limit(2), days=10)
    assert (found.dispatches, found.tried, found.effects) == (0, 0, [])


# ---- an entry, a duty, a day ------------------------------------------------------------------


def test_a_class_that_changes_is_told_with_what_becomes_late(world: World) -> None:
    finished(world, 3 * DAY)
    with clock.at(MONDAY + 4 * DAY):
        found = tried(world, make.entry("L3", limit_class=LimitClass.L1))
    assert kinds(found) == {"late": 1, "classed": 1}
    assert "一般改为紧急" in {each.told for each in found.effects}


def test_a_unit_no_longer_competent_sends_it_elsewhere(world: World) -> None:
    finished(world, HOUR)
    told = {"competent_kind": UnitKind.CITY_DEPARTMENT, "competent_function": "政务服务"}
    found = tried(world, make.entry("L3", territorial=False, **told))
    assert kinds(found) == {"elsewhere": 1}
    assert {each.rule for each in found.effects} == {"unit_is_competent"}
    assert "应派市级部门（政务服务）" in found.effects[0].told


def test_a_duty_taken_back_sends_it_elsewhere(world: World) -> None:
    finished(world, HOUR)
    found = tried(world, make.entry("L3", duty_list=DutyList.RECLAIMED))
    assert [each.clause for each in found.effects] == ["提纲:四(二)3"]


def test_an_entry_that_ends_or_takes_fewer_kinds_refuses(world: World) -> None:
    finished(world, HOUR)
    ended = tried(world, make.entry("L3", in_force=False))
    assert {each.rule for each in ended.effects} == {"entry_is_in_force"}
    world.order(Status.DISPATCHED, entry="L4")
    fewer = tried(world, make.entry("L4", limit_class=LimitClass.L4,
                                    demand_kinds=(DemandKind.CONSULT,)))  # fmt: skip
    assert {each.rule for each in fewer.effects} == {"entry_covers_the_kind_of_demand"}
    assert fewer.tried == 1


def test_an_extension_the_entry_would_not_allow_is_refused(world: World) -> None:
    made = world.order(Status.HANDLING)
    world.done("head.E1", make.extension(made))
    found = tried(world, make.entry("L3", extension_allowed=False))
    assert [each.rule for each in found.effects] == ["extension_is_allowed_here"]


def test_a_duty_off_the_community_list_sends_it_elsewhere(world: World) -> None:
    made = world.order(Status.DISPATCHED)
    world.done("head.E1", make.dispatch(made, unit="E1a", place="E1"))
    found = tried(world, make.community_duty("L3", in_force=False))
    assert {each.rule for each in found.effects} == {"community_leads_only_what_is_its_own"}
    assert kinds(found) == {"elsewhere": 1}


def test_a_day_off_gives_a_day_more(world: World) -> None:
    """One working day from Monday ends on Tuesday; were that a holiday, on Wednesday."""
    made = world.done("intake.HOT", make.order(demand_kind=DemandKind.CONSULT))
    world.done("dispatcher.HOT", make.dispatch(made, entry="C1", unit="CD", place=None))
    told = make.calendar_day(date(2024, 3, 5), kind=DayKind.HOLIDAY)
    ident = world.done("keeper.HOT", told.but(valid_from=date(2024, 3, 4)))
    with (
        clock.at(MONDAY + 2 * DAY),
        GovernedSession(world.bind, SYSTEM, writing=False) as session,
    ):
        found = rehearse(session, draft(session, CalendarDay.__tablename__, ident))
    assert (kinds(found), found.moved) == ({"eased": 1}, 1)
    assert "由 2024-03-05 24:00 改为 2024-03-06 24:00" in found.effects[0].told


# ---- what it is not ---------------------------------------------------------------------------


def everything(world: World) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, column by column."""
    with world.reading() as session:
        told = {}
        for table in managed_tables():
            query = select(*table.__table__.columns).order_by(table.__table__.c.id)
            told[table.__tablename__] = [tuple(e) for e in session.in_kernel(query)]
        return told


def test_nothing_at_all_is_written(world: World) -> None:
    """Rows, versions and audit are as before, and no statement even tries."""
    finished(world, 3 * DAY)
    world.order(Status.DISPUTED)
    world.order(Status.CLOSED)
    table, ident = drafted(world, make.entry("L3", limit_class=LimitClass.L1, in_force=False))
    before, sent = everything(world), []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement.split()[0])

    with GovernedSession(world.bind, SYSTEM, writing=False) as session:
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        found = rehearse(session, draft(session, table.__tablename__, ident))
        assert not [*session.new, *session.dirty, *session.deleted]
        event.remove(engine, "before_cursor_execute", note)
    assert found.effects
    assert everything(world) == before
    assert set(sent) <= {"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN"}
    assert before[Audit.__tablename__]


@pytest.mark.parametrize("table", ["parameter", "catalogue_entry", "community_duty"])
def test_what_is_in_force_is_no_draft(world: World, table: str) -> None:
    kind = {"parameter": Parameter, "catalogue_entry": CatalogueEntry}.get(table, CommunityDuty)
    with world.reading() as session:
        ident = session.scalars(select(kind.id).limit(1)).one()
        for told, number in ((table, ident), (table, 10**6), ("unit", 1), ("nothing", 1)):
            with pytest.raises(NotADraft):
                draft(session, told, number)


def test_all_batches_together_are_the_whole(world: World, monkeypatch: Any) -> None:
    made = [finished(world, 3 * DAY) for _ in range(5)]
    monkeypatch.setattr(rehearsal, "BATCH", 2)
    with clock.at(MONDAY + 5 * DAY):
        found = tried(world, limit(2))
    assert [each.order_id for each in found.effects] == made
    told = found.as_json()
    assert (told["counts"]["late"], told["share"]) == (5, "1.0000")
