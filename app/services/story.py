"""一件诉求的一生: who does what, and which unlawful steps they try on the way; as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.kernel.clock import SHANGHAI
from app.models.enums import Status

#: A Monday morning within the work calendar.
BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
BEGINS_LATE = BEGINS + timedelta(days=21)
NOW = "@now"
HIDDEN = "看不到"
PRACTICE = "依惯例，无法定条款"
#: Fields that name a row of another table, by code.
RELATIONS = frozenset({"unit", "place", "entry"})

HEAD, OTHER = "head-110105026", "head-110105016"
STREET, NEXT_STREET, BUREAU = "110105026", "110105016", "110105-02"
PROPERTY, LAMPS = "070103", "050203"


@dataclass(frozen=True)
class Scene:
    """One step. ``refused``: the clause the page must give, or ``HIDDEN``: not for this person."""

    login: str
    what: str
    table: str
    told: dict[str, str] = field(default_factory=dict)
    after: timedelta = timedelta(minutes=5)
    status: Status | None = None
    refused: str = ""


def minutes(count: int) -> timedelta:
    """A short while."""
    return timedelta(minutes=count)


CALL = {
    "title": "单元门禁损坏两个月物业不修（演示）",
    "content": "小区三号楼单元门禁损坏两个月，物业一直推说等配件，希望督促维修。（演示）",
    "demand_kind": "complaint",
    "channel": "phone",
    "complainant_name": "何先生（演示）",
    "contact": "13800000001",
    "place": "望京街道景明家园三号楼",
}
DISPATCH = {"entry": PROPERTY, "place": STREET, "unit": STREET}
OBJECTION = {
    "ground": "duty",
    "reason": "该小区属区住建部门直接监管的保障性住房项目，维修由其督促。",
    "evidence": "《朝阳区物业管理职责清单（演示）》第五条",
}
EXTENSION = {
    "days": "5",
    "legal_basis": "《北京市物业管理条例》关于共用设施维修程序的规定（演示）",
    "reason": "更换门禁须经业主表决，程序尚未完成。",
    "told_at": NOW,
    "notified_at": NOW,
}
REPLY = {"content": "门禁已更换并试用三天，诉求人确认可用。", "told_at": NOW, "told_way": "phone"}
VISIT = {
    "way": "phone", "reached": "1", "contacted": "1", "solved": "1", "satisfied": "satisfied",
}  # fmt: skip

MAIN = (
    Scene("intake", "登记工单，联系方式写“无”", "work_order", CALL | {"contact": "无"},
          refused="条例:十"),
    Scene("intake", "登记工单", "work_order", CALL, status=Status.REGISTERED),
    Scene("intake", "对投诉即时答复了结", "disposal",
          {"kind": "answered", "told": "请找物业", "told_at": NOW}, refused="条例:十一(1)"),
    Scene("visitor", "尚未派单即回访", "visit", VISIT, refused="条例:二十三"),
    Scene("dispatcher", "派给没有职责的区教委", "dispatch", DISPATCH | {"unit": "110105-05"},
          refused="条例:十一(2)"),
    Scene("dispatcher", "派给另一街道", "dispatch", DISPATCH | {"unit": NEXT_STREET},
          refused="条例:十一(2)"),
    Scene("dispatcher", "派单给望京街道", "dispatch", DISPATCH, status=Status.DISPATCHED),
    Scene("dispatcher", "绕过异议再次派单", "dispatch", DISPATCH, refused="条例:十四(1)"),
    Scene(OTHER, "签收别的街道的工单", "receipt", refused=HIDDEN),
    Scene(HEAD, "提出异议而不附依据", "objection", OBJECTION | {"evidence": ""},
          refused="条例:十二(3)"),
    Scene(HEAD, "提出派单异议", "objection", OBJECTION, minutes(40), Status.DISPUTED),
    Scene("handler-110105026", "异议未裁定即反馈", "reply", REPLY, refused="条例:十四(1)"),
    Scene("dispatcher", "派单员自行裁定异议", "ruling", {"upheld": "1"}, refused=HIDDEN),
    Scene("reviewer", "裁定异议成立而不指定单位", "ruling", {"upheld": "1", "reason": "属实"},
          refused="条例:十二(3)"),
    Scene("reviewer", "裁定异议成立，改派区住建委", "ruling",
          {"upheld": "1", "reason": "职责清单列明，异议成立。", "unit": BUREAU},
          minutes(60), Status.DISPATCHED),
    Scene(HEAD, "原承办街道再来签收", "receipt", refused=HIDDEN),
    Scene("head-110105-02", "裁定指定的单位再提异议", "objection", OBJECTION,
          refused=PRACTICE),
    Scene("head-110105-02", "签收", "receipt", {}, minutes(30), Status.HANDLING),
    Scene("head-110105-02", "联系诉求人", "contact",
          {"way": "phone", "contacted_at": NOW, "reached": "1", "heard": "希望本月修好"},
          minutes(30), Status.HANDLING),
    Scene("head-110105-02", "申请延期而未向诉求人说明", "extension", EXTENSION | {"told_at": ""},
          refused="条例:十五(二)"),
    Scene("head-110105-02", "一次申请延期三十天", "extension", EXTENSION | {"days": "30"},
          refused=PRACTICE),
    Scene("head-110105-02", "申请延期五天", "extension", EXTENSION, timedelta(days=2),
          Status.HANDLING),
    Scene("head-110105-02", "自己批准自己的延期", "extension_decision",
          {"granted": "1", "reason": "同意"}, refused=HIDDEN),
    Scene("coordinator-110108", "外区批准延期", "extension_decision",
          {"granted": "1", "reason": "同意"}, refused=HIDDEN),
    Scene("coordinator-110105", "批准延期", "extension_decision",
          {"granted": "1", "reason": "表决程序属实，同意。"}, timedelta(hours=3), Status.HANDLING),
    Scene("visitor", "期限未到、未反馈即回访", "visit", VISIT, refused="条例:二十三"),
    Scene("head-110105-02", "反馈而未告知诉求人", "reply", REPLY | {"told_at": ""},
          refused="条例:十五(三)"),
    Scene("head-110105-02", "反馈办理结果", "reply", REPLY, timedelta(days=9), Status.REPLIED),
    Scene("visitor", "接通了却不记是否满意", "visit", VISIT | {"satisfied": ""},
          refused="条例:三十二(2)"),
    Scene("visitor", "回访：已解决、满意", "visit", VISIT, timedelta(hours=4), Status.CLOSED),
    Scene("visitor", "有效回访之后再次回访", "visit", VISIT, refused=PRACTICE),
)  # fmt: skip

LATE = (
    Scene("intake", "登记另一工单", "work_order",
          CALL | {"title": "安和路路灯不亮（演示）", "content": "安和路路灯连续三晚不亮。（演示）"},
          status=Status.REGISTERED),
    Scene("dispatcher", "派单给区城市管理委", "dispatch",
          {"entry": LAMPS, "place": STREET, "unit": "110105-01"}, status=Status.DISPATCHED),
    Scene("head-110105-01", "签收", "receipt", {}, minutes(20), Status.HANDLING),
    Scene("head-110105-01", "对民生急需事项申请延期", "extension", EXTENSION,
          refused="条例:十五(二)"),
    Scene("head-110105-01", "超期反馈而不说明理由", "reply", REPLY, timedelta(hours=30),
          refused="条例:三十五(2)(二)"),
    Scene("head-110105-01", "超期反馈，说明理由", "reply",
          REPLY | {"late_reason": "电缆被施工挖断，抢修耗时。"}, status=Status.REPLIED),
    Scene("visitor", "回访：已解决、基本满意", "visit", VISIT | {"satisfied": "basic"},
          timedelta(hours=2), Status.CLOSED),
)  # fmt: skip
