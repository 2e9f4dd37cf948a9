"""Every cell of a row is on the order, in an act, or word for word in its note."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import DemandKind, Status
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.unit import Unit
from app.models.visit import Visit
from app.services.imports.fields import FIELDS
from app.services.imports.keeping import PARTS
from app.services.imports.running import TOGETHER
from tests.services.imports.office import LABELS, PLAIN, REPLIED, SENT, SIGNED, VISITED, Office

CONSULT = {"demand_kind": "咨询", "told": "须带身份证"}
ANSWERS = {"contacted": "是", "solved": "是", "satisfied": "满意"}
#: A row, a fact none of its acts can hold, and what is then in the note.
LEFT_OVER: list[tuple[dict[str, str], dict[str, str]]] = [
    (SENT, {"reply": "已清理"}),
    (SENT, {"proof": "照片三张"}),
    (SENT | SIGNED, {"late_reason": "连续降雨"}),
    (SENT, {"heard": "尽快"}),
    (SENT, {"sign_late_reason": "漏签"}),
    (SENT, {"contact_late_reason": "无人接听"}),
    (SENT, {"satisfied": "满意"}),
    (SENT, {"contacted": "是"}),
    (SENT | REPLIED, {"opinion": "较快"}),
    (SENT | REPLIED, {"visited_at": "2024-02-23 15:00:00"}),
    (SENT | REPLIED, {"visited_at": "2024-02-23 15:00:00", "opinion": "较快"}),
    (SENT | VISITED | {"valid": "否"}, {"workable": "否"}),
    (SENT | VISITED, {"workable": "否"}),
    (SENT, {"told": "已告知"}),
    (SENT, {"level3": "别的说法"}),
    (SENT | CONSULT | {"entry": "C1", "unit": "CD", "township": ""}, {}),
    ({}, {"unit": "东城一街道", "township": "E1"}),
    ({}, {"told": "已告知"}),
    ({}, {"reply": "已清理", "satisfied": "不满意", "opinion": "慢"}),
    ({"entry": "L3"}, {"district": ""}),
    (CONSULT, {"entry": "C1", "district": "E"}),
    (CONSULT, {"entry": "C1", "township": "东城一街道"}),
    (CONSULT, {"due_at": "2024-02-26", "replied_at": "2024-02-20 11:00:00"}),
    (CONSULT, {"reply": "同答复", "solved": "是", "satisfied": "满意", "contacted": "是"}),
]


@pytest.mark.parametrize(("row", "more"), LEFT_OVER)
def test_what_no_act_can_hold_is_in_the_note(
    office: Office, row: dict[str, str], more: dict[str, str]
) -> None:
    """In the words of the file, and once."""
    note = office.one(row, more).origin_note
    for name, cell in more.items():
        assert note.count(f"；来件另载{LABELS[name]}：{cell}") == bool(cell), name


def test_what_acts_hold_is_not_in_the_note(office: Office) -> None:
    rows: list[dict[str, str]] = [
        {}, CONSULT, SENT, SENT | VISITED, SENT | VISITED | {"valid": "否"} | dict.fromkeys(
            ANSWERS, ""), {"entry": "L3"}, {"entry": "别的"},
        SENT | {"level1": "城市管理", "level3": "事项L3"},
        SENT | VISITED | {"solved": "否", "workable": "否"},
    ]  # fmt: skip
    office.take(*rows)
    assert len(office.orders()) == len(rows)
    assert not any("来件另载" in each.origin_note for each in office.orders())


def test_constants_of_the_map_are_not_what_the_file_tells(office: Office) -> None:
    """Nor do they stand where nothing was late; a reason of the row itself does."""
    constants = {"proof": "未载明", "late_reason": "未载明", "workable": "否"}
    assert office.take(SENT, SENT | SIGNED | {"sign_late_reason": "漏签"},
                       SENT | REPLIED, constants=constants).rejected == 0  # fmt: skip
    orders = office.orders()
    assert not any("来件另载" in each.origin_note for each in orders)
    (receipt,) = office.world.of(orders[1].id, Receipt)
    (reply,) = office.world.of(orders[2].id, Reply)
    assert (receipt.late_reason, reply.late_reason) == ("漏签", "")


def test_a_long_title_is_whole_somewhere(office: Office) -> None:
    title = "长" * 91
    assert f"来件另载标题：{title}" in office.one(title=title).origin_note
    order = office.one(title=title, content="", external_id="2")
    assert (order.content, "来件另载" in order.origin_note) == (title, False)


def test_the_words_of_the_file_are_kept_not_those_of_the_map(office: Office) -> None:
    office.take({"satisfied": "一般"}, values={"satisfied": {"一般": "基本满意"}})
    assert office.orders()[0].origin_note.endswith("；来件另载是否满意：一般")


def test_every_field_has_a_part_or_is_judged_alone() -> None:
    alone = {"title", "entry", "level1", "level2", "level3", "workable"}
    assert {name for part in PARTS.values() for name in part} | alone == set(FIELDS)


#: Cells that may each be there or not.
CELLS: dict[str, str] = {
    "entry": "C1", "unit": "CD", "district": "E", "told": "答复如此", "reply": "办理如此",
    "satisfied": "满意", "contacted": "是", "opinion": "意见如此", "heard": "听说如此",
    "workable": "否",
}  # fmt: skip
SAID = ("told", "reply", "opinion", "heard")


def everything(office: Office, order: Any) -> str:
    """All that is stored of an order, as one text."""
    acts = [each for table in (Disposal, Dispatch, Receipt, Contact, Reply, Visit)
            for each in office.world.of(order.id, table)]  # fmt: skip
    stored = [str(vars(each)) for each in (order, *acts)]
    units = [office.world.get(Unit, each.unit_id) for each in acts if isinstance(each, Dispatch)]
    return " ".join([*stored, *(each.code for each in units if each is not None)])


@pytest.mark.parametrize("kind", ["咨询", "投诉"])
def test_nothing_is_lost_whatever_is_there(office: Office, kind: str) -> None:
    """Any three cells together: refused with a sentence, or all of them stored."""
    rows = [{name: CELLS[name] for name in some} for some in combinations(CELLS, 3)]
    tally = office.take(*({"demand_kind": kind} | each for each in rows))
    assert tally.rows == tally.done["imported"] + tally.rejected
    assert tally.done["imported"] > len(rows) / 2
    for order in office.orders():
        row, stored = rows[int(order.external_id or 0) - 1], everything(office, order)
        for name in set(SAID) & set(row):
            assert row[name] in stored, (row, order.origin_note)
        for name in set(row) - set(SAID) - {"entry", "unit", "district"}:
            assert f"来件另载{LABELS[name]}：{row[name]}" in order.origin_note
        assert "unit" not in row or "CD" in stored


# ---- visits ------------------------------------------------------------------------------------


def test_a_visit_with_some_answers_is_not_an_unreached_one(office: Office) -> None:
    """Nothing is made up: the law asks for the others."""
    when = {"visited_at": "2024-02-23 15:00:00"}
    for number, name in enumerate(("contacted", "satisfied")):
        said = office.refused(SENT, REPLIED, when, {name: ANSWERS[name]}, external_id=str(number))
        assert "是否联系、是否解决、是否满意三项都要填写" in said
    assert office.orders() == []


def test_a_visit_of_which_only_the_time_is_known_is_none(office: Office) -> None:
    order = office.one(SENT, REPLIED, visited_at="2024-02-23 15:00:00")
    assert order.status is Status.REPLIED
    assert office.world.of(order.id, Visit) == []


# ---- consults and entries ----------------------------------------------------------------------


def test_an_answered_consult_waits_for_nobody(office: Office) -> None:
    order = office.one(CONSULT)
    assert (order.status, order.origin_note) == (Status.ANSWERED, "old.csv 第 2 行")


def test_a_consult_answered_at_once_is_not_dispatched(office: Office) -> None:
    """Though its entry and place would tell to whom; only what was sent on is."""
    there = {"entry": "C1", "township": "E1"}
    assert office.one(CONSULT, there).status is Status.ANSWERED
    sent = {"dispatched_at": "2024-02-20 10:30:00", "external_id": "2"}
    order = office.one(CONSULT, there, sent)
    assert order.status is Status.DISPATCHED
    assert order.origin_note.endswith("；来件另载答复内容：须带身份证")


def test_an_entry_that_does_not_cover_the_kind_is_told(office: Office) -> None:
    order = office.one(entry="C1", township="E1")
    assert (order.status, order.demand_kind) == (Status.REGISTERED, DemandKind.COMPLAINT)
    assert "；原分类“C1”不适用于投诉；未能按关键词归类，待人工分类" in order.origin_note


def test_a_note_is_written_once(office: Office) -> None:
    """Also where the rows before it had to be written one by one."""
    words = {"entries": {"in": {"title": 1}, "rules": [{"entry": "L3", "words": ["占道"]}]}}
    rows: list[dict[str, str]] = [{"township": "E1"}, {"entry": "别的"}, {"title": "路灯"}]
    office.take(*rows, {"contact": "无"}, **words)
    apart = [each.origin_note for each in office.orders()]
    assert len(apart) == len(rows) < TOGETHER
    office.take(*rows, name="again", **words)
    assert [each.origin_note for each in office.orders()[len(rows) :]] == apart
    assert PLAIN["title"] == "占道经营"
