"""What a file may tell of a demand and of what was done about it, and how each is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.kernel.clock import SHANGHAI
from app.kernel.types import Labeled
from app.models.enums import Channel, ComplainantKind, DemandKind, Satisfaction
from app.services.imports.faults import Wrong

FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M",
           "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日 %H:%M:%S",
           "%Y年%m月%d日 %H:%M", "%Y年%m月%d日")  # fmt: skip
#: Years in which something can have happened or be due; so far apart, no shift leaves the calendar.
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=SHANGHAI), datetime(2300, 1, 1, tzinfo=SHANGHAI)
YES = {"是", "1", "y", "yes", "true", "有", "对", "已", "有效", "已联系", "已解决", "解决"}
NO = {"否", "0", "n", "no", "false", "无", "不", "未", "无效", "未联系", "未解决"}


def text(typed: str) -> str | None:
    """Trimmed; nothing when blank."""
    return typed.strip() or None


def line(typed: str) -> str | None:
    """One line, its blanks made single."""
    return " ".join(typed.split()) or None


def flag(typed: str) -> bool | None:
    """Yes or no in the words of spreadsheets."""
    told = typed.strip().lower()
    if not told:
        return None
    if told in YES or told in NO:
        return told in YES
    raise Wrong(f"“{typed.strip()}”须为“是”或“否”")


def instant(typed: str) -> datetime | None:
    """Beijing time as written, as an aware instant."""
    told = " ".join(typed.split())
    if not told:
        return None
    for form in FORMATS:
        try:
            at = datetime.strptime(told, form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
        if EARLIEST <= at < LATEST:
            return at.astimezone(UTC)
        raise Wrong(f"时间“{told}”不在 {EARLIEST.year} 年至 {LATEST.year - 1} 年之间，请核对年份")
    raise Wrong(f"时间“{told[:40]}”无效或不存在，请按“年-月-日 时:分:秒”填写")


def member(kind: type[Labeled]) -> Callable[[str], Labeled | None]:
    """One of an enumeration, by its label or its stored value."""
    known = {each.label: each for each in kind} | {str(each.value): each for each in kind}

    def read(typed: str) -> Labeled | None:
        told = typed.strip()
        if not told:
            return None
        if told not in known:
            held = "、".join(each.label for each in kind)
            raise Wrong(f"“{told[:40]}”不在可选范围内（{held}）")
        return known[told]

    return read


@dataclass(frozen=True)
class Field:
    """What it is called, and how a cell is read."""

    label: str
    read: Callable[[str], Any]


FIELDS: dict[str, Field] = {
    "external_id": Field("外部编号", line),
    "at": Field("登记时间", instant),
    "title": Field("标题", line),
    "content": Field("诉求内容", text),
    "demand_kind": Field("诉求类型", member(DemandKind)),
    "channel": Field("渠道", member(Channel)),
    "complainant_kind": Field("诉求人类别", member(ComplainantKind)),
    "complainant_name": Field("诉求人", line),
    "contact": Field("联系方式", line),
    "protected": Field("要求保密", flag),
    "place": Field("发生地点", line),
    "district": Field("所在区", line),
    "township": Field("所在街乡", line),
    "entry": Field("目录条目", line),
    "level1": Field("一级分类", line),
    "level2": Field("二级分类", line),
    "level3": Field("三级分类", line),
    "unit": Field("承办单位", line),
    "named": Field("经办人", line),
    "dispatched_at": Field("派单时间", instant),
    "due_at": Field("办理期限", instant),
    "signed_at": Field("签收时间", instant),
    "sign_late_reason": Field("逾期签收理由", text),
    "contacted_at": Field("联系时间", instant),
    "contact_late_reason": Field("逾期联系理由", text),
    "heard": Field("诉求人意见", text),
    "told": Field("答复内容", text),
    "replied_at": Field("反馈时间", instant),
    "reply": Field("办理情况", text),
    "proof": Field("办理凭据", text),
    "late_reason": Field("逾期理由", text),
    "visited_at": Field("回访时间", instant),
    "valid": Field("有效回访", flag),
    "contacted": Field("是否联系", flag),
    "solved": Field("是否解决", flag),
    "satisfied": Field("是否满意", member(Satisfaction)),
    "opinion": Field("回访意见", text),
    "workable": Field("退回重办", flag),
}
#: Without these there is no order to register (条例:十).
NEEDED = ("external_id", "at", "content")
