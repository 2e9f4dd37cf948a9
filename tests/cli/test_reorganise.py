"""``flask reorganise``: drafts are brought into force and orders carried over, by named people."""

from __future__ import annotations

from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests import make_more
from tests.cli.test_commands import run

STREET = {"unit": "E2", "place": "E2"}


def test_a_draft_is_listed_and_published_by_another(portal, city):
    row = city.drafted(make_more.reorganisation())
    status, said = run(portal, "reorganise", "list")
    assert status == 0
    assert f"reorganisation {row.id}" in said
    words = ("reorganise", "publish", "reorganisation", str(row.id), "--as")
    assert run(portal, *words, "keeper.HOT")[0] == 2
    assert run(portal, *words, "dispatcher.HOT") == (
        2, "市民热线服务中心派单员派单员无权新增公布施行\n")  # fmt: skip
    assert run(portal, *words, "keeper2.HOT") == (0, "已公布 1 项\n")
    assert not city.get(Unit, city.unit("E2")).active
    assert run(portal, "reorganise", "list")[1] == ""


def test_orders_in_hand_are_carried_over(portal, city):
    ident, disputed = city.order("handling", **STREET), city.order("disputed", **STREET)
    row = city.drafted(make_more.reorganisation())
    words = ("reorganise", "carry", str(row.id), "--as")
    assert run(portal, *words, "dispatcher.HOT")[0] == 2
    run(portal, "reorganise", "publish", "reorganisation", str(row.id), "--as", "keeper2.HOT")
    assert run(portal, *words, "keeper2.HOT")[0] == 2
    status, said = run(portal, *words, "dispatcher.HOT")
    assert status == 0
    assert "已由东城一街道承接 1 件，未承接 1 件" in said
    assert city.get(WorkOrder, disputed).number in said
    assert city.get(WorkOrder, ident).lead_id == city.unit("E1")


def test_what_does_not_exist_is_said(portal, city):
    for words in (("carry", "99"), ("publish", "parameter", "99999999")):
        status, said = run(portal, "reorganise", *words, "--as", "keeper.HOT")
        assert status == 2
        assert len(said.splitlines()) == 1
    assert run(portal, "reorganise", "publish", "unit", "1", "--as", "keeper.HOT")[0] == 2
