"""``flask law rehearse`` tells what a draft would have done, in words and as JSON."""

from __future__ import annotations

import json

import pytest

from app.kernel import clock
from app.models.enums import Measure, Status
from tests import make
from tests.cli.test_commands import run
from tests.world import DAY, MONDAY


def test_a_draft_is_rehearsed(portal, city):
    order = city.order(Status.HANDLING)
    told = make.parameter("handle.L3", 2, measure=Measure.CALENDAR_DAYS)
    begins = clock.local_date(MONDAY + 30 * DAY)
    ident = city.done("keeper.HOT", told.but(valid_from=begins))
    with clock.at(MONDAY + 3 * DAY):
        status, said = run(portal, "law", "rehearse", "parameter", str(ident), "--days", "30")
        assert status == 0
        assert "派单 1 件，涉及 1 件，期限改变 1 件" in said
        assert "将会逾期 1 件" in said
        assert "改为 2024-03-06 10:00" in said
        status, said = run(portal, "law", "rehearse", "parameter", str(ident), "--json")
    held = json.loads(said)
    assert status == 0
    assert held["counts"] == {"late": 1, "eased": 0, "refused": 0, "elsewhere": 0, "classed": 0}
    assert [each["order_id"] for each in held["effects"]] == [order]


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("parameter", "1"), "该版本已经公布，试算只针对待公布的版本"),
        (("parameter", "999999"), "没有序号为 999999 的参数版本"),
        (("unit", "1"), "“unit”不能试算"),
    ],
)
def test_what_cannot_be_rehearsed_is_said_in_one_line(portal, city, args, why):
    status, said = run(portal, "law", "rehearse", *args)
    assert status == 2
    assert why in said
    assert len(said.strip().splitlines()) == 1
