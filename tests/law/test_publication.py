"""平台规则:two_persons: what one person drafts is in force once another has published it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.session import GovernedSession
from app.law.calendar import calendar_from, read_whole
from app.law.community import role_of_a_community
from app.law.parameters import entry_in_force, parameter
from app.law.publication import DRAFTED, author_does_not_publish
from app.models.catalogue_entry import CatalogueEntry
from app.models.dispatch import Dispatch
from app.models.enums import CommunityRole, Measure
from app.models.parameter import Parameter
from app.models.publication import TWO_PERSONS, Publication, published
from app.services.law_check import Check
from tests import make, make_more
from tests.law.cases import Law, case, each, try_case
from tests.world import DAY, HOUR, MONDAY

KEEPER, SECOND = "keeper.HOT", "keeper2.HOT"
TODAY, YESTERDAY, TOMORROW = date(2024, 3, 4), date(2024, 3, 3), date(2024, 3, 5)
#: Nobody publishes through a form of its own: a page of the version does.
PAGE = {"form": "forbidden"}


def drafted(build, *told, **more):
    """The publication of what the first keeper drafts beforehand."""

    def made(world):
        row = world.drafted(build(*told, **more))
        return make_more.publication(row.__tablename__, row.id)

    return made


def again(world):
    """A version that is published already."""
    row = world.drafted(make.entry("L3", valid_from=TOMORROW))
    world.publish(row)
    return make_more.publication("catalogue_entry", row.id)


def stale(build, *told, **more):
    """Drafted in time and left until its day had passed."""

    def made(world):
        with clock.at(MONDAY - 2 * DAY):
            row = world.drafted(build(*told, **more))
        return make_more.publication(row.__tablename__, row.id)

    return made


def merger(**told):
    """A merger that was drafted, and that the unit has gone through already."""

    def made(world):
        row = world.drafted(make_more.reorganisation(**told))
        world.merge("E2", "E1")
        return make_more.publication("reorganisation", row.id)

    return made


def of_the_system(world):
    with world.reading() as session:
        ident = session.scalars(select(Parameter.id).limit(1)).one()
    return make_more.publication("parameter", ident)


def new_number(**told):
    return drafted(make.parameter, "handle.L3", 5, measure=Measure.WORKING_DAYS, **told)


def nothing(table: str, ident: int):
    return lambda _: make_more.publication(table, ident)


LAWS = [
    Law(
        "what_is_published_was_drafted",
        "平台规则:two_persons",
        (
            case("an entry", SECOND, drafted(make.entry, "L3", valid_from=TOMORROW), **PAGE),
            case("a duty", SECOND,
                 drafted(make.community_duty, "L3", valid_from=TOMORROW), **PAGE),
        ),
        (
            case("no such table", SECOND, nothing("unit", 1), **PAGE),
            case("no such row", SECOND, nothing("parameter", 10**6), **PAGE),
            case("loaded by the system", SECOND, of_the_system, **PAGE),
        ),
    ),
    Law(
        "draft_is_published_once",
        "平台规则:two_persons",
        (case("the first time", SECOND, new_number(valid_from=TODAY), **PAGE),),
        (case("a second time", SECOND, again, **PAGE),),
    ),
    Law(
        "author_does_not_publish",
        "平台规则:two_persons",
        (case("another keeper", SECOND, new_number(valid_from=TODAY), **PAGE),),
        (case("its author", KEEPER, new_number(valid_from=TODAY), **PAGE),),
    ),
    Law(
        "publication_is_not_backdated",
        "平台规则:first_version",
        (
            case("from today", SECOND, new_number(valid_from=TODAY), **PAGE),
            case("a first version of long ago", SECOND, drafted(make.entry, "FIRST"), **PAGE),
            case("a day to come", SECOND,
                 stale(make.calendar_day, TOMORROW, valid_from=YESTERDAY), **PAGE),
        ),
        (
            case("its day has passed", SECOND,
                 stale(make.entry, "L3", valid_from=YESTERDAY), **PAGE),
            case("a day gone by meanwhile", SECOND,
                 stale(make.calendar_day, YESTERDAY, valid_from=YESTERDAY), **PAGE),
        ),
    ),
    Law(
        "reorganisation_waits_for_its_day",
        "平台规则:two_persons",
        (
            case("of something else", SECOND, new_number(valid_from=TODAY), **PAGE),
            case("today's", SECOND, merger(), **PAGE),
        ),
        (case("tomorrow's", SECOND, merger(effective_on=TOMORROW), **PAGE),),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


# ---- what is only drafted, nobody acts by -----------------------------------------------------


def value(world, key: str, on: date) -> int:
    with world.reading() as session:
        return parameter(session.scalars(select(Parameter).limit(1)).one(), key, on).value


def test_a_number_holds_from_its_publication(world):
    before = value(world, "sign.L3", TODAY)
    row = world.drafted(make.parameter("sign.L3", before + 1, valid_from=TODAY))
    assert value(world, "sign.L3", TODAY) == before
    world.publish(row)
    assert value(world, "sign.L3", TODAY) == before + 1


def test_an_entry_is_chosen_from_its_publication(world):
    row = world.drafted(make.entry("L3", valid_from=TODAY, territorial=False))
    order = world.order()
    sent = make.dispatch(order, entry=row.id)
    assert world.act("dispatcher.HOT", sent) == {"entry_is_in_force"}
    assert "尚未公布" in str(world.refusal)
    world.publish(row)
    assert world.act("dispatcher.HOT", sent) == set()
    assert world.act("dispatcher.HOT", make.dispatch(world.order(), entry=row.id)) == set()


def test_a_day_counts_from_its_publication(world):
    row = world.drafted(make.calendar_day(TOMORROW, kind="holiday", valid_from=TODAY))
    for whole in (False, True):
        with world.reading() as session:
            if whole:
                read_whole(session)
            any_row = session.scalars(select(Parameter).limit(1)).one()
            held = calendar_from(any_row, TODAY)
            assert held.kinds[TOMORROW].value == "workday"
            assert held.version < row.id
    world.publish(row)
    with world.reading() as session:
        held = calendar_from(session.scalars(select(Parameter).limit(1)).one(), TODAY)
        assert held.kinds[TOMORROW].value == "holiday"
        assert held.version == row.id


def test_a_list_of_communities_holds_from_its_publication(world):
    row = world.drafted(make.community_duty("L3", role=CommunityRole.ASSIST, valid_from=TODAY))
    order = world.order("dispatched")

    def role() -> CommunityRole | None:
        with world.reading() as session:
            query = select(Dispatch).where(Dispatch.order_id == order)
            return role_of_a_community(session.scalars(query).one(), "L3")

    assert role() is CommunityRole.OWN
    world.publish(row)
    assert role() is CommunityRole.ASSIST


def test_what_nobody_published_keeps_nobody_from_a_first_version(world):
    """A draft that was wrong is left lying; the right one may still begin long ago."""
    world.drafted(make.entry("FIRST"))
    row = world.drafted(make.entry("FIRST", valid_from=date(2022, 1, 1)))
    world.publish(row)
    assert world.act(KEEPER, make.entry("FIRST", valid_from=YESTERDAY)) == {
        "later_version_is_not_backdated"
    }


def test_who_acts_for_the_author_is_the_author(world):
    """Whoever acts in the author's name is no second person."""
    row = world.drafted(make.parameter("sign.L3", 9, valid_from=TODAY))
    with GovernedSession(world.bind, world.people[SECOND]) as session:
        act = Publication(table_name="parameter", row_id=row.id, for_id=row.by_id)
        session.add(act)
        act.by_id = world.people[SECOND].account_id
        with session.no_autoflush, session.seeing_everything():
            assert author_does_not_publish(act, None)
        session.rollback()


