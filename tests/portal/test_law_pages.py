"""条例对照 and 责任线索: who sees them, what they say, and in how many statements."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from app.access.grant import Reach
from app.access.privacy import findings_reach, sees_counts
from app.kernel.audit import Refusal
from app.kernel.citation import clauses
from app.models.enums import FindingKind, Post
from app.models.work_order import WorkOrder
from tests import make_more
from tests.portal.routes import LOGINS
from tests.portal.site import said

FOUND = "/admin/finding/"


def clause(citation: str) -> str:
    return f"/admin/law/clause/?id={quote(citation)}"


@pytest.mark.parametrize("post", Post)
def test_everybody_reads_the_law(site, post):
    """Refusals only who may see refusals; the principal and two statements for the counts."""
    person = site.enter(LOGINS[post])
    with site.statements() as seen:
        page = person.get("/admin/law/")
    assert page.status_code == 200
    assert len(seen) == 3
    with site.statements() as seen:
        page = person.get(clause("条例:十五(三)"))
    reads = site.world.people[LOGINS[post]].may("r", Refusal)
    assert ("最近的拒绝" in page.text) is reads
    assert len(seen) == 3 + reads


def test_a_clause_tells_its_rules_tests_and_numbers(site):
    text = said(site.enter("supervisor.HOT").get(clause("条例:十五(三)")))
    assert "办理结果在时限内既反馈诉求人，也反馈热线机构，两个时间都要有。" in text
    assert "reply_goes_to_both" in text
    assert "tests/law/test_handling.py" in text
    assert "所落实的条目 提纲:四(二)4 限时办理" in text
    assert "近 30 天 核对 " in text
    assert "办理反馈 承办员 建查·参" not in text
    rights = said(site.enter("supervisor.HOT").get(clause("条例:三十六")))
    assert "容错认定 受理员 查·全" in rights


def test_what_was_refused_is_told_to_whoever_watches(site):
    site.enter("handler.E1").send(
        f"/admin/reply/new/?order_id={site.town['handling'].id}", {"content": ""}
    )
    refused = [each.clause for each in site.stored(Refusal)]
    text = said(site.enter("auditor.HOT").get(clause(refused[-1])))
    assert "最近的拒绝 最近依本款拒绝的写入 时间 操作人 数据 理由" in text
    assert "东城一街道承办员承办员 办理反馈" in text
    assert "最近的拒绝" not in said(site.enter("handler.E1").get(clause(refused[-1])))


def test_an_item_names_the_articles_that_carry_it_out(site):
    text = said(site.enter("keeper.HOT").get(clause("提纲:四(三)2")))
    assert "由 条例:十六(1)、十六(2)、三十三 落实" in text
    assert "由这些条款落实 条例:十六(1) 街乡吹哨" in text
    text = said(site.enter("keeper.HOT").get(clause("提纲:四(二)1")))
    assert "支撑条款 条例:三十一(1) 建库与查询" in text


def rows(page) -> list[str]:
    return [each.text for each in page.select("tbody tr td:first-child a")]


def test_the_law_is_looked_up(site):
    """By instrument, by words, with the gaps first; nothing known falls back to the whole."""
    person = site.enter("intake.HOT")
    assert rows(person.page("/admin/law/"))[0] == "条例:一"
    assert len(rows(person.page("/admin/law/?instrument=all"))) == len(clauses())
    assert len(rows(person.page("/admin/law/?instrument=提纲"))) == 14
    gaps = person.page("/admin/law/?instrument=提纲&gaps=1")
    assert rows(gaps)[:2] == ["提纲:四(四)1", "提纲:四(四)2"]
    assert len(gaps.select("tr.law-gap")) == 2
    assert "条例:十六(1)" in rows(person.page("/admin/law/?search=吹哨"))
    assert rows(person.page("/admin/law/?search=第十六条（1）")) == []
    assert rows(person.page("/admin/law/?search=条例：十六（1）&instrument=条例")) == [
        "条例:十六(1)"
    ]
    assert "条例:十五(三)" in rows(person.page("/admin/law/?search=reply_goes_to_both"))
    assert "没有相符的条款" in said(person.get("/admin/law/?search=没有这样的话"))
    assert rows(person.page("/admin/law/?instrument=别的"))[0] == "条例:一"
    for wrong in ("", "条例:九十九", "<b>"):
        assert person.get(clause(wrong)).status_code == 404


def test_who_may_not_see_every_order_is_not_told_of_reports(site):
    people = site.world.people
    for login, told in (("head.E1", False), ("auditor.HOT", True), ("intake.HOT", True)):
        assert sees_counts(people[login], "平台规则:informer") is told
        assert sees_counts(people[login], "条例:十六(1)")
        text = said(site.enter(login).get(clause("平台规则:informer")))
        assert ("近 30 天" in text) is told


# ---- 责任线索 ---------------------------------------------------------------------------------


@pytest.mark.parametrize("post", Post)
def test_findings_are_for_those_who_watch_and_for_the_head(site, post):
    person, login = site.enter(LOGINS[post]), LOGINS[post]
    reach = findings_reach(site.world.people[login])
    assert person.get(FOUND).status_code == (403 if reach is Reach.NONE else 200)
    wanted = {Post.SUPERVISOR: Reach.ALL, Post.AUDITOR: Reach.ALL, Post.HEAD: Reach.OWN_UNIT}
    assert reach is wanted.get(post, Reach.NONE)


def test_what_is_found_is_listed_and_weighed_from_there(site):
    """The order past its limit; its form begun with kind and unit; then the exemption beside it."""
    person, late = site.enter("supervisor.HOT"), site.town["late"]
    number = site.world.get(WorkOrder, late.id).number
    with site.statements() as seen:
        page = person.page(FOUND)
    assert len(seen) == 3
    line = next(each for each in page.select("tbody tr") if number in each.text)
    assert "尚未反馈，也没有说明理由" in line.text
    form = person.page(line.select_one(".row-actions a")["href"])
    assert form.select_one("select[name=kind] option[selected]")["value"] == "late"
    assert form.select_one("input[name=unit]")["value"] == str(site.world.unit("E1"))
    assert "不办或逾期未说明理由" in form.select_one(".brief").text
    site.world.done("supervisor.HOT", make_more.exemption(late.id))
    page = person.page(FOUND)
    line = next(each for each in page.select("tbody tr") if number in each.text)
    assert "不可抗力或客观条件所限：连日暴雨无法施工（依据：气象预警记录）" in line.text
    assert line.select_one(".row-actions a") is None
    auditor = site.enter("auditor.HOT").page(FOUND)
    assert number in auditor.text
    assert auditor.select(".row-actions a") == []


def test_a_head_sees_the_own_units_and_no_report_that_reached_it(site):
    number = site.world.get(WorkOrder, site.town["late"].id).number
    own = site.enter("head.E1").page(FOUND)
    assert number in own.text
    assert "只列本单位的" in own.text
    kinds = [each["href"].split("kind=")[1].split("&")[0] for each in own.select(".desk-tabs a")]
    assert kinds == ["late", "contradicted", "shifting"]
    assert number not in site.enter("head.E2").get(FOUND).text
    assert site.enter("head.E1").page(f"{FOUND}?kind=leak").select_one(
        ".desk-tabs [aria-current]"
    ).text == FindingKind.LATE.label  # fmt: skip


def test_what_makes_no_sense_in_the_address_is_left_out(site):
    person = site.enter("auditor.HOT")
    for told in ("kind=x", "page=-1", "page=１", "page=99999999999", "since=x", "until=1"):
        assert person.get(f"{FOUND}?{told}").status_code == 200
    text = said(person.get(f"{FOUND}?since=2024-03-04&until=2024-03-01"))
    assert "起始日期晚于截止日期，已对调" in text
    assert "没有这类线索" in said(person.get(f"{FOUND}?since=2024-01-01&until=2024-01-02"))
