"""代行职责: colleagues of one's own unit are offered, and all it takes to end one is a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from flask import g, url_for
from sqlalchemy import inspect, true

from app.access.grant import Reach
from app.access.matrix import right
from app.kernel.clock import now
from app.models.account import Account
from app.models.delegation import Delegation
from app.portal.db import system_session
from app.portal.formats import shown
from app.portal.view import GovernedView
from app.services.acting import named_in

#: Whoever fills in the present minute means at once; by the time it is sent, that is past.
JUST_NOW, AT_ONCE = timedelta(minutes=10), timedelta(seconds=1)
PEOPLE = frozenset({"account_id", "deputy_id"})


def of_own_unit() -> Any:
    """Whom a head or a coordinator may choose; the account admin chooses among all."""
    if right(g.principal.post, Delegation).reach is Reach.ALL:
        return true()
    return Account.unit_id == g.principal.unit_id


class DelegationView(GovernedView):
    """Names are shown to whoever may see the row, also where accounts are closed to them."""

    table = Delegation
    lookups: ClassVar[dict[str, tuple[Any, ...]]] = {
        "account": (of_own_unit,),
        "deputy": (of_own_unit,),
    }

    def cell(self, row: Any, column: Any) -> Any:
        return self._name(row, column.name) if column.name in PEOPLE else super().cell(row, column)

    def page(self, row: Any) -> dict[str, Any]:
        held = super().page(row)
        known = {each.name for each in held["columns"]}
        every = shown(self.table)
        return held | {"columns": [each for each in every if each.name in known | PEOPLE]}

    def title(self, row: Any) -> str:
        return f"{self._name(row, 'deputy_id')}代行{self._name(row, 'account_id')}"

    def row_actions(self, row: Any) -> list[tuple[str, str]]:
        over = row.ends_at <= now()
        return [] if over or not self.can_edit else [self._ending(row)]

    def _ending(self, row: Any) -> tuple[str, str]:
        return "提前结束", url_for(".edit_view", id=row.id)

    def form_title(self, row: Any) -> str:
        return f"提前结束：{self.title(row)}" if row is not None else "安排代行"

    def filled_in(self, row: Any) -> None:
        present = now()
        if inspect(row).persistent and row.ends_at and present - JUST_NOW <= row.ends_at < present:
            row.ends_at = present + AT_ONCE

    def _name(self, row: Any, key: str) -> str:
        person = getattr(row, key.removesuffix("_id"))
        if person is not None:
            return str(person.name)
        if "delegated" not in g:
            with system_session(writing=False) as reading:
                g.delegated = named_in(reading, g.principal.unit_id)
        return str(g.delegated.get(getattr(row, key), ""))
