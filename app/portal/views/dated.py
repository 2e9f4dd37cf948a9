"""Dated tables: a version is never changed, the next one is begun from it (design §2, 16)."""

from __future__ import annotations

from typing import Any

from flask import g, request, url_for

from app.kernel.clock import local_date, now
from app.portal.formats import listed
from app.portal.forms import PortalForm, permitted
from app.portal.publish import PublishView
from app.services.versions import DRAFTED, Version, differences, in_force_among, versions, waits
from app.services.words import instant


class DatedView(PublishView):
    """``?from=``: the version a new one is begun from, with its own first day still to be set."""

    details_template = "portal/dated.html"

    def new_form(self) -> PortalForm:
        if request.method == "POST" or "from" not in request.args:
            return super().new_form()
        form = permitted(self.create_form(self.asked_row("from")), self.table, stored=False)
        form["valid_from"].data = None
        return form

    def form_title(self, row: Any) -> str:
        return f"{self.name}：新版本" if "from" in request.args else super().form_title(row)

    def row_actions(self, row: Any) -> list[tuple[str, str]]:
        actions = super().row_actions(row)
        if self.can_create:
            actions.append(("新版本", url_for(".create_view", **{"from": row.id})))
        return actions

    def saved(self, row: Any, done: str) -> Any:
        return super().saved(row, "已拟定" if waits(self.table) else done)

    # All versions of a key side by side.

    def page(self, row: Any) -> dict[str, Any]:
        held = self._versions([row])[self._key(row)]
        own = next((each for each in held if each.row is row), None)
        drafted = own is not None and own.standing == DRAFTED
        return {
            **super().page(row),
            "standing": own.standing if own is not None else "",
            "publishing": drafted and self.may_publish,
            "author": row.by_id == g.principal.account_id,
            "versions": held,
            "differing": self._differing(held),
            "drafted": lambda each: _who(each.row, "系统装载"),
            "published": _published,
        }

    def changes(self, draft: Any, held: list[Any]) -> list[tuple[str, str, str]]:
        if "versions" not in g:
            g.versions = self._versions(held)
        return differences(draft, in_force_among(g.versions[self._key(draft)], draft))

    def _versions(self, rows: list[Any]) -> dict[Any, list[Version]]:
        return versions(self.sessions(), rows, local_date(now()))

    def _key(self, row: Any) -> Any:
        return getattr(row, self.table.__dated_by__)  # type: ignore[attr-defined]

    def _differing(self, held: list[Version]) -> list[Any]:
        """The columns a reader compares: those of the list in which the versions differ."""
        found = [each for each in listed(self.table) if each.name != "valid_from"]
        return [each for each in found
                if len({str(each.value(version.row)) for version in held}) > 1]  # fmt: skip


def _who(row: Any, nobody: str) -> str:
    post = row.by_post.label if row.by_post is not None else nobody
    return f"{post}　{instant(row.at)}"


def _published(each: Version) -> str:
    if each.publication is None:
        return "" if each.row.by_post is not None else "不须公布"
    return _who(each.publication, each.publication.note)
