"""What an act is about is found by the law, not asked on the form; and where a unit stands."""

from __future__ import annotations

import pytest

from app.models.co_handling import CoHandling
from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.objection import Objection
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.unit import Unit
from tests import make
from tests.world import DAY, HOUR, MONDAY


def newest(world, ident: int, table):
    return world.of(ident, table)[-1]


def test_acts_are_about_the_dispatch_in_force(world):
    """The second, once the order was sent on."""
    ident = world.order("disputed")
    first = newest(world, ident, Dispatch)
    assert newest(world, ident, Objection).dispatch_id == first.id
    world.done("reviewer.HOT", make.ruling(ident))
    second = newest(world, ident, Dispatch)
    assert second.id != first.id
    world.done("handler.EC", make.receipt(ident))
    world.done("handler.EC", make.contact(ident))
    world.done("head.EC", make.co_handling(ident, unit="E2"))
    world.done("handler.E2", make.co_result(ident))
    world.done("handler.EC", make.reply(ident))
    assert newest(world, ident, Receipt).dispatch_id == second.id
    assert newest(world, ident, Contact).dispatch_id == second.id
    assert newest(world, ident, CoHandling).dispatch_id == second.id
    assert newest(world, ident, Reply).dispatch_id == second.id


def test_a_ruling_is_about_the_open_objection_and_sends_on(world):
    ident = world.order("disputed")
    world.done("reviewer.HOT", make.ruling(ident))
    ruling = newest(world, ident, Ruling)
    assert ruling.objection_id == newest(world, ident, Objection).id
    first, second = world.of(ident, Dispatch)
    assert (first.ruling_id, second.ruling_id) == (None, ruling.id)
    assert (second.unit_id, second.entry_id) == (world.unit("EC"), first.entry_id)


def test_a_rejection_sends_nothing_on(world):
    ident = world.order("disputed")
    world.done("reviewer.HOT", make.rejection(ident))
    assert [each.ruling_id for each in world.of(ident, Dispatch)] == [None]


def test_an_extension_states_the_old_day_and_the_day_asked_for(world):
    ident = world.order("handling")
    world.done("head.E1", make.extension(ident))
    asked = newest(world, ident, Extension)
    assert asked.dispatch_id == newest(world, ident, Dispatch).id
    assert (asked.old_due_at, asked.asked_due_at) == (MONDAY + 7 * DAY, MONDAY + 10 * DAY)


@pytest.mark.parametrize("granted", [True, False])
def test_a_decision_is_about_the_open_request(world, granted):
    """The request decided before it has its own."""
    ident = world.order("handling")
    world.done("head.E1", make.extension(ident))
    world.done("coordinator.E", make.decision(ident, granted=False))
    world.done("head.E1", make.extension(ident, days=2), at=MONDAY + HOUR)
    world.done("coordinator.E", make.decision(ident, granted=granted), at=MONDAY + HOUR)
    first, second = world.of(ident, Extension)
    refused, decided = world.of(ident, ExtensionDecision)
    assert (refused.extension_id, decided.extension_id) == (first.id, second.id)
    assert decided.new_due_at == MONDAY + (9 if granted else 7) * DAY


def test_a_unit_stands_below_its_superior_and_in_its_district(world):
    city, district = world.get(Unit, world.unit("BJ")), world.get(Unit, world.unit("E"))
    street, centre = world.get(Unit, world.unit("E1")), world.get(Unit, world.unit("HOT"))
    assert street.path.startswith(district.path)
    assert district.path.startswith(city.path)
    assert street.path != district.path
    assert street.district_id == district.id
    assert (district.district_id, centre.district_id, city.district_id) == (None, None, None)
