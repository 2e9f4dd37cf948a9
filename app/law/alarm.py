"""风险词: what in a demand sounds like an emergency (条例:二十九). It warns; a person decides.

Small on purpose: a word stands here when most demands that have it are dangerous. A new list is
added below with its own day; the old one stays, for orders are judged by the list of their day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.kernel.clock import local_date
from app.kernel.rules import derives
from app.models.enums import AlertSign
from app.models.work_order import WorkOrder

SEPARATOR = "、"


@dataclass(frozen=True)
class Vocabulary:
    """The words of each sign from a day on, until the next list."""

    since: date
    words: dict[AlertSign, str]


VOCABULARIES = (
    Vocabulary(
        date(2021, 9, 24),
        {
            AlertSign.EXTREME: "自杀 轻生 跳楼 自焚 同归于尽 报复社会 杀人",
            AlertSign.LIFE: "生命危险 持刀 坠楼 触电 溺水 被困 塌陷 房屋倒塌",
            AlertSign.SAFETY: "燃气泄漏 煤气泄漏 爆炸 起火 着火 明火 危化品 坍塌 液化气罐",
            AlertSign.HEALTH: "食物中毒 集体腹泻 传染病 疫情 水质污染",
            AlertSign.CROWD: "聚众 围堵 堵路 集体上访 罢工 罢运",
            AlertSign.DISASTER: "山洪 泥石流 滑坡 内涝 地震 决堤",
        },
    ),
)


def vocabulary(on: date) -> dict[str, AlertSign]:
    """Word → sign, as of a day."""
    held = [each for each in VOCABULARIES if each.since <= on]
    found = held[-1].words.items() if held else ()
    return {word: sign for sign, words in found for word in words.split()}


def signs_of(order: WorkOrder) -> list[AlertSign]:
    """The signs the alarm words of an order stand for, in the order of the words."""
    held = vocabulary(local_date(order.at))
    words = (order.alarm or "").split(SEPARATOR)
    return list(dict.fromkeys(held[word] for word in words if word in held))


@derives(WorkOrder, clause="条例:二十九", field="alarm", once=True)
def signs_of_an_emergency(order: WorkOrder, _: Any) -> str:
    """登记时找出诉求中突发事件的征兆，提示即报；是否报告由人判断，不影响受理和派单。"""
    told = "".join(f"{order.title or ''}。{order.content or ''}".split())
    longest, found = WorkOrder.alarm.type.length, ""
    for word in vocabulary(local_date(order.at)):
        if word in told:
            longer = f"{found}{SEPARATOR}{word}" if found else word
            found = longer if len(longer) <= longest else found
    return found
