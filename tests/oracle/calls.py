"""What the state of an order calls for next; the likelier, the oftener it stands in the list."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.oracle.facts import City
from tests.oracle.story import Order

DAY = timedelta(days=1)
#: What a sequence may be mostly about, so that it gets far enough into it.
THEMES = {
    "calling": {"whistle", "summons", "report_in", "whistle_result"},
    "asking": {"contact", "escalation", "escalation_answer", "supervision", "supervision_answer",
               "alert_receipt"},
    "keeping": {"ledger", "ledger_review", "ledger_removal", "reply", "visit"},
    "joining": {"order", "merger", "merger_undo"},
    "following": {"abolish", "dispatch", "extension", "extension_decision", "co_handling",
                  "co_result"},
}  # fmt: skip


def called_for(city: City, orders: dict[str, Order], order: Order, at: datetime) -> list[str]:
    held = order.live
    if order.contest is not None:
        return ["contest_ruling", "contest_ruling", "supplement", "receipt", *_pending(city, order)]
    if order.closed_at is not None:
        after = ["visit_contest"] * 6 if any(each.visits for each in order.rounds) else []
        late = ["supplement", "dispatch", "disposal", "amend", "contact", "reply", "co_result"]
        also = ["alert", "whistle", "ledger", "supervision", "escalation", *_pending(city, order)]
        return ["order"] * 6 + late + after + also
    if held is None:
        return ["dispatch"] * 9 + ["disposal", "disposal", "conference", "supplement", "alert"]
    if order.dispute is not None:
        also = ["supervision", "escalation", "whistle", "social_help", "ledger"]
        also += _pending(city, order)
        return [*["ruling"] * 6, "contact", "visit", "extension", "dispatch", *also]
    if held.done_at is not None:
        kept = ["ledger_removal"] * 4 + ["ledger_review"] * 2 + ["visit", "visit", "visit_contest"]
        return [*kept, "reply", "supervision", "dispatch", "supplement", *_pending(city, order)]
    if held.replied_at is not None:
        found_out = ["supplement"] * (3 if order.demand == "report" else 1)
        also = ["ledger", "supervision", "escalation", "alert", *_pending(city, order)]
        seen = ["visit"] * (8 if order.account is None else 14)
        return [*seen, "co_result", "extension_decision", *found_out, *also]
    if city.is_district(held.unit) and at < held.due:
        asked = ["escalation", "supervision", "alert", *_pending(city, order)]
        asked += ["merger"] * 3 if len(orders) > 1 else ["order"]
        asked += ["escalation"] * 4 if held.signed else []
        return ["dispatch"] * 7 + ["receipt"] * 3 + ["objection", "objection", "reply", *asked]
    return _while_handled(order, at) + _beside(city, orders, order) + _pending(city, order) * 2


def _while_handled(order: Order, at: datetime) -> list[str]:
    held = order.rounds[-1]
    kinds = ["contact", "reply", "reply", "extension", "co_handling", "dispatch", "objection"]
    kinds += [] if held.signed else ["receipt"] * 3
    kinds += [] if held.signed or at > held.object_by else ["objection"] * 4
    if at < held.due:
        kinds += ["co_handling"] * 3 if held.signed else []
        kinds += ["extension"] * 4 if at < held.due - DAY and held.entry.extension_allowed else []
    else:
        kinds += ["visit"] * 3
    kinds += ["extension_decision"] * 9 if order.request is not None else []
    kinds += ["co_result"] * 5 if any(not each.done for each in order.helpers) else []
    kinds += ["disposal"] if held.seq > 1 else []
    kinds += ["supplement", "attachment", "attachment"] if order.demand == "report" else []
    return kinds


def _beside(city: City, orders: dict[str, Order], order: Order) -> list[str]:
    """Calling in, asking above, keeping, joining."""
    held = order.rounds[-1]
    kinds = ["supervision", "social_help", "alert", "ledger", "ledger"]
    if city.kind(held.unit) in ("street", "community"):
        kinds += ["whistle"] * (2 if order.whistle(city) else 5)
    acted = held.contacts or held.helpers or order.whistles or city.is_district(held.unit)
    kinds += ["escalation"] * (6 if acted else 1)
    others = [each for each in orders.values() if each is not order and each.live is not None]
    if not others:
        return [*kinds, "order", "order"]
    same = any(_alike(each, order) for each in others)
    return kinds + ["merger"] * ((4 if order.joinings else 15) if same else 1)


def _alike(one: Order, other: Order) -> bool:
    same = one.lead == other.lead and one.rounds[-1].entry.code == other.rounds[-1].entry.code
    return same and one.closed_at is None


def _pending(city: City, order: Order) -> list[str]:
    """What waits for somebody."""
    kinds: list[str] = []
    if whistle := order.whistle(city):
        waiting = [each for each in whistle.summoned if not each.ended]
        kinds += ["report_in"] * (9 if any(not each.arrived for each in waiting) else 1)
        kinds += ["whistle_result"] * (9 if any(each.arrived for each in waiting) else 3)
        kinds += ["summons"] * 5
    kinds += ["escalation_answer"] * 9 if any(not e.answered for e in order.questions) else []
    kinds += ["supervision_answer"] * 4 if order.urged(city) else []
    kinds += ["supervision"] * 2 if order.urgings else []
    kinds += ["alert_receipt"] if order.alarms else []
    kinds += ["alert_receipt"] * 3 if any(not each.known for each in order.alarms) else []
    if order.account is not None:
        kinds += ["ledger_review", "ledger_review", "ledger_removal"]
    kinds += ["merger_undo"] * 7 if any(not each.undone for each in order.joinings) else []
    return kinds
