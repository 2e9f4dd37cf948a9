"""条例第二、十条: what is recorded of a demand, and that it stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.kernel.model import Case as CaseTable
from app.models.act import Act
from app.models.enums import Channel, ComplainantKind, DemandKind
from app.models.participation import Participation
from app.models.work_order import WorkOrder
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    ANSWERED,
    CITY_ASKED,
    CONSULT,
    DISPATCHED,
    DISPUTED,
    REDIRECTED,
    REGISTERED,
    Scene,
    early,
    on,
    shared,
    then,
)
from tests.world import DAY, HOUR, MONDAY, World

BY = "intake.HOT"
SECOND = timedelta(seconds=1)
LAST_LAWLESS_SECOND = datetime(2021, 9, 23, 15, 59, 59, tzinfo=UTC) - MONDAY
FIRST_LAWFUL_SECOND = datetime(2021, 9, 23, 16, tzinfo=UTC) - MONDAY

#: An order with every act on it; a consult answered has its own.
EVERYTHING = then(
    REDIRECTED,
    ("handler.EC", make.receipt),
    ("handler.EC", make.contact),
    ("head.EC", make.extension),
    ("coordinator.E", make.decision),
    ("head.EC", make.reply),
    ("visitor.HOT", make.visit),
    ("visitor.HOT", make.supplement),
)


LATE = {"late_reason": "补录"}
#: Dispatched an hour after it came in.
SENT = then(REGISTERED, ("dispatcher.HOT", make.dispatch), after=HOUR)


def record(**told):
    return lambda world: make.order(**told)


def first(table: type, scene: Scene = EVERYTHING) -> Scene:
    """The first row of a table about an order with a long life."""

    def made(world: World) -> int:
        return int(world.of(scene(world), table)[0].id)

    return shared(made)


def altered(scene: Scene, table: type = WorkOrder, **told):
    return lambda world: make.change(table, scene(world), **told)


def removed(scene: Scene, table: type = WorkOrder):
    return lambda world: make.removal(table, scene(world))


def tables(family: type) -> list[type]:
    return [each for each in CHANGED if issubclass(each, family)]


#: Every act table, with something of it that might be wished otherwise.
CHANGED = {
    made().table: told
    for made, told in (
        (make.supplement, {"content": "撤回"}),
        (make.dispatch, {"note": "改派"}),
        (make.receipt, {"note": "迟签"}),
        (make.contact, {"heard": "没有意见"}),
        (make.objection, {"reason": "另有理由"}),
        (make.ruling, {"reason": "另有理由"}),
        (make.extension, {"reason": "另有理由"}),
        (make.decision, {"reason": "另有理由"}),
        (make.reply, {"content": "另有结果"}),
        (make.visit, {"opinion": "另有意见"}),
    )
}

LAWS = [
    Law(
        "order_is_recorded_whole",
        "条例:十",
        (
            case("ordinary", BY, record()),
            case("protected", BY, record(protected=True, complainant_name="王某")),
        ),
        (
            case("no title", BY, record(title="")),
            case("blank title", BY, record(title="　")),
            case("no content", BY, record(content=None)),
            case("no contact", BY, record(contact="")),
            *(case(f"contact {each}", BY, record(contact=each)) for each in ("匿名", " 无 ", "/")),
        ),
    ),
    Law(
        "demand_comes_by_a_channel_of_the_hotline",
        "条例:二(3)",
        tuple(case(f"by {each}", BY, record(channel=each)) for each in Channel),
        (
            case("no channel", BY, record(channel=None)),
            case("unknown channel", BY, record(channel="fax"), form="unreadable"),
        ),
    ),
    Law(
        "original_statement_never_changes",
        "条例:十",
        (case("a supplement instead", BY, on(REGISTERED, make.supplement)),),
        tuple(
            case(f"{name} altered", BY, altered(REGISTERED, **{name: value}), beyond=True)
            for name, value in (
                ("number", "202403040000000001"),
                ("title", "已解决"),
                ("content", "已解决"),
                ("demand_kind", DemandKind.CONSULT),
                ("channel", Channel.LETTER),
                ("complainant_kind", ComplainantKind.LEGAL),
                ("complainant_name", "李某"),
                ("contact", "13900139000"),
                ("protected", True),
                ("place", "别处"),
            )
        ),
    ),
    Law(
        "acts_never_change",
        "条例:三十五(2)(三)",
        (case("another act instead", "visitor.HOT", on(DISPATCHED, make.supplement)),),
        (
            *(
                case(f"{table.__tablename__} altered", BY,
                     altered(first(table), table, **CHANGED[table]), beyond=True)
                for table in tables(Act)
            ),
            case("disposal altered", BY,
                 altered(first(make.disposal().table, ANSWERED), make.disposal().table,
                         told="另有答复"), beyond=True),
        ),
    ),
    Law(
        "nothing_of_a_case_is_deleted",
        "条例:十",
        (
            # The first district no longer takes part: the law itself takes its row away.
            case("participation by the law", "reviewer.HOT",
                 on(DISPUTED, make.ruling, unit="W1", place="W1")),
        ),
        (
            case("an order", BY, removed(REGISTERED), beyond=True),
            *(
                case(f"{table.__tablename__}", BY, removed(first(table), table), beyond=True)
                for table in tables(CaseTable)
            ),
        ),
    ),
    Law(
        "demand_is_of_a_statutory_kind",
        "条例:二(2)",
        (
            *(case(f"a {each}", BY, record(demand_kind=each)) for each in DemandKind),
            *(case(f"by a {each}", BY, record(complainant_kind=each)) for each in ComplainantKind),
        ),
        (
            case("none", BY, record(demand_kind=None)),
            case("praise", BY, record(demand_kind="praise"), form="unreadable"),
            case("by a machine", BY, record(complainant_kind="robot"), form="unreadable"),
        ),
    ),
    Law(
        "act_is_within_the_life_of_the_law",
        "平台规则:future_instant",
        (
            case("its first second", BY, record(), after=FIRST_LAWFUL_SECOND),
            case("an act in time", BY, on(CONSULT, make.disposal)),
            case("an old entry", "keeper.HOT", lambda world: make.entry("OLDER"),
                 after=LAST_LAWLESS_SECOND),
        ),
        (
            case("the second before", BY, record(), after=LAST_LAWLESS_SECOND),
            case("an act before it", "visitor.HOT", on(CITY_ASKED, make.mark),
                 after=LAST_LAWLESS_SECOND),
        ),
    ),
    Law(
        "imported_acts_follow_one_another",
        "平台规则:imported_acts",
        (
            case("at once", "handler.E1", on(SENT, make.receipt, **LATE, at=MONDAY + HOUR),
                 after=DAY, of_file=True),
            case("later", "handler.E1", on(SENT, make.receipt, **LATE, at=MONDAY + 2 * HOUR),
                 after=DAY, of_file=True),
            case("a supplement at once", BY, on(REGISTERED, make.supplement, at=MONDAY),
                 of_file=True),
        ),
        (
            case("before the order", BY, on(REGISTERED, make.supplement, at=MONDAY - SECOND),
                 of_file=True),
            case("before the dispatch", "handler.E1",
                 on(SENT, make.receipt, **LATE, at=MONDAY + HOUR - SECOND), after=DAY,
                 of_file=True),
            case("a dispatch before the order", "dispatcher.HOT",
                 on(REGISTERED, make.dispatch, at=MONDAY - SECOND), of_file=True),
        ),
    ),
    Law(
        "act_is_not_of_the_future",
        "平台规则:future_instant",
        (
            case("this second", BY, record(at=MONDAY), of_file=True),
            case("long ago", BY, record(at=MONDAY - 400 * DAY), of_file=True),
            case("an act of yesterday", BY,
                 on(early(CONSULT, -2 * DAY), make.disposal, told_at=MONDAY - DAY,
                    at=MONDAY - DAY), of_file=True),
        ),
        (
            case("the next second", BY, record(at=MONDAY + SECOND), of_file=True),
            case("an act of tomorrow", BY, on(CONSULT, make.supplement, at=MONDAY + DAY),
                 of_file=True),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_participation_is_for_the_law_alone(world):
    """Nobody may take a unit's part away, though the rule leaves it to the law."""
    ident = world.order("dispatched")
    for row in world.of(ident, Participation):
        for login in ("intake.HOT", "keeper.HOT", "head.E1", "account_admin.HOT"):
            assert world.act(login, make.removal(Participation, row.id)) == "forbidden"
