"""What whistles lead to is lawful when it is all computed again; what is tampered with is found."""

from __future__ import annotations

import pytest

from app.services.law_check import Check
from tests import make_more
from tests.law import test_report_in, test_whistle
from tests.services.test_law_check import tamper

SCENES = {
    "one of two is done": test_whistle.HALF,
    "done over": test_whistle.AGAIN,
    "sent to another": test_whistle.GONE,
    "closed upon": test_report_in.CAME_CLOSED,
    "for a community": test_whistle.FOR_IT,
    "the street was merged": test_whistle.merged,
    "who was called is reported": test_whistle.REPORT,
}


def found(world) -> set[str]:
    with world.reading() as session:
        return {each.rule for each in Check(session).findings()}


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_what_is_stored_is_what_is_computed(world, scene):
    scene(world)
    assert found(world) == set()


TAMPERED = [
    ("summons", "UPDATE summons SET task = '另一件事'", "whistle_calls_its_unit"),
    ("summons", "DELETE FROM summons", "whistle_calls_its_unit"),
    ("summons", "UPDATE summons SET arrive_by = '2030-01-01 00:00:00.000000'",
     "when_it_is_to_arrive"),
    ("whistle", "UPDATE whistle SET by_unit_id = unit_id", "only_a_street_whistles"),
    ("participation", "UPDATE participation SET role = 'former' WHERE role = 'summoned'",
     "who_takes_part"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "statement", "rule"), TAMPERED)
def test_what_was_tampered_with_is_found(real_world, table, statement, rule):
    real_world.done("head.E1", make_more.whistle(real_world.order("handling")))
    assert found(real_world) == set()
    tamper(real_world, table, statement)
    assert rule in found(real_world)
