"""Builders: one a table, every argument optional, so that a test states only what matters.

A draft names units and catalogue entries by code; ``World`` makes rows or form fields of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from app.kernel import clock
from app.models.account import Account
from app.models.attachment import Attachment
from app.models.behaviour_mark import BehaviourMark
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.co_handling import CoHandling
from app.models.co_result import CoResult
from app.models.community_duty import CommunityDuty
from app.models.conference import Conference
from app.models.contact import Contact
from app.models.contest_ruling import ContestRuling
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.enums import (
    Behaviour,
    Channel,
    CommunityRole,
    ContactWay,
    DayKind,
    DemandKind,
    Grade,
    Level,
    LimitClass,
    Measure,
    MediaKind,
    ObjectionGround,
    Post,
    Rounding,
    Satisfaction,
    Totals,
    UnitKind,
    VisitWay,
)
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.objection import Objection
from app.models.parameter import Parameter
from app.models.period import Period
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.scheme import Scheme
from app.models.supplement import Supplement
from app.models.unit import Unit
from app.models.visit import Visit
from app.models.visit_contest import VisitContest
from app.models.work_order import WorkOrder

BEGAN = date(2021, 9, 24)


@dataclass(frozen=True)
class Draft:
    """A write that has not happened: create, or with ``id`` update (``u``) or delete (``d``)."""

    table: type[Any]
    values: dict[str, Any] = field(default_factory=dict)
    verb: str = "c"
    id: int | None = None

    def but(self, **values: Any) -> Draft:
        """The same with other values."""
        return replace(self, values=self.values | values)


def change(table: type[Any], ident: int, **values: Any) -> Draft:
    return Draft(table, values, "u", ident)


def removal(table: type[Any], ident: int) -> Draft:
    return Draft(table, {}, "d", ident)


# ---- the life of an order ---------------------------------------------------------------------


def order(**told: Any) -> Draft:
    return Draft(
        WorkOrder,
        {
            "title": "占道经营",
            "content": "路口每天傍晚有摊贩占道，行人无法通过",
            "demand_kind": DemandKind.COMPLAINT,
            "channel": Channel.PHONE,
            "contact": "13800138000",
        }
        | told,
    )


def supplement(order: Any = None, **told: Any) -> Draft:
    return Draft(Supplement, {"order": order, "content": "周末摊贩更多"} | told)


def disposal(order: Any = None, **told: Any) -> Draft:
    base = {"order": order, "told": "已告知办理条件和地点", "told_at": clock.now()}
    return Draft(Disposal, base | told)


def attachment(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "name": "现场.jpg",
        "kind": MediaKind.PICTURE,
        "media_type": "image/jpeg",
        "size": 1000,
        "digest": "0" * 64,
    }
    return Draft(Attachment, base | told)


def mark(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "kind": Behaviour.REPEATED,
        "evidence": "当日来电 41 次，录音编号 3—43",
        "dissuaded": "已劝阻并告知后果",
    }
    return Draft(BehaviourMark, base | told)


def conference(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "participants": "区城管委、街道",
        "opinions": "均认为由街道牵头",
        "unit": "E1",
    }
    return Draft(Conference, base | told)


def co_handling(order: Any = None, **told: Any) -> Draft:
    due = clock.now() + timedelta(days=2)
    base = {"order": order, "unit": "EC", "matter": "清理设施", "due_at": due}
    return Draft(CoHandling, base | told)


def co_result(order: Any = None, **told: Any) -> Draft:
    return Draft(CoResult, {"order": order, "final": True, "content": "已拆除"} | told)


def contest(order: Any = None, **told: Any) -> Draft:
    base = {"order": order, "reason": "诉求人所答与事实不符", "evidence": "通话录音 12 号"}
    return Draft(VisitContest, base | told)


def contest_ruling(order: Any = None, **told: Any) -> Draft:
    base = {"order": order, "upheld": True, "reason": "录音属实"}
    return Draft(ContestRuling, base | told)


def dispatch(order: Any = None, **told: Any) -> Draft:
    base = {"order": order, "entry": "L3", "unit": "E1", "place": "E1"}
    return Draft(Dispatch, base | told)


def receipt(order: Any = None, **told: Any) -> Draft:
    return Draft(Receipt, {"order": order} | told)


def contact(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "way": ContactWay.PHONE,
        "contacted_at": clock.now(),
        "reached": True,
        "heard": "希望尽快清理",
    }
    return Draft(Contact, base | told)


def objection(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "ground": ObjectionGround.DUTY,
        "reason": "不在本单位职责之内",
        "evidence": "职责清单第三条",
    }
    return Draft(Objection, base | told)


def ruling(order: Any = None, **told: Any) -> Draft:
    base = {"order": order, "upheld": True, "reason": "职责清单列明", "unit": "EC"}
    return Draft(Ruling, base | told)


def rejection(order: Any = None, **told: Any) -> Draft:
    return ruling(order, upheld=False, unit=None, **told)


def extension(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "days": 3,
        "legal_basis": "《行政强制法》第三十五条",
        "reason": "须依法催告",
        "told_at": clock.now(),
        "notified_at": clock.now(),
    }
    return Draft(Extension, base | told)


def decision(order: Any = None, **told: Any) -> Draft:
    base = {"order": order, "granted": True, "reason": "情况属实"}
    return Draft(ExtensionDecision, base | told)


def reply(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "content": "已清理并安排值守",
        "told_at": clock.now(),
        "told_way": ContactWay.PHONE,
        "proof": "现场照片三张",
    }
    return Draft(Reply, base | told)


def visit(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "way": VisitWay.PHONE,
        "reached": True,
        "contacted": True,
        "solved": True,
        "satisfied": Satisfaction.SATISFIED,
    }
    return Draft(Visit, base | told)


def bad_visit(order: Any = None, **told: Any) -> Draft:
    unhappy = {"solved": False, "satisfied": Satisfaction.DISSATISFIED, "workable": True}
    return visit(order, **unhappy | told)


def missed_visit(order: Any = None, **told: Any) -> Draft:
    unheard = {"reached": False, "contacted": None, "solved": None, "satisfied": None}
    return visit(order, **unheard | told)


# ---- reference rows and people ----------------------------------------------------------------


def unit(code: str = "X1", **told: Any) -> Draft:
    base = {
        "code": code,
        "name": f"{code}街道",
        "short_name": code,
        "level": Level.STREET,
        "kind": UnitKind.STREET,
        "parent": "E",
    }
    return Draft(Unit, base | told)


def entry(code: str = "X", **told: Any) -> Draft:
    base = {
        "code": code,
        "valid_from": BEGAN,
        "level1": "城市管理",
        "level2": "街面秩序",
        "level3": f"事项{code}",
        "demand_kinds": tuple(DemandKind),
        "competent_kind": UnitKind.STREET,
        "competent_function": "城市管理",
        "territorial": True,
        "limit_class": LimitClass.L3,
        "extension_allowed": True,
        "basis": "派单目录",
    }
    return Draft(CatalogueEntry, base | told)


def scheme(code: str = "monthly", **told: Any) -> Draft:
    base = {
        "code": code,
        "title": "月度三率考评",
        "valid_from": BEGAN,
        "starts_on": 19,
        "weight_response": 10,
        "weight_resolution": 50,
        "weight_satisfaction": 40,
        "basic_share": 90,
        "decimals": 1,
        "rounding": Rounding.HALF_UP,
        "least_valid": 2,
        "totals": Totals.POOLED,
        "excellent_from": 95,
        "good_from": 85,
        "passing_from": 70,
        "consulted": "2021年9月听取各部门、街道乡镇和公众的意见",
        "basis": "条例:三十二(2)",
        "grade": Grade.A,
    }
    return Draft(Scheme, base | told)


def community_duty(code: str = "X", **told: Any) -> Draft:
    base = {
        "code": code,
        "valid_from": BEGAN,
        "role": CommunityRole.OWN,
        "basis": "社区工作清单",
    }
    return Draft(CommunityDuty, base | told)


def period(starts_on: date = date(2024, 2, 19), **told: Any) -> Draft:
    return Draft(Period, {"starts_on": starts_on, "scheme": "monthly"} | told)


def parameter(key: str = "handle.L3", value: int = 7, **told: Any) -> Draft:
    base = {
        "key": key,
        "value": value,
        "measure": Measure.HOURS,
        "valid_from": BEGAN,
        "basis": "平台规则:handling_limits",
        "grade": Grade.A,
    }
    return Draft(Parameter, base | told)


def calendar_day(day: date = date(2025, 6, 2), **told: Any) -> Draft:
    base = {"day": day, "kind": DayKind.WORKDAY, "valid_from": date(2024, 11, 12)}
    return Draft(CalendarDay, base | told)


def account(login: str = "new", **told: Any) -> Draft:
    base = {"login": login, "name": login, "post": Post.HANDLER, "unit": "E1"}
    return Draft(Account, base | told)
