"""What people say in an act: lawful by default, with what lies near it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from tests.oracle.facts import City, day_of
from tests.oracle.story import Act, Order
from tests.oracle.wording_more import SAYING_MORE, joining

T = TypeVar("T")
Told = dict[str, Any]

KINDS = [
    "order", "supplement", "attachment", "behaviour_mark", "disposal", "conference",
    "dispatch", "receipt", "contact", "co_handling", "co_result", "objection", "ruling",
    "extension", "extension_decision", "reply", "visit", "visit_contest", "contest_ruling", "amend",
    "merger", *SAYING_MORE,
]  # fmt: skip
#: Entry, unit, place: such as the law accepts for a first dispatch, in this order; then others.
LIKELY = 14
WAYS = [
    ("L3", "E1", "E1"), ("L3", "E1", "E1"), ("L3", "E", "E"), ("L4", "E2", "E2"),
    ("L3", "EC", "E1"), ("L2", "WATER", None), ("L1", "WATER", None), ("E48", "EM", "E1"),
    ("L4", "E1", "E1"), ("E48", "E", "E"), ("ANY", "CD", None), ("L3FIXED", "W1", "W1"),
    ("RENEWED", "E2", "E2"), ("L4", "W", "W"),
    ("C1", "CD", None), ("L3", "E1a", "E1"), ("L4", "E1a", "E1"),
    ("RECLAIMED", "E1", "E1"), ("RECLAIMED", "EC", "E2"), ("ENDED", "E1", "E1"),
    ("L3", "OLD", "E1"), ("L3", "E1", "E2"), ("L3", "E1", "E"), ("L3", "EM", "E1"),
    ("L3", "W1", "E1"), ("L3", "EC", "W1"), ("L2", "GAS", None), ("ANY", "CENT", None),
    ("L3", "E2a", "E2"), ("L3", "E2a", None), ("RENEWED", "E1a", "E1"), ("L3", "EC", "E"),
    ("E48", "EM", None), ("L3", "E1", None), ("ANY", "E", "E"), ("L3", "BJ", "E1"),
    ("L3", "EC", "OLD"), ("L3", "HOT", "E1"), ("L3", "E1", "EC"), ("L3", "OLD", "OLD"),
    ("ANY", "CD", "EC"), ("L2", "WATER", "HOT"),
]  # fmt: skip
ENTRIES = [code for code, _, _ in WAYS]
#: Where the present lead, or the hotline, might send it on.
ONWARD = {
    "E": [("E1", "E1"), ("EC", "E"), ("E2", "E2"), ("EM", "E1"), ("E1a", "E1"), ("W1", "W1"),
          ("E", "E"), ("EC", "E1")],
    "W": [("W1", "W1"), ("WC", "W"), ("WM", "W2"), ("E1", "E1")],
    "E1": [("E1a", "E1"), ("E1a", None), ("E2a", "E1"), ("EC", "E1")],
    "E2": [("E2a", "E2"), ("E2a", None), ("E1a", "E2"), ("E1", "E1")],
}  # fmt: skip
ELSEWHERE = [
    ("E2", "E2"), ("OLD", "OLD"), ("EC", "E1"), ("W1", "W1"), ("E1", "E1"), ("WATER", None),
    ("E", "E"), ("WC", "W1"), ("CD", None), ("E1a", "E1"), ("EC", "E"),
]  # fmt: skip
HELPERS = ["EC", "E2", "WATER", "E1a", "EM", "E1", "CD", "E", "OLD", "HOT", "CENT", "W1", "E2a"]


def pick(among: Sequence[T], number: int) -> T:
    return among[number % len(among)]


def words(city: City, orders: dict[str, Order], order: Order, act: Act, number: int) -> Told:
    """What is said, chosen by a number."""
    if act.kind == "dispatch":
        alike = [each.rounds[0] for each in orders.values() if each.rounds]
        if order.live is None and alike and number % 3:
            like = pick(alike, number // 3)
            entry = (like.entry.code, like.entry.valid_from)
            return {"entry": entry, "unit": like.unit, "place": like.place}
        return _dispatch(city, order, act, number)
    if act.kind == "merger":
        return joining(list(orders), act, number)
    if act.kind in SAYING_MORE:
        return SAYING_MORE[act.kind](city, order, act, number)
    if act.kind == "ruling":
        return _ruling(city, order, act, number)
    if act.kind == "disposal":
        return _disposal(list(orders), act, number)
    return SAYING[act.kind](order, act, number)


def version(city: City, code: str, on: date, number: int = 0) -> tuple[str, date]:
    """The version of an entry that holds; now and then another one."""
    all_ = [each for each in city.entries if each.code == code]
    held = city.entry(code, on) or all_[0]
    if number % 5 == 4:
        held = pick(all_, number // 5)
    return held.code, held.valid_from


def _dispatch(city: City, order: Order, act: Act, number: int) -> Told:
    held, on = order.live, day_of(act.at)
    if held is None:
        code, unit, place = pick(WAYS[:LIKELY] if number % 4 else WAYS, number // 4)
        if order.demand == "consult" and number % 2:
            code, unit, place = "C1", "CD", None
        return {"entry": version(city, code, on, number // 50), "unit": unit, "place": place}
    like = "E2" if held.unit.startswith("S") else held.unit
    ways = ONWARD.get(like, ELSEWHERE) if number % 4 else ELSEWHERE
    heir = city.heir(held.unit)
    if heir is not None and heir != held.unit and number % 4:
        ways = [(heir, heir)]
    unit, place = pick(ways, number // 4)
    code = held.entry.code if number % 5 else pick(["L3", *ENTRIES], number // 5)
    return {"entry": version(city, code, on, number // 50), "unit": unit, "place": place}


def _ruling(city: City, order: Order, act: Act, number: int) -> Told:
    told: Told = {"upheld": True, "reason": "职责清单列明", "unit": None, "entry": None,
                  "place": None}  # fmt: skip
    if number % 4 == 3:
        return told | {"upheld": False, "unit": pick([None, None, None, "E1"], number // 4)}
    if number % 4 == 2:
        code, unit, place = pick(WAYS, number // 4)
        return told | {"unit": unit, "place": place,
                       "entry": version(city, code, day_of(act.at))}  # fmt: skip
    unit, place = pick([*ELSEWHERE, (None, None)], number // 4)
    return told | {"unit": unit, "place": place if number % 8 else None}


def _disposal(names: list[str], act: Act, number: int) -> Told:
    kind = pick(DISPOSALS, number)
    told: Told = {
        "kind": kind, "told": "已告知", "told_at": act.at, "line": None, "handed_at": None,
        "receipt": "", "late_reason": "", "legal_channel": None, "earlier": None, "new_facts": "",
        "passed_to": "",
    }  # fmt: skip
    if kind == "emergency":
        told |= {"line": "119", "handed_at": act.at, "receipt": "回执 7 号",
                 "late_reason": pick(["线路繁忙", ""], number // 13)}  # fmt: skip
    if kind == "legal":
        told["legal_channel"] = "lawsuit"
    if kind == "repeat":
        told |= {
            "earlier": pick(names, number // 13),
            "new_facts": pick(["", "", "新照片"], number),
        }
    if kind in ("beyond", "central", "province"):
        told["passed_to"] = "行业协会"
    return told


DISPOSALS = ["answered", "withdrawn", "beyond", "repeat", "repeat", "emergency", "legal", "secret",
             "beyond", "unlawful", "central", "province", "praise", "invalid"]  # fmt: skip


# ---- the unit's ---------------------------------------------------------------------------------


def _excuse(number: int) -> str:
    """A reason for being late, whether one is or not; now and then none."""
    return pick(["连日降雨", "连日降雨", ""], number)


def _reply(order: Order, act: Act, number: int) -> Told:
    proof = pick(["照片三张", "照片三张", ""], number // 2)
    return {"content": "已清理", "told_at": act.at, "told_way": "phone", "proof": proof,
            "late_reason": _excuse(number // 6)}  # fmt: skip


def _contact(order: Order, act: Act, number: int) -> Told:
    reached = number % 3 != 2
    return {"way": "phone", "contacted_at": act.at, "reached": reached,
            "heard": "盼尽快" if reached else "", "late_reason": _excuse(number // 3)}  # fmt: skip


def _co_handling(order: Order, act: Act, number: int) -> Told:
    due = order.rounds[-1].due if order.rounds else act.at + timedelta(days=1)
    ends = due if number % 2 else min(due, act.at + timedelta(days=1))
    unit = pick(HELPERS[:5] if number % 3 else HELPERS, number // 6)
    return {"unit": unit, "matter": "清理设施", "due_at": ends}


def _extension(order: Order, act: Act, number: int) -> Told:
    days = pick([1, 2, 1, 7, 3, 15, 1, 2], number)
    told: Told = {"days": days, "legal_basis": "《行政强制法》第三十五条", "reason": "须依法催告"}
    return told | {"told_at": act.at, "notified_at": act.at}


def _visit(order: Order, act: Act, number: int) -> Told:
    missed = {"reached": False, "contacted": None, "solved": None, "satisfied": None}
    good = {"reached": True, "contacted": True, "solved": True, "satisfied": "satisfied"}
    bad = good | {"solved": False, "satisfied": "dissatisfied", "workable": True}
    ways: list[Told] = [
        good, bad, missed, bad | {"workable": False}, good | {"satisfied": "dissatisfied"},
        missed, bad, good, missed, bad, good | {"satisfied": "basic"}, good,
        good | {"workable": True}, missed | {"solved": True}, good | {"solved": None},
        good | {"solved": False, "workable": True}, missed | {"workable": True},
    ]  # fmt: skip
    return {"way": "phone", "workable": None, "opinion": "仍有摊贩"} | pick(ways, number)


SAYING: dict[str, Callable[[Order, Act, int], Told]] = {
    "amend": lambda order, act, n: {"row": n // 2, "remove": n % 2 == 0},
    "supplement": lambda order, act, n: {
        "content": "周末更多",
        "reported_unit": pick([order.lead, None, order.lead, "E1", "EC", None], n)
        if order.demand == "report" else None,
    },
    "attachment": lambda _, act, n: {
        "name": "现场.jpg", "size": pick([1000, 1000, 100 * 1024 * 1024 + 1], n // 7),
        "digest": "0" * 64, "kind": pick(["picture", "voice", "document", "voice"], n),
        "media_type": pick(["image/jpeg", "audio/mpeg", "application/pdf", "application/zip"], n),
    },
    "behaviour_mark": lambda _, act, n: {
        "kind": "repeated", "evidence": "当日来电 41 次",
        "dissuaded": pick(["已劝阻", "　"], n // 3),
    },
    "conference": lambda _, act, n: {
        "participants": "区城管委、街道", "opinions": "由街道牵头",
        "unit": pick(["E1", "EC", "OLD", "E2"], n),
    },
    "receipt": lambda _, act, n: {"note": "", "late_reason": _excuse(n)},
    "contact": _contact,
    "co_handling": _co_handling,
    "co_result": lambda _, act, n: {
        "final": n % 3 != 2, "content": "已拆除", "late_reason": _excuse(n // 3),
    },
    "objection": lambda _, act, n: {
        "ground": "duty", "reason": "不在职责之内", "evidence": "职责清单第三条",
    },
    "extension": _extension,
    "extension_decision": lambda _, act, n: {"granted": n % 4 != 3, "reason": "情况属实"},
    "reply": _reply,
    "visit": _visit,
    "visit_contest": lambda _, act, n: {"reason": "与事实不符", "evidence": "录音 12 号"},
    "contest_ruling": lambda _, act, n: {"upheld": n % 2 == 0, "reason": "录音属实"},
}  # fmt: skip
