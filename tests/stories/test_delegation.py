"""A delegation is brought to an end while the deputy is filling in a form."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app import create_app
from app.kernel import clock
from app.models.delegation import Delegation
from app.models.enums import Status
from app.models.extension import Extension
from app.models.work_order import WorkOrder
from app.portal.behalf import ACTING
from config import Config
from tests import make, make_more
from tests.paths import Portal
from tests.portal.site import form_of, said
from tests.world import DAY, HOUR, MONDAY, World

HEAD, HANDLER = "head.E1", "handler.E1"
OVER = "代行承办单位负责人已于 2024-03-05 14:00 结束，没有办理"


@pytest.fixture(scope="module")
def app(committed: World) -> Flask:
    """The portal, in which forms are filled in as people do."""
    url = committed.bind.url.render_as_string(hide_password=False)
    made = create_app(Config(database_url=url, secret_key="k" * 40))
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


def opened(client: Any, address: str) -> dict[str, Any]:
    """What the form holds when it is opened."""
    return form_of(BeautifulSoup(client.get(address).text, "lxml"))


def test_ended_during_an_act(committed, app, nothing_is_wrong):
    """Opened before, sent after: refused in a sentence, all that was typed still there.

    The head is back, ends it, and asks for time in person; what the deputy did before stays.
    """
    world = committed
    account = {each: world.people[each].account_id for each in (HEAD, HANDLER)}
    with clock.at(MONDAY):
        ident = world.order("handling")
        told = {"ends_at": MONDAY + 3 * DAY}
        held = world.done(HEAD, make_more.delegation(account[HEAD], account[HANDLER], **told))
    portal = Portal(app, world)
    address = f"/admin/extension/new/?order_id={ident}"
    with clock.at(MONDAY + HOUR):
        deputy = portal.client(HANDLER)
        deputy.post("/admin/acting/", data={"for": account[HEAD]})
        contact = make.contact(ident)
        form = opened(deputy, f"/admin/contact/new/?order_id={ident}") | portal.filled(contact)
        assert deputy.post("/admin/contact/new/", data=form).status_code == 302

    asked = make.extension(ident, reason="催告期未满，须再等五日", days=5)
    with clock.at(MONDAY + DAY + 3 * HOUR):
        form = opened(deputy, address) | portal.filled(asked)
        assert form[ACTING]
    with clock.at(MONDAY + DAY + 4 * HOUR):
        world.done(HEAD, make.change(Delegation, held, ends_at=clock.now()))

    with clock.at(MONDAY + DAY + 4 * HOUR):
        answer = deputy.post(address, data=form)
        assert answer.status_code == 422
        assert OVER in said(answer)
        assert "催告期未满，须再等五日" in answer.text
        assert world.of(ident, Extension) == []
        assert "结束，已恢复本人岗位" in deputy.get("/admin/").text
        assert deputy.get("/admin/extension/new/").status_code == 403
        assert OVER in said(deputy.post(address, data=form))
        assert world.act(HANDLER, asked) == "forbidden"

        world.done(HEAD, asked)
        (extension,) = world.of(ident, Extension)
        assert (extension.by_id, extension.for_id) == (account[HEAD], None)
        assert world.get(WorkOrder, ident).status is Status.HANDLING
        nothing_is_wrong(world)
