"""What a row names is found: units by code and name, entries by code and path, kinds."""

from __future__ import annotations

from typing import Any

import pytest

from app.models.dispatch import Dispatch
from app.models.enums import DemandKind, Level, Status, UnitKind
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests import make
from tests.services.imports.office import SENT, Office

NAMESAKES = {
    "name": "市场监管局", "short_name": "市场局", "level": Level.DISTRICT,
    "kind": UnitKind.DISTRICT_DEPARTMENT, "functions": "市场监管",
}  # fmt: skip
#: A row that leaves open to whom it goes.
OPEN = {"entry": "E48", "dispatched_at": "2024-02-20 10:30:00"}


@pytest.fixture
def twins(office: Office) -> Office:
    """Two districts whose bodies have the same name, besides those that have a name alone."""
    for district in "EW":
        office.world.system(make.unit(f"{district}D", parent=district, **NAMESAKES))
    return office


def lead(office: Office, order: WorkOrder) -> str | None:
    unit = office.world.get(Unit, order.lead_id or 0)
    return unit.code if unit else None


def dispatch(office: Office, order: WorkOrder) -> Any:
    (found,) = office.world.of(order.id, Dispatch)
    return found


# ---- units ------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", ["EM", "东城区市场监管局", " 东城区市场监管局 "])
def test_a_unit_by_its_code_or_name(office: Office, told: str) -> None:
    order = office.one(OPEN, unit=told, district="东城区人民政府")
    assert lead(office, order) == "EM"


@pytest.mark.parametrize("told", ["市场监管局", "市场局"])
def test_a_name_of_two_units_is_told_apart_by_the_district(twins: Office, told: str) -> None:
    """By its full name or the short one."""
    assert lead(twins, twins.one(OPEN, unit=told, district="E")) == "ED"
    assert lead(twins, twins.one(OPEN, unit=told, district="W", external_id="2")) == "WD"


def test_a_name_of_two_units_alone_is_nobodys(twins: Office) -> None:
    said = twins.refused(OPEN, unit="市场局")
    which = "东城区人民政府 ED、西城区人民政府 WD"
    assert said == f"名为“市场局”的单位不止一个（{which}），请写明所在区或改填单位编码"


@pytest.mark.parametrize("field", ["unit", "district", "township"])
def test_a_name_of_no_unit(office: Office, field: str) -> None:
    said = office.refused(OPEN, {field: "火星街道"})
    assert said == "没有名为“火星街道”的单位，请核对名称或改填单位编码"


def test_a_street_by_its_name_within_its_district(office: Office) -> None:
    for district in "EW":
        office.world.system(make.unit(f"{district}9", name="八里庄街道", parent=district))
    there = {"entry": "L3", "township": "八里庄街道"}
    assert lead(office, office.one(there, district="西城区人民政府")) == "W9"
    assert lead(office, office.one(there, district="E", external_id="2")) == "E9"
    # The unit is told apart by the district of its place, too.
    there["unit"] = "八里庄街道"
    assert lead(office, office.one(there, district="W", external_id="3")) == "W9"
    said = office.refused(there, external_id="4")
    assert "不止一个（东城区人民政府 E9、西城区人民政府 W9），请写明所在区" in said


def test_a_street_lies_in_the_district_the_row_tells(office: Office) -> None:
    said = office.refused(entry="L3", township="东城一街道", district="W")
    assert said == "所在街乡“东城一街道”不在所在区“W”，请核对"
    assert office.refused(entry="L3", township="E1", district="W", external_id="2")


def test_the_unit_follows_from_entry_and_place(office: Office) -> None:
    """Where nobody has to choose: the street itself, the one body of the district or the city."""
    cases = {"L3": "E1", "E48": "EM", "L1": "WATER", "L2": "WATER", "C1": "CD"}
    for number, (entry, unit) in enumerate(cases.items()):
        kind = "咨询" if entry == "C1" else "投诉"
        told = {"entry": entry, "demand_kind": kind, "external_id": str(number)}
        assert lead(office, office.one(SENT, told)) == unit, entry


