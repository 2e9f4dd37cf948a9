"""What a view is made of: the metadata of its table in place of Flask-Admin's own guesses."""

from __future__ import annotations

from typing import Any, ClassVar

from app.access.matrix import MATRIX
from app.kernel.complete import relations
from app.kernel.model import Base, columns
from app.portal.ajax import Loader
from app.portal.formats import listed, shown
from app.portal.forms import PortalForm, form_for


class Scaffold:
    """Columns, form and look-ups of ``table``."""

    table: ClassVar[type[Base]]
    sessions: Any
    #: Relation → what a row must meet to be offered by its look-up.
    lookups: ClassVar[dict[str, tuple[Any, ...]]] = {}
    #: The heading of what a list shows beside its columns; ``beside_rows`` computes it.
    beside_label: ClassVar[str] = ""
    #: Whether this person brings drafts of this table into force.
    may_publish: Any = False
    _form_ajax_refs: dict[str, Loader]

    def beside_rows(self) -> Any:
        """An expression of SQL that comes with each row of a list."""
        return None

    def get_list_columns(self) -> list[tuple[str, str]]:
        return [(each.name, each.label) for each in listed(self.table)]

    def get_details_columns(self) -> list[tuple[str, str]]:
        return [(each.name, each.label) for each in shown(self.table)]

    get_export_columns = get_details_columns

    def get_sortable_columns(self) -> dict[str, str]:
        return {}

    def init_search(self) -> bool:
        return False

    def get_filters(self) -> None:
        return None

    def scaffold_auto_joins(self) -> list[Any]:
        return []

    def scaffold_form(self) -> type[PortalForm]:
        rights = MATRIX[self.table].posts.values()
        if not any(set("cu") & set(each.verbs) for each in rights):
            return PortalForm
        return form_for(self.table, self._form_ajax_refs)

    def _process_ajax_references(self) -> dict[str, Loader]:
        """Only what a person chooses: on the form, or as a condition of the list."""
        meta = columns(self.table)
        return {
            name: Loader(name, self.sessions, target, self.lookups.get(name, ()))
            for name, key, target in relations(self.table)
            if meta[key]["form"] or meta[key]["filter"]
        }
