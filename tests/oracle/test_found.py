"""What the oracle and the law once said differently, each as the few acts that show it."""

from __future__ import annotations

from app.kernel import clock
from app.kernel.session import GovernedSession
from app.models.dispatch_copy import DispatchCopy
from app.models.enums import DemandKind, DisposalKind, Role
from app.models.participation import Participation
from app.models.reorganisation import Reorganisation
from app.services.law_check import Check
from app.services.reorganise import publish
from tests import make, make_more
from tests.world import HOUR, MONDAY, World


def found(world: World) -> list[str]:
    with world.reading() as session:
        return [str(each) for each in Check(session).findings()]


def test_a_contact_of_an_earlier_round_is_none_of_this_one(world: World) -> None:
    """H2, H8: done over, the complainant is spoken to again; what was said before is no proof."""
    ident = world.order("handling")
    world.done("handler.E1", make.reply(ident), at=MONDAY + HOUR)
    world.done("visitor.HOT", make.bad_visit(ident), at=MONDAY + 2 * HOUR)
    before = make.contact(ident, contacted_at=MONDAY + HOUR)
    assert world.act("handler.E1", before, at=MONDAY + 3 * HOUR) == {"contact_is_on_file"}
    unproven = make.reply(ident, told_at=MONDAY + 3 * HOUR, proof="")
    assert world.act("handler.E1", unproven, at=MONDAY + 3 * HOUR) == {"reply_rests_on_proof"}


def test_what_was_let_drop_later_in_the_same_second_was_there_before(world: World) -> None:
    """C4: the check must not hold against a repeat what became of the earlier order only then."""
    earlier, later = world.done("intake.HOT", make.order()), world.done("intake.HOT", make.order())
    repeat = make.disposal(later, kind=DisposalKind.REPEAT, earlier=earlier)
    world.done("intake.HOT", repeat)
    world.done("intake.HOT", make.disposal(earlier, kind=DisposalKind.WITHDRAWN))
    assert found(world) == []
    again = world.done("intake.HOT", make.order())
    refused = {"repeat_is_linked_and_brings_nothing_new"}
    assert world.act("intake.HOT", repeat.but(order=again)) == refused


def test_a_copy_sent_in_the_second_of_the_finding_out_stays_sent(world: World) -> None:
    """D7, D10: neither is the copy unlawful, nor does one found out before get a copy after all."""
    report = make.order(demand_kind=DemandKind.REPORT)
    sent, known = world.done("intake.HOT", report), world.done("intake.HOT", report)
    world.done("dispatcher.HOT", make.dispatch(sent))
    for ident in (sent, known):
        world.done("intake.HOT", make.supplement(ident, reported_unit="E2"))
    world.done("dispatcher.HOT", make.dispatch(known))
    assert [len(world.of(each, DispatchCopy)) for each in (sent, known)] == [1, 0]
    assert found(world) == []


def test_a_district_that_is_asked_or_told_takes_part_as_such(world: World) -> None:
    """The strongest role counts: being asked is more than watching over the lead."""
    ident = world.order("handling")
    world.done("intake.HOT", make_more.alert(ident, unit="E"))
    assert role(world, ident, "E") is Role.ALERTED
    world.done("handler.E1", make.contact(ident))
    world.done("head.E1", make_more.escalation(ident))
    assert role(world, ident, "E") is Role.ASKED
    world.done("coordinator.E", make_more.escalation_answer(ident))
    assert role(world, ident, "E") is Role.ALERTED


def role(world: World, ident: int, code: str) -> Role | None:
    held = {each.unit_id: each.role for each in world.of(ident, Participation)}
    return held.get(world.unit(code))


def merged(world: World, code: str, into: str) -> None:
    """Drafted by one keeper and published by another within the same second."""
    draft = world.drafted(make_more.reorganisation(unit=code, successor=into))
    with GovernedSession(world.bind, world.people["keeper2.HOT"]) as session:
        publish(session, session.get(Reorganisation, draft.id))
        session.commit()


def test_a_reorganisation_drafted_and_published_in_one_second_is_lawful(world: World) -> None:
    """D9: the unit was still there when its end was drafted."""
    merged(world, "E2", "E1")
    assert found(world) == []


def test_a_community_of_a_merged_street_is_whistled_for_by_the_heir(world: World) -> None:
    """W1, W4: it lies in the heir's street now: that street whistles, and is asked first."""
    ident = world.order("dispatched", unit="E2", place="E2")
    merged(world, "E2", "E1")
    world.done("dispatcher.HOT", make.dispatch(ident))
    world.done("head.E1", make.dispatch(ident, unit="E2a"))
    world.done("handler.E2a", make.contact(ident))
    world.done("handler.E1", make_more.whistle(ident))
    world.done("handler.EC", make_more.report_in(ident))
    world.done("handler.E1", make_more.whistle_result(ident))
    world.done("head.E2a", make_more.escalation(ident, unit="E1"))
    assert found(world) == []


def test_who_takes_part_is_read_as_of_the_last_act_that_changed_it(world: World) -> None:
    """A contact brings nobody in: the heir of the street comes in with the next act that does."""
    ident = world.order("dispatched", unit="E2", place="E2")
    world.done("head.E2", make.dispatch(ident, unit="E2a", place="E2"))
    with clock.at(MONDAY + HOUR):
        merged(world, "E2", "E1")
    world.done("handler.E2a", make.contact(ident), at=MONDAY + 2 * HOUR)
    assert found(world) == []
    world.done("handler.E2a", make.co_handling(ident), at=MONDAY + 3 * HOUR)
    assert (role(world, ident, "E1"), role(world, ident, "E2")) == (Role.SUPERIOR, Role.FORMER)
    assert found(world) == []
