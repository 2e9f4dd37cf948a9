"""Who may tell what: a migrator from a file, everybody else of their own present."""

from __future__ import annotations

from typing import Any

import pytest

from app.access.matrix import MATRIX, right
from app.kernel import clock
from app.kernel.model import columns, managed_tables
from app.models.act import Act, Performed
from app.models.dispatch import Dispatch
from app.models.enums import Post, Source
from app.models.work_order import WorkOrder
from tests import make
from tests.world import DAY, HOUR, MONDAY, World


def test_every_act_tells_when_it_was_recorded() -> None:
    """The order and each act on it; nothing else of a file is on any form."""
    performed = [each for each in managed_tables() if issubclass(each, Performed)]
    assert {WorkOrder, Dispatch} < set(performed)
    assert {each for each in managed_tables() if issubclass(each, Act)} < set(performed)
    for table in performed:
        meta = columns(table)
        told = {name for name, each in meta.items() if each["imported"]}
        assert {"at", "by_unit_id", "named"} <= told
        assert meta["recorded_at"]["stamp"]
        assert not meta["recorded_at"]["imported"]
        assert not any(meta[name]["form"] for name in told)


FOREIGN = [
    ("at", MONDAY - DAY), ("named", "王五"), ("origin", "old"), ("external_id", "1"),
    ("origin_note", "说明"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), FOREIGN)
def test_the_desk_does_not_tell_what_a_file_tells(world: World, name: str, value: Any) -> None:
    assert world.act("intake.HOT", make.order(**{name: value})) == "forbidden"
    assert world.act("intake.HOT", make.order(**{name: value}), unbound=True) == "forbidden"


def test_a_migrator_is_no_clerk_and_a_clerk_no_migrator(world: World) -> None:
    assert world.act("migrator.HOT", make.order()) == "forbidden"
    world.people["migrator.HOT"], clerk = world.people["intake.HOT"], world.people["migrator.HOT"]
    assert world.imports("intake.HOT", make.order()) == "forbidden"
    world.people["migrator.HOT"] = clerk
    assert world.imports("intake.HOT", make.order(at=MONDAY - DAY)) == set()


def test_only_a_migrator_imports_and_does_nothing_else() -> None:
    """Beside reading: post by post and table by table."""
    for table in MATRIX:
        verbs = {post: set(right(post, table).verbs) for post in Post}
        assert {post for post in Post if "i" in verbs[post]} <= {Post.MIGRATOR}
        assert verbs[Post.MIGRATOR] <= set("ir")


def test_what_no_file_tells_of_is_not_imported(world: World) -> None:
    """Objections, extensions and their rulings begin and end here."""
    order = world.order("dispatched")
    for draft in (make.objection(order), make.extension(order)):
        assert world.imports("head.E1", draft) == "forbidden"
        assert world.of(order, draft.table) == []


def test_the_instant_of_recording_is_the_kernels(world: World) -> None:
    """At the desk the act itself; from a file later than the act."""
    (act,) = world.of(world.order("dispatched"), Dispatch)
    assert (act.at, act.recorded_at, act.source) == (MONDAY, MONDAY, Source.DESK)
    with clock.at(MONDAY + HOUR):
        assert world.imports("intake.HOT", make.order(at=MONDAY - DAY)) == set()
    order = world.rows[0]
    assert (order.at, order.recorded_at) == (MONDAY - DAY, MONDAY + HOUR)
    again = make.order(recorded_at=MONDAY - DAY)
    assert world.imports("intake.HOT", again) == "forbidden"
