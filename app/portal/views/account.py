"""账号: opened and reset with a one-time password that is shown once and kept nowhere."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import abort, g, request
from flask_admin import expose
from sqlalchemy import inspect

from app.kernel.errors import Forbidden, PortalError
from app.models.account import Account
from app.portal.forms import PortalForm
from app.portal.refusals import record
from app.portal.view import GovernedView
from app.services.accounts import one_time_password, reset_account
from app.services.password import hashed

#: With another of these a person has other rights, or none: whoever is in is out.
STANDING = ("active", "post", "unit")
OWN = "不得变更本人的账号，请由其他账号管理员办理"


class AccountView(GovernedView):
    """Adds the one-time password to a new account and the act of giving another."""

    table = Account
    details_template = "portal/account.html"
    needs: ClassVar[dict[str, str]] = GovernedView.needs | {"reset_view": "u"}

    def new_form(self) -> PortalForm:
        # Hashing is slow, and what the form looks up begins the transaction of the writer.
        if request.method == "POST":
            self._choose_password()
        return super().new_form()

    def new_row(self) -> Any:
        return Account(password_hash=g.made)

    def edited_row(self) -> Any:
        return self._of_another(super().edited_row())

    def filled_in(self, row: Any) -> None:
        state = inspect(row)
        if state.persistent and any(state.attrs[n].history.has_changes() for n in STANDING):
            row.session_version += 1

    def row_actions(self, row: Any) -> list[tuple[str, str]]:
        return [] if self.own(row) else super().row_actions(row)

    def own(self, row: Any) -> bool:
        """Whether it is the account of whoever asks; nobody changes that here."""
        return bool(row.id == g.principal.account_id)

    def _of_another(self, row: Any) -> Any:
        if self.own(row):
            raise Forbidden(OWN)
        return row

    def saved(self, row: Any, done: str) -> Any:
        if "one_time" not in g:
            return super().saved(row, done)
        return self._shown_once(row, "账号已开立")

    @expose("/reset/", methods=("POST",))
    def reset_view(self) -> Any:
        ids = request.form.getlist("id")
        self._choose_password()
        account = self._of_another(self.get_one(ids[0]) if len(ids) == 1 else abort(404))
        session = self.sessions()
        try:
            reset_account(account, g.made)
            session.commit()
        except PortalError as error:
            self.sessions.rollback()
            record(error, g.principal, g.request_id)
            raise
        return self._shown_once(account, "密码已重置")

    def _choose_password(self) -> None:
        g.one_time = one_time_password()
        g.made = hashed(g.one_time)

    def _shown_once(self, account: Account, done: str) -> Any:
        told = {"account": account, "done": done, "one_time": g.one_time}
        return self.render("portal/one_time.html", **told)
