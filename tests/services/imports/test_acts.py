"""What becomes of a row: waiting, answered, dispatched, handled, visited; or refused by the law."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.disposal import Disposal
from app.models.enums import (
    Channel,
    ComplainantKind,
    ContactWay,
    DemandKind,
    DisposalKind,
    Role,
    Status,
)
from app.models.participation import Participation
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from app.services.imports.acting import LATER, UNTOLD
from tests.services.imports.office import REPLIED, SENT, SIGNED, VISITED, Office, beijing

CONSULT = {"demand_kind": "咨询"}
LATE = {"replied_at": "2024-02-28 09:00:00", "reply": "已清理", "proof": "照片"}


def only(office: Office, order: WorkOrder, table: type[Any]) -> Any:
    (found,) = office.world.of(order.id, table)
    return found


def acts(office: Office, order: WorkOrder) -> set[str]:
    tables = (Disposal, Dispatch, DispatchCopy, Receipt, Contact, Reply, Visit)
    return {each.__tablename__ for each in tables if office.world.of(order.id, each)}


# ---- the order --------------------------------------------------------------------------------


def test_everything_said_of_the_demand_is_kept(office: Office) -> None:
    order = office.one(
        demand_kind="举报", channel="来信", complainant_kind="法人", complainant_name="某公司",
        contact="a@b.cn", protected="是", place="一街口", title=" 占道 经营 ", content="很\n久",
    )  # fmt: skip
    assert (order.title, order.content, order.place) == ("占道 经营", "很\n久", "一街口")
    assert (order.demand_kind, order.channel) == (DemandKind.REPORT, Channel.LETTER)
    assert (order.complainant_kind, order.complainant_name) == (ComplainantKind.LEGAL, "某公司")
    assert (order.contact, order.protected) == ("a@b.cn", True)


def test_what_is_not_said_is_as_at_the_desk(office: Office) -> None:
    order = office.one()
    assert (order.complainant_kind, order.complainant_name) == (ComplainantKind.NATURAL, "")
    assert (order.protected, order.place) == (False, "")


def test_the_title_is_taken_from_the_content(office: Office) -> None:
    order = office.one(title="", content="路灯\n不亮" + "很久" * 60)
    assert order.title == ("路灯 不亮" + "很久" * 60)[:90]
    assert order.content.startswith("路灯\n不亮")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"contact": ""}, "工单缺少：联系方式"),
        ({"contact": "匿名"}, "真实可用的联系方式"),
        ({"channel": ""}, "请选择诉求来的渠道"),
        ({"at": "2021-09-23 23:59:59"}, "时间 2021-09-23 早于条例施行之日（2021-09-24）"),
        ({"at": "2024-03-04 10:00:01"}, "时间 2024-03-04 10:00 晚于现在（2024-03-04 10:00）"),
        (SENT | {"dispatched_at": "2024-03-05"}, "时间 2024-03-05 00:00 晚于现在"),
        ({"external_id": "9" * 81}, "“外部编号”不得超过80字，现有81字"),
        ({"contact": "9" * 81}, "“联系方式”不得超过80字"),
        ({"named": "张" * 81}, "“来源所载经办人”不得超过80字"),
    ],
)
def test_the_law_judges_what_is_imported(office: Office, cells: dict[str, str], said: str) -> None:
    assert said in office.refused(cells)
    assert office.orders() == []


def test_the_first_and_the_last_lawful_second(office: Office) -> None:
    first = office.one(at="2021-09-24 00:00:00")
    last = office.one(at="2024-03-04 10:00:00", external_id="2")
    assert (first.number, last.number) == ("202109240002000001", "202403040002000001")


# ---- waiting and answered ---------------------------------------------------------------------


def test_an_order_of_no_class_waits(office: Office) -> None:
    order = office.one()
    assert (order.status, acts(office, order)) == (Status.REGISTERED, set())
    assert order.origin_note == "old.csv 第 2 行；未能按关键词归类，待人工分类"


def test_a_consult_is_answered_at_once(office: Office) -> None:
    order = office.one(CONSULT, told="须带身份证\n到一层", named="李四")
    assert (order.status, acts(office, order)) == (Status.ANSWERED, {"disposal"})
    answer = only(office, order, Disposal)
    assert (answer.kind, answer.told) == (DisposalKind.ANSWERED, "须带身份证\n到一层")
    assert answer.at == answer.told_at == order.at == order.closed_at
    assert (answer.named, answer.by_unit_id) == ("李四", office.world.unit("HOT"))


def test_only_a_consult_is_answered_at_once(office: Office) -> None:
    assert office.one(told="已告知").status is Status.REGISTERED


@pytest.mark.parametrize("name", LATER)
def test_later_facts_need_a_dispatch(office: Office, name: str) -> None:
    """What a dispatched order alone can have is not dropped in silence."""
    told = {name: "是" if name in ("valid", "solved") else "2024-02-21"}
    lacking = office.refused(told)
    assert lacking == "文件载有派单以后的办理情况，但没有对应的目录条目，无从派单"
    lacking = office.refused(told, entry="L3", external_id="2")
    assert lacking == "文件载有派单以后的办理情况，但没有承办单位，无从派单"
    assert office.orders() == []


def test_a_class_nobody_knows_with_later_facts(office: Office) -> None:
    assert "没有对应的目录条目" in office.refused(SENT, REPLIED, entry="别的")


# ---- dispatched -------------------------------------------------------------------------------


def test_a_dispatch_is_of_its_own_instant(office: Office) -> None:
    """And so is the district's copy; the limit runs from it."""
    order = office.one(SENT)
    assert (order.status, acts(office, order)) == (Status.DISPATCHED, {"dispatch", "dispatch_copy"})
    act, copy = only(office, order, Dispatch), only(office, order, DispatchCopy)
    assert act.at == copy.at == act.starts_at == beijing("2024-02-20 10:30:00")
    assert act.due_at == order.due_at == act.at + timedelta(days=7)
    assert (act.limit_text, act.given_due_at, act.note) == ("7日", None, "导入")
    assert (act.unit_id, act.place_id) == (office.world.unit("E1"), office.world.unit("E1"))
    assert copy.unit_id == office.world.unit("E")
    assert {act.by_unit_id, copy.by_unit_id} == {office.world.unit("HOT")}


