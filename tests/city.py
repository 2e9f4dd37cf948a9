"""The small city: its units, catalogue, parameters, calendar and people; no orders."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from app.kernel import clock
from app.models.enums import (
    AssessmentGroup,
    CommunityRole,
    DayKind,
    DemandKind,
    DutyList,
    Grade,
    Level,
    LimitClass,
    Measure,
    Post,
    UnitKind,
)
from app.services.reference import FOLDER
from tests import make
from tests.make import Draft
from tests.world import World

SEEDED = datetime(2024, 1, 31, 2, tzinfo=UTC)
CENTRE = (
    Post.INTAKE, Post.DISPATCHER, Post.REVIEWER, Post.VISITOR, Post.SUPERVISOR, Post.KEEPER,
    Post.ASSESSOR, Post.AUDITOR, Post.ACCOUNT_ADMIN, Post.SECURITY_ADMIN, Post.MIGRATOR,
)  # fmt: skip

# code, name, level, kind, parent, functions
UNITS = [
    ("BJ", "北京市人民政府", "city", "government", None, ""),
    ("HOT", "市民热线服务中心", "city", "hotline", "BJ", ""),
    ("CD", "市政务服务局", "city", "city_department", "BJ", "政务服务"),
    ("WATER", "自来水集团", "city", "enterprise", "BJ", "供水"),
    ("GAS", "燃气集团", "city", "enterprise", "BJ", "供气"),
    *(
        (f"{d}{code}", f"{name}{what}", level, kind, f"{d}" if code else "BJ", functions)
        for d, name in (("E", "东城"), ("W", "西城"))
        for code, what, level, kind, functions in (
            ("", "区人民政府", "district", "government", ""),
            ("1", "一街道", "street", "street", "城市管理"),
            ("2", "二街道", "street", "street", "城市管理"),
            ("C", "区城管委", "district", "district_department", "城市管理"),
            ("M", "区市场监管局", "district", "district_department", "市场监管"),
        )
    ),
    ("OLD", "东城旧街道", "street", "street", "E", "城市管理"),
    ("E1a", "东城一街道甲社区", "community", "community", "E1", ""),
    ("E2a", "东城二街道甲社区", "community", "community", "E2", ""),
    ("CENT", "在京某部", "city", "central", "BJ", ""),
]  # fmt: skip

GROUPS = {
    ("district", "government"): AssessmentGroup.DISTRICT,
    ("street", "street"): AssessmentGroup.STREET,
    ("city", "city_department"): AssessmentGroup.CITY_DEPARTMENT,
    ("district", "district_department"): AssessmentGroup.DISTRICT_DEPARTMENT,
    ("city", "enterprise"): AssessmentGroup.ENTERPRISE,
}

PEOPLE = [
    *((post, "HOT") for post in CENTRE),
    *((Post.COORDINATOR, code) for code in ("E", "W")),
    *(
        (post, unit[0])
        for unit in UNITS
        if unit[3] not in ("government", "hotline")
        for post in (Post.HEAD, Post.HANDLER)
    ),
]

#: Who brings into force what the first of their post drafts; nobody of these does anything else.
SECONDS = [("keeper2.HOT", Post.KEEPER, "HOT")]

SHORT = {"competent_kind": UnitKind.ENTERPRISE, "competent_function": "供水", "territorial": False}

ENTRIES = [
    make.entry("L1", limit_class=LimitClass.L1, named_unit="WATER", extension_allowed=False,
               **SHORT | {"competent_kind": None, "competent_function": None}),
    make.entry("L2", limit_class=LimitClass.L2, extension_allowed=True, **SHORT),
    make.entry("L3"),
    make.entry("L3FIXED", extension_allowed=False),
    make.entry("L4", limit_class=LimitClass.L4),
    make.entry("E48", limit_class=LimitClass.E48, territorial=False, competent_function="市场监管",
               competent_kind=UnitKind.DISTRICT_DEPARTMENT),
    make.entry("C1", limit_class=LimitClass.C1, territorial=False, competent_function="政务服务",
               competent_kind=UnitKind.CITY_DEPARTMENT, demand_kinds=(DemandKind.CONSULT,)),
    make.entry("ANY", territorial=False, competent_function=None,
               competent_kind=UnitKind.CITY_DEPARTMENT, limit_class=LimitClass.L4),
    make.entry("RECLAIMED", duty_list=DutyList.RECLAIMED),
    make.entry("ASSISTED", duty_list=DutyList.ASSIST),
    make.entry("RENEWED"),
    make.entry("RENEWED", valid_from=date(2024, 3, 1)),
    make.entry("RENEWED", valid_from=date(2024, 6, 1)),
    make.entry("ENDED"),
    make.entry("ENDED", valid_from=date(2024, 3, 1), in_force=False),
]  # fmt: skip


#: What communities lead, and what they only assist with; L3FIXED and the rest are on no list.
DUTIES = [
    make.community_duty("L3"),
    make.community_duty("RENEWED", role=CommunityRole.ASSIST),
    make.community_duty("L4"),
    make.community_duty("L4", valid_from=date(2024, 3, 1), in_force=False),
]

#: Parameters that begin later here than in the seed, so that the days without them can be tried.
LATE = {
    "visit.early": date(2024, 2, 15),
    "whistle.arrive.resident": date(2024, 3, 10),
    "visit.attempts": date(2024, 2, 15),
    "warn.E48": date(2024, 2, 15),
    "extension.allowed.E48": date(2024, 3, 10),
    "extension.margin.E48": date(2024, 3, 10),
    "extension.length.E48": date(2024, 3, 10),
}


def parameters() -> Iterator[Draft]:
    """Those of the seed; from May no visit before the limit has expired."""
    with (FOLDER / "parameters.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            told: dict[str, Any] = dict(row)
            told["value"] = int(told["value"])
            told["measure"], told["grade"] = Measure(told["measure"]), Grade(told["grade"])
            told["valid_from"] = LATE.get(told["key"], date.fromisoformat(told["valid_from"]))
            yield make.parameter(**told)
    yield make.parameter("visit.early", 0, measure=Measure.SWITCH, valid_from=date(2024, 5, 1))


def days() -> Iterator[Draft]:
    """2024 but its last days, so that a calendar's end can be reached."""
    with (FOLDER / "calendar.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if "2024-02" <= row["day"] < "2024-12-01":
                yield make.calendar_day(
                    date.fromisoformat(row["day"]),
                    kind=DayKind(row["kind"]), name=row["name"], valid_from=date(2023, 10, 25),
                )  # fmt: skip


def seed(bind: Any) -> None:
    """Everything of the city but orders."""
    world = World(bind, people={})
    with clock.at(SEEDED):
        for code, name, level, kind, parent, functions in UNITS:
            world.system(
                make.unit(
                    code, name=name, short_name=name, level=Level(level), kind=UnitKind(kind),
                    parent=parent, functions=functions, assessment_group=GROUPS.get((level, kind)),
                )
            )  # fmt: skip
        world.system(*ENTRIES, *DUTIES, *parameters(), *days(), make.scheme())
        world.system(
            *(
                make.account(f"{post.value}.{code}", name=post.label, post=post, unit=code,
                             must_change=False)
                for post, code in PEOPLE
            )
        )  # fmt: skip
        world.system(
            *(make.account(login, name=post.label, post=post, unit=code, must_change=False)
              for login, post, code in SECONDS)
        )  # fmt: skip
        world.merge("OLD", "E1")
