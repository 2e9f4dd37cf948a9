"""The page of an order: the acts lawful now, its particulars, its whole story."""

from __future__ import annotations

import pytest

from app.access.privacy import sees_particulars
from app.kernel.model import managed_tables
from app.kernel.session import GovernedSession
from app.models.act import Act
from app.models.enums import Post, Role, Status
from app.models.participation import Participation
from app.models.work_order import WorkOrder
from app.services.act_groups import FIRST, GROUPS, OF
from app.services.procedure import VERBS, steps
from tests import make, make_more
from tests.portal.routes import LOGINS
from tests.portal.site import said
from tests.portal.town import PLAN

ACTS = ("intake", "dispatcher", "reviewer", "visitor", "coordinator", "handler", "head", "auditor")
ACTING = [LOGINS[Post(each)] for each in ACTS]
DRAFTS = {each.table: each for each in (
    make.disposal(), make.dispatch(), make.receipt(), make.contact(), make.objection(),
    make.ruling(), make.extension(), make.decision(), make.reply(), make.visit(),
    make.supplement(), make.conference(), make.co_handling(), make.co_result(),
    make.contest(), make.contest_ruling(), make.attachment(), make.mark(),
    *(build() for build in make_more.ON_AN_ORDER),
)}  # fmt: skip


def address(site, name: str) -> str:
    return f"/admin/work_order/details/?id={site.town[name].id}"


def lawful(site, login: str, name: str) -> tuple[list[str], list[str]]:
    """What the law says the person may and may not do with the order now."""
    with GovernedSession(site.engine, site.world.people[login], writing=False) as session:
        found = steps(session, session.get(WorkOrder, site.town[name].id))
    return ([each.verb for each in found if each.lawful],
            [each.verb for each in found if not each.lawful])  # fmt: skip


def shown(login: str, verbs: list[str]) -> list[str]:
    """What has to be done first, the rest under its headings.

    To send an order on is the exception for a unit's own head, and comes last.
    """
    last = sorted(verbs, key=lambda verb: login.startswith("head") and verb == "派单")
    return sorted(last, key=lambda verb: HEADINGS.index(GROUP[verb]))


HEADINGS = [FIRST, *GROUPS]
GROUP = {verb: OF.get(table, FIRST) for table, verb in VERBS.items()}


@pytest.mark.parametrize("login", ACTING)
def test_the_buttons_are_what_the_law_allows(site, login):
    """Of every order one sees; each button opens its form, each bar says why."""
    person, seen = site.enter(login), set()
    unit = login.partition(".")[2]
    for name, told in site.town.orders.items():
        if unit not in told.seen_by | {"HOT"}:
            assert person.get(address(site, name)).status_code == 404
            continue
        page = person.page(address(site, name))
        may, may_not = lawful(site, login, name)
        buttons = page.select(".order-acts .act-row > a.btn")
        assert [each.text for each in buttons] == shown(login, may), name
        assert [each.text for each in page.select(".barred dt")] == may_not, name
        own = {verb for table, verb in VERBS.items() if site.world.people[login].may("c", table)}
        greyed = [each.text for each in page.select(".barred-button[disabled][title]")]
        first = [each for each in may_not if each in own and GROUP[each] == FIRST]
        assert greyed == shown(login, first), name
        assert len(page.select(".barred dd .clause")) >= len(may_not), name
        for each in buttons:
            if each.text not in seen:
                seen.add(each.text)
                form = person.page(each["href"])
                assert form.select_one("form.admin-form input[name=order]")["value"] == str(told.id)


#: status, post → verbs, as the procedure is told in the regulation.
TOLD = [
    ("waiting", "intake.HOT", {"补充"}),
    ("waiting", "dispatcher.HOT", {"派单"}),
    ("sent", "handler.E1", {"签收", "联系诉求人", "反馈"}),
    ("sent", "head.E1", {"签收", "联系诉求人", "反馈", "提出异议", "申请延期", "派单"}),
    ("disputed", "reviewer.HOT", {"裁定异议"}),
    ("disputed", "handler.E1", set()),
    ("handling", "dispatcher.HOT", set()),
    ("asking", "coordinator.E", {"审批延期"}),
    ("replied", "visitor.HOT", {"回访", "补充"}),
    ("closed", "visitor.HOT", {"补充"}),
    ("closed", "handler.E1", set()),
    ("district", "coordinator.E", {"派单", "签收", "提出异议"}),
]


@pytest.mark.parametrize(("name", "login", "verbs"), TOLD)
def test_the_procedure(site, name, login, verbs):
    may, _ = lawful(site, login, name)
    missing = verbs - set(may)
    assert not missing
    final = {"签收", "反馈", "派单", "裁定异议", "提出异议", "审批延期", "即时答复", "回访"}
    assert set(may) & final <= verbs


