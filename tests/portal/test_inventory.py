"""Every route for every post and row: the answer follows from the matrix, and nothing leaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from app.access.grant import Reach
from app.access.matrix import right
from app.kernel import session as kernel
from app.kernel.model import Case
from app.models.account import Account
from app.models.enums import Post
from app.models.extension import Extension
from app.models.result import Result
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests import make
from tests.portal.routes import (
    ACTS,
    GENERATED,
    LOGINS,
    MALFORMED,
    OTHERS,
    VIEWED,
    betrayed,
    chosen,
    editable,
    lookups,
    samples,
)
from tests.portal.site import Site, Visitor

MARKS = "暗记"


@pytest.fixture(scope="module")
def rows(site: Site) -> Any:
    return samples(site)


def test_every_route_is_known(site):
    """A route that is added must be written down here, with what it asks for."""
    known = dict(OTHERS)
    for table in VIEWED:
        for name, (_, methods) in GENERATED.items():
            known[f"{table.__tablename__}.{name}"] = methods
    found: dict[str, set[str]] = {}
    for each in site.app.url_map.iter_rules():
        found.setdefault(each.endpoint, set()).update(each.methods - {"HEAD", "OPTIONS"})
    assert found == known


def expected(login: str, table: Any, rows: list[Any]) -> Iterator[tuple[str, str, set[int]]]:
    """(method, address, the statuses that will do) of all of one table for one person."""
    post = Post(login.partition(".")[0])
    held, base = right(post, table).verbs, f"/admin/{table.__tablename__}"
    sees = "r" in held
    may = {verb: sees and verb in held for verb in "crux"}
    yield "GET", f"{base}/", {200 if sees else 403}
    yield "GET", f"{base}/?search={MARKS}&size=100", {200 if sees else 403}
    yield "GET", f"{base}/new/", {200 if may["c"] else 403}
    yield "POST", f"{base}/new/", {422 if may["c"] else 403}
    for kind, answer in (("csv", 200), ("xlsx", 200), ("pdf", 404)):
        yield "GET", f"{base}/export/{kind}/", {answer if may["x"] else 403}
    for name, answer in lookups(table, post).items():
        yield "GET", f"{base}/ajax/lookup/?name={name}&limit=99", {answer}
    yield "GET", f"{base}/ajax/lookup/?name=nothing", {404 if sees else 403}
    for door in ("delete", "action", "ajax/update"):
        yield "POST", f"{base}/{door}/", {403}
    edits = editable(table, post) and sees
    for place, each in enumerate(chosen(rows, login)):
        there = each.visible(login)
        yield "GET", f"{base}/details/?id={each.id}", {(200 if there else 404) if sees else 403}
        if place and not edits:
            continue
        yield "GET", f"{base}/edit/?id={each.id}", {(200 if there else 404) if edits else 403}
        yield "POST", f"{base}/edit/?id={each.id}", {(409 if there else 404) if edits else 403}


@pytest.mark.parametrize("post", Post)
def test_each_post_meets_what_the_matrix_says(site, rows, post):
    """The status follows from the matrix; what is not one's own is in no answer."""
    login = LOGINS[post]
    person, wrong = site.enter(login), []
    for table in VIEWED:
        for method, address, statuses in expected(login, table, rows[table]):
            answer = person.get(address) if method == "GET" else person.send(address, {"id": "1"})
            if answer.status_code not in statuses:
                wrong.append((method, address, answer.status_code, statuses))
            if leaked := betrayed(site, login, answer):
                wrong.append((method, address, "leaks", leaked))
    assert not wrong


@pytest.mark.parametrize("post", Post)
def test_each_act_of_a_single_view_has_its_verb(site, post):
    person, before = site.enter(LOGINS[post]), site.counts()
    for address, (verb, table, told, status) in ACTS.items():
        answer = person.send(address, told)
        assert answer.status_code == (status if verb in right(post, table).verbs else 403), address
    pages = {"/admin/": True, "/admin/workload/": may_read(post, WorkOrder),
             "/admin/whistles/": may_read(post, Result)}  # fmt: skip
    for address, reads in pages.items():
        assert person.get(address).status_code == (200 if reads else 403), address
    after = site.counts()
    assert {key for key in after if after[key] != before[key]} <= {"refusal"}


@pytest.mark.parametrize(
    ("login", "page", "tables"),
    [
        ("handler.E1", "details", VIEWED),
        ("keeper.HOT", "edit", [Unit]),
        ("account_admin.HOT", "edit", [Account]),
    ],
)
def test_what_is_no_id_is_nothing(site, login, page, tables):
    """An id is digits, once; anything else names no row, and no fault."""
    person = site.enter(login)
    for table in tables:
        sees = "r" in right(Post(login.partition(".")[0]), table).verbs
        for ident in MALFORMED:
            address = f"/admin/{table.__tablename__}/{page}/?id={ident}"
            answer = person.get(address)
            assert answer.status_code == (404 if sees else 403), address
            assert not betrayed(site, login, answer), address


