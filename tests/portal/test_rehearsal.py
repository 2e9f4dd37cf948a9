"""试算 as a keeper sees it before publication: figures and rows, no word of a demand."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.models.enums import Measure
from app.models.parameter import Parameter
from app.portal import rehearsal as page
from tests import make
from tests.portal.site import Site
from tests.world import MONDAY

MARK = "暗记"


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    """A limit a keeper would like shorter."""
    told = make.parameter("handle.L3", 1, measure=Measure.HOURS, valid_from=date(2024, 4, 1))
    return f"/admin/rehearsal/parameter/{site.world.done('keeper.HOT', told, at=MONDAY)}/"


def test_a_keeper_sees_what_would_become_late(site: Site, address: str) -> None:
    person = site.enter("keeper.HOT")
    (link,) = person.page("/admin/rehearsal/").select("td a")
    assert link["href"] == address
    held = person.page(address)
    facts = dict(zip((each.text for each in held.select("dt")),
                     (each.text for each in held.select("dd")), strict=True))  # fmt: skip
    late = [each for each in held.select("tbody tr") if each.select_one("td").text == "将会逾期"]
    assert facts["将会逾期"] == f"{len(late)} 件"
    assert late
    assert MARK not in held.text
    assert not held.select("tbody a"), "a keeper reads no order"


def test_many_rows_are_cut_short(site: Site, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST", 1)
    held = site.enter("keeper.HOT").page(address)
    assert len(held.select("tbody tr")) == 1
    assert "只列前 1 项" in held.select_one("caption").text


def test_looking_writes_nothing(site: Site, address: str) -> None:
    before = site.counts()
    assert site.enter("keeper.HOT").get(f"{address}?days=365").status_code == 200
    assert site.counts() == before


@pytest.mark.parametrize("login", ["handler.E1", "auditor.HOT", "dispatcher.HOT", "assessor.HOT"])
def test_it_is_for_those_who_publish(site: Site, address: str, login: str) -> None:
    person = site.enter(login)
    assert person.get("/admin/rehearsal/").status_code == 403
    assert person.get(address).status_code == 403


def test_what_is_no_draft_is_not_there(site: Site, address: str) -> None:
    with site.reading() as session:
        stored = session.scalars(select(Parameter.id).limit(1)).one()
    person = site.enter("keeper.HOT")
    for wrong in (
        f"/admin/rehearsal/parameter/{stored}/",
        "/admin/rehearsal/unit/1/",
        "/admin/rehearsal/parameter/１/",
        "/admin/rehearsal/parameter/99999999999999999999/",
        f"{address}?days=7",
    ):
        assert person.get(wrong).status_code == 404, wrong
