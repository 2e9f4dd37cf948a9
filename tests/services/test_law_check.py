"""``flask law check``: acts of people leave nothing to find; what was slipped in is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from app.access.principal import SYSTEM
from app.kernel import clock
from app.kernel.session import GovernedSession
from app.models.dispatch import Dispatch
from app.models.enums import Measure, Status
from app.services import law_check
from app.services.law_check import Check
from tests import make, make_more
from tests.world import HOUR, MONDAY, World

STATES = [each for each in Status if each is not Status.REPLIED]


def checked(world: World) -> list[Any]:
    with GovernedSession(world.bind, SYSTEM, writing=False) as session:
        return list(Check(session).findings())


def rules(world: World) -> set[str]:
    return {each.rule for each in checked(world)}


def tamper(world: World, table: str, statement: str) -> None:
    """As an intruder with the file, or with the database's own password, would do it."""
    engine: Engine = world.bind
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(engine.url.database or "")) as raw:
            for kind in ("update", "delete"):
                raw.execute(f"DROP TRIGGER IF EXISTS append_only_{table}_{kind}")
            raw.execute(statement)
            raw.commit()
        return
    with engine.connect().execution_options(kernel=True) as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(statement)
        connection.commit()


# ---- what is lawful stays unremarked ----------------------------------------------------------


@pytest.mark.parametrize("state", list(Status))
def test_every_state_is_accepted(world: World, state: Status) -> None:
    """All acts fall into one second here: only the audit tells which came first."""
    world.order(state)
    assert checked(world) == []


def test_upheld_objection_is_replayed(world: World) -> None:
    """The law's own dispatch comes after the ruling it follows from."""
    order = world.order(Status.DISPUTED)
    world.done("reviewer.HOT", make.ruling(order))
    assert world.of(order, Dispatch)[-1].ruling_id
    assert checked(world) == []


def test_granted_extension_is_replayed(world: World) -> None:
    """A limit that moved is the one the decision gave."""
    order = world.order(Status.HANDLING)
    world.done("head.E1", make.extension(order), at=MONDAY + HOUR)
    world.done("coordinator.E", make.decision(order), at=MONDAY + 2 * HOUR)
    assert checked(world) == []


def test_later_parameter_leaves_old_orders_alone(world: World) -> None:
    """A dispatch is judged by the number it began under, even on the day the number changes."""
    world.order(Status.HANDLING)
    version = make.parameter(
        "handle.L3", 3, measure=Measure.CALENDAR_DAYS, valid_from=date(2024, 3, 4)
    )
    world.publish(world.drafted(version))
    world.order(Status.HANDLING)
    assert checked(world) == []


def test_unit_abolished_later_leaves_old_dispatches_alone(world: World) -> None:
    """The unit was in use when it was given the order."""
    world.order(Status.HANDLING)
    world.merge("E1", into="E2")
    assert checked(world) == []


def test_the_ledger_is_replayed(world: World) -> None:
    """Entered, looked at, visited and struck off within one second, and again."""
    for state in (Status.LEDGER, Status.HANDLING):
        order = world.order(state)
        if state is Status.HANDLING:
            world.done("head.E1", make_more.ledger(order))
        world.done("head.E1", make_more.ledger_review(order))
        world.done("coordinator.E", make_more.ledger_removal(order))
    assert checked(world) == []


@pytest.mark.parametrize("later", [HOUR, 0 * HOUR])
def test_mergers_are_judged_by_what_the_other_order_was(world: World, later: Any) -> None:
    """What became of the main one since does not undo a merger, not even within its second."""
    main, first, second = (world.order(Status.DISPATCHED) for _ in range(3))
    for each in (first, second):
        world.done("dispatcher.HOT", make_more.merger(each, main))
    with clock.at(MONDAY + later):
        world.done("dispatcher.HOT", make_more.merger_undo(second))
        world.done("dispatcher.HOT", make_more.merger(second, main))
        for each in (main, first):
            world.done("handler.E1", make.reply(each))
        world.done("visitor.HOT", make.visit(main))
        world.done("head.E1", make.objection(second))
        world.done("reviewer.HOT", make.ruling(second))
    assert checked(world) == []


def test_coordination_is_replayed(world: World) -> None:
    """Asked twice, urged, told and answered, all within one second; then another has the order."""
    order = world.order(Status.DISPATCHED)
    for login, build in (
        ("handler.E1", make.contact), ("head.E1", make_more.escalation),
        ("coordinator.E", make_more.escalation_answer), ("head.E1", make_more.escalation),
        ("supervisor.HOT", make_more.supervision), ("head.E1", make_more.supervision_answer),
        ("coordinator.E", make_more.supervision), ("head.E1", make_more.social_help),
        ("intake.HOT", make_more.alert), ("handler.EM", make_more.alert_receipt),
        ("head.E1", make.objection), ("reviewer.HOT", make.ruling),
        ("coordinator.E", make_more.escalation_answer), ("coordinator.E", make_more.supervision),
        ("head.EC", make_more.supervision_answer),
    ):  # fmt: skip
        world.done(login, build(order))
    assert checked(world) == []
    world.system(make.unit("V1", name="朝阳志愿者协会"))  # who helped is a unit only now
    assert checked(world) == []