def test_closed_doors_are_for_posting_only(site):
    """Deleting, bulk action and inline edit do not even answer a GET."""
    person = site.enter("account_admin.HOT")
    for table in VIEWED:
        for door in ("delete", "action", "ajax/update"):
            assert person.get(f"/admin/{table.__tablename__}/{door}/").status_code == 405


def may_read(post: Post, table: Any) -> bool:
    return "r" in right(post, table).verbs


def test_a_hidden_row_and_none_answer_alike(site):
    """Nobody learns from the answer what exists elsewhere."""
    person = site.enter("handler.E1")
    pages = [f"/admin/work_order/details/?id={each}" for each in (site.town["other"].id, 99999)]
    hidden, absent = (person.page(each).select_one("main") for each in pages)
    for each in (hidden, absent):
        each.select_one("code").decompose()
    assert str(hidden) == str(absent)


@pytest.mark.parametrize("post", Post)
def test_a_reader_is_shown_all_of_his_own(site, post):
    """The other half: what one reaches is really there."""
    login = LOGINS[post]
    if right(post, WorkOrder).reach is Reach.NONE:
        return
    text = site.enter(login).get("/admin/work_order/?size=100").text
    unit = login.partition(".")[2]
    for each in site.town.orders.values():
        assert (each.mark in text) == (unit in each.seen_by | {"HOT"}), each.name


def test_strangers_are_sent_to_log_in(site):
    """Without a log-in nothing but the log-in page and the health of the portal."""
    stranger = site.anyone()
    for each in site.app.url_map.iter_rules():
        address = each.rule.replace("<export_type>", "csv").replace("<path:filename>", "x.css")
        for method in sorted(each.methods - {"HEAD", "OPTIONS"}):
            answer = stranger.get(address) if method == "GET" else stranger.send(address)
            if each.endpoint in ("static", "admin.static"):
                assert answer.status_code == 404
            elif each.endpoint == "health.healthz":
                assert answer.status_code == 200
            elif each.endpoint == "auth.login":
                assert answer.status_code == (200 if method == "GET" else 422)
            else:
                assert answer.status_code == 302, (method, address)
                assert answer.location.startswith("/login"), (method, address)
            assert MARKS not in answer.text
    answer = stranger.get("/admin/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"


def test_who_must_change_the_password_gets_no_further(site):
    """The first log-in leads to the change of the password, wherever one wants to go."""
    (account,) = (each for each in site.stored(Account) if each.login == "handler.GAS")
    site.world.system(make.change(Account, account.id, must_change=True))
    person = site.enter("handler.GAS")
    for each in site.app.url_map.iter_rules():
        if each.endpoint in ("auth.login", "auth.password", "auth.logout", "health.healthz"):
            continue
        address = each.rule.replace("<export_type>", "csv").replace("<path:filename>", "x.css")
        for method in sorted(each.methods - {"HEAD", "OPTIONS"}):
            answer = person.get(address) if method == "GET" else person.send(address)
            if each.endpoint in ("static", "admin.static"):
                continue
            assert (answer.status_code, answer.location) == (302, "/password"), (method, address)
    assert person.get("/password").status_code == 200
    assert person.send("/logout").status_code == 302


# ---- leaks ------------------------------------------------------------------------------------


def leaks(site: Site, rows: Any, person: Visitor, tables: list[Any]) -> set[str]:
    """The addresses that tell of others' orders, asked for by every way to a row."""
    found, foreign = set(), site.town["other"].id
    for table in tables:
        base = f"/admin/{table.__tablename__}"
        addresses = [f"{base}/?search={MARKS}", f"{base}/export/csv/", f"{base}/export/xlsx/"]
        for name in lookups(table, Post.HANDLER):
            addresses.append(f"{base}/ajax/lookup/?name={name}&limit=99")
        if issubclass(table, Case):
            hidden = [each.id for each in rows[table] if not each.visible(person.login)]
            ids = [*hidden, f"1&id={hidden[0]}", f".{hidden[0]}", f"%20{hidden[0]}"]
            addresses += [f"{base}/details/?id={each}" for each in ids]
            addresses += [f"{base}/new/?order_id={foreign}", f"{base}/new/?order={foreign}"]
        for each in addresses:
            if betrayed(site, person.login, person.get(each)):
                found.add(each)
    return found


@pytest.mark.parametrize("login", ["handler.E1", "head.WATER", "coordinator.W"])
def test_no_way_leads_to_the_rows_of_others(site, rows, login):
    """Lists, pages of one row, files, look-ups and forms hold one's own rows only."""
    assert leaks(site, rows, site.enter(login), VIEWED) == set()


def test_without_the_scope_the_leaks_are_found(site, rows):
    """The test above would notice: with the scope taken out, rows of others are told."""
    person, tables = site.enter("head.E1"), [WorkOrder, Extension]
    assert leaks(site, rows, person, tables) == set()
    event.remove(kernel.GovernedSession, "do_orm_execute", kernel._scope)
    try:
        found = leaks(site, rows, person, tables)
    finally:
        event.listen(kernel.GovernedSession, "do_orm_execute", kernel._scope)
    ways = {each.split("?")[0].split("/", 3)[3] for each in found}
    assert {"details/", "new/"} <= ways
