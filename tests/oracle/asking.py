"""Chapters W and I: what is asked of above, demanded of the lead, told of a danger (条例:二十)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.oracle.facts import HOTLINE, City, day_of, ends
from tests.oracle.records import Alarm, Question, Round, Urging
from tests.oracle.story import Act, Order

Rules = Callable[[City, Order, Act], set[str]]
Becoming = Callable[[City, Order, Act], None]


def _unit(city: City, act: Act) -> str:
    return city.people[act.by].unit


def _until(city: City, key: str, act: Act) -> datetime:
    return ends(city, act.at, city.number(key, day_of(act.at)))


# ---- escalation ---------------------------------------------------------------------------------


def _escalating(city: City, order: Order, act: Act) -> set[str]:
    """W4: by the lead, one level up, after action of its own; nothing asked twice at once."""
    held, unit, asked = order.live, _unit(city, act), act.told["unit"]
    if held is None or held.unit != unit or order.closed_at is not None:
        return {"H1"}
    broken = set() if act.says("matter", "own_action") else {"W4 told"}
    if held.replied_at is not None or order.dispute is not None:
        broken.add("W4 ended")
    if not _one_level_up(city, unit, asked) or not city.units[asked].active:
        broken.add("W4 level")
    if asked in order.barred(city):
        broken.add("D10")
    if not _acted(city, order, held):
        broken.add("W4 own")
    if any(each.by_unit == unit for each in _open_questions(order, asked)):
        broken.add("W4 twice")
    _until(city, "escalation.answer", act)
    return broken


def _acted(city: City, order: Order, held: Round) -> bool:
    """Spoken to the complainant, named helpers or whistled; a district has but its receipt."""
    if city.is_district(held.unit):
        return held.signed
    whistled = any(each.round is held and each.street == held.unit for each in order.whistles)
    return bool(held.contacts or held.helpers or whistled)


def _one_level_up(city: City, unit: str, asked: str) -> bool:
    """The government above, or a department of that level; never past one."""
    held, above = city.units[unit], city.units[asked]
    if held.kind == "community":
        return city.street_of(unit) == asked
    if held.level == "street":
        department = above.kind == "district_department" and city.area(asked) == city.area(unit)
        return asked == city.district_above(unit) or department
    if held.level == "district" and held.kind != "government":
        return asked == city.district_above(unit) or above.kind == "city_department"
    whole = above.level == "city" and above.kind == "government"
    if held.level == "district":
        return whole or above.kind == "city_department"
    return whole


def _open_questions(order: Order, asked: str) -> list[Question]:
    return [each for each in order.questions if each.unit == asked and not each.answered]


def _question(city: City, order: Order, act: Act) -> Question | None:
    """The oldest to that body; what the city's government says, the hotline's supervisor notes."""
    asked = [_unit(city, act)]
    if city.people[act.by].post == "supervisor" and city.kind(asked[0]) == HOTLINE:
        asked = [u.code for u in city.units.values() if (u.level, u.kind) == ("city", "government")]
    return next((e for e in order.questions if e.unit in asked and not e.answered), None)


def _answering(city: City, order: Order, act: Act) -> set[str]:
    """W5: once, by the body asked, with an opinion and measures; late with a reason."""
    broken = set() if act.says("opinion", "measures") else {"W5 told"}
    question = _question(city, order, act)
    if question is None or order.closed_at is not None:
        return broken | {"W5"}
    late = act.at > question.answer_by and not act.says("late_reason")
    return broken | ({"W5 late"} if late else set())


# ---- supervision --------------------------------------------------------------------------------


def _urging(city: City, order: Order, act: Act) -> set[str]:
    """W6: by the hotline, or by the district above the lead; one after the other."""
    held, unit = order.live, _unit(city, act)
    broken = set() if act.says("demand") else {"W6 told"}
    if held is None or held.replied_at is not None or order.closed_at is not None:
        return broken | {"W6 ended"}
    if city.kind(unit) != HOTLINE and unit != city.district_above(held.unit):
        broken.add("W6")
    if any(act.at <= each.answer_by for each in order.urged(city)):
        broken.add("W6 twice")
    _until(city, f"supervision.answer.{act.told['kind']}", act)
    return broken


def _answering_urging(city: City, order: Order, act: Act) -> set[str]:
    """W6: by the unit supervised while it has the order; late with a reason."""
    broken = set() if act.says("content") else {"W6 told"}
    if order.lead != _unit(city, act) or order.closed_at is not None or not order.urged(city):
        return broken | {"W6"}
    late = act.at > order.urged(city)[0].answer_by and not act.says("late_reason")
    return broken | ({"W6 late"} if late else set())


# ---- social forces ------------------------------------------------------------------------------


def _gives_away(order: Order, *texts: str) -> bool:
    """P1: the complainant's number, however it is written."""
    plain = ["".join(sign for sign in each if sign.isalnum()) for each in texts]
    return any(order.contact in each for each in plain)


