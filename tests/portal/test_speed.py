"""The cost of a page in statements: three, and the same for five rows as for sixty."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

from app.access.matrix import right
from app.kernel.model import Case, managed_tables
from app.models.enums import Post
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from tests import make, make_more
from tests.portal.routes import LOGINS, VIEWED, editable
from tests.portal.site import form_of

MOST, ACT = 3, 25


def multiplied(site, names: tuple[str, ...], times: int) -> None:
    """Copies of whole orders, as the import of a year would leave them."""
    tables = [each for each in managed_tables() if issubclass(each, Case)]
    order_first = sorted(tables, key=lambda table: table is not WorkOrder)
    ids = {site.town[name].id for name in names}
    with site.engine.connect().execution_options(kernel=True) as connection, connection.begin():
        for table in _by_dependence(order_first):
            held, own = table.__table__, "id" if table is WorkOrder else "order_id"
            rows = connection.execute(held.select().where(held.c[own].in_(ids))).mappings().all()
            keys = {"id", own} | {
                each.name for each in held.columns
                if any(issubclass(_of(key), Case) for key in each.foreign_keys)
            }  # fmt: skip
            copies = [_copy(row, keys, n) for n in range(1, times + 1) for row in rows]
            if copies:
                connection.execute(held.insert(), copies)


def _of(key):
    return next(each for each in managed_tables() if each.__table__ is key.column.table)


def _by_dependence(tables):
    place = {
        each: n for n, each in enumerate(inspect(WorkOrder).local_table.metadata.sorted_tables)
    }
    return sorted(tables, key=lambda table: (table is not WorkOrder, place[table.__table__]))


def _copy(row, keys, n):
    made = {key: value + n * 1000 if key in keys and value else value for key, value in row.items()}
    if made.get("number"):
        made["number"] = f"{made['number'][:8]}{made['id']:010d}"
    return made


@pytest.fixture(scope="module")
def costs(site):
    """post, page → statements with few rows and with many."""
    found: dict[tuple[str, str], list[int]] = {}
    names = ("neighbour", "disputed", "extended", "closed", "city")
    for times in (0, 60):
        multiplied(site, names, times)
        for post in Post:
            person = site.enter(LOGINS[post])
            for address in pages(site, post):
                with site.statements() as seen:
                    answer = person.get(address)
                assert answer.status_code == 200, (address, answer.status_code)
                found.setdefault((post.value, address), []).append(len(seen))
    return found


def pages(site, post: Post):
    yield "/admin/"
    for table in VIEWED:
        base = f"/admin/{table.__tablename__}"
        if "r" in right(post, table).verbs:
            yield f"{base}/?size=100"
        if "c" in right(post, table).verbs:
            yield f"{base}/new/"
        if editable(table, post) and (rows := site.stored(table)):
            yield f"{base}/edit/?id={rows[5].id}"


def test_a_page_costs_three_statements(costs):
    """Who is there, the rows, and how many there are when they are more than a page."""
    dear = {key: counts for key, counts in costs.items() if max(counts) > MOST}
    assert not dear


def test_the_cost_does_not_grow_with_the_rows(costs):
    """The count is the only statement that a longer list adds."""
    grown = {
        key: counts for key, counts in costs.items()
        if counts[1] > counts[0] + (1 if "new" not in key[1] and "edit" not in key[1] else 0)
    }  # fmt: skip
    assert not grown


def test_the_lists_were_long(site, costs):
    """Else the comparison says nothing."""
    assert costs
    page = site.enter("handler.E1").page("/admin/work_order/?size=100")
    assert len(page.select("tbody tr")) == 100
    page = site.enter("auditor.HOT").page("/admin/reply/?size=100")
    assert len(page.select("tbody tr")) == 100


def test_sorting_searching_and_turning_over_cost_no_more(site, costs):
    for login in ("handler.E1", "dispatcher.HOT"):
        person = site.enter(login)
        page = person.page("/admin/work_order/")
        onward = page.select_one("a[rel=next]")["href"]
        lead = site.world.unit("E1")
        for address in (onward, "/admin/work_order/?sort=title&page=1",
                        "/admin/work_order/?search=暗记", f"/admin/work_order/?lead_id={lead}",
                        "/admin/work_order/?desk=overdue&status=handling",
                        "/admin/contact/?at_from=2024-01-01"):  # fmt: skip
            with site.statements() as seen:
                assert person.get(address).status_code == 200
            assert len(seen) <= MOST, (address, seen)


ACTED = [
    ("intake.HOT", lambda order: make.order()),
    ("dispatcher.HOT", make.dispatch),
    ("handler.E1", make.receipt),
    ("handler.E1", make.contact),
    ("intake.HOT", make_more.alert),
    ("handler.EM", make_more.alert_receipt),
    ("handler.E1", make_more.whistle),
    ("coordinator.E", lambda order: make_more.summons(order, unit="GAS")),
    ("handler.EC", make_more.report_in),
    ("handler.E1", make_more.whistle_result),
    ("handler.E1", make_more.social_help),
    ("head.E1", make_more.escalation),
    ("coordinator.E", make_more.escalation_answer),
    ("supervisor.HOT", make_more.supervision),
    ("handler.E1", make_more.supervision_answer),
    ("head.E1", make_more.ledger),
    ("coordinator.E", make_more.ledger_review),
    ("head.E1", make.extension),
    ("coordinator.E", make.decision),
    ("handler.E1", make.reply),
    ("visitor.HOT", make.visit),
    ("coordinator.E", make_more.ledger_removal),
    ("intake.HOT", make.supplement),
]


def test_an_act_costs_few_statements(site):
    """Filling in and sending the form of each act of a life, law and audit included."""
    order, costs = site.world.order("registered"), {}
    for login, draft in ACTED:
        person, told = site.enter(login), draft(order)
        table = told.table.__tablename__
        address = f"/admin/{table}/new/" + ("" if table == "work_order" else f"?order_id={order}")
        data = form_of(person.page(address)) | site.typed(told)
        with site.statements() as seen:
            answer = person.client.post(address, data=data)
        assert answer.status_code == 302, answer.text
        costs[table] = len(seen)
    assert max(costs.values()) <= ACT + MOST, costs


def test_an_edit_costs_few_statements(site):
    person = site.enter("keeper.HOT")
    ident = next(each.id for each in site.stored(Unit) if each.code == "W2")
    address = f"/admin/unit/edit/?id={ident}"
    data = form_of(person.page(address)) | {"functions": "城市管理、水务"}
    with site.statements() as seen:
        assert person.client.post(address, data=data).status_code == 302
    assert len(seen) <= 12, seen
