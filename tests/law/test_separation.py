"""平台规则:separation: who handled neither visits nor rules nor assesses; three are three."""

from __future__ import annotations

from datetime import date

import pytest

from app.law.separation import apart
from app.models.account import Account
from app.models.enums import Post
from app.models.receipt import Receipt
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import ASKED, DISPUTED, HANDLING, REPLIED, on, order, then
from tests.law.standing_in import ADMIN, DEPUTY, acting, arranged, moved
from tests.law.test_contest import BAD, CONTESTED
from tests.law.test_cooperation import DONE

HEAD, HANDLER = "head.E1", "handler.E1"
#: Another street's order.
ELSEWHERE = order("replied", unit="E2", place="E2")
#: The head only spoke with the complainant; signed and answered was by the handler.
SPOKEN = then(HANDLING, (HEAD, make.contact), (HANDLER, make.reply))
HELPED = then(DONE, (HEAD, make.reply))


def changed(login: str, post: Post, unit: str, scene, build, **told):
    """Somebody with a past in another post."""

    def made(world):
        ident = scene(world)
        moved(world, login, post, unit)
        return build(ident, **told)

    return made


def visitor(login: str, scene, **told):
    return changed(login, Post.VISITOR, "HOT", scene, make.visit, **told)


def reviewer(login: str, scene, build, **told):
    return changed(login, Post.REVIEWER, "HOT", scene, build, **told)


def stood_in(build, *acts, post: Post, unit: str = "HOT", start=HANDLING):
    """What the handler did for the head is the head's as well, in whatever post later."""

    def made(world):
        ident = world.order("handling") if start is HANDLING else start(world)
        acting(world, arranged(world))
        for who, act in acts:
            world.done(who, act(ident))
        moved(world, HEAD, post, unit)
        return build(ident)

    return made


def transferred(one: Post, other: Post):
    def made(world):
        ident = world.people[f"{one.value}.HOT"].account_id
        return make.change(Account, ident, post=other)

    return made


def assessor(state: str, day: date = date(2024, 2, 19), post: str = "handler"):
    """Somebody of a street where nobody else has done anything."""

    def made(world):
        world.order(state, unit="W2", place="W2")
        moved(world, f"{post}.W2", Post.ASSESSOR, "CD")
        return make.period(day)

    return made


LAWS = [
    Law(
        "who_handled_does_not_visit",
        "平台规则:separation",
        (
            case("somebody else", "visitor.HOT", on(REPLIED, make.visit)),
            case("who handled others", HANDLER, visitor(HANDLER, ELSEWHERE)),
            case("of the same street without a hand in it", HEAD, visitor(HEAD, REPLIED)),
        ),
        (
            case("who replied", HANDLER, visitor(HANDLER, REPLIED), own_hand=True),
            case("who spoke with the complainant", HEAD, visitor(HEAD, SPOKEN), own_hand=True),
            case("who helped", "handler.EC", visitor("handler.EC", HELPED), own_hand=True),
            case("who was stood in for", HEAD,
                 stood_in(make.visit, (DEPUTY, make.contact), (HANDLER, make.reply),
                          post=Post.VISITOR), own_hand=True),
        ),
    ),
    Law(
        "who_handled_does_not_rule",
        "平台规则:separation",
        (
            case("somebody else", "reviewer.HOT", on(DISPUTED, make.rejection)),
            case("of the same street", HANDLER, reviewer(HANDLER, DISPUTED, make.rejection)),
        ),
        (
            case("who objected", HEAD, reviewer(HEAD, DISPUTED, make.rejection)),
            case("who objected, upholding", HEAD, reviewer(HEAD, DISPUTED, make.ruling)),
        ),
    ),
    Law(
        "who_handled_does_not_rule_on_the_visit",
        "平台规则:separation",
        (
            case("somebody else", "reviewer.HOT", on(CONTESTED, make.contest_ruling)),
            case("who handled others", "handler.E2",
                 reviewer("handler.E2", CONTESTED, make.contest_ruling)),
        ),
        (
            case("who contested", HEAD, reviewer(HEAD, CONTESTED, make.contest_ruling)),
            case("who replied", HANDLER, reviewer(HANDLER, CONTESTED, make.contest_ruling)),
            case("in whose post it was contested", HEAD,
                 stood_in(make.contest_ruling, (DEPUTY, make.contest), post=Post.SUPERVISOR,
                          start=BAD)),
        ),
    ),
    Law(
        "who_asked_for_time_does_not_decide",
        "平台规则:separation",
        (
            case("the coordinator", "coordinator.E", on(ASKED, make.decision)),
            case("of the same street", HANDLER,
                 changed(HANDLER, Post.COORDINATOR, "E", ASKED, make.decision)),
        ),
        (
            case("who asked", HEAD, changed(HEAD, Post.COORDINATOR, "E", ASKED, make.decision)),
            case("in whose post it was asked", HEAD,
                 stood_in(make.decision, (DEPUTY, make.extension), post=Post.COORDINATOR,
                          unit="E")),
        ),
    ),
    Law(
        "three_administrators_stay_three",
        "平台规则:separation",
        (
            case("auditor to keeper", ADMIN, transferred(Post.AUDITOR, Post.KEEPER)),
            case("keeper to auditor", ADMIN, transferred(Post.KEEPER, Post.AUDITOR)),
            case("closed", ADMIN, lambda world: make.change(
                Account, world.people["auditor.HOT"].account_id, active=False)),
        ),
        (
            case("security to audit", ADMIN, transferred(Post.SECURITY_ADMIN, Post.AUDITOR)),
            case("audit to accounts", ADMIN, transferred(Post.AUDITOR, Post.ACCOUNT_ADMIN)),
        ),
    ),
    Law(
        "who_replied_does_not_assess",
        "平台规则:separation",
        (
            case("the assessor", "assessor.HOT", lambda world: make.period()),
            case("who only signed", "handler.W2", assessor("handling")),
            case("of another period", "handler.W2", assessor("replied", date(2024, 1, 19))),
            case("of the same street", "head.W2", assessor("replied", post="head")),
        ),
        (
            case("who replied", "handler.W2", assessor("replied")),
            case("who replied, and it is closed", "handler.W2", assessor("closed")),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_no_post_is_kept_apart_from_itself_and_apart_is_mutual():
    for one in Post:
        assert not apart(one, one)
        for other in Post:
            assert apart(one, other) is apart(other, one)


def test_a_file_tells_of_no_person(world):
    """What was imported was done by nobody on file, and for nobody."""
    ident = world.order("dispatched")
    assert world.imports(HANDLER, make.receipt(ident)) == set()
    (signed,) = world.of(ident, Receipt)
    assert (signed.for_id, signed.by_post) == (None, Post.MIGRATOR)
