"""责任线索 by query: each kind from real orders, the same as the law reads of one order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from app.kernel import clock
from app.law.findings import found_on
from app.models.enums import DemandKind, FindingKind
from app.models.work_order import WorkOrder
from app.services.findings import CLAUSES, Asked, found
from tests import make, make_more
from tests.law import scenes, test_cooperation, test_findings, test_rework, test_whistle
from tests.law.scenes import then
from tests.world import DAY, HOUR, MONDAY, World

LATE, CONTRADICTED = FindingKind.LATE, FindingKind.CONTRADICTED
SHIFTING, LEAK = FindingKind.SHIFTING, FindingKind.LEAK
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
LATER = 8 * DAY
NO_ANSWER = [("visitor.HOT", make.missed_visit)] * 3

#: The helper's time ends before the order's, and it says nothing until nobody can be reached.
SILENT = then(
    then(scenes.HANDLING, ("head.E1", make.co_handling)), *NO_ANSWER, after=LATER
)  # fmt: skip
ABSENT = then(
    test_whistle.WHISTLED,
    ("handler.E1", lambda order: make_more.whistle_result(order, outcome="absent", rating=None)),
    after=3 * DAY,
)
#: Sent back although it had never been answered.
UNANSWERED = then(scenes.HANDLING, ("visitor.HOT", make.bad_visit), after=LATER)
WITHDRAWN = then(
    scenes.HANDLING,
    ("intake.HOT", lambda order: make.disposal(order, kind="withdrawn", told="不反映了")),
    after=LATER,
)
MORE_TIME = then(scenes.EXTENDED, ("visitor.HOT", make.bad_visit), after=60 * DAY)

#: Scene, how long after it is asked, what is found: kind, unit, how.
FOUND = {
    "late and open": (scenes.HANDLING, LATER, {(LATE, "E1", "open")}),
    "not even signed": (scenes.DISPATCHED, LATER, {(LATE, "E1", "open")}),
    "the district kept it": (scenes.DISTRICT, LATER, {(LATE, "E", "open")}),
    "closed unanswered": (scenes.ENDED, LATER, {(LATE, "E1", "closed")}),
    "withdrawn too late": (WITHDRAWN, LATER, {(LATE, "E1", "closed")}),
    "sent back unanswered": (UNANSWERED, LATER, {(LATE, "E1", "round")}),
    "more time, unanswered": (MORE_TIME, 60 * DAY, {(LATE, "E1", "round")}),
    "unheard": (test_findings.UNHEARD, DAY, {(CONTRADICTED, "E1", "unheard")}),
    "contested in vain": (test_findings.CONFIRMED, DAY, {(CONTRADICTED, "E1", "unheard")}),
    "rejected": (scenes.REJECTED, DAY, {(SHIFTING, "E1", "objection")}),
    "absent": (ABSENT, 3 * DAY, {(SHIFTING, "EC", "absent")}),
    "silent": (SILENT, LATER, {(LATE, "E1", "closed"), (SHIFTING, "EC", "silent")}),
    "the reported had it": (scenes.EXPOSED, DAY, {(LEAK, "E1", "leak"), (LEAK, "E", "leak")}),
    "the reported replied": (scenes.EXPOSED_LATE, DAY, {(LEAK, "E1", "leak"), (LEAK, "E", "leak")}),
    # ---- and nothing of these
    "in time": (scenes.HANDLING, HOUR, set()),
    "replied": (scenes.REPLIED, LATER, set()),
    "closed": (scenes.CLOSED, LATER, set()),
    "nobody ruled": (scenes.DISPUTED, LATER, set()),
    "closed while nobody ruled": (scenes.ENDED_DISPUTED, LATER, set()),
    "more time": (scenes.EXTENDED, LATER, set()),
    "upheld": (scenes.REDIRECTED, DAY, set()),
    "contest upheld": (test_findings.OVERRULED, DAY, set()),
    "the reported is known": (scenes.NAMED, DAY, set()),
    "a report": (scenes.REPORT, HOUR, set()),
    "answered at once": (scenes.ANSWERED, LATER, set()),
    "whistled": (test_whistle.WHISTLED, DAY, set()),
    "helped": (test_cooperation.HELPED, DAY, set()),
    "done over": (test_rework.TWICE, DAY, set()),
}


def asked(world: World, at: timedelta, **told) -> list:
    """Every line of every kind, all pages."""
    with clock.at(MONDAY + at), world.reading() as session:
        return [each for kind in FindingKind for each in found(session, Asked(kind, *YEAR, **told))]


def of(world: World, ident: int, at: timedelta, **told) -> set:
    codes = {world.unit(code): code for code in ("E", "E1", "E2", "EC", "EM")}
    lines = (each for each in asked(world, at, **told) if each.order_id == ident)
    return {(each.kind, codes[each.unit_id], each.way, each.since, each.until) for each in lines}


def by_law(world: World, ident: int, at: timedelta) -> set:
    with world.reading() as session:
        order = session.get(WorkOrder, ident)
        held = found_on(SimpleNamespace(order=order, at=MONDAY + at))
        return {(each.kind, each.unit.code, each.way, each.since, each.until) for each in held}


@pytest.mark.parametrize("told", FOUND)
def test_what_is_found_and_what_not(world, told):
    """The query and the law say the same, instants included."""
    scene, after, wanted = FOUND[told]
    ident = scene(world)
    held = of(world, ident, after)
    assert {each[:3] for each in held} == wanted
    assert held == by_law(world, ident, after)


def test_each_line_tells_its_facts_in_a_sentence(world):
    idents = {name: FOUND[name][0](world) for name, (_, _, wanted) in FOUND.items() if wanted}
    said = {}
    for each in asked(world, LATER):
        said[each.way] = each.told
        assert CLAUSES[each.kind].startswith("条例:三十五(2)")
        assert each.as_json()["facts"] == each.told
        assert "{" not in each.told
        assert "None" not in each.told
    assert len(idents) == 14
    assert set(said) == {"open", "closed", "round", "unheard", "objection", "absent", "silent",
                         "leak"}  # fmt: skip
    assert said["open"].startswith("办理期限 2024-03-")


def test_an_exemption_stands_beside_its_finding(world):
    ident = scenes.ENDED(world)
    world.done("supervisor.HOT", make_more.exemption(ident), at=MONDAY + LATER)
    (line,) = (each for each in asked(world, LATER) if each.order_id == ident)
    assert line.exemption_id
    assert line.weighed == "不可抗力或客观条件所限：连日暴雨无法施工（依据：气象预警记录）"
    assert line.as_json()["exemption"] == line.weighed


def test_a_unit_is_shown_its_own_and_no_report_closed_to_it(world):
    """A late report whose lead turned out to be reported is found, but not by that unit."""
    late = scenes.HANDLING(world)
    known = world.order("handling", demand_kind=DemandKind.REPORT)
    own = {each.order_id for each in asked(world, LATER, own=world.unit("E1"))}
    assert {late, known} <= own
    world.done("visitor.HOT", make.supplement(known, reported_unit="E1"))
    held = asked(world, LATER, own=world.unit("E1"))
    assert {each.unit_id for each in held} == {world.unit("E1")}
    assert known not in {each.order_id for each in held}
    assert of(world, known, LATER) >= {(LATE, "E1", "open", *_instants(world, known))}
    assert asked(world, LATER, own=world.unit("W2")) == []


def _instants(world, ident):
    return world.get(WorkOrder, ident).due_at, None


def test_it_is_paged_in_one_statement(world):
    """Newest first; one more than fits tells that there is another page."""
    for _ in range(5):
        world.order("handling")
    query, seen = Asked(LATE, *YEAR), []
    with clock.at(MONDAY + LATER), world.reading() as session:
        event.listen(session.bind, "before_cursor_execute", lambda *told: seen.append(told[2]))
        first = found(session, query, 0, 2)
        assert len([each for each in seen if each.lstrip().startswith("SELECT")]) == 1
        second = found(session, query, 1, 2)
        every = found(session, query, size=None)
        assert found(session, replace(query, until=date(2024, 1, 1)), 0, 2) == []
    assert (len(first), len(second)) == (3, 3)
    assert [each.order_id for each in (*first[:2], *second[:2])] == [
        each.order_id for each in every[:4]
    ]
    assert [each.since for each in every] == sorted((e.since for e in every), reverse=True)
