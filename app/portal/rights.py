"""Who may use a view: the matrix asked at every request, and nothing else."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import abort, g, has_request_context, request

from app.kernel.errors import Forbidden, Unlawful
from app.kernel.model import Base
from app.portal.db import READING

WORDS = {"c": "新增", "u": "修改"}


class Rights:
    """Default deny: a method without a verb is nobody's, and stops the start."""

    table: ClassVar[type[Base]]
    #: Exposed method → verb of the matrix. A method that is not here is nobody's.
    needs: ClassVar[dict[str, str]] = {
        "index_view": "r",
        "details_view": "r",
        "create_view": "c",
        "edit_view": "u",
        "export": "x",
        "ajax_lookup": "r",
    }
    #: Exposed by Flask-Admin and closed to everybody.
    closed: ClassVar[set[str]] = {"delete_view", "action_view", "ajax_update"}
    _urls: ClassVar[list[Any]]

    def check_exposed(self) -> None:
        """Every address of the view has its verb, or is closed."""
        unnamed = {name for _, name, _ in self._urls} - set(self.needs) - self.closed
        if unnamed:
            raise TypeError(f"{type(self).__name__}: no right named for {sorted(unnamed)}")

    def may(self, verb: str) -> bool:
        """Whether the person of this request has the verb; nobody, outside a request."""
        principal = g.get("principal") if has_request_context() else None
        return principal is not None and bool(verb) and principal.may(verb, self.table)

    @property
    def can_create(self) -> bool:
        return self.may("c")

    @property
    def can_edit(self) -> bool:
        return self.may("u") and self.table.__append_only__ is not True

    @property
    def can_export(self) -> bool:
        return self.may("x")

    def is_accessible(self) -> bool:
        return self.may("r")

    def _handle_view(self, name: str, **_: Any) -> None:
        allowed = self.is_accessible() and self.may(self.needs.get(name, ""))
        if allowed and (name != "edit_view" or self.can_edit):
            return
        if request.method in READING:
            abort(403)
        # A write is refused as the kernel would refuse it: told and written down.
        if g.principal.lapsed:
            raise Unlawful(g.principal.lapsed)
        verb = WORDS.get(self.needs.get(name, ""), "变更")
        raise Forbidden(f"{g.principal.title}无权{verb}{self.table.__label__}")

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        """Once: Flask-Admin would call again on a ``TypeError`` and hide where it came from."""
        return fn(self, *args, **kwargs)
