"""GovernedView: what every generated view has in common; the only ``ModelView`` of the portal."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from flask import Response, abort, flash, g, redirect, request, url_for
from flask_admin import expose
from flask_admin.contrib.sqla import ModelView
from sqlalchemy import select

from app.access.grant import Reach
from app.access.matrix import right
from app.kernel.clock import now
from app.kernel.model import columns
from app.models.account import Account
from app.models.work_order import WorkOrder
from app.portal import export
from app.portal.ajax import identity
from app.portal.desks import desks_of
from app.portal.formats import listed, shown
from app.portal.forms import PortalForm, order_of, permitted, prefill
from app.portal.listing.filters import filters
from app.portal.listing.load import loading, loading_whole
from app.portal.listing.page import SIZES, Asked, page_of, read, sortable
from app.portal.listing.reach import driven
from app.portal.listing.search import searched
from app.portal.rights import Rights
from app.portal.saving import Refused, save
from app.portal.scaffold import Scaffold
from app.portal.telling import Told
from app.services.files import KINDS
from app.services.procedure import VERBS
from app.services.words import title_of, told, told_of


class GovernedView(Rights, Scaffold, ModelView):
    """Generated from ``table``; whoever opens a page decides what it offers."""

    action_disallowed_list = ["delete"]
    can_view_details = True
    can_delete = False
    create_template = edit_template = "admin/model/form.html"

    def __init__(self, sessions: Any) -> None:
        self.sessions = sessions
        super().__init__(
            self.table,
            sessions,
            name=self.table.__label__,
            category=self.table.__area__,
            endpoint=self.table.__tablename__,
            url=f"/admin/{self.table.__tablename__}",
        )
        self.check_exposed()

    # Rows.

    def get_one(self, id: Any) -> Any:
        """One row by query, within reach; 404 for all else, so that nobody learns what exists."""
        ident = identity(id)
        if ident is None:
            abort(404)
        query = select(self.table).where(self.table.id == ident)
        row = self.sessions().scalars(query.options(*loading_whole(self.table))).one_or_none()
        return row if row is not None else abort(404)

    def asked_row(self, name: str = "id") -> Any:
        """The row the address names: once, and in digits."""
        given = request.args.getlist(name)
        return self.get_one(given[0]) if len(given) == 1 else abort(404)

    # Pages.

    @expose("/")
    def index_view(self) -> Any:
        asked = read(self.table, g.principal, request.args)
        loaded, beside = loading(self.table, *self.list_needs), self.beside_rows()
        page = page_of(self.sessions(), self.table, g.principal, asked, loaded, beside)
        return self.render(
            self.list_template,
            asked=asked,
            page=page,
            columns=listed(self.table),
            filters=filters(self.table),
            sortable=sortable(self.table),
            searched=searched(self.table),
            search_hint="、".join(columns(self.table)[n]["label"] for n in searched(self.table)),
            sizes=SIZES,
            desks=desks_of(g.principal, self.table),
            chosen=self._chosen(asked),
            empty=self._why_empty(asked),
        )

    def _chosen(self, asked: Asked) -> dict[str, Any]:
        """The rows the conditions name; most often one that the list has brought along."""
        return {
            each.name: self._form_ajax_refs[each.relation].chosen(asked.values[each.name])
            for each in filters(self.table)
            if each.relation and each.name in asked.values
        }

    def _why_empty(self, asked: Asked) -> str:
        if asked.narrowing or asked.token:
            return "没有符合查询条件的数据，可放宽条件或点“重置”"
        if driven(self.table, g.principal):
            return f"没有{g.principal.unit_name}参与的数据；其他单位的数据不在您的范围内"
        reach = right(g.principal.post, self.table).reach
        return "暂无数据" if reach is Reach.ALL else "您的范围内暂无数据"

    @expose("/details/")
    def details_view(self) -> Any:
        row = self.asked_row()
        return self.render(self.details_template, row=row, **self.page(row))

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Any:
        form = self.new_form()
        if request.method != "POST":
            return self.form_page(form)
        row = self.new_row()
        refused = save(self.sessions, form, row, self.filled_in)
        return self.form_page(form, refused=refused) if refused else self.saved(row, "已新增")

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> Any:
        row = self.edited_row()
        form = permitted(self.edit_form(row), self.table, stored=True)
        if request.method != "POST":
            form.watch(row)
            return self.form_page(form, row)
        version = row.version
        refused = save(self.sessions, form, row, self.filled_in)
        if refused:
            return self.form_page(form, row, refused)
        return self.saved(row, "已修改" if row.version != version else "没有改动")

    @expose("/export/<export_type>/")
    def export(self, export_type: str) -> Any:
        if export_type not in KINDS:
            abort(404)
        asked = read(self.table, g.principal, request.args)
        return export.answer(self.table, g.principal, asked, export_type, g.request_id)

    @expose("/ajax/lookup/")
    def ajax_lookup(self) -> Any:
        name = request.args.get("name", "")
        loader = self._form_ajax_refs.get(name) or abort(404)
        filtered = any(each.relation == name for each in filters(self.table))
        if not (filtered or self.can_create or self.can_edit):
            abort(403)
        if not g.principal.may("r", loader.target):
            abort(403)
        told = request.args
        found = loader.get_list(
            told.get("query"), told.get("offset", 0, type=int), told.get("limit", 10, type=int)
        )
        listing = json.dumps([loader.format(each) for each in found], ensure_ascii=False)
        return Response(listing, mimetype="application/json")

    # What a view of its own may change.

    #: Columns the cells of the list need besides those they show.
    list_needs: ClassVar[tuple[str, ...]] = ()

    def new_form(self) -> PortalForm:
        """An empty form, or one the address has begun to fill in."""
        form = permitted(self.create_form(), self.table, stored=False)
        if request.method != "POST":
            prefill(form, self.table, request.args)
            order = order_of(form, self.table)
            if order is not None:
                form.watch(order)
        return form

    def new_row(self) -> Any:
        """What a form for a new row fills in."""
        return self.table()

    def edited_row(self) -> Any:
        """The stored row a form is to change."""
        return self.asked_row()

    def filled_in(self, row: Any) -> None:
        """What else follows from a form that was filled in, before the row is written."""

    def page(self, row: Any) -> dict[str, Any]:
        """What the details template is given besides the row."""
        people = g.principal.may("r", Account)
        columns = [each for each in shown(self.table) if people or each.target is not Account]
        return {"columns": columns, "order": getattr(row, "order", None)}

    def cell(self, row: Any, column: Any) -> Any:
        """A value on a list or a details page."""
        return told_of(column.name, column.value(row, g.principal))

    def row_actions(self, row: Any) -> list[tuple[str, str]]:
        """(label, address) of what may be done with a row besides looking at it."""
        return [("修改", url_for(".edit_view", id=row.id))] if self.can_edit else []

    def title(self, row: Any) -> str:
        """The heading of one row's page."""
        return title_of(row)

    def form_title(self, row: Any) -> str:
        """The heading of the form."""
        if row is not None:
            return f"修改{self.name}：{self.title(row)}"
        return VERBS.get(self.table, f"新增{self.name}")

    def save_label(self, row: Any) -> str:
        """What the button of the form says."""
        return "保存修改" if row is not None else VERBS.get(self.table, "提交")

    #: Whether the form is an act, which says on top what order it is about; sends a file along.
    about_order: ClassVar[bool] = False
    takes_file: ClassVar[bool] = False

    def beside(self, order: Any) -> dict[str, Any]:
        """What the form's template is given besides the form; ``order``: what it is about."""
        return {}

    def since_line(self, act: Any) -> str:
        """One act done meanwhile."""
        post = told(act.by_post)
        return f"{told(act.at)}　{post}　{act.__label__}"

    def link(self, row: Any) -> str | None:
        """Where another row is looked at, if this person may."""
        if row is None or not (row.__area__ and g.principal.may("r", type(row))):
            return None
        return url_for(f"{row.__tablename__}.details_view", id=row.id)

    def form_page(self, form: PortalForm, row: Any = None, refused: Refused | None = None) -> Any:
        """The form, with what was refused; everything typed is kept."""
        refused = refused or Refused(Told(), 200)
        order = order_of(form, self.table)
        told = {"form": form, "row": row, "order": order, "refused": refused}
        told |= {"present": int(now().timestamp() * 1000)}
        told |= self.beside(order) if row is None else {}
        return self.render(self.create_template, **told), refused.status

    def saved(self, row: Any, done: str) -> Any:
        """Say what happened and go where it shows: an act shows on its order."""
        flash(f"{done}{self.table.__label__}", "success")
        order = getattr(row, "order", None)
        shown_on = order if order is not None and type(row) is not WorkOrder else row
        return redirect(request.values.get("url") or self.link(shown_on) or url_for(".index_view"))
