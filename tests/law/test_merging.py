"""平台规则:merging: several complainants of one matter; each order keeps what is its own."""

from __future__ import annotations

import pytest

from app.kernel.session import GovernedSession
from app.law.reading_ledger import merged
from app.models.enums import DemandKind, Status
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests import make, make_more
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    CLOSED,
    DISPATCHED,
    DISPUTED,
    HANDLING,
    REGISTERED,
    REPLIED,
    REPORT,
    Scene,
    order,
    shared,
    then,
)
from tests.world import HOUR, MONDAY

CENTRE, DISTRICT = "dispatcher.HOT", "coordinator.E"

#: Another order of the same matter.
SECOND = order("replied")
OTHER_ENTRY = order("dispatched", entry="L4")
OTHER_STREET = order("dispatched", unit="W1", place="W1")
CITY, CITY_TOO = (order("dispatched", entry="ANY", unit="CD") for _ in range(2))
REPORT_TOO = order("dispatched", demand_kind=DemandKind.REPORT, entry="E48", unit="EM", place="E")


def pair(world) -> int:
    """An order merged into another one."""
    main, ident = world.order("dispatched"), world.order("dispatched")
    world.done(CENTRE, make_more.merger(ident, main))
    return ident


def main_of(scene: Scene) -> Scene:
    return lambda world: world.of(scene(world), Merger)[0].main_id


def pair_parted(world) -> int:
    """The main one went elsewhere since: nothing is merged any more."""
    ident = pair(world)
    main = main_of(lambda _: ident)(world)
    world.done("head.E1", make.objection(main))
    world.done("reviewer.HOT", make.ruling(main))
    return ident


MEMBER, PARTED = shared(pair), shared(pair_parted)
MAIN = main_of(MEMBER)
UNDONE = then(pair, (CENTRE, make_more.merger_undo))
MEMBER_CLOSED = then(pair, ("handler.E1", make.reply), ("visitor.HOT", make.visit))


def merge(scene: Scene = HANDLING, main: Scene = SECOND, **told):
    return lambda world: make_more.merger(scene(world), main(world), **told)


def undo(scene: Scene = MEMBER, **told):
    return lambda world: make_more.merger_undo(scene(world), **told)


