"""The period's page: the table of each group, as far as one reaches, and how it was computed."""

from __future__ import annotations

import io

import pytest
import python_calamine

from app.kernel import clock
from app.models.period import Period
from tests.world import DAY, MONDAY

PAGE = "/admin/period/details/?id=1"


def tables(page) -> dict[str, list[str]]:
    """Group → the units on its table."""
    return {
        each["aria-label"]: [cell.text for cell in each.select("tbody th")]
        for each in page.select("section[aria-label]")
        if each.select("table.standings")
    }


@pytest.mark.parametrize(
    ("login", "streets"),
    [
        ("assessor.HOT", {"东城一街道", "东城二街道", "西城一街道", "西城二街道"}),
        ("coordinator.E", {"东城一街道", "东城二街道"}),
        ("head.E1", {"东城一街道"}),
    ],
)
def test_everybody_sees_the_lines_of_their_own(site, login, streets):
    page = site.enter(login).page(PAGE)
    assert set(tables(page)["街道乡镇"]) == streets
    assert "响应率×10% ＋ 解决率×50% ＋ 满意率×40%" in page.text


def test_who_reads_no_results_sees_none(site):
    page = site.enter("keeper.HOT").page(PAGE)
    assert tables(page) == {}
    assert "没有本期的考评结果" in page.text


@pytest.mark.parametrize(
    ("login", "status"),
    [("assessor.HOT", 200), ("head.E1", 200), ("handler.E1", 403), ("keeper.HOT", 403)],
)
def test_the_workbook_is_for_who_may_export(site, login, status):
    answer = site.enter(login).get("/admin/period/book/?id=1")
    assert answer.status_code == status
    if status == 200:
        book = python_calamine.load_workbook(io.BytesIO(answer.data))
        assert book.sheet_names[-1] == "说明"


def test_a_new_period_begins_with_the_last_one_over(site):
    """The form is filled in; sending it computes every result."""
    with clock.at(MONDAY + 16 * DAY):
        person = site.enter("assessor.HOT")
        form = person.page("/admin/period/new/")
        assert form.select_one("[name=starts_on]")["value"] == "2024-02-19"
        before = len(site.stored(Period))
        scheme = form.select_one("[name=scheme]")["value"]
        answer = person.send("/admin/period/new/", {"starts_on": "2024-02-19", "scheme": scheme})
        assert answer.status_code == 302
        assert len(site.stored(Period)) == before + 1
        page = person.page(answer.location)
    assert page.h1.text == "2024年3月期（第 2 次）"
    assert "东城一街道" in tables(page)["街道乡镇"]