def test_what_can_be_published_is_what_waits_for_it():
    assert set(DRAFTED) == TWO_PERSONS


def test_published_is_asked_of_an_instant(world):
    row = world.drafted(make.entry("L3", valid_from=TOMORROW))
    world.publish(row, at=MONDAY + HOUR)
    with world.reading() as session:
        for at, there in ((MONDAY, False), (MONDAY + HOUR, True), (None, True)):
            query = select(CatalogueEntry.id).where(CatalogueEntry.id == row.id)
            found = session.scalar(query.where(published(CatalogueEntry, at)))
            assert (found is not None) is there


def test_what_was_dispatched_before_a_publication_is_as_it_was(unstaged):
    """The check reads each act by what was in force at its instant, not by what was on file."""
    number = unstaged.drafted(make.parameter("sign.L3", 9, measure=Measure.HOURS, valid_from=TODAY))
    entry = unstaged.drafted(make.entry("L3", valid_from=TODAY, limit_class="L2"))
    early = unstaged.drafted(make.calendar_day(TOMORROW, kind="holiday", valid_from=TODAY))
    late = unstaged.drafted(make.calendar_day(TOMORROW + DAY, kind="holiday", valid_from=TODAY))
    unstaged.publish(late, at=MONDAY + timedelta(minutes=1))
    with clock.at(MONDAY + HOUR):
        unstaged.order("handling")
    for row in (number, entry, early):
        unstaged.publish(row, at=MONDAY + 2 * HOUR)
    with clock.at(MONDAY + 3 * HOUR):
        unstaged._ids.clear()
        unstaged.order("handling")
    with unstaged.reading() as session:
        assert list(Check(session).findings()) == []
        assert entry_in_force(session.get(Parameter, number.id), "L3", TODAY).id == entry.id