def test_those_concerned_take_part(office: Office) -> None:
    """Their worklists hold the order as of its registration."""
    order = office.one(SENT)
    held = {each.unit_id: each for each in office.world.of(order.id, Participation)}
    lead, district = (held.pop(office.world.unit(code)) for code in ("E1", "E"))
    assert not held
    assert (lead.role, district.role) == (Role.LEAD, Role.DISTRICT)
    for each in (lead, district):
        assert (each.received_at, each.due_at) == (order.at, order.due_at)
        assert each.status is Status.DISPATCHED


def test_an_undated_dispatch_is_of_the_registration(office: Office) -> None:
    order = office.one(entry="L3", township="E1")
    assert only(office, order, Dispatch).at == order.at


def test_a_district_alone_goes_to_its_government(office: Office) -> None:
    """Which dispatches on, and so does not reply itself."""
    there = {"entry": "L3", "district": "东城区人民政府"}
    order = office.one(there)
    act = only(office, order, Dispatch)
    assert act.unit_id == act.place_id == order.lead_id == office.world.unit("E")
    assert acts(office, order) == {"dispatch"}
    said = office.refused(there, SIGNED, REPLIED, external_id="2")
    assert "派到区的工单须转派本区承办单位办理，不得直接反馈" in said


def test_a_limit_the_file_gives_is_the_limit(office: Office) -> None:
    """With where it is from; a reply after it is late."""
    given = {"due_at": "2024-02-22 08:00:00"}
    order = office.one(SENT, given)
    act = only(office, order, Dispatch)
    assert act.given_due_at == act.due_at == order.due_at == beijing("2024-02-22 08:00:00")
    assert act.limit_text == "来源给定"
    assert act.limit_basis == "来源系统所载期限；目录依据：派单目录"
    assert order.warn_at == beijing("2024-02-21 08:00:00")
    said = office.refused(SENT, given, REPLIED, external_id="2")
    assert "办理期限为 2024-02-22 08:00，已超期，须填写逾期理由" in said