LAWS = [
    Law(
        "merger_is_by_the_hotline_or_the_district",
        "平台规则:merging",
        (
            case("the hotline", CENTRE, merge()),
            case("their district", DISTRICT, merge()),
            case("the hotline, of a body of the city", CENTRE, merge(CITY, CITY_TOO)),
        ),
        (
            case("another district", "coordinator.W", merge(), beyond=True),
            case("the unit itself", "head.E1", merge(), beyond=True),
            case("a district, of a body of the city", DISTRICT, merge(CITY, CITY_TOO),
                 beyond=True),
        ),
    ),
    Law(
        "only_an_open_order_is_merged",
        "平台规则:merging",
        (
            case("not signed for yet", CENTRE, merge(DISPATCHED)),
            case("in dispute", CENTRE, merge(DISPUTED)),
            case("in hand", CENTRE, merge()),
            case("replied to", CENTRE, merge(REPLIED)),
        ),
        (
            case("not dispatched", CENTRE, merge(REGISTERED)),
            case("closed", CENTRE, merge(CLOSED)),
            case("a report", CENTRE, merge(REPORT, REPORT_TOO), "main_order_takes_others_in"),
        ),
    ),
    Law(
        "order_is_merged_once",
        "平台规则:merging",
        (
            case("again after it was undone", CENTRE, merge(UNDONE)),
            case("again after they were parted", CENTRE, merge(PARTED)),
            case("what nobody is merged into any more", CENTRE, merge(SECOND, HANDLING)),
        ),
        (
            case("merged already", CENTRE, merge(MEMBER)),
            case("into the same", CENTRE, merge(MEMBER, MAIN)),
            case("others are merged into it", CENTRE, merge(MAIN)),
        ),
    ),
    Law(
        "main_order_takes_others_in",
        "平台规则:merging",
        (
            case("another", CENTRE, merge()),
            case("one that has others", CENTRE, merge(HANDLING, MAIN)),
            case("one that was parted from its own", CENTRE, merge(HANDLING, UNDONE)),
            case("replied to", CENTRE, merge(HANDLING, SECOND)),
        ),
        (
            case("itself", CENTRE, merge(HANDLING, HANDLING)),
            case("not dispatched", CENTRE, merge(HANDLING, REGISTERED)),
            case("closed", CENTRE, merge(HANDLING, CLOSED)),
            case("merged itself", CENTRE, merge(HANDLING, MEMBER)),
            case("a report", CENTRE, merge(HANDLING, REPORT), "merged_orders_are_one_matter"),
        ),
    ),
    Law(
        "merged_orders_are_one_matter",
        "平台规则:merging",
        (case("same lead and entry", CENTRE, merge()),),
        (
            case("another lead", CENTRE, merge(HANDLING, OTHER_STREET)),
            case("another entry", CENTRE, merge(HANDLING, OTHER_ENTRY)),
            case("the main one went elsewhere", CENTRE, merge(HANDLING, main_of(PARTED))),
        ),
    ),
    Law(
        "merger_says_why_it_is_one_matter",
        "平台规则:merging",
        (case("told", CENTRE, merge()),),
        (case("blank", CENTRE, merge(reason="　")),),
    ),
    Law(
        "only_a_merged_order_is_parted",
        "平台规则:merging",
        (
            case("merged", CENTRE, undo()),
            case("parted by a redispatch", CENTRE, undo(PARTED)),
        ),
        (
            case("not merged", CENTRE, undo(HANDLING)),
            case("the main one", CENTRE, undo(MAIN)),
            case("undone", CENTRE, undo(UNDONE)),
            case("closed", CENTRE, undo(MEMBER_CLOSED)),
        ),
    ),
    Law(
        "undo_is_by_the_hotline_or_the_district",
        "平台规则:merging",
        (
            case("the hotline", CENTRE, undo()),
            case("their district", DISTRICT, undo()),
        ),
        (
            case("another district", "coordinator.W", undo(), beyond=True),
            case("the unit itself", "head.E1", undo(), beyond=True),
        ),
    ),
    Law(
        "undo_says_why",
        "平台规则:merging",
        (case("told", CENTRE, undo()),),
        (case("blank", CENTRE, undo(reason=" ")),),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def into(world, ident: int) -> int | None:
    """Which order it is merged into, as the law reads it."""
    with GovernedSession(world.bind, world.people[CENTRE], writing=False) as session:
        with session.seeing_everything():
            held = merged(session.get(WorkOrder, ident))
        return held.main_id if held else None


def test_each_keeps_its_own_receipt_reply_visit_and_end(world):
    """The merger moves nothing of either order."""
    main, member = MAIN(world), MEMBER(world)
    before = world.get(WorkOrder, main)
    for login, build in (
        ("handler.E1", make.receipt), ("handler.E1", make.reply), ("visitor.HOT", make.visit)
    ):  # fmt: skip
        world.done(login, build(member), at=MONDAY + HOUR)
    assert world.get(WorkOrder, member).status is Status.CLOSED
    after = world.get(WorkOrder, main)
    told = ("status", "version", "due_at", "replied_at", "closed_at")
    assert [getattr(after, k) for k in told] == [getattr(before, k) for k in told]
    assert into(world, member) == main


def test_undone_it_is_one_of_its_own_again(world):
    member, main = MEMBER(world), MAIN(world)
    assert into(world, member) == main
    world.done(CENTRE, make_more.merger_undo(member))
    (merger,), (ended,) = world.of(member, Merger), world.of(member, MergerUndo)
    assert ended.merger_id == merger.id
    assert into(world, member) is None
    world.done(CENTRE, make_more.merger(main, member))
    assert into(world, main) == member


@pytest.mark.parametrize("moves", ["main", "member"])
def test_a_redispatch_of_either_parts_them(world, moves):
    """Read, not written: under one lead again, they are one matter again."""
    member, main = MEMBER(world), MAIN(world)
    ident = {"main": main, "member": member}[moves]
    world.done("head.E1", make.objection(ident))
    assert into(world, member) == main
    world.done("reviewer.HOT", make.ruling(ident))
    assert into(world, member) is None
    assert len(world.of(member, Merger)) == 1


def test_two_leads_become_one_heir(world):
    """Both are sent on to the heir: parted between the two, together afterwards."""
    main, member = (world.order("dispatched", unit="E2", place="E2") for _ in range(2))
    world.done(CENTRE, make_more.merger(member, main))
    world.merge("E2", "E1")
    assert world.get(Unit, world.unit("E2")).active is False
    world.done(CENTRE, make.dispatch(main))
    assert into(world, member) is None
    world.done(CENTRE, make.dispatch(member))
    assert into(world, member) == main


def test_two_mergers_in_one_transaction_do_not_make_a_chain(world):
    first, second, third = HANDLING(world), SECOND(world), DISPATCHED(world)
    refused = world.act(CENTRE, make_more.merger(first, second), make_more.merger(third, first))
    assert refused == {"order_is_merged_once", "main_order_takes_others_in"}
    refused = world.act(CENTRE, make_more.merger(first, second), make_more.merger(first, third))
    assert refused == {"order_is_merged_once"}