def test_orders_from_before_were_not_listened_to(real_world: World) -> None:
    """They have no alarm words, which is not the same as none having been found."""
    real_world.done("intake.HOT", make.order(content="楼道燃气泄漏"))
    tamper(real_world, "work_order", "UPDATE work_order SET alarm = NULL")
    assert checked(real_world) == []


# ---- what was slipped in is found -------------------------------------------------------------

FAR = "'2030-01-01 00:00:00+00:00'"
REPLIER, VISITOR = "(SELECT by_unit_id FROM reply)", "(SELECT by_unit_id FROM visit)"

#: Table, what is done behind the law's back, the rule that tells.
TAMPERED = [
    ("work_order", "UPDATE work_order SET status = 'registered'", "standing_of_the_order"),
    ("work_order", f"UPDATE work_order SET due_at = {FAR}", "unit_limit"),
    ("work_order", "UPDATE work_order SET lead_id = NULL", "lead_of_the_order"),
    ("work_order", "UPDATE work_order SET number = '20200101000001000001'", "order_number"),
    ("work_order", "UPDATE work_order SET alarm = '爆炸'", "signs_of_an_emergency"),
    ("work_order", "UPDATE work_order SET contact = '无'", "order_is_recorded_whole"),
    ("work_order", "UPDATE work_order SET status = 'unheard-of'", "stored_value"),
    ("work_order", "DELETE FROM work_order", "stray_rows"),
    ("dispatch", f"UPDATE dispatch SET due_at = {FAR}", "limit_of_the_dispatch"),
    ("dispatch", "UPDATE dispatch SET seq = 7", "place_in_the_sequence"),
    ("dispatch", "UPDATE dispatch SET unit_id = by_unit_id", "unit_is_competent"),
    ("dispatch", "DELETE FROM dispatch", "only_the_lead_signs"),
    ("dispatch_copy", "DELETE FROM dispatch_copy", "district_is_copied"),
    ("participation", "DELETE FROM participation", "who_takes_part"),
    ("participation", "UPDATE participation SET role = 'former'", "who_takes_part"),
    ("reply", f"UPDATE reply SET told_at = {FAR}", "reply_goes_to_both"),
    ("reply", f"UPDATE reply SET by_unit_id = {VISITOR}", "only_the_lead_replies"),
    ("reply", f"UPDATE reply SET at = {FAR}, recorded_at = {FAR}", "late_reply_gives_its_reason"),
    ("visit", "UPDATE visit SET attempt = 2", "standing_of_the_attempt"),
    ("visit", f"UPDATE visit SET by_unit_id = {REPLIER}", "visit_is_by_the_hotline"),
    ("ledger_removal", "DELETE FROM ledger_removal", "when_closed"),
    ("ledger", "UPDATE ledger SET review_on = '2099-01-01'", "entry_names_its_first_review"),
    ("unit", "UPDATE unit SET path = 'elsewhere/' WHERE code = 'E1'", "place_in_the_tree"),
]


@pytest.mark.parametrize(("table", "statement", "rule"), TAMPERED)
def test_tampering_is_found(real_world: World, table: str, statement: str, rule: str) -> None:
    """Whoever writes past the law, past the triggers and past the audit is told on."""
    order = real_world.order(Status.LEDGER if table.startswith("ledger") else Status.CLOSED)
    if table.startswith("ledger"):
        real_world.done("coordinator.E", make_more.ledger_removal(order))
    assert checked(real_world) == []
    tamper(real_world, table, statement)
    assert rule in rules(real_world)


def test_the_shares_of_a_check_make_the_whole(
    real_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each order is in one share; reference rows and strays in the first."""
    for _ in range(5):
        real_world.order(Status.CLOSED)
    tamper(real_world, "visit", "UPDATE visit SET attempt = 2")
    monkeypatch.setattr(law_check, "BATCH", 2)
    told, orders = [], []
    for number in range(2):
        with GovernedSession(real_world.bind, SYSTEM, writing=False) as session:
            check = law_check.Check(session, (number, 2))
            told += [each.row_id for each in check.findings()]
            orders.append(check.orders)
    assert orders == [3, 2]
    assert len(set(told)) == len(told) == 5
