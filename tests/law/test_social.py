"""条例第六条第一款: social forces help the lead; they never lead and never learn about whom."""

from __future__ import annotations

import pytest

from app.models.enums import DemandKind, SocialKind
from tests import make, make_more
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    CLOSED,
    DISPATCHED,
    DISPUTED,
    HANDLING,
    REDIRECTED,
    REGISTERED,
    REPLIED,
    on,
    order,
    shared,
    then,
)
from tests.law.test_derived import roles

BY = "handler.E1"
REPORT = order("handling", demand_kind=DemandKind.REPORT)
ASKED = then(HANDLING, (BY, make_more.social_help))


def called(name: str, contact: str):
    """An order of somebody who gave this name and this contact."""

    def made(world) -> int:
        ident = world.done("intake.HOT", make.order(complainant_name=name, contact=contact))
        world.done("dispatcher.HOT", make.dispatch(ident))
        return ident

    return shared(made)


WANG = called("王小明", "+86 138-0013-8000")
TWO_WAYS = called("", "010-87654321 / wang@example.cn")
SHORT = called("王", "无名")


def ask(scene=HANDLING, **told):
    return on(scene, make_more.social_help, **told)


LAWS = [
    Law(
        "only_the_lead_asks_social_forces",
        "条例:六(1)",
        (
            case("its handler", BY, ask()),
            case("its head", "head.E1", ask()),
            case("before it signs", BY, ask(DISPATCHED)),
            case("after the reply", BY, ask(REPLIED)),
            case("another one", BY, ask(ASKED, organisation="居民议事会")),
            case("the unit named by ruling", "head.EC", ask(REDIRECTED)),
        ),
        (
            case("nobody has it", BY, ask(REGISTERED), beyond=True),
            case("another unit", "head.W1", ask(), beyond=True),
            case("a helper", "head.EC", ask(then(HANDLING, ("head.E1", make.co_handling)))),
            case("its district", "coordinator.E", ask(), beyond=True),
            case("the hotline", "supervisor.HOT", ask(), beyond=True),
            case("disputed", BY, ask(DISPUTED)),
            case("closed", BY, ask(CLOSED)),
        ),
    ),
    Law(
        "reports_are_kept_from_social_forces",
        "平台规则:informer",
        (case("a complaint", BY, ask()),),
        (case("a report", BY, ask(REPORT)),),
    ),
    Law(
        "social_force_is_no_unit",
        "提纲:四(一)3",
        (
            case("an association", BY, ask(kind=SocialKind.ASSOCIATION, organisation="商会")),
            case("a name like a unit's", BY, ask(organisation="东城一街道志愿者服务队")),
        ),
        (
            case("a unit", BY, ask(organisation="燃气集团")),
            case("a unit spaced out", BY, ask(organisation=" 自来水 集团　")),
            case("a unit that is no more", BY, ask(organisation="东城旧街道")),
        ),
    ),
    Law(
        "social_forces_never_see_the_complainant",
        "条例:八(3)",
        (
            case("the matter alone", BY, ask(WANG)),
            case("another telephone", BY, ask(WANG, task="到场后致电 13900139000")),
            case("too short to betray anybody", BY, ask(SHORT, task="王府井路口，无障碍坡道")),
        ),
        (
            case("the name", BY, ask(WANG, task="协助王小明清理楼道")),
            case("the name spaced out", BY, ask(WANG, task="协助王 小明清理楼道")),
            case("the telephone", BY, ask(WANG, task="联系 13800138000")),
            case("in other digits", BY, ask(WANG, task="联系１３８ ００１３ ８０００")),
            case("in what came of it", BY, ask(WANG, outcome="已致电王小明")),
            case("one of two ways", BY, ask(TWO_WAYS, task="请打 (010) 8765 4321")),
            case("the other way", BY, ask(TWO_WAYS, task="写信给 Wang@Example.cn")),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_a_social_force_takes_no_part(world):
    """Whom the lead asks to help is no unit: nobody sees the order through it."""
    before = roles(world, HANDLING(world))
    assert roles(world, ASKED(world)) == before
