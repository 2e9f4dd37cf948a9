"""What people say when they call in, ask above, urge, warn, keep and join."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from tests.oracle.facts import City, day_of
from tests.oracle.story import Act, Order

T = TypeVar("T")
Told = dict[str, Any]

#: Who might come, by the district of the lead; then anybody.
CALLABLE = {
    "E": ["EC", "EM", "E2", "E1a", "EC", "EM"],
    "W": ["WC", "WM", "W2", "WC", "WM", "W1"],
}
ANYBODY = ["WATER", "CD", "WC", "E2a", "E", "OLD", "HOT", "CENT", "E1", "W1", "BJ", "EC", "GAS"]
RATINGS = ["good", "fair", "poor", "good", None]
EXCUSES = ["连日降雨", "连日降雨", ""]


def pick(among: Sequence[T], number: int) -> T:
    return among[number % len(among)]


def _callable(city: City, order: Order, number: int) -> str:
    area = city.area(order.lead) if order.lead else None
    return pick(CALLABLE.get(area or "E", ["EC"]), number)


def _whistle(city: City, order: Order, act: Act, number: int) -> Told:
    unit = _callable(city, order, number // 5) if number % 5 != 4 else pick(ANYBODY, number // 5)
    kind = pick(["enforcement", "resident", "emergency", "emergency"], number // 20)
    return {"kind": kind, "matter": "街道没有处罚权", "gather": "十四时，路口东侧", "unit": unit}


def _summons(city: City, order: Order, act: Act, number: int) -> Told:
    far = act.by.startswith("coordinator") or number % 4 == 3
    unit = pick(ANYBODY, number // 4) if far else _callable(city, order, 1 + number // 4)
    return {"unit": unit, "task": "查验食品经营许可"}


def _report_in(_: City, order: Order, act: Act, number: int) -> Told:
    came = act.at - pick([timedelta(0), timedelta(0), timedelta(minutes=1)], number // 2)
    return {"people": "执法队二人", "arrived_at": came, "justified": number % 4 != 3,
            "note": pick(["", "职责不符"], number // 8),
            "late_reason": pick(EXCUSES, number // 3)}  # fmt: skip


def _whistle_result(city: City, order: Order, act: Act, number: int) -> Told:
    called = [each for whistle in order.standing(city) for each in whistle.summoned]
    summoned = pick([each for each in called if not each.ended] or [None], number // 6)
    told: Told = {"unit": summoned.unit if summoned else "EC", "content": "联合清理完毕"}
    if number % 6 == 5:
        told["unit"] = pick(["EM", "EC", "E1"], number // 6)
    come = summoned is not None and summoned.arrived
    if come == (number % 6 != 4):
        outcome = pick(["solved", "partly", "unsolved"], number // 36)
        return told | {"outcome": outcome, "rating": pick(RATINGS, number // 36)}
    return told | {"outcome": "absent", "rating": "good" if number % 36 == 35 else None}


#: Whom each of these might ask: first the right ones.
UPWARD = {
    "E": ["BJ", "CD", "EC", "HOT", "W"],
    "W": ["BJ", "CD", "WC"],
    "E1a": ["E1", "E1", "E", "EC", "E2"],
    "E2a": ["E2", "E2", "E", "EC"],
    "EC": ["E", "CD", "E", "BJ", "W", "EM"],
    "EM": ["E", "CD", "BJ"],
    "WATER": ["BJ", "BJ", "CD", "HOT", "E"],
    "CD": ["BJ", "CD", "HOT"],
    "W1": ["W", "WC", "E", "CD"],
}


def _escalation(_: City, order: Order, act: Act, number: int) -> Told:
    asked = UPWARD.get(order.lead or "", ["E", "EC", "E", "EM", "CD", "BJ", "E2", "W", "WC"])
    unit = asked[0] if number % 3 == 0 else pick(asked, number // 3)
    return {"unit": unit, "matter": "需要区里协调", "own_action": "已现场劝离三次"}


def _social_help(city: City, order: Order, act: Act, number: int) -> Told:
    task = pick(["引导摊贩", "引导摊贩", f"联系 {_spaced(order.contact)}"], number // 4)
    names = [each.name for each in city.units.values()]
    known = pick(names, number // 4)
    organisation = known if number % 4 == 3 else "朝阳志愿者协会"
    return {"organisation": organisation, "kind": "volunteers", "task": task,
            "outcome": pick(["", "", "", f"电话{order.contact}"], number // 12)}  # fmt: skip


def _spaced(contact: str) -> str:
    """As people write numbers down."""
    return f"{contact[:3]} {contact[3:7]}-{contact[7:]}"


def _alert(_: City, order: Order, act: Act, number: int) -> Told:
    unit = pick(["EM", "EC", "CD", "E", "WATER"], number // 3)
    if number % 3 == 2:
        unit = pick([*ANYBODY, "E2"], number // 3)
    before = pick([0, 0, 15, 16, 60 * 24 * 3], number // 2)
    noticed = max(order.at, act.at - timedelta(minutes=before))
    situation = pick([*["有明火"] * 6, f"请联系{_spaced(order.contact)}"], number // 15)
    return {"sign": "safety", "situation": situation, "unit": unit, "noticed_at": noticed,
            "late_reason": pick(EXCUSES, number // 4)}  # fmt: skip


def _ledger(_: City, order: Order, act: Act, number: int) -> Told:
    return {"cause": "funds", "reason": "疏导点尚未立项", "plan": "纳入下一年度计划",
            "owner": "副主任 张某", "told_at": act.at,
            "review_on": _review(act.at, number)}  # fmt: skip


def _review(at: datetime, number: int) -> Any:
    return day_of(at) + timedelta(days=pick([30, 30, 7, 31, 0, 30, 32, -1], number))


SAYING_MORE: dict[str, Callable[[City, Order, Act, int], Told]] = {
    "whistle": _whistle,
    "summons": _summons,
    "report_in": _report_in,
    "whistle_result": _whistle_result,
    "escalation": _escalation,
    "escalation_answer": lambda city, order, act, n: {
        "opinion": "由城管委牵头", "measures": "已召开协调会", "late_reason": pick(EXCUSES, n),
    },
    "supervision": lambda city, order, act, n: {
        "kind": pick(["urge", "supervise"], n), "demand": "请抓紧办理",
    },
    "supervision_answer": lambda city, order, act, n: {
        "content": "已安排今日清理", "late_reason": pick(EXCUSES, n),
    },
    "social_help": _social_help,
    "alert": _alert,
    "alert_receipt": lambda city, order, act, n: {"measures": "已派员到场"},
    "ledger": _ledger,
    "ledger_review": lambda city, order, act, n: {
        "findings": "立项已报批", "review_on": _review(act.at, n),
    },
    "ledger_removal": lambda city, order, act, n: {
        "result": "疏导点已启用", "evidence": "验收单第 3 号",
    },
    "merger_undo": lambda city, order, act, n: {"reason": "经核实为两处摊贩"},
}  # fmt: skip


def joining(names: list[str], act: Act, number: int) -> Told:
    """Into one of the others; now and then into itself."""
    others = [each for each in names if each != act.told["order"]] or names
    main = pick(names, number // 8) if number % 8 == 7 else pick(others, number // 8)
    return {"main": main, "reason": "同一路口同一摊贩"}
