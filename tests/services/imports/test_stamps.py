"""Who, when and from where: what an imported row is stamped with, and by whom it was recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.kernel import clock
from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.disposal import Disposal
from app.models.enums import Post, Source
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.visit import Visit
from tests import make
from tests.services.imports.office import SENT, VISITED, Office, beijing
from tests.world import MONDAY

#: By whose unit each act of a whole life is.
LIFE = {Dispatch: "HOT", DispatchCopy: "HOT", Receipt: "E1", Contact: "E1", Reply: "E1",
        Visit: "HOT"}  # fmt: skip
FULL = SENT | VISITED | {"contacted_at": "2024-02-20 12:00:00", "named": "王五"}
CONSULTED = {"demand_kind": "咨询", "told": "已答复"}


@pytest.fixture
def rows(office: Office) -> dict[Any, Any]:
    """One row of each table, of one order."""
    order = office.one(FULL)
    return {type(order): order} | {each: office.world.of(order.id, each)[0] for each in LIFE}


def test_every_row_says_who_recorded_it_when(office: Office, rows: dict[Any, Any]) -> None:
    """The migrator, now, by import; what happened before is told by ``at``."""
    migrator = office.world.people["migrator.HOT"]
    for row in rows.values():
        assert (row.by_id, row.by_post) == (migrator.account_id, Post.MIGRATOR)
        assert (row.source, row.recorded_at) == (Source.IMPORT, MONDAY)
        assert row.at < row.recorded_at


def test_every_act_is_of_the_unit_that_did_it(office: Office, rows: dict[Any, Any]) -> None:
    for table, code in LIFE.items():
        assert rows[table].by_unit_id == office.world.unit(code), table


def test_the_name_in_the_file_stands_on_every_act(rows: dict[Any, Any]) -> None:
    """But for the copy, which nobody made but the law."""
    named = {table.__tablename__: row.named for table, row in rows.items()}
    assert named.pop("dispatch_copy") == ""
    assert set(named.values()) == {"王五"}


def test_an_order_says_where_it_is_from(office: Office) -> None:
    """The map's name and the number there; the hotline took it in."""
    order = office.one(external_id=" A-17 ")
    assert (order.origin, order.external_id) == ("old", "A-17")
    assert order.by_unit_id == office.world.unit("HOT")
    assert order.number == "202402200002000001"
    assert order.number[8:12] == f"{order.by_unit_id:04d}"


def test_what_is_recorded_later_says_so(office: Office) -> None:
    with clock.at(MONDAY + timedelta(days=30)):
        order = office.one(CONSULTED)
        assert order.recorded_at == MONDAY + timedelta(days=30)
        answer = office.world.of(order.id, Disposal)[0]
        assert (answer.at, answer.recorded_at) == (order.at, order.recorded_at)
    assert order.at == beijing("2024-02-20 10:00:00")


def test_people_go_on_where_the_file_ends(office: Office) -> None:
    """An imported order is an order: signed by the unit, under its own account."""
    order = office.one(SENT)
    office.world.done("handler.E1", make.receipt(order.id, late_reason="迁入"))
    act = office.world.of(order.id, Receipt)[0]
    assert (act.source, act.named, act.at, act.recorded_at) == (Source.DESK, "", MONDAY, MONDAY)


def test_numbers_of_the_desk_go_on_after_imported_ones(office: Office) -> None:
    """One series a day and point of intake, whoever counts."""
    office.take({"at": "2024-03-04 09:00:00"}, {"at": "2024-03-04 08:00:00"})
    office.world.done("intake.HOT", make.order())
    assert [each.number[-6:] for each in office.orders()] == ["000001", "000002", "000003"]
