"""平台规则:informer: a report never reaches who is reported, nor the line above."""

from __future__ import annotations

import pytest

from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.enums import DemandKind, DispatchGround, Role, Status
from app.models.work_order import WorkOrder
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    DISPATCHED,
    EXPOSED,
    EXPOSED_LATE,
    NAMED,
    REGISTERED,
    REPORT,
    on,
    order,
    then,
)
from tests.law.test_derived import roles
from tests.world import HOUR, MONDAY

BY = "dispatcher.HOT"
KNOWN = order("dispatched", demand_kind=DemandKind.REPORT)
#: Whoever had it objected; then the department that is the alternative was found to be reported.
CORNERED = then(
    KNOWN,
    ("head.E1", make.objection),
    ("visitor.HOT", lambda order: make.supplement(order, reported_unit="EC")),
)
#: A department has the report about the street.
ELSEWHERE = then(NAMED, (BY, lambda order: make.dispatch(order, unit="EC")))


def merged(world) -> int:
    """The street that is reported was merged into a department."""
    ident = NAMED(world)
    world.merge("E1", "EC")
    return ident


def taken_over(world) -> int:
    """A report goes from a street to its heir, which turns out to be reported."""
    ident = world.order("dispatched", demand_kind=DemandKind.REPORT, unit="E2", place="E2")
    world.merge("E2", "E1")
    world.done("visitor.HOT", make.supplement(ident, reported_unit="E1"))
    return ident


def send(unit: str, scene=NAMED, **told):
    return on(scene, make.dispatch, unit=unit, **told)


def record(**told):
    return lambda world: make.order(**told)


LAWS = [
    Law(
        "informer_is_protected",
        "平台规则:informer",
        (
            case("a department beside", BY, send("EC")),
            case("nobody is named", BY, send("E1", order(demand_kind=DemandKind.REPORT))),
            case("a complaint", BY, send("E1", REGISTERED)),
            case("who took over turned out to be reported", BY, send("EC", taken_over)),
            case("by ruling to another", "reviewer.HOT",
                 on(CORNERED, make.ruling, unit="EM", entry="E48")),
        ),
        (
            case("the one reported", BY, send("E1")),
            case("the district above it", BY, send("E", entry="E48", place="E")),
            case("found out later", BY, send("E1", then(order(demand_kind=DemandKind.REPORT),
                 ("intake.HOT", lambda order: make.supplement(order, reported_unit="E1"))))),
            case("found out after it had it", BY, send("E1", EXPOSED)),
            case("who took over from the one reported", BY, send("EC", merged)),
            case("by ruling as well", "reviewer.HOT", on(CORNERED, make.ruling)),
        ),
    ),
    Law(
        "informer_is_protected_from_helpers",
        "平台规则:informer",
        (case("another", "head.EC", on(ELSEWHERE, make.co_handling, unit="EM")),),
        (case("the one reported", "head.EC", on(ELSEWHERE, make.co_handling, unit="E1")),),
    ),
    Law(
        "only_a_report_names_the_reported",
        "条例:八(3)",
        (
            case("a report", "intake.HOT",
                 record(demand_kind=DemandKind.REPORT, reported_unit="E1")),
            case("a report of somebody unknown", "intake.HOT",
                 record(demand_kind=DemandKind.REPORT)),
        ),
        (
            case("a complaint", "intake.HOT", record(reported_unit="E1")),
            case("a suggestion", "intake.HOT",
                 record(demand_kind=DemandKind.SUGGESTION, reported_unit="EC")),
        ),
    ),
    Law(
        "only_a_report_finds_out_the_reported",
        "条例:八(3)",
        (
            case("of a report", "intake.HOT", on(REPORT, make.supplement, reported_unit="EM")),
            case("nobody", "intake.HOT", on(DISPATCHED, make.supplement)),
        ),
        (case("of a complaint", "intake.HOT", on(DISPATCHED, make.supplement,
                                                 reported_unit="E1")),),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_who_is_found_out_takes_no_part_any_more(world):
    """Neither the street nor its district; what they did stays on file."""
    ident = KNOWN(world)
    assert roles(world, ident) == {"E1": Role.LEAD, "E": Role.DISTRICT}
    world.done("intake.HOT", make.supplement(ident, reported_unit="E1"))
    assert roles(world, ident) == {}
    assert len(world.of(ident, DispatchCopy)) == 1


@pytest.mark.parametrize("scene", [EXPOSED, EXPOSED_LATE])
def test_the_city_sends_it_elsewhere_and_the_time_begins_anew(world, scene):
    """The other unit has not had its time; the complainant's runs on."""
    ident = scene(world)
    first = world.of(ident, Dispatch)[0]
    world.done(BY, make.dispatch(ident, unit="EM", entry="E48"), at=MONDAY + HOUR)
    second = world.of(ident, Dispatch)[-1]
    assert second.ground is DispatchGround.SHIELD
    assert (second.starts_at, second.due_at) == (MONDAY + HOUR, MONDAY + 49 * HOUR)
    held = world.get(WorkOrder, ident)
    assert (held.status, held.citizen_due_at) == (Status.DISPATCHED, first.due_at)
    assert roles(world, ident) == {"EM": Role.LEAD}


def test_a_district_that_may_not_know_gets_no_copy(world):
    """A street beside the one reported has it: their district stands above both."""
    ident = NAMED(world)
    world.done(BY, make.dispatch(ident, unit="E2", place="E2"))
    assert world.of(ident, DispatchCopy) == []
    assert roles(world, ident) == {"E2": Role.LEAD}


def test_more_time_is_then_granted_by_the_city(world):
    """For a unit of a district that may not know of the report."""
    ident = ELSEWHERE(world)
    world.done("head.EC", make.extension(ident))
    refused = world.act("coordinator.E", make.decision(ident), unbound=True)
    assert refused == {"extension_is_decided_above"}
    world.done("reviewer.HOT", make.decision(ident))


def test_the_reported_cannot_be_found_by_its_people(world):
    """Not by the order, not by its acts."""
    ident = EXPOSED(world)
    for login in ("head.E1", "handler.E1", "coordinator.E"):
        assert world.act(login, make.contact(ident)) == "forbidden"
        assert world.act(login, make.receipt(ident)) == "forbidden"
