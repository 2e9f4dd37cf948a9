"""A street is merged in the middle of an extension: nothing of what was pending is lost."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.kernel import clock
from app.kernel.errors import PortalError
from app.kernel.session import GovernedSession
from app.models.dispatch import Dispatch
from app.models.enums import AssessmentGroup, CommunityRole, DispatchGround, Role, Status
from app.models.participation import Participation
from app.models.reorganisation import Reorganisation
from app.models.result import Result
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.services.reorganise import publish
from app.services.succession import Carried, carry_over, in_hand
from app.services.workload import by_unit
from tests import make, make_more
from tests.world import DAY, HOUR, MONDAY, World, named

STREET = {"unit": "E2", "place": "E2"}


def published(world: World, row: Reorganisation, login: str, at: Any) -> Any:
    """What comes of it when somebody brings it into force."""
    with clock.at(at), GovernedSession(world.bind, world.people[login]) as session:
        try:
            publish(session, session.get(Reorganisation, row.id), "核对无误")
            session.commit()
        except PortalError as refusal:
            session.rollback()
            return named(refusal)
    return set()


def carried(world: World, at: Any, login: str = "dispatcher.HOT", **how: Any) -> Carried:
    with clock.at(at), GovernedSession(world.bind, world.people[login]) as session:
        done = carry_over(session, session.get(Unit, world.unit("E2")), "依机构调整承接", **how)
        session.rollback()
        return done


def roles(world: World, ident: int) -> dict[str, Role]:
    units = {world.unit(code): code for code in ("E1", "E2", "E2a", "EC", "E")}
    return {units[each.unit_id]: each.role for each in world.of(ident, Participation)}


def merged(world: World, at: Any) -> None:
    row = world.drafted(make_more.reorganisation())
    assert published(world, row, "keeper2.HOT", at) == set()


def test_a_street_is_merged_in_the_middle_of_an_extension(world, nothing_is_wrong):
    ident = world.order("handling", **STREET)
    due = world.get(WorkOrder, ident).due_at
    world.done("head.E2", make.co_handling(ident, unit="EC"), at=MONDAY + HOUR)
    world.done("head.E2", make.extension(ident), at=MONDAY + 2 * HOUR)
    disputed = world.order("disputed", **STREET)
    replied = world.order("replied", **STREET)

    # Drafted by one, for the day after tomorrow; nobody brings it into force before, nor alone.
    tomorrow = MONDAY + DAY
    row = world.drafted(make_more.reorganisation(effective_on=clock.local_date(tomorrow)))
    early = published(world, row, "keeper2.HOT", MONDAY + 3 * HOUR)
    assert early == {"reorganisation_waits_for_its_day"}
    assert published(world, row, "keeper.HOT", tomorrow) == {"author_does_not_publish"}
    assert world.get(Unit, world.unit("E2")).active
    assert published(world, row, "keeper2.HOT", tomorrow) == set()
    old, new = (world.get(Unit, world.unit(code)) for code in ("E2", "E1"))
    assert (old.active, old.successor_id, new.functions) == (False, new.id, "城市管理")

    # From the old street nobody acts any more; the new one does not have the order yet.
    reply = make.reply(ident, told_at=tomorrow)
    assert world.act("head.E2", reply, at=tomorrow) == {
        "who_acts_sits_in_a_unit_in_use", "lead_waits_for_its_helpers"}  # fmt: skip
    assert world.act("head.E1", reply, at=tomorrow) == "forbidden"

    # What is in hand is carried over, clock and all; what is in dispute waits for its ruling.
    later = tomorrow + HOUR
    done = carried(world, later)
    assert (done.moved, len(done.refused), done.left) == (1, 1, 0)
    assert "异议尚未裁定" in done.refused[0][1]
    sent = world.of(ident, Dispatch)[-1]
    order = world.get(WorkOrder, ident)
    assert (sent.ground, sent.due_at, order.lead_id) == (DispatchGround.SUCCESSOR, due, new.id)
    assert roles(world, ident) == {
        "E1": Role.LEAD, "E2": Role.FORMER, "EC": Role.CO, "E": Role.DISTRICT}  # fmt: skip
    assert world.get(WorkOrder, replied).lead_id == old.id

    # The extension the old street asked for is decided, and moves the successor's limit.
    asks = world.act("head.E1", make.extension(ident), at=later)
    assert asks == {"only_the_lead_asks_for_time"}
    world.done("coordinator.E", make.decision(ident), at=later + HOUR)
    assert world.get(WorkOrder, ident).due_at == due + 3 * DAY

    # The old street's helper tells the successor, which replies within the longer limit.
    last = due + DAY
    waits = make.reply(ident, told_at=last)
    assert world.act("handler.E1", waits, at=last) == {"lead_waits_for_its_helpers"}
    world.done("handler.EC", make.co_result(ident), at=later + 2 * HOUR)
    world.done("handler.E1", make.receipt(ident, late_reason="承接工单"), at=last)
    world.done("handler.E1", make.reply(ident, told_at=last), at=last)
    world.done("visitor.HOT", make.visit(ident), at=last + HOUR)
    assert world.get(WorkOrder, ident).status is Status.CLOSED

    # Rejected, the disputed one is carried over as well; a visit sends the other to the heir.
    world.done("reviewer.HOT", make.rejection(disputed), at=later)
    assert carried(world, later + HOUR).moved == 1
    world.done("visitor.HOT", make.bad_visit(replied), at=last)
    assert world.get(WorkOrder, replied).lead_id == new.id
    nothing_is_wrong(world)


def test_a_helper_that_takes_over_does_not_wait_for_itself(world, nothing_is_wrong):
    ident = world.order("handling", **STREET)
    world.done("head.E2", make.co_handling(ident, unit="E1"))
    merged(world, MONDAY + HOUR)
    assert carried(world, MONDAY + 2 * HOUR).moved == 1
    last = MONDAY + 3 * HOUR
    world.done("handler.E1", make.reply(ident, told_at=last), at=last)
    nothing_is_wrong(world)


def test_the_communities_of_a_merged_street_go_with_it(world, nothing_is_wrong):
    """Its successor passes on to them what is theirs, and stays above them."""
    role = make.community_duty("L3FIXED", role=CommunityRole.OWN)
    world.system(role)
    ident = world.order("handling", entry="L3FIXED", **STREET)
    merged(world, MONDAY + HOUR)
    later = MONDAY + 2 * HOUR
    assert carried(world, later).moved == 1
    sent = make.dispatch(ident, entry="L3FIXED", unit="E2a", place="E1")
    world.done("head.E1", sent, at=later)
    assert world.of(ident, Dispatch)[-1].ground is DispatchGround.COMMUNITY
    assert roles(world, ident)["E1"] is Role.SUPERIOR
    nothing_is_wrong(world)


def test_what_a_community_leads_is_seen_by_the_heir_of_its_street(world, nothing_is_wrong):
    """It stays with the community; the successor stands above it from the carrying over on."""
    world.system(make.community_duty("L3FIXED", role=CommunityRole.OWN))
    ident = world.order("handling", entry="L3FIXED", **STREET)
    world.done("head.E2", make.dispatch(ident, entry="L3FIXED", unit="E2a", place="E2"))
    merged(world, MONDAY + HOUR)
    done = carried(world, MONDAY + 2 * HOUR)
    assert (done.moved, done.told) == (0, 1)
    assert roles(world, ident) == {
        "E2a": Role.LEAD, "E1": Role.SUPERIOR, "E2": Role.FORMER, "E": Role.DISTRICT,
    }  # fmt: skip
    assert carried(world, MONDAY + 3 * HOUR).told == 0
    nothing_is_wrong(world)


def test_orders_are_carried_over_in_batches(world):
    for _ in range(3):
        world.order("dispatched", **STREET)
    merged(world, MONDAY + HOUR)
    later = MONDAY + 2 * HOUR
    assert carried(world, later, login="keeper.HOT").moved == 0
    first = carried(world, later, most=2)
    assert (first.moved, first.left) == (2, 1)
    with world.reading() as session:
        assert in_hand(session, session.get(Unit, world.unit("E2"))) == 1
    assert carried(world, later, most=2).moved == 1
    assert carried(world, later).moved == 0


def test_an_ended_entry_keeps_nothing_with_an_abolished_unit(world, nothing_is_wrong):
    """What was begun under an entry is finished under it."""
    ident = world.order("handling", **STREET)
    with clock.at(MONDAY + HOUR):
        ended = world.drafted(make.entry("L3", valid_from=MONDAY.date(), in_force=False))
    world.publish(ended, at=MONDAY + HOUR)
    merged(world, MONDAY + 2 * HOUR)
    assert carried(world, MONDAY + 3 * HOUR).moved == 1
    assert world.get(WorkOrder, ident).lead_id == world.unit("E1")
    nothing_is_wrong(world)


def test_functions_that_are_handed_over_go_with_new_orders(world, nothing_is_wrong):
    """What the unit was given before stays with it (首接负责)."""
    kind = make_more.ReorganisationKind.TRANSFERRED
    world.order("handling", entry="E48", unit="EM", place="E")
    draft = make_more.reorganisation(kind=kind, unit="EM", successor="EC", functions="市场监管")
    row = world.drafted(draft)
    assert published(world, row, "keeper2.HOT", MONDAY + HOUR) == set()
    assert world.get(Unit, world.unit("EM")).functions == ""
    assert world.get(Unit, world.unit("EC")).functions == "城市管理、市场监管"
    later, order = MONDAY + 2 * HOUR, world.order()
    old = make.dispatch(order, entry="E48", unit="EM", place="E")
    assert world.act("dispatcher.HOT", old, at=later) == {"unit_is_competent"}
    world.done("dispatcher.HOT", old.but(unit="EC"), at=later)
    nothing_is_wrong(world)


def test_a_renamed_unit_is_the_same_unit(world, nothing_is_wrong):
    kind = make_more.ReorganisationKind.RENAMED
    ident = world.order("handling", **STREET)
    told = {"successor": None, "new_name": "东城新街道", "new_short_name": "新街道"}
    row = world.drafted(make_more.reorganisation(kind=kind, **told))
    assert published(world, row, "keeper2.HOT", MONDAY + HOUR) == set()
    unit = world.get(Unit, world.unit("E2"))
    assert (unit.name, unit.short_name, unit.active) == ("东城新街道", "新街道", True)
    later = MONDAY + 2 * HOUR
    world.done("handler.E2", make.reply(ident, told_at=later), at=later)
    nothing_is_wrong(world)


def test_statistics_follow_to_the_successor(world, nothing_is_wrong):
    """What is open is the heir's; what the old street had finished stays its own."""
    finished = world.order("closed", **STREET)
    open_ = world.order("handling", **STREET)
    with clock.at(MONDAY + HOUR):
        before = assessed(world)
    assert before == {"E2": 2}
    merged(world, MONDAY + 2 * HOUR)
    with clock.at(MONDAY + 3 * HOUR):
        assert assessed(world) == {"E2": 1, "E1": 1}
    assert finished != open_
    with world.reading() as session:
        lines = by_unit(session, MONDAY.date(), MONDAY.date(), MONDAY)
        assert {each.unit_id: each.numbers[0] for each in lines} == {
            world.unit("E2"): 1, world.unit("E1"): 1}  # fmt: skip
    nothing_is_wrong(world)


def assessed(world: World) -> dict[str, int]:
    """Received, by unit, in a new assessment of the period; the earlier ones stay as they are."""
    period = world.done("assessor.HOT", make.period())
    codes = {world.unit(code): code for code in ("E1", "E2", "E")}
    with world.reading() as session:
        found = session.scalars(select(Result).where(Result.period_id == period))
        return {codes[each.unit_id]: each.received for each in found
                if each.assessment_group is AssessmentGroup.STREET}  # fmt: skip