def _helping(city: City, order: Order, act: Act) -> set[str]:
    """W7: asked by the lead, not in a report; no body of the state; the complainant not named."""
    held, told = order.live, act.told
    if held is None or held.unit != _unit(city, act) or order.closed_at is not None:
        return {"H1"}
    broken = set() if act.says("organisation", "task") else {"W7 told"}
    if order.dispute is not None or order.demand == "report":
        broken.add("W7")
    if told["organisation"] in {each.name for each in city.units.values()}:
        broken.add("W7 unit")
    if _gives_away(order, told["task"], told["outcome"]):
        broken.add("P1")
    return broken


# ---- dangers ------------------------------------------------------------------------------------

NOT_TOLD = {"community", "hotline", "central"}


def _alerting(city: City, order: Order, act: Act) -> set[str]:
    """I8: at once, to a department or a district's government; later with a reason."""
    told, unit = act.told, act.told["unit"]
    broken = set() if act.says("situation") else {"I8 told"}
    if order.disposed == "secret":
        broken.add("C5")
    government = city.kind(unit) == "government" and not city.is_district(unit)
    own = unit == _unit(city, act)
    if government or own or city.kind(unit) in NOT_TOLD or not city.units[unit].active:
        broken.add("I8 unit")
    if unit in order.barred(city):
        broken.add("D10")
    if _gives_away(order, told["situation"]):
        broken.add("P1")
    noticed = told["noticed_at"]
    if not order.at <= noticed <= act.at:
        return broken | {"I8 time"}
    latest = ends(city, noticed, city.number("alert.report", day_of(noticed)))
    late = act.at > latest and not act.says("late_reason")
    return broken | ({"I8 late"} if late else set())


def _acknowledging(city: City, order: Order, act: Act) -> set[str]:
    """I8: by whoever was told, once each time."""
    broken = set() if act.says("measures") else {"I8 told"}
    return broken if _told(city, order, act) is not None else broken | {"I8"}


def _told(city: City, order: Order, act: Act) -> Alarm | None:
    unit = _unit(city, act)
    return next((each for each in order.alarms if each.unit == unit and not each.known), None)


ASKING: dict[str, Rules] = {
    "escalation": _escalating,
    "escalation_answer": _answering,
    "supervision": _urging,
    "supervision_answer": _answering_urging,
    "social_help": _helping,
    "alert": _alerting,
    "alert_receipt": _acknowledging,
}


# ---- what follows -------------------------------------------------------------------------------


def _escalated(city: City, order: Order, act: Act) -> None:
    by, held = _until(city, "escalation.answer", act), order.rounds[-1]
    order.questions.append(Question(_unit(city, act), act.told["unit"], held, by))


def _answered(city: City, order: Order, act: Act) -> None:
    question = _question(city, order, act)
    if question is None:
        raise ValueError(act)
    question.answered = True


def _urged(city: City, order: Order, act: Act) -> None:
    held, by = order.rounds[-1], _until(city, f"supervision.answer.{act.told['kind']}", act)
    order.urgings.append(Urging(held.unit, held, by))


def _urging_answered(city: City, order: Order, __: Act) -> None:
    order.urged(city)[0].answered = True


def _helped(_: City, __: Order, ___: Act) -> None:
    """No unit comes in: a social force has no account."""


def _alerted(_: City, order: Order, act: Act) -> None:
    order.alarms.append(Alarm(act.told["unit"]))


def _acknowledged(city: City, order: Order, act: Act) -> None:
    alarm = _told(city, order, act)
    if alarm is None:
        raise ValueError(act)
    alarm.known = True


ASKED: dict[str, Becoming] = {
    "escalation": _escalated,
    "escalation_answer": _answered,
    "supervision": _urged,
    "supervision_answer": _urging_answered,
    "social_help": _helped,
    "alert": _alerted,
    "alert_receipt": _acknowledged,
}
