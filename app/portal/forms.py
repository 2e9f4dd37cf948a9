"""Forms generated from the columns of a table, with the version of what the person saw."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_admin.form import BaseForm
from sqlalchemy import Boolean, Date, Integer, String, inspect
from wtforms import HiddenField

from app.kernel.complete import relations
from app.kernel.model import Base, Case, columns
from app.kernel.types import Instant, Several
from app.portal import fields
from app.portal.ajax import Loader, identity
from app.portal.formats import members

LOCK = "version"


class PortalForm(BaseForm):
    """``version``: of the row to be changed, or of the order to be acted upon (design §2, 20)."""

    version = HiddenField()

    def own(self) -> dict[str, Any]:
        """The fields a person fills in."""
        return {name: each for name, each in self._fields.items() if name != LOCK}

    def populate_obj(self, obj: Any) -> None:
        """Only what was filled in or changed, so that an unchanged save changes nothing."""
        stored = inspect(obj).persistent
        for name, each in self.own().items():
            untouched = each.same() if stored else each.data in (None, "", ())
            if not untouched:
                setattr(obj, name, each.data)

    def seen(self, row: Any = None) -> int | None:
        """The version the person saw, if the form was opened on this very row."""
        # What the form did not carry is taken from the row itself, and is no proof of anything.
        told = self.version.data if isinstance(self.version.data, str) else ""
        ident, _, version = told.rpartition(":")
        if not ident or identity(ident) != getattr(row, "id", None):
            return None
        return identity(version)

    def watch(self, row: Any) -> None:
        """Remember the version of the row the form is opened on."""
        self.version.data = f"{row.id}:{row.version}"


def form_for(table: type[Base], loaders: dict[str, Loader]) -> type[PortalForm]:
    """The form of a table; a column that no field can hold stops the start."""
    behind = {key: name for name, key, _ in relations(table)}
    made: dict[str, Any] = {}
    for name, meta in columns(table).items():
        if meta["form"]:
            made[behind.get(name, name)] = _field(
                table, name, meta, loaders.get(behind.get(name, ""))
            )
    return type(f"{table.__name__}Form", (PortalForm,), made)


def _field(table: type[Base], name: str, meta: dict[str, Any], loader: Loader | None) -> Any:
    column = inspect(table).columns[name]
    scalar = column.default is not None and column.default.is_scalar
    told = {
        "label": meta["label"],
        "help": meta["help"],
        "when": meta["when"],
        "default": getattr(column.default, "arg", None) if scalar else None,
        "required": not (column.nullable or column.default is not None),
        "nullable": column.nullable,
    }
    if loader is not None:
        return fields.Relation(loader, **told)
    if column.foreign_keys:
        raise TypeError(f"{table.__name__}.{name}: a key without a relation has no form field")
    if kind := members(table, name):
        return fields.Choice(kind, **told)
    if isinstance(column.type, Several):
        return fields.Ticks(column.type.kind, **told)
    # A decision is never made by leaving a box unticked: without a default, one has to answer.
    asked = column.nullable or column.default is None
    plain = _LONG if meta["long"] else _ANSWERS if asked else _PLAIN
    for kind_of, made in plain:
        if isinstance(column.type, kind_of):
            return made(**told)
    raise TypeError(f"{table.__name__}.{name}: no form field for {column.type!r}")


_Kinds = tuple[tuple[type, type[fields.PortalField]], ...]
_PLAIN: _Kinds = (
    (Boolean, fields.Tick),
    (Instant, fields.Moment),
    (Date, fields.Day),
    (Integer, fields.Number),
    (String, fields.Line),
)
_ANSWERS: _Kinds = ((Boolean, fields.YesNo), *_PLAIN)
_LONG: _Kinds = ((String, fields.Lines),)


def permitted(form: PortalForm, table: type[Base], *, stored: bool) -> PortalForm:
    """Without the fields that are for other posts, or that a stored row keeps for good."""
    keys = {name: key for name, key, _ in relations(table)}
    kept = table.__append_only__ if stored and isinstance(table.__append_only__, tuple) else ()
    for name in list(form.own()):
        key = keys.get(name, name)
        by = columns(table)[key]["by"]
        if (by and g.principal.post not in by) or key in kept:
            del form[name]
    return form


def prefill(form: PortalForm, table: type[Base], told: Any) -> PortalForm:
    """Values from the address, by column or relation name; what cannot be read is left empty."""
    keys = {name: key for name, key, _ in relations(table)}
    for name, each in form.own().items():
        given = told.getlist(name) or told.getlist(keys.get(name, name))
        if given:
            try:
                each.process_formdata(given)
            except ValueError:
                each.data = each.object_data
    return form


def order_of(form: PortalForm, table: type[Base]) -> Any:
    """The order a form is about, once it is chosen."""
    field = form.own().get("order")
    return field.data if issubclass(table, Case) and field is not None else None
