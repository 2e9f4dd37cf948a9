"""What was closed as secret or private is read by those who took it in, and by nobody else."""

from __future__ import annotations

import pytest

from app.models.enums import DisposalKind
from app.models.work_order import WorkOrder
from app.services.words import CLOSED
from tests import make
from tests.portal.site import said
from tests.portal.test_attachments import held, sent

WORDS = ("机密题目", "机密内容", "机密地点", "机密补充", "机密告知", "机密文件")


@pytest.fixture(scope="module")
def secret(site) -> int:
    made = site.world.done(
        "intake.HOT", make.order(title="机密题目", content="机密内容", place="机密地点")
    )
    site.world.done("intake.HOT", make.supplement(made, content="机密补充"))
    assert sent(site, "intake.HOT", made, b"text", "机密文件.txt").status_code == 302
    kind = DisposalKind.SECRET
    site.world.done("intake.HOT", make.disposal(made, kind=kind, told="机密告知"))
    return made


def leaks(text: str) -> list[str]:
    return [each for each in WORDS if each in text]


@pytest.mark.parametrize("login", ["auditor.HOT", "supervisor.HOT", "dispatcher.HOT"])
def test_others_see_that_there_is_one_and_no_more(site, secret, login):
    person = site.enter(login)
    number = site.world.get(WorkOrder, secret).number
    page = person.get(f"/admin/work_order/details/?id={secret}")
    assert page.status_code == 200
    assert leaks(page.text) == []
    assert CLOSED in said(page)
    for address in ("work_order/?size=100", "supplement/?size=100", "disposal/?size=100",
                    "attachment/?size=100", f"work_order/?search={number}"):  # fmt: skip
        answer = person.get(f"/admin/{address}")
        assert answer.status_code == 200, address
        assert leaks(answer.text) == [], address
    assert number in person.get(f"/admin/work_order/?search={number}").text
    assert number not in person.get("/admin/work_order/?search=机密").text


def test_no_file_carries_it(site, secret):
    person = site.enter("auditor.HOT")
    for table in ("work_order", "supplement", "disposal", "attachment", "audit"):
        with person.get(f"/admin/{table}/export/csv/") as answer:
            assert answer.status_code == 200
            assert leaks(answer.text) == [], table


def test_its_file_is_closed_too(site, secret):
    (row,) = held(site, secret)
    with site.enter("auditor.HOT").get(f"/admin/attachment/file/?id={row.id}") as answer:
        assert answer.status_code == 403
    with site.enter("intake.HOT").get(f"/admin/attachment/file/?id={row.id}") as answer:
        assert answer.data == b"text"


def test_whoever_took_it_in_reads_it(site, secret):
    page = site.enter("intake.HOT").get(f"/admin/work_order/details/?id={secret}")
    assert set(leaks(page.text)) == set(WORDS)


def test_no_history_repeats_it(site, secret):
    person = site.enter("auditor.HOT")
    answer = person.get(f"/admin/audit/?order_id={secret}&size=100")
    assert leaks(answer.text) == []
    assert "见原件" in said(answer)
