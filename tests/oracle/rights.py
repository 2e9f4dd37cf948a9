"""Who may do what, from the duties of the posts (design §2) and the separation of hands (P3)."""

from __future__ import annotations

from tests.oracle.facts import City
from tests.oracle.story import Act, Order

#: They sit in the hotline and have every order.
EVERYWHERE = {"intake", "dispatcher", "reviewer", "visitor", "supervisor"}
#: Whoever has an act has it once: there is no right to change or remove what is on file (I3). A
#: district's coordinating department acts where its government has the order, or above a unit.
MAY = {
    "amend": set[str](),
    "order": {"intake"},
    "supplement": {"intake", "dispatcher", "visitor"},
    "attachment": {"intake", "dispatcher", "visitor", "coordinator", "handler", "head"},
    "behaviour_mark": {"intake", "visitor", "supervisor"},
    "disposal": {"intake", "dispatcher"},
    "conference": {"dispatcher", "reviewer"},
    "dispatch": {"dispatcher", "coordinator", "head"},
    "receipt": {"handler", "head", "coordinator"},
    "contact": {"handler", "head"},
    "co_handling": {"handler", "head"},
    "co_result": {"handler", "head"},
    "objection": {"head", "coordinator"},
    "ruling": {"reviewer"},
    "extension": {"head"},
    "extension_decision": {"coordinator", "reviewer"},
    "reply": {"handler", "head"},
    "visit": {"visitor"},
    "visit_contest": {"head"},
    "contest_ruling": {"reviewer", "supervisor"},
    "whistle": {"handler", "head"},
    "summons": {"handler", "head", "coordinator"},
    "report_in": {"handler", "head"},
    "whistle_result": {"handler", "head"},
    "escalation": {"head", "coordinator"},
    "escalation_answer": {"handler", "head", "coordinator", "supervisor"},
    "supervision": {"supervisor", "coordinator"},
    "supervision_answer": {"handler", "head", "coordinator"},
    "social_help": {"handler", "head"},
    "alert": {"intake", "dispatcher", "visitor", "supervisor", "coordinator", "handler", "head"},
    "alert_receipt": {"handler", "head", "coordinator"},
    "ledger": {"head"},
    "ledger_review": {"handler", "head", "coordinator", "supervisor"},
    "ledger_removal": {"coordinator", "supervisor"},
    "merger": {"dispatcher", "coordinator"},
    "merger_undo": {"dispatcher", "coordinator"},
}


def may(city: City, order: Order | None, act: Act) -> bool:
    """The post has the act, and the unit takes part; a former lead has only its past."""
    person = city.people[act.by]
    if person.post not in MAY[act.kind]:
        return False
    if order is None or person.post in EVERYWHERE:
        return True
    return order.roles(city).get(person.unit, "former") != "former"
