"""公布: what one person drafted is looked at by another beside what is in force, and published."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import abort, flash, g, redirect, request, url_for
from flask_admin import expose

from app.kernel.clock import local_date, now
from app.kernel.errors import Forbidden, PortalError
from app.models.publication import Publication
from app.portal.ajax import identity
from app.portal.db import READING
from app.portal.refusals import record
from app.portal.telling import tell
from app.portal.view import GovernedView
from app.services.reorganise import publish
from app.services.versions import drafts, standing, waits

#: So many at once: a year of days.
MOST = 400


class PublishView(GovernedView):
    """Where each row stands, and the page on which a second person brings drafts into force."""

    publish_template = "portal/publish.html"
    publish_label: ClassVar[str] = "公布"
    beside_label = "状态"
    needs: ClassVar[dict[str, str]] = GovernedView.needs | {"publish_view": "r"}

    def beside_rows(self) -> Any:
        return standing(self.table, local_date(now()))

    @property
    def may_publish(self) -> bool:
        """Whether this person brings drafts of this table into force."""
        return waits(self.table) and g.principal.may("c", Publication)

    @expose("/publish/", methods=("GET", "POST"))
    def publish_view(self) -> Any:
        if not waits(self.table):
            abort(404)
        if not self.may_publish:
            if request.method in READING:
                abort(403)
            raise Forbidden(f"{g.principal.title}无权公布{self.table.__label__}")
        held = self._asked_for()
        if not held:
            flash("没有待公布的版本", "warning")
            return redirect(url_for(".index_view"))
        if request.method not in READING:
            return self._published(held)
        return self._page(held)

    def _asked_for(self) -> list[Any]:
        """The drafts the address or the form names; all of others' where an address names none."""
        query = drafts(self.table).limit(MOST)
        given = request.values.getlist("id")
        if given or request.method not in READING:
            idents = [identity(each) for each in given[:MOST]]
            query = query.where(self.table.id.in_([each for each in idents if each is not None]))
        else:
            query = query.where(self.table.by_id != g.principal.account_id)  # type: ignore[attr-defined]
        return list(self.sessions().scalars(query).unique())

    def _published(self, held: list[Any]) -> Any:
        session = self.sessions()
        told = [self.title(each) for each in held]
        try:
            for each in held:
                publish(session, each, request.form.get("note", "").strip())
            session.commit()
        except Forbidden:
            raise
        except PortalError as error:
            self.sessions.rollback()
            record(error, g.principal, g.request_id)
            return self._page(self._asked_for(), tell(error, {})), error.status
        said = told[0] if len(told) == 1 else f"{len(told)} 个版本"
        flash(f"已公布{self.table.__label__}：{said}", "success")
        one = len(held) == 1
        return redirect(url_for(".details_view", id=held[0].id) if one else url_for(".index_view"))

    def _page(self, held: list[Any], refused: Any = None) -> Any:
        own = [each for each in held if each.by_id == g.principal.account_id]
        told = {"drafts": [(each, self.changes(each, held)) for each in held]}
        return self.render(self.publish_template, refused=refused, own=own, **told)

    def changes(self, draft: Any, held: list[Any]) -> list[tuple[str, str, str]]:
        """(label, now, then); ``held``: all that are shown, so that they are read at once."""
        raise NotImplementedError
