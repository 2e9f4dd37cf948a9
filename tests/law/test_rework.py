"""平台规则:rework: what a bad visit finds is done over, by the same unit, with a new clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.kernel import clock
from app.models.catalogue_entry import CatalogueEntry
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.enums import DispatchGround, Role, Satisfaction, Status
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import REPLIED, REPORT, on, then
from tests.law.test_derived import roles
from tests.world import DAY, HOUR, MONDAY

BY = "visitor.HOT"
AGAIN = then(REPLIED, (BY, make.bad_visit))
#: Done over once, which is as often as it may be here.
TWICE = then(AGAIN, ("handler.E1", make.reply))
#: A new version of the entry holds.
LATER = datetime(2024, 6, 3, 2, tzinfo=UTC)


def see(scene=REPLIED, **told):
    return on(scene, make.bad_visit, **told)


REPLY = ("handler.EM", make.reply)


def found_out(world) -> int:
    """Whoever replied to a report turned out to be the one reported."""
    ident = REPORT(world)
    world.done("handler.EM", make.reply(ident))
    world.done(BY, make.supplement(ident, reported_unit="EM"))
    return ident


LAWS = [
    Law(
        "bad_visit_says_whether_it_is_done_over",
        "平台规则:rework",
        (
            case("unsolved", BY, see(satisfied=Satisfaction.BASIC)),
            case("dissatisfied", BY, see(solved=True)),
            case("not to be done over", BY, see(workable=False)),
            case("all is well", BY, on(REPLIED, make.visit)),
            case("all is well and no", BY, on(REPLIED, make.visit, workable=False)),
            case("no more rounds and no", BY, see(TWICE, workable=False)),
            case("no more rounds and nothing said", BY, see(TWICE, workable=None)),
        ),
        (
            case("left open", BY, see(workable=None)),
            case("though all is well", BY, on(REPLIED, make.visit, workable=True)),
            case("though nobody was reached", BY, on(REPLIED, make.missed_visit, workable=True)),
            case("no more rounds", BY, see(TWICE)),
        ),
    ),
    Law(
        "reported_unit_does_nothing_over",
        "平台规则:informer",
        (
            case("nobody is known to be reported", BY, see(then(REPORT, REPLY))),
            case("not to be done over", BY, see(found_out, workable=False)),
        ),
        (case("by the one reported", BY, see(found_out)),),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


# ---- what follows -----------------------------------------------------------------------------


def sent(world, ident: int) -> Dispatch:
    return world.of(ident, Dispatch)[-1]


def test_the_same_unit_does_it_over_with_a_new_clock(world):
    """Three working days from Monday afternoon; for the complainant nothing begins anew."""
    ident = world.order("replied")
    world.done(BY, make.bad_visit(ident, opinion="垃圾仍在"), at=MONDAY + 5 * HOUR)
    first, second = world.of(ident, Dispatch)
    (visit,) = world.of(ident, Visit)
    assert (second.unit_id, second.entry_id, second.place_id) == (
        first.unit_id, first.entry_id, first.place_id,
    )  # fmt: skip
    assert (second.ground, second.visit_id) == (DispatchGround.REWORK, visit.id)
    assert visit.dispatch_id == first.id
    assert second.note == "回访退回重办：垃圾仍在"
    assert second.starts_at == MONDAY + 5 * HOUR
    assert second.limit_text == "3工作日"
    held = world.get(WorkOrder, ident)
    assert held.due_at == second.due_at == datetime(2024, 3, 7, 16, tzinfo=UTC)
    assert held.citizen_due_at == first.due_at
    assert (held.status, held.closed_at, held.replied_at) == (Status.DISPATCHED, None, None)
    assert roles(world, ident) == {"E1": Role.LEAD, "E": Role.DISTRICT}
    assert len(world.of(ident, DispatchCopy)) == 2


def test_each_round_is_kept_and_the_last_closes(world):
    ident = AGAIN(world)
    world.done("handler.E1", make.receipt(ident))
    world.done("handler.E1", make.reply(ident))
    world.done(BY, make.visit(ident))
    held = world.get(WorkOrder, ident)
    assert (held.status, held.closed_at) == (Status.CLOSED, MONDAY)
    assert [(each.attempt, each.valid) for each in world.of(ident, Visit)] == [(1, True), (2, True)]
    assert [each.seq for each in world.of(ident, Dispatch)] == [1, 2]


def test_what_is_not_workable_closes_at_once(world):
    ident = world.order("replied")
    world.done(BY, make.bad_visit(ident, workable=False))
    assert world.get(WorkOrder, ident).status is Status.CLOSED
    assert len(world.of(ident, Dispatch)) == 1


def test_an_imported_visit_sends_it_back_at_its_own_time(world):
    ident = world.order("replied")
    assert world.imports(BY, make.bad_visit(ident, at=MONDAY + HOUR), at=MONDAY + DAY) == set()
    again = sent(world, ident)
    assert (again.at, again.starts_at, again.ground) == (
        MONDAY + HOUR, MONDAY + HOUR, DispatchGround.REWORK,
    )  # fmt: skip


def test_it_goes_back_to_whoever_took_over(world):
    """Under its own entry and place, which for a new dispatch to the heir would not do."""
    ident = world.order("replied", unit="E2", place="E2")
    world.merge("E2", "E1")
    world.done(BY, make.bad_visit(ident))
    again = sent(world, ident)
    assert (again.unit_id, again.place_id) == (world.unit("E1"), world.unit("E2"))
    assert again.ground is DispatchGround.REWORK
    assert roles(world, ident) == {"E1": Role.LEAD, "E": Role.DISTRICT, "E2": Role.FORMER}
    world.done("handler.E1", make.reply(ident))


def test_it_goes_back_to_an_heir_that_once_objected(world):
    """Whoever it was taken from has inherited it since."""
    ident = world.order("disputed")
    world.done("reviewer.HOT", make.ruling(ident, unit="E2", place="E2"))
    world.done("handler.E2", make.reply(ident))
    world.merge("E2", "E1")
    world.done(BY, make.bad_visit(ident))
    assert sent(world, ident).unit_id == world.unit("E1")


def test_it_goes_back_under_its_entry_whatever_became_of_it(world):
    """Superseded, no longer in force, or taken back from the streets meanwhile."""
    ident = world.order("replied", entry="RENEWED@2024-03-01")
    world.done(BY, make.bad_visit(ident), at=LATER)
    assert sent(world, ident).entry_id == world.ident(CatalogueEntry, "RENEWED@2024-03-01")
    ended = world.order("replied")
    world.system(make.entry("L3", valid_from=date(2024, 3, 5), in_force=False))
    world.done(BY, make.bad_visit(ended), at=MONDAY + 2 * DAY)
    assert sent(world, ended).seq == 2


def test_it_goes_back_where_only_the_district_is_known(world):
    """The district sent it on to its department; it need not pass the district again."""
    ident = world.order("dispatched", unit="E", place="E")
    world.done("coordinator.E", make.dispatch(ident, unit="EC", place="E"))
    world.done("handler.EC", make.reply(ident))
    world.done(BY, make.bad_visit(ident))
    assert (sent(world, ident).unit_id, sent(world, ident).place_id) == (
        world.unit("EC"), world.unit("E"),
    )  # fmt: skip


def test_it_goes_back_to_a_community_though_struck_off_its_list(world):
    ident = world.order("dispatched")
    world.done("head.E1", make.dispatch(ident, unit="E1a"))
    world.done("handler.E1a", make.reply(ident))
    world.system(make.community_duty("L3", valid_from=date(2024, 3, 5), in_force=False))
    world.done(BY, make.bad_visit(ident), at=MONDAY + DAY)
    assert sent(world, ident).unit_id == world.unit("E1a")
    assert roles(world, ident)["E1"] is Role.SUPERIOR


def test_the_rounds_are_those_of_the_day_of_registration(world):
    """A later number of rounds is for later orders."""
    ident = TWICE(world)
    world.system(make.parameter("rework.count", 3, measure="times", valid_from=date(2024, 3, 5)))
    refused = world.act(BY, make.bad_visit(ident), at=MONDAY + 2 * DAY)
    assert refused == {"bad_visit_says_whether_it_is_done_over"}
    with clock.at(MONDAY + 2 * DAY):
        late = world.order("replied")
    world.done(BY, make.bad_visit(late), at=MONDAY + 2 * DAY)
    assert sent(world, late).ground is DispatchGround.REWORK
