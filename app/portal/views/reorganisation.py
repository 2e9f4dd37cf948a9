"""机构调整: brought into force by a second person; what the old unit had in hand is carried over.

Its accounts are listed with what is to be done: nobody acts from a unit that is no longer there.
"""

from __future__ import annotations

from typing import Any, ClassVar

from flask import flash, g, redirect, request, url_for
from flask_admin import expose
from sqlalchemy import select

from app.kernel.errors import Forbidden
from app.law.reading import heir
from app.models.account import Account
from app.models.dispatch import Dispatch
from app.models.enums import ReorganisationKind, UnitKind
from app.models.publication import published
from app.models.reorganisation import Reorganisation
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.portal.publish import PublishView
from app.portal.refusals import record
from app.services.succession import Carried, carry_over, in_hand
from app.services.versions import changes


class ReorganisationView(PublishView):
    """What is decided, what it changes, and what is left to do."""

    table = Reorganisation
    details_template = "portal/reorganisation.html"
    publish_label: ClassVar[str] = "公布施行"
    needs: ClassVar[dict[str, str]] = PublishView.needs | {"carry_view": "r"}

    def saved(self, row: Any, done: str) -> Any:
        return super().saved(row, "已拟定")

    def changes(self, draft: Any, held: list[Any]) -> list[tuple[str, str, str]]:
        return changes(draft)

    def page(self, row: Any) -> dict[str, Any]:
        session = self.sessions()
        waits = session.scalar(
            select(Reorganisation.id).where(Reorganisation.id == row.id, ~published(Reorganisation))
        )
        sees_orders = g.principal.may("r", WorkOrder)
        merged = waits is None and row.kind is ReorganisationKind.MERGED
        return {
            **super().page(row),
            "drafted": waits is not None,
            "publishing": waits is not None and self.may_publish,
            "author": row.by_id == g.principal.account_id,
            "changes": changes(row) if waits is not None else [],
            "heir": heir(row.unit) if merged else None,
            "left": in_hand(session, row.unit) if merged and sees_orders else 0,
            "sees_orders": sees_orders,
            "merged": merged,
            "may_carry": merged and self._may_carry,
            "people": self._people(row.unit) if merged else [],
            "sees_people": g.principal.may("r", Account),
            "moves_people": g.principal.may("u", Account),
        }

    def _people(self, unit: Unit) -> list[Account]:
        """Who still has an account in the unit, as far as this person sees accounts."""
        query = select(Account).where(Account.unit_id == unit.id, Account.active)
        return list(self.sessions().scalars(query.order_by(Account.login)))

    @property
    def _may_carry(self) -> bool:
        """The hotline's dispatchers: the city dispatches anywhere (条例:十二(1))."""
        return g.principal.may("c", Dispatch) and g.principal.unit_kind is UnitKind.HOTLINE

    @expose("/carry/", methods=("POST",))
    def carry_view(self) -> Any:
        row = self.get_one(request.form.get("id", ""))
        if not self._may_carry:
            raise Forbidden(f"{g.principal.title}无权承接未办结工单，请热线机构的派单员办理")
        note = f"依机构调整承接：{row.basis}"
        ident, request_id, person = row.id, g.request_id, g.principal
        done = carry_over(
            self.sessions(), row.unit, note, lambda error: record(error, person, request_id)
        )
        _tell(done)
        return redirect(url_for(".details_view", id=ident))


def _tell(done: Carried) -> None:
    """What came of it: how many went, which did not and why, what is left."""
    if not done.heir:
        flash("没有在用的承接单位，未办结工单无从承接", "error")
        return
    if done.moved or not done.refused:
        rest = f"，还有 {done.left} 件，可再次承接" if done.left else ""
        flash(f"已由{done.heir}承接 {done.moved} 件{rest}", "success")
    if done.told:
        flash(f"所辖社区承办的 {done.told} 件已记明改由{done.heir}管辖，仍由社区办理", "success")
    for number, sentence in done.refused[:20]:
        flash(f"工单 {number} 未承接：{sentence}", "warning")
    if len(done.refused) > 20:
        flash(f"另有 {len(done.refused) - 20} 件未承接，可在工单列表按承办单位查看", "warning")