def test_a_limit_before_its_beginning_is_refused(office: Office) -> None:
    said = office.refused(SENT, due_at="2024-02-20 10:30:00")
    assert said == ("办理期限 2024-02-20 10:30 不在派单时间 2024-02-20 10:30 之后，请核对来源")


def test_what_was_made_of_the_row_stands_with_the_dispatch(office: Office) -> None:
    words = {"entries": {"in": {"title": 1}, "rules": [{"entry": "L3", "words": ["占道"]}]}}
    office.take({"township": "E1"}, **words)
    (order,) = office.orders()
    assert order.origin_note == "old.csv 第 2 行；按关键词“占道”归类"
    assert only(office, order, Dispatch).note == "导入：按关键词“占道”归类"


# ---- handled ----------------------------------------------------------------------------------


def test_a_receipt(office: Office) -> None:
    order = office.one(SENT, SIGNED)
    act = only(office, order, Receipt)
    assert order.status is Status.HANDLING
    assert act.at == beijing("2024-02-20 11:00:00")
    assert act.by_unit_id == office.world.unit("E1")
    assert act.dispatch_id == only(office, order, Dispatch).id


@pytest.mark.parametrize(("heard", "kept"), [("尽快", "尽快"), ("", UNTOLD)])
def test_a_contact(office: Office, heard: str, kept: str) -> None:
    order = office.one(SENT, contacted_at="2024-02-20 12:00:00", heard=heard)
    act = only(office, order, Contact)
    assert act.at == act.contacted_at == beijing("2024-02-20 12:00:00")
    assert (act.way, act.reached, act.heard) == (ContactWay.PHONE, True, kept)
    assert act.by_unit_id == office.world.unit("E1")


@pytest.mark.parametrize(("reply", "kept"), [("已清理", "已清理"), ("", UNTOLD)])
def test_a_reply(office: Office, reply: str, kept: str) -> None:
    order = office.one(SENT, REPLIED, reply=reply)
    act = only(office, order, Reply)
    assert order.status is Status.REPLIED
    assert act.at == act.told_at == order.replied_at == beijing("2024-02-22 09:00:00")
    assert (act.told_way, act.content, act.late_reason) == (ContactWay.PHONE, kept, "")
    assert act.by_unit_id == office.world.unit("E1")


def test_a_late_reply_gives_its_reason(office: Office) -> None:
    said = office.refused(SENT, LATE)
    assert said == "办理期限为 2024-02-27 10:30，已超期，须填写逾期理由（条例:三十五(2)(二)）"
    order = office.one(SENT, LATE, late_reason="连续降雨")
    assert only(office, order, Reply).late_reason == "连续降雨"


OUT_OF_ORDER = [
    {"dispatched_at": "2024-02-20 09:20:00"},
    {"signed_at": "2024-02-20 10:20:00"},
    {"contacted_at": "2024-02-20 10:20:00"},
    VISITED | {"visited_at": "2024-02-21 10:00:00"},
    VISITED | {"signed_at": "2024-02-29 10:00:00", "sign_late_reason": "漏签"},
]


@pytest.mark.parametrize("cells", OUT_OF_ORDER)
def test_acts_follow_one_another(office: Office, cells: dict[str, Any]) -> None:
    """What a file turns upside down is not taken, so that the check has nothing to find."""
    assert "先后颠倒，请核对来源（平台规则:imported_acts）" in office.refused(SENT, cells)