def test_whoever_took_over_is_the_unit_the_entry_names(office: Office) -> None:
    office.world.merge("WATER", into="GAS")
    assert lead(office, office.one(SENT, entry="L1")) == "GAS"


def test_of_several_units_none_is_chosen(office: Office) -> None:
    """Two bodies of one district with the same duty: a person has to tell."""
    office.world.system(make.unit("EX", parent="E", **NAMESAKES))
    order = office.one(entry="E48", township="E1")
    assert (lead(office, order), order.status) == (None, Status.REGISTERED)
    said = "建议条目 E48 城市管理·街面秩序·事项E48；有职责的单位不止一个或没有，待派单"
    assert order.origin_note == f"old.csv 第 2 行；{said}；来件另载所在街乡：E1"


def test_the_street_itself_goes_before_only_where_the_matter_is_of_the_place(
    office: Office,
) -> None:
    office.world.system(make.entry("ROAM", territorial=False))
    assert office.one(entry="ROAM", township="E1").status is Status.REGISTERED
    assert lead(office, office.one(entry="L3", township="E1", external_id="2")) == "E1"


def test_nothing_goes_to_a_unit_that_is_no_more(office: Office) -> None:
    """Who has its streets now, the entry alone does not tell."""
    order = office.one(entry="L3", township="东城旧街道")
    assert (order.status, lead(office, order)) == (Status.REGISTERED, None)


def test_without_a_place_the_entry_is_a_suggestion(office: Office) -> None:
    order = office.one(entry="L3")
    assert order.status is Status.REGISTERED
    assert order.origin_note.endswith("；建议条目 L3 城市管理·街面秩序·事项L3；未写明地点，待派单")


def test_a_unit_that_is_not_competent_is_refused_by_the_law(office: Office) -> None:
    said = office.refused(SENT, unit="GAS")
    assert "燃气集团对“城市管理·街面秩序·事项L3”没有法定职责，应派街道乡镇" in said
    assert said.endswith("（条例:十一(2)）")


def test_a_place_that_is_none_is_refused_by_the_law(office: Office) -> None:
    assert "不是地方，所在地须为街道、乡镇" in office.refused(SENT, township="EC", unit="E1")


# ---- entries ----------------------------------------------------------------------------------

PATHS = [
    "L3",
    " L3 ",
    "城市管理->街面秩序->事项L3",
    "城市管理 -> 街面秩序 -> 事项L3",
    "城市管理→街面秩序→事项L3",
    "城市管理－>街面秩序－>事项L3",
    "城市管理>街面秩序>事项L3",
    "城市管理/街面秩序/事项L3",
    "城市管理·街面秩序·事项L3",
    "街面秩序->事项L3",
    "北京->城市管理->街面秩序->事项L3",
    "事项L3",
]


@pytest.mark.parametrize("told", PATHS)
def test_an_entry_by_its_code_or_its_path(office: Office, told: str) -> None:
    order = office.one(SENT, entry=told)
    assert dispatch(office, order).entry.code == "L3"


@pytest.mark.parametrize(
    "levels",
    [
        {"level1": "城市管理", "level2": "街面秩序", "level3": "事项L4"},
        {"level2": "街面秩序", "level3": "事项L4"},
        {"level1": "", "level3": "事项L4"},
    ],
)
def test_an_entry_by_its_three_levels(office: Office, levels: dict[str, str]) -> None:
    order = office.one(SENT | {"entry": ""}, levels)
    assert dispatch(office, order).entry.code == "L4"


def test_the_entry_itself_goes_before_its_levels(office: Office) -> None:
    order = office.one(SENT, level3="事项L4")
    assert dispatch(office, order).entry.code == "L3"


