"""平台规则:delegation: colleagues stand in for each other for a while; each act says for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.principal import principal_for
from app.kernel import clock
from app.kernel.audit import Audit
from app.kernel.errors import Finding
from app.models.account import Account
from app.models.contact import Contact
from app.models.delegation import Delegation
from app.models.enums import AssessmentGroup, Post
from app.models.extension import Extension
from app.models.unit import Unit
from app.services.law_check import Check
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import HANDLING, on
from tests.law.standing_in import ADMIN, DEPUTY, acting, arranged, between, moved
from tests.world import DAY, HOUR, MONDAY

HEAD, HANDLER = "head.E1", "handler.E1"
SECOND = timedelta(seconds=1)


def lasting(begins=timedelta(), ends=3 * DAY, absent=HEAD, deputy=HANDLER):
    return between(absent, deputy, begins_at=MONDAY + begins, ends_at=MONDAY + ends)


def closed(which: str):
    """One of the two has no account any more."""

    def made(world):
        world.system(make.change(Account, world.people[which].account_id, active=False))
        return between(HEAD, HANDLER)(world)

    return made


def ending(at: timedelta):
    """One that runs for three days, altered to end at another time."""
    return lambda world: make.change(Delegation, arranged(world), ends_at=MONDAY + at)


def renewed(world):
    """The deputy, as the head, would make themselves deputy for longer."""
    acting(world, arranged(world))
    return between(HEAD, HANDLER, ends_at=MONDAY + 60 * DAY)(world)


def stand_in(**told):
    """An act that only the head's post has, by the deputy."""

    def made(world):
        acting(world, arranged(world, **told))
        return make.extension(HANDLING(world))

    return made


def twice(world):
    """Ended, and arranged anew."""
    arranged(world, ends_at=MONDAY + HOUR)
    acting(world, arranged(world, begins_at=MONDAY + DAY))
    return make.extension(HANDLING(world))


def ended_early(world):
    acting(world, ident := arranged(world))
    world.done(HEAD, make.change(Delegation, ident, ends_at=MONDAY + HOUR))
    return make.extension(HANDLING(world))


def of_somebody_else(world):
    """The delegation is another's: the neighbour's handler poses as this head."""
    acting(world, arranged(world, "head.E2", "handler.E2"))
    posing = {"for_id": world.people[HEAD].account_id, "unit_id": world.unit("E1")}
    held = world.people[DEPUTY]
    world.people = world.people | {DEPUTY: type(held)(**vars(held) | posing)}
    return make.extension(HANDLING(world))


