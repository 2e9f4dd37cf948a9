"""条例第二十九条: signs of an emergency are seen at registration and reported at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.law.alarm import VOCABULARIES, signs_of
from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.enums import AlertSign, DemandKind, DisposalKind, Role
from app.models.work_order import WorkOrder
from tests import make, make_more
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import (
    CLOSED,
    DISPATCHED,
    DISPUTED,
    HANDLING,
    NAMED,
    REGISTERED,
    on,
    order,
    then,
)
from tests.law.test_derived import roles
from tests.law.test_social import WANG
from tests.world import DAY, HOUR, MONDAY

BY = "intake.HOT"
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
AT_ONCE = 15 * MINUTE

SECRET = then(REGISTERED, (BY, lambda order: make.disposal(order, kind=DisposalKind.SECRET)))
TOLD = then(REGISTERED, (BY, make_more.alert))
TOLD_TWICE = then(TOLD, (BY, make_more.alert))
KNOWN = then(TOLD, ("handler.EM", make_more.alert_receipt))
DISTRICT_TOLD = then(REGISTERED, (BY, lambda order: make_more.alert(order, unit="E")))


def tell(scene=HANDLING, **told):
    return on(scene, make_more.alert, **told)


def know(scene=TOLD, **told):
    return on(scene, make_more.alert_receipt, **told)


LAWS = [
    Law(
        "what_is_secret_is_not_passed_on",
        "条例:十一(3)(四)",
        (
            case("not yet dispatched", BY, tell(REGISTERED)),
            case("ended otherwise", BY, tell(order("excepted"))),
            case("closed", "visitor.HOT", tell(CLOSED)),
        ),
        (case("secret", BY, tell(SECRET)),),
    ),
    Law(
        "alert_goes_to_a_body_that_acts",
        "条例:二十九",
        (
            case("a department", "handler.E1", tell()),
            case("a street", "dispatcher.HOT", tell(unit="E2")),
            case("an enterprise", "supervisor.HOT", tell(unit="GAS")),
            case("a district", "head.E1", tell(unit="E")),
            case("by a district", "coordinator.E", tell(DISPUTED, unit="CD")),
            case("its lead by the visitor", "visitor.HOT", tell(unit="E1")),
        ),
        (
            case("a community", BY, tell(unit="E1a")),
            case("the hotline", "head.E1", tell(unit="HOT")),
            case("a central body", BY, tell(unit="CENT")),
            case("the city", BY, tell(unit="BJ")),
            case("what is no more", BY, tell(unit="OLD")),
            case("itself", "head.E1", tell(unit="E1")),
        ),
    ),
    Law(
        "informer_is_protected_from_the_alerted",
        "平台规则:informer",
        (
            case("no report", BY, tell(unit="E1")),
            case("somebody else", BY, tell(NAMED)),
        ),
        (
            case("the reported", BY, tell(NAMED, unit="E1")),
            case("the line above it", BY, tell(NAMED, unit="E")),
        ),
    ),
    Law(
        "alert_says_when_it_was_noticed",
        "条例:二十九",
        (
            case("just now", BY, tell(noticed_at=MONDAY)),
            case("some minutes ago", BY, tell(noticed_at=MONDAY + 50 * MINUTE), after=HOUR),
        ),
        (
            case("before the order", BY, tell(noticed_at=MONDAY - HOUR, late_reason="电话记录")),
            case("in the future", BY, tell(noticed_at=MONDAY + HOUR)),
        ),
    ),
    Law(
        "late_alert_gives_its_reason",
        "平台规则:alert_time",
        (
            case("last second", BY, tell(noticed_at=MONDAY), after=AT_ONCE),
            case("late with a reason", BY,
                 tell(noticed_at=MONDAY, late_reason="核实现场"), after=DAY),
        ),
        (
            case("a second late", BY, tell(noticed_at=MONDAY), after=AT_ONCE + SECOND),
            case("late for no reason", BY,
                 tell(noticed_at=MONDAY, late_reason="　"), after=DAY),
        ),
    ),
    Law(
        "alert_keeps_the_complainant",
        "条例:八(3)",
        (case("what happened", BY, tell(WANG)),),
        (
            case("the name", BY, tell(WANG, situation="王小明称要跳楼")),
            case("the telephone", BY, tell(WANG, situation="来电 138 0013 8000 称有明火")),
        ),
    ),
    Law(
        "only_the_told_unit_acknowledges",
        "条例:二十九",
        (
            case("the department", "handler.EM", know()),
            case("its head", "head.EM", know()),
            case("a district", "coordinator.E", know(DISTRICT_TOLD)),
            case("each time", "handler.EM", know(then(TOLD_TWICE,
                 ("head.EM", make_more.alert_receipt)))),
        ),
        (
            case("nothing told", "handler.E1", know(HANDLING)),
            case("another department", "handler.EC", know(), beyond=True),
            case("the lead", "handler.E1", know(then(HANDLING, (BY, make_more.alert)))),
            case("the hotline", BY, know(), beyond=True),
            case("twice", "handler.EM", know(KNOWN)),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


def test_who_is_told_takes_part(world):
    ident = TOLD_TWICE(world)
    assert roles(world, ident) == {"EM": Role.ALERTED}
    world.done("handler.EM", make_more.alert_receipt(ident))
    world.done("handler.EM", make_more.alert_receipt(ident))
    told = [each.id for each in world.of(ident, Alert)]
    assert [each.alert_id for each in world.of(ident, AlertReceipt)] == told
    assert roles(world, ident) == {"EM": Role.ALERTED}


def test_both_instants_stand_side_by_side(world):
    ident = DISPATCHED(world)
    draft = make_more.alert(ident, noticed_at=MONDAY + MINUTE)
    world.done(BY, draft, at=MONDAY + 5 * MINUTE)
    (held,) = world.of(ident, Alert)
    assert (held.noticed_at, held.at) == (MONDAY + MINUTE, MONDAY + 5 * MINUTE)


# ---- the alarm --------------------------------------------------------------------------------

HEARD = [
    ("门前占道", "摊贩占道", "", []),
    ("楼道燃气泄漏", "味道很大，怕爆炸", "燃气泄漏、爆炸", [AlertSign.SAFETY]),
    ("讨要工钱", "再不给就跳 楼，还要堵路", "跳楼、堵路", [AlertSign.EXTREME, AlertSign.CROWD]),
]


@pytest.mark.parametrize(("title", "content", "words", "signs"), HEARD)
def test_a_demand_is_listened_to(world, title, content, words, signs):
    """On every way in; it stops nothing."""
    ident = world.done(BY, make.order(title=title, content=content))
    told = {"channel": "phone", "complainant_kind": "natural"}
    assert world.imports(BY, make.order(title=title, content=content, **told)) == set()
    for each_ in (ident, world.rows[0].id):
        held = world.get(WorkOrder, each_)
        assert (held.alarm, signs_of(held)) == (words, signs)
    assert world.act("dispatcher.HOT", make.dispatch(ident)) == set()


def test_nobody_writes_it(world):
    assert world.act(BY, make.order(alarm="爆炸")) == "forbidden"


def test_no_more_words_than_there_is_room_for(world):
    every = "".join(word for words in VOCABULARIES[0].words.values() for word in words.split())
    ident = world.done(BY, make.order(content=every))
    alarm = world.get(WorkOrder, ident).alarm
    assert 50 < len(alarm) <= 60
    assert not alarm.endswith("、")


def test_every_sign_has_words_and_no_word_two_signs():
    for each_ in VOCABULARIES:
        assert set(each_.words) == set(AlertSign)
        words = [word for words in each_.words.values() for word in words.split()]
        assert len(words) == len(set(words))
    days = [each_.since for each_ in VOCABULARIES]
    assert days == sorted(days)
    assert datetime(2021, 9, 24, tzinfo=UTC).date() >= days[0]


def test_a_report_is_listened_to_like_any(world):
    ident = world.done(BY, make.order(demand_kind=DemandKind.REPORT, content="私存危化品"))
    assert world.get(WorkOrder, ident).alarm == "危化品"