@pytest.mark.parametrize(
    "told", ["城市管理->街面秩序->别的", "别的->事项L3", "街面秩序", "->", "X"]
)
def test_an_entry_that_is_not_there_waits(office: Office, told: str) -> None:
    """Half a path is no path; what the file said is kept."""
    order = office.one(entry=told, township="E1")
    assert order.status is Status.REGISTERED
    assert f"；原分类“{told}”在派单目录中没有对应条目；" in order.origin_note


def test_a_name_that_two_entries_have_is_neither(office: Office) -> None:
    office.world.system(make.entry("TWIN", level2="另一类", level3="事项L3"))
    assert office.one(entry="事项L3", township="E1").status is Status.REGISTERED
    order = office.one(SENT, entry="另一类->事项L3", external_id="2")
    assert dispatch(office, order).entry.code == "TWIN"


@pytest.mark.parametrize(
    ("code", "on", "version"),
    [
        ("RENEWED", "2024-02-29 23:59:59", "2021-09-24"),
        ("RENEWED", "2024-03-01 00:00:00", "2024-03-01"),
        ("ENDED", "2024-02-29 23:59:59", "2021-09-24"),
    ],
)
def test_the_version_is_that_of_the_day(office: Office, code: str, on: str, version: str) -> None:
    """By its code or its name, when it was dispatched."""
    for number, told in enumerate((code, f"事项{code}")):
        order = office.one(SENT, entry=told, dispatched_at=on, external_id=str(number))
        assert str(dispatch(office, order).entry.valid_from) == version


@pytest.mark.parametrize("told", ["ENDED", "事项ENDED"])
def test_an_entry_that_has_ended_is_not_there(office: Office, told: str) -> None:
    order = office.one(entry=told, township="E1", at="2024-03-01 00:00:00")
    assert "没有对应条目" in order.origin_note


# ---- the kind of demand -----------------------------------------------------------------------

WORDS = {
    "kinds": {
        "in": {"title": 1, "content": 1},
        "rules": [{"kind": "complaint", "words": ["投诉"]}, {"kind": "consult", "words": ["请问"]}],
        "otherwise": "suggestion",
    },
    "entries": {
        "in": {"title": 1},
        "rules": [{"entry": "C1", "words": ["社保"]}, {"entry": "L3", "words": ["占道"]}],
    },
}


@pytest.mark.parametrize(
    ("title", "kind", "entry"),
    [
        ("投诉占道", DemandKind.COMPLAINT, "L3"),
        ("占道", DemandKind.SUGGESTION, "L3"),
        ("请问社保", DemandKind.CONSULT, "C1"),
        # The first kind shown that the entry covers.
        ("投诉，请问社保", DemandKind.CONSULT, "C1"),
        # None of those shown: what the entry is for.
        ("投诉社保", DemandKind.CONSULT, "C1"),
        ("社保占道", DemandKind.CONSULT, "C1"),
        ("投诉", DemandKind.COMPLAINT, None),
        ("", DemandKind.SUGGESTION, None),
    ],
)
def test_the_kind_is_one_that_the_entry_covers(
    office: Office, title: str, kind: DemandKind, entry: str | None
) -> None:
    told = {"title": title, "content": "无", "demand_kind": "", "township": "E1"}
    assert office.take(told, **WORDS).rejected == 0
    (order,) = office.orders()
    assert order.demand_kind is kind
    held = office.world.of(order.id, Dispatch)
    assert [each.entry.code for each in held] == ([entry] if entry else [])


def test_a_kind_the_file_tells_stays(office: Office) -> None:
    """Then an entry must cover it: the first that does."""
    told = {"title": "社保占道", "demand_kind": "投诉", "township": "E1"}
    assert office.take(told, **WORDS).rejected == 0
    (order,) = office.orders()
    assert order.demand_kind is DemandKind.COMPLAINT
    assert dispatch(office, order).entry.code == "L3"


def test_a_demand_of_no_kind_is_a_cry_for_help(office: Office) -> None:
    assert office.one(demand_kind="").demand_kind is DemandKind.HELP