LAWS = [
    Law(
        "deputy_is_a_colleague",
        "平台规则:delegation",
        (
            case("handler for the head", HEAD, between(HEAD, HANDLER)),
            case("head for the handler", HEAD, between(HANDLER, HEAD)),
            case("by the account admin", ADMIN, between("head.W1", "handler.W1")),
            case("two coordinators", "coordinator.E", between("coordinator.E", "coordinator2.E")),
        ),
        (
            case("oneself", HEAD, between(HEAD, HEAD)),
            case("of another street", ADMIN, between(HEAD, "handler.E2")),
            case("of its own community", ADMIN, between(HEAD, "handler.E1a")),
            case("the absent has no account", ADMIN, closed(HEAD)),
            case("the deputy has no account", ADMIN, closed(HANDLER)),
        ),
    ),
    Law(
        "posts_kept_apart_are_not_delegated",
        "平台规则:separation",
        (
            case("two keepers", ADMIN, between("keeper.HOT", "keeper2.HOT")),
            case("two dispatchers", ADMIN, between("dispatcher.HOT", "dispatcher2.HOT")),
            case("intake for the dispatcher", ADMIN, between("dispatcher.HOT", "intake.HOT")),
            case("visitor for intake", ADMIN, between("intake.HOT", "visitor.HOT")),
            case("two account admins", ADMIN, between(ADMIN, "account_admin2.HOT")),
        ),
        (
            case("dispatcher for the reviewer", ADMIN, between("reviewer.HOT", "dispatcher.HOT")),
            case("reviewer for the dispatcher", ADMIN, between("dispatcher.HOT", "reviewer.HOT")),
            case("assessor for the head", ADMIN, between("head.CD", "assessor2.CD")),
            case("handler for the assessor", ADMIN, between("assessor2.CD", "handler.CD")),
            case("visitor for the handler", ADMIN, between(HANDLER, "visitor.HOT"),
                 also="deputy_is_a_colleague"),
            *(
                case(f"{one} and {other}", ADMIN, between(f"{one}.HOT", f"{other}.HOT"))
                for one, other in (("account_admin", "keeper"), ("auditor", "security_admin"),
                                   ("intake", "account_admin"), ("security_admin", "visitor"),
                                   ("assessor", "auditor"))
            ),
        ),
    ),
    Law(
        "delegation_lasts_for_a_while",
        "平台规则:delegation",
        (
            case("three days", HEAD, lasting()),
            case("next week", HEAD, lasting(7 * DAY, 9 * DAY)),
            case("since this morning", HEAD, lasting(-HOUR, HOUR)),
            case("as long as may be", HEAD, lasting(ends=92 * DAY)),
        ),
        (
            case("no time at all", HEAD, lasting(HOUR, HOUR)),
            case("backwards", HEAD, lasting(2 * DAY, DAY)),
            case("a second too long", HEAD, lasting(ends=92 * DAY + SECOND)),
            case("over", HEAD, lasting(-2 * DAY, -DAY)),
            case("just over", HEAD, lasting(-DAY, timedelta())),
        ),
    ),
    Law(
        "delegation_only_ends_earlier",
        "平台规则:delegation",
        (
            case("tomorrow", HEAD, ending(DAY)),
            case("now", HEAD, ending(HOUR), after=HOUR),
            case("by the account admin", ADMIN, ending(DAY)),
        ),
        (
            case("a second later", HEAD, ending(3 * DAY + SECOND)),
            case("before now", HEAD, ending(HOUR), after=2 * HOUR),
            case("over already", HEAD, ending(DAY), after=3 * DAY),
        ),
    ),
    Law(
        "deputy_does_not_delegate_further",
        "平台规则:delegation",
        (case("the head", HEAD, between(HEAD, HANDLER)),),
        (case("the deputy", DEPUTY, renewed),),
    ),
    Law(
        "acts_for_others_while_delegated",
        "平台规则:delegation",
        (
            case("in one's own post", HEAD, on(HANDLING, make.extension)),
            case("for the head", DEPUTY, stand_in()),
            case("in its last second", DEPUTY, stand_in(), after=3 * DAY - SECOND),
            case("arranged anew", DEPUTY, twice, after=DAY),
        ),
        (
            case("over", DEPUTY, stand_in(), after=3 * DAY),
            case("ended early", DEPUTY, ended_early, after=HOUR),
            case("between two", DEPUTY, twice, after=2 * HOUR),
            case("not begun", DEPUTY, stand_in(begins_at=MONDAY + HOUR), form="forbidden"),
            case("another's", DEPUTY, of_somebody_else, form="forbidden"),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_an_act_says_whose_post_it_was_done_in(world):
    """Own account, the other's post; what the law adds of itself says so as well."""
    ident = HANDLING(world)
    acting(world, arranged(world))
    world.done(DEPUTY, make.extension(ident))
    (asked,) = world.of(ident, Extension)
    head, handler = (world.people[each].account_id for each in (HEAD, HANDLER))
    assert (asked.by_id, asked.for_id, asked.by_post) == (handler, head, Post.HEAD)
    with world.reading() as session:
        line = session.scalars(
            select(Audit).where(Audit.table == "extension", Audit.row_id == asked.id)
        ).one()
    assert line.by_id == handler
    assert line.by_name.endswith("承办单位负责人承办员（代承办单位负责人）")
    assert "for_id" in line.now
    world.done(HANDLER, make.contact(ident))
    assert world.of(ident, Contact)[-1].for_id is None


def test_the_unit_is_that_of_whoever_is_absent(world):
    held = world.get(Delegation, arranged(world))
    assert held.unit_id == world.unit("E1")


@pytest.mark.parametrize(
    ("by", "absent", "deputy"),
    [("head.E1", "head.E2", "handler.E2"), ("coordinator.E", HEAD, HANDLER)],
)
def test_nobody_arranges_it_in_another_unit(world, by, absent, deputy):
    """Not even the district for its streets: whose unit it is the law says, and reach follows."""
    draft = between(absent, deputy)(world)
    assert world.act(by, draft) == "forbidden"
    assert world.act("handler.E1", between(HEAD, HANDLER)(world)) == "forbidden"


def test_who_has_lapsed_writes_nothing(world):
    """Not even what bears nobody's name, such as a unit."""
    delegation = arranged(world, "keeper.HOT", "keeper2.HOT")
    over = Finding("acts_for_others_while_delegated", "平台规则:delegation", "代行已结束")
    for lapsed in ((), (over,)):
        with world.reading() as session:
            held = session.scalars(select(Delegation).where(Delegation.id == delegation)).one()
            world.people = world.people | {DEPUTY: principal_for(held, lapsed)}
        group = AssessmentGroup.DISTRICT if lapsed else None
        draft = make.change(Unit, world.unit("E2"), assessment_group=group)
        assert world.act(DEPUTY, draft) == {each.rule for each in lapsed}


def test_what_was_done_stays_lawful_when_it_is_over(world):
    """The check of the whole store asks whether it held then, not whether it holds now."""
    ident = world.order("handling")
    acting(world, held := arranged(world))
    world.done(DEPUTY, make.extension(ident))
    world.done(HEAD, make.change(Delegation, held, ends_at=MONDAY + HOUR))
    moved(world, HANDLER, Post.VISITOR)
    with clock.at(MONDAY + 2 * HOUR), world.reading() as session:
        assert [str(each) for each in Check(session).findings()] == []
