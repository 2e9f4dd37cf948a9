"""What runs beside the handling: signing, contact, objection, its ruling, and sending itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.models.dispatch import Dispatch
from app.models.objection import Objection
from tests import make
from tests.law.test_limits import beijing
from tests.world import DAY, HOUR, MONDAY

MINUTES = timedelta(minutes=1)
WINDOWS = [
    # entry, unit: signed by, contacted by, sent by; sent on Monday 10:00
    ("L1", "WATER", 15 * MINUTES, 30 * MINUTES, HOUR),
    ("L2", "WATER", 30 * MINUTES, 2 * HOUR, 2 * HOUR),
    ("L3", "E1", 2 * HOUR, DAY, DAY),
    ("L4", "E1", 2 * HOUR, DAY, DAY),
    ("E48", "EM", 2 * HOUR, DAY, DAY),
]


def sent(world, ident: int) -> Dispatch:
    return world.of(ident, Dispatch)[-1]


@pytest.mark.parametrize(("entry", "unit", "sign", "contact", "send"), WINDOWS)
def test_every_class_has_its_windows(world, entry, unit, sign, contact, send):
    held = sent(world, world.order("dispatched", entry=entry, unit=unit))
    assert (held.sign_by, held.contact_by) == (MONDAY + sign, MONDAY + contact)
    assert held.send_by == MONDAY + send


def test_sending_is_timed_from_the_registration_and_only_once(world):
    """Whoever is sent it later signs and calls from then."""
    ident = world.order()
    later = MONDAY + 5 * HOUR
    world.done("dispatcher.HOT", make.dispatch(ident, unit="E", place="E"), at=later)
    assert sent(world, ident).send_by == MONDAY + DAY
    assert sent(world, ident).sign_by == later + 2 * HOUR
    world.done("coordinator.E", make.dispatch(ident), at=later + DAY)
    held = sent(world, ident)
    assert held.send_by is None
    assert (held.sign_by, held.contact_by) == (later + DAY + 2 * HOUR, later + 2 * DAY)


def test_what_is_done_over_is_signed_and_called_about_anew(world):
    ident = world.order("replied")
    world.done("visitor.HOT", make.bad_visit(ident), at=MONDAY + DAY)
    held = sent(world, ident)
    assert (held.sign_by, held.send_by) == (MONDAY + DAY + 2 * HOUR, None)


def test_an_objection_is_to_be_ruled_within_its_class(world):
    """One working day after Tuesday, to its end; thirty minutes where it is urgent."""
    ident = world.order("dispatched")
    world.done("head.E1", make.objection(ident), at=MONDAY + DAY)
    (objection,) = world.of(ident, Objection)
    assert objection.rule_by == beijing("03-07 00:00")
    urgent = world.order("dispatched", entry="L1", unit="WATER")
    world.done("head.WATER", make.objection(urgent))
    (objection,) = world.of(urgent, Objection)
    assert objection.rule_by == MONDAY + 30 * MINUTES


def test_a_later_number_is_for_later_acts(world):
    ident = world.order("dispatched")
    changed = make.parameter("objection.review.L3", 3, valid_from=date(2024, 3, 5))
    world.system(changed)
    world.done("head.E1", make.objection(ident), at=datetime(2024, 3, 5, 2, tzinfo=UTC))
    (objection,) = world.of(ident, Objection)
    assert objection.rule_by == MONDAY + DAY + 3 * HOUR