@pytest.mark.parametrize("login", ["handler.E1", "head.E1", "dispatcher.HOT", "visitor.HOT"])
def test_what_is_barred_is_refused_when_posted(site, login):
    """A missing button is no lock; the law behind it is."""
    person, before = site.enter(login), site.counts()
    by_verb = {verb: table for table, verb in VERBS.items()}
    for name, told in site.town.orders.items():
        if login.partition(".")[2] not in told.seen_by | {"HOT"}:
            continue
        for verb in lawful(site, login, name)[1]:
            draft, table = DRAFTS[by_verb[verb]].but(order=told.id), by_verb[verb]
            if site.world.people[login].may("c", table):
                answer, wanted = person.act(draft), 422
            else:
                new = f"/admin/{table.__tablename__}/new/"
                answer, wanted = person.send(new, site.typed(draft)), 403
            assert answer.status_code == wanted, (name, verb, said(answer)[:200])
    after = site.counts()
    assert {key for key in after if after[key] != before[key]} <= {"refusal"}


@pytest.mark.parametrize("login", sorted({*LOGINS.values(), "handler.CD", "head.EC"}))
def test_particulars_are_for_those_who_speak_with_the_person(site, login):
    person, orders = site.enter(login), {each.id: each for each in site.stored(WorkOrder)}
    for name, told in site.town.orders.items():
        answer = person.get(address(site, name))
        if answer.status_code != 200:
            continue
        sees = sees_particulars(site.world.people[login], orders[told.id])
        for word in ("电话", "姓名"):
            assert (f"{told.mark}{word}" in answer.text) == sees, (name, word)


def test_who_asked_for_secrecy_stays_secret_from_the_unit(site):
    """The one order of the town with that wish: its lead sees stars, the hotline does not."""
    assert "要求保密" in said(site.enter("handler.E1").get(address(site, "sent")))
    assert "号电话" not in site.enter("head.E1").get(address(site, "sent")).text
    assert "号电话" in site.enter("visitor.HOT").get(address(site, "sent")).text
    assert "号电话" in site.enter("handler.E1").get(address(site, "late")).text


@pytest.mark.parametrize("name", PLAN)
def test_the_story_is_complete(site, name):
    """Every act on the order, oldest first, for whoever sees the order."""
    told = site.town[name]
    acts = [each for table in managed_tables() if issubclass(table, Act)
            for each in site.world.of(told.id, table)]  # fmt: skip
    logins = ["auditor.HOT", *(f"head.{each}" for each in told.seen_by if each not in "EW")]
    for login in logins:
        page = site.enter(login).page(address(site, name))
        lines = page.select(".timeline li")
        assert len(lines) == len(acts) + 1
        moments = [each.select_one("time").text for each in lines]
        assert moments == sorted(moments)
        labels = [each.select_one("strong").text for each in lines[1:]]
        assert sorted(labels) == sorted(each.__label__ for each in acts)


def test_a_former_lead_keeps_its_own_words_only(site):
    """The order moved on: what the unit itself wrote stays, the order is gone from its lists."""
    person, told = site.enter("head.E1"), site.town["moved"]
    assert person.get(address(site, "moved")).status_code == 404
    assert told.mark not in person.get("/admin/work_order/?size=100").text
    (objection,) = site.world.of(told.id, make.Objection)
    text = person.get(f"/admin/objection/details/?id={objection.id}").text
    assert f"{told.mark}异议" in text
    assert f"{told.mark}题目" not in text
    roles = {each.role for each in site.stored(Participation) if each.order_id == told.id}
    assert roles == {Role.LEAD, Role.DISTRICT, Role.FORMER}


def test_the_standing_of_every_order(site):
    """The town is what the other tests take it for."""
    stood = {name: site.world.get(WorkOrder, each.id).status for name, each in
             site.town.orders.items()}  # fmt: skip
    assert stood["waiting"] is Status.REGISTERED
    assert stood["answered"] is Status.ANSWERED
    assert {stood[each] for each in ("sent", "late", "moved", "district", "other3")} == {
        Status.DISPATCHED}  # fmt: skip
    assert {stood[each] for each in ("disputed", "neighbour2", "other2")} == {Status.DISPUTED}
    assert {stood[each] for each in ("handling", "asking", "extended", "water", "city")} == {
        Status.HANDLING}  # fmt: skip
    assert stood["replied"] is Status.REPLIED
    assert {stood[each] for each in ("closed", "neighbour", "other")} == {Status.CLOSED}
