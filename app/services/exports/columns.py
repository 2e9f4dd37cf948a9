"""The columns orders can be exported in, by name; and the sets of them that offices know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, literal, null

from app.kernel.errors import PortalError
from app.models.catalogue_entry import CatalogueEntry
from app.models.work_order import WorkOrder
from app.services.exports.standing import Standing
from app.services.words import CLOSED

MASK = "***"


@dataclass(frozen=True)
class Column:
    """``needs``: the tables joined for it; ``past``: those it needs besides in the past.

    ``explains``: the order's id, in place of which the file says how its limit came about.
    """

    label: str
    of: Callable[[Standing], Any]
    needs: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    private: bool = False
    explains: bool = False


def _own(name: str, label: str, *, private: bool = False) -> Column:
    return Column(label, lambda _: getattr(WorkOrder, name), private=private)


def _words(name: str, label: str) -> Column:
    """What a demand says, unless it was closed as secret (条例:十一(3)(四))."""
    held = getattr(WorkOrder, name)
    return Column(label, lambda _: case((WorkOrder.secret, literal(CLOSED)), else_=held))


def _entry(name: str, label: str) -> Column:
    return Column(label, lambda _: getattr(CatalogueEntry, name), ("entry",))


def _visit(name: str, label: str) -> Column:
    return Column(label, lambda standing: getattr(standing.visit, name), ("visit",))


def _dispatch(name: str, label: str) -> Column:
    return Column(label, lambda standing: getattr(standing.dispatch, name), ("dispatch",))


def _reply(name: str, label: str) -> Column:
    return Column(label, lambda standing: getattr(standing.reply, name), ("reply",))


def _path(_: Standing) -> Any:
    """The three levels as exports of the city write them."""
    entry = CatalogueEntry
    return entry.level1 + "->" + entry.level2 + "->" + entry.level3


COLUMNS: dict[str, Column] = {
    "number": _own("number", "工单编号"),
    "external_id": _own("external_id", "外部编号"),
    "origin": _own("origin", "来源系统"),
    "origin_note": _words("origin_note", "来源说明"),
    "at": _own("at", "登记时间"),
    "title": _words("title", "标题"),
    "content": _words("content", "诉求内容"),
    "demand_kind": _own("demand_kind", "诉求类型"),
    "channel": _own("channel", "渠道"),
    "complainant_kind": _own("complainant_kind", "诉求人类别"),
    "complainant_name": _own("complainant_name", "诉求人", private=True),
    "contact": _own("contact", "联系方式", private=True),
    "protected": _own("protected", "要求保密"),
    "place": _words("place", "发生地点"),
    "district": Column("所在区", lambda standing: standing.district, ("place", "area")),
    "township": Column("所在街乡镇", lambda standing: standing.township, ("place",)),
    "status": Column("状态", lambda standing: standing.status, (), ("dispatch", "reply")),
    "entry": _entry("code", "目录编码"),
    "level1": _entry("level1", "一级分类"),
    "level2": _entry("level2", "二级分类"),
    "level3": _entry("level3", "三级分类"),
    "category": Column("问题分类", _path, ("entry",)),
    "unit": Column("承办单位", lambda standing: standing.lead.name, ("lead",)),
    "unit_short": Column("承办单位简称", lambda standing: standing.lead.short_name, ("lead",)),
    "dispatched_at": _dispatch("at", "派单时间"),
    "limit_class": _dispatch("limit_class", "时限级别"),
    "limit": _dispatch("limit_text", "办理时限"),
    "limit_basis": _dispatch("limit_basis", "时限依据"),
    "due_at": Column("办理期限", lambda standing: standing.due_at, (), ("dispatch",)),
    "replied_at": Column("反馈时间", lambda standing: standing.replied_at, (), ("reply",)),
    "reply": _reply("content", "办理情况"),
    "told_at": _reply("told_at", "向诉求人反馈时间"),
    "late_reason": _reply("late_reason", "逾期理由"),
    "clock": Column("期限说明", lambda _: WorkOrder.id, explains=True),
    "closed_at": Column("办结时间", lambda standing: standing.closed_at),
    "verdict": Column("是否按时", lambda standing: standing.verdict, (), ("dispatch", "reply")),
    "visited_at": _visit("at", "回访时间"),
    "valid": _visit("valid", "有效回访"),
    "contacted": _visit("contacted", "是否联系"),
    "solved": _visit("solved", "是否解决"),
    "satisfied": _visit("satisfied", "是否满意"),
    "opinion": _visit("opinion", "诉求人意见"),
}

#: What a layout has and we do not keep: the column is there, and empty.
EMPTY = Column("", lambda _: null())

#: Heading → column; as district and city systems export them (law.md g1–g3).
LAYOUTS: dict[str, tuple[tuple[str, str], ...]] = {
    "form": (
        ("工单编号", "number"), ("来电时间", "at"), ("来电人", "complainant_name"),
        ("来电号码", "contact"), ("问题分类", "category"), ("工单分类", "demand_kind"),
        ("发生地址", "place"), ("标题", "title"), ("主要内容", "content"),
        ("派单时间", "dispatched_at"), ("截止时间", "due_at"), ("处理时限", "limit"),
        ("承办单位", "unit"), ("处理情况", "reply"),
    ),
    "district": (
        ("工单编号", "number"), ("工单类型", "demand_kind"), ("问题分类", "category"),
        ("标签", "limit_class"), ("标题", "title"), ("主要内容", "content"),
        ("工单状态", "status"), ("来电人", "complainant_name"), ("来电人电话/账号", "contact"),
        ("被反映区", "district"), ("被反映街乡镇", "township"), ("办理结果", "verdict"),
        ("回复内容", "reply"), ("处理受理方式", "channel"), ("主办单位", "unit"),
        ("来电时间", "at"), ("办结时间", "closed_at"), ("企业名称", ""), ("是否解决", "solved"),
        ("是否满意", "satisfied"), ("工单性质", ""), ("村/社区", ""), ("小区点位", "place"),
    ),
    "analysis": (
        ("序号", ""), ("创建时间", "at"), ("办结时间", "closed_at"), ("一级分类", "level1"),
        ("二级分类", "level2"), ("三级分类", "level3"), ("主要内容", "content"),
        ("处理结果", "reply"), ("被反映街乡镇", "township"), ("所在村社区", ""),
        ("二级承办单位简称", "unit_short"), ("是否有效回访", "valid"), ("是否联系", "contacted"),
        ("是否解决", "solved"), ("是否满意", "satisfied"),
    ),
}  # fmt: skip
NUMBERED = "序号"


class UnknownColumn(PortalError):
    """A column or layout that is not offered."""


def chosen(names: str | None, layout: str | None) -> list[tuple[str, Column]]:
    """Heading and column of each asked for, by a list of names or by a layout."""
    if layout is not None:
        if layout not in LAYOUTS:
            raise UnknownColumn(f"没有版式“{layout}”，可用：{'、'.join(LAYOUTS)}")
        return [(heading, COLUMNS.get(name, EMPTY)) for heading, name in LAYOUTS[layout]]
    asked = [each.strip() for each in (names or "").split(",") if each.strip()]
    if strange := [each for each in asked if each not in COLUMNS]:
        held = "、".join(f"{name}（{each.label}）" for name, each in COLUMNS.items())
        raise UnknownColumn(f"没有列 {'、'.join(strange)}，可用：{held}")
    if not asked:
        raise UnknownColumn("请用 --columns 列出要导出的列，或用 --layout 选一种版式")
    return [(COLUMNS[each].label, COLUMNS[each]) for each in asked]
