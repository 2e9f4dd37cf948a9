"""账号: opened and reset with a one-time password that is shown once and kept nowhere."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import abort, g, request
from flask_admin import expose

from app.kernel.errors import PortalError
from app.models.account import Account
from app.portal.refusals import record
from app.portal.view import GovernedView
from app.services.accounts import one_time_password, reset_account
from app.services.password import hashed


class AccountView(GovernedView):
    """Adds the one-time password to a new account and the act of giving another."""

    table = Account
    details_template = "portal/account.html"
    needs: ClassVar[dict[str, str]] = GovernedView.needs | {"reset_view": "u"}

    def new_row(self) -> Any:
        g.one_time = one_time_password()
        return Account(password_hash=hashed(g.one_time))

    def saved(self, row: Any, done: str) -> Any:
        if "one_time" not in g:
            return super().saved(row, done)
        return self._shown_once(row, "账号已开立")

    @expose("/reset/", methods=("POST",))
    def reset_view(self) -> Any:
        ids = request.form.getlist("id")
        account = self.get_one(ids[0]) if len(ids) == 1 else abort(404)
        g.one_time = one_time_password()
        made = hashed(g.one_time)
        session = self.sessions()
        try:
            reset_account(account, made)
            session.commit()
        except PortalError as error:
            self.sessions.rollback()
            record(error, g.principal, g.request_id)
            raise
        return self._shown_once(account, "口令已重置")

    def _shown_once(self, account: Account, done: str) -> Any:
        told = {"account": account, "done": done, "one_time": g.one_time}
        return self.render("portal/one_time.html", **told)
