"""Every way to write: by a session, with another row in one flush, by form, by import."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask, session
from flask_login import login_user
from sqlalchemy import Boolean, inspect, select

from app.access.matrix import right
from app.kernel import clock
from app.kernel.audit import Refusal
from app.kernel.model import Case
from app.kernel.types import Labeled
from app.models.act import Act
from app.models.enums import Post
from app.models.work_order import WorkOrder
from app.portal.auth import ACTING, User
from tests import make
from tests.make import Draft
from tests.world import MONDAY, World

Write = Callable[[World, str, Draft, timedelta], Any]


def by_session(world: World, login: str, draft: Draft, after: timedelta) -> Any:
    """Under the person's own account."""
    return world.act(login, draft, at=MONDAY + after)


def by_batch(world: World, login: str, draft: Draft, after: timedelta) -> Any:
    """One flush with another lawful row, by somebody whom no permission stops."""
    return world.act(login, draft, companion(world, draft), at=MONDAY + after, unbound=True)


def by_import(world: World, login: str, draft: Draft, after: timedelta) -> Any:
    """From a file that names the person's unit, through whoever may import."""
    return world.imports(login, draft, at=MONDAY + after)


def importable(draft: Draft) -> bool:
    """Whether rows of this kind are imported at all."""
    return draft.verb == "c" and "i" in right(Post.MIGRATOR, draft.table).verbs


def companion(world: World, draft: Draft) -> Draft:
    """A lawful row beside the draft, on the same order where there is one."""
    order = draft.values.get("order")
    if draft.table is WorkOrder and draft.verb != "c":
        order = draft.id
    elif issubclass(draft.table, Case) and draft.verb != "c":
        order = world.get(draft.table, draft.id or 0).order_id
    if isinstance(order, int):
        return make.supplement(order)
    if issubclass(draft.table, Case):
        return make.order(title="另一工单")
    return make.calendar_day(date(2020, 1, 2))


class Portal:
    """The web application on the world's own transaction."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world
        app.extensions["portal.engine"] = world.bind

    def client(self, login: str) -> Any:
        """A browser in which the person is logged in."""
        client, person = self.app.test_client(), self.world.people[login]
        with self.app.test_request_context(environ_base=client.environ_base):
            login_user(User(**vars(person)))
            held = dict(session) | ({ACTING: person.for_id} if person.for_id else {})
        with client.session_transaction() as kept:
            kept.update(held)
        return client

    def __call__(self, world: World, login: str, draft: Draft, after: timedelta) -> Any:
        """Post the generated form; what is refused must be said on the page."""
        page = {"c": "new/", "u": f"edit/?id={draft.id}", "d": "delete/"}[draft.verb]
        address = f"/admin/{draft.table.__tablename__}/{page}"
        told = self.filled(draft)
        with clock.at(MONDAY + after):
            answer = self.client(login).post(address, data=told)
        if answer.status_code in (403, 404, 405):
            return "forbidden"
        if answer.status_code < 400:
            return set()
        return self.refused(answer)

    def refused(self, answer: Any) -> Any:
        """The rules on the refusal record of this request, whose sentences the page shows."""
        with self.world.reading() as reading:
            query = select(Refusal).where(Refusal.request_id == answer.headers["X-Request-ID"])
            records = list(reading.scalars(query))
        for each in records:
            assert html.escape(each.sentence) in html.escape(html.unescape(answer.text))
        if answer.status_code == 409:
            return "stale"
        assert answer.status_code == 422, answer.text
        if not records:
            return "unreachable" if "不在您的范围内" in answer.text else "unreadable"
        return {each.rule for each in records}

    def filled(self, draft: Draft) -> dict[str, Any]:
        """The draft as a person fills it in: names of fields, values as text."""
        columns = inspect(draft.table).columns
        ticks = {
            each.key: True
            for each in columns
            if isinstance(each.type, Boolean) and getattr(each.default, "arg", None) is True
        }
        values: dict[str, Any] = ticks | draft.values
        if draft.verb == "u":
            row = self.world.get(draft.table, draft.id or 0)
            held = {k: getattr(row, k) for k in ticks}
            values = held | draft.values
            values["version"] = f"{row.id}:{getattr(row, 'version', 1)}"
        elif issubclass(draft.table, Act) and isinstance(values.get("order"), int):
            # As the form would say it, opened on its order.
            order = self.world.get(WorkOrder, values["order"])
            values["version"] = f"{order.id}:{order.version}" if order else ""
        return {
            name: text
            for name, value in values.items()
            if (text := self.text(draft.table, name, value)) is not None
        }

    def text(self, table: type[Any], name: str, value: Any) -> Any:
        """One value as its input sends it; ``None``: the box is not ticked."""
        relation = inspect(table).relationships.get(name)
        if relation is not None:
            ident = self.world.ident(relation.mapper.class_, value)
            return "" if ident is None else str(ident)
        if isinstance(value, bool):
            column = inspect(table).columns[name]
            asked = column.nullable or column.default is None
            return "1" if value else ("0" if asked else None)
        if isinstance(value, tuple):
            return [each.value for each in value]
        if isinstance(value, Labeled):
            return value.value
        if isinstance(value, datetime):
            return clock.local(value).strftime("%Y-%m-%dT%H:%M:%S")
        return "" if value is None else str(value)
