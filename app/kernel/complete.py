"""Before any rule runs: defaults filled, stamps set, relations and keys made to agree (M7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, String, inspect
from sqlalchemy.orm import MANYTOONE
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from app.kernel import clock
from app.kernel.errors import Finding
from app.kernel.model import Base, columns, mapper_of
from app.kernel.types import Labeled, memo

if TYPE_CHECKING:
    from app.kernel.session import GovernedSession

LARGEST = 2**31 - 1

#: Who acted is a key; no rule reads more of the person, so the account is not loaded.
PERSONS = {"by", "acting_for"}


@memo
def relations(table: type[Base]) -> tuple[tuple[str, str, type[Any]], ...]:
    """(relation, key column, target) of every many-to-one of a table."""
    return tuple(
        (each.key, str(next(iter(each.local_columns)).key), each.mapper.class_)
        for each in mapper_of(table).relationships
        if each.direction is MANYTOONE
    )


@memo
def stored_relations(table: type[Base], key: str) -> tuple[str, ...]:
    """The relations that hang on one key column."""
    return tuple(name for name, column, _ in relations(table) if column == key)


@memo
def _enumerated(table: type[Base]) -> tuple[tuple[str, type[Labeled]], ...]:
    """Columns of one labelled value."""
    held: Any = mapper_of(table).columns
    kinds = ((key, getattr(held[key].type, "enum_class", None)) for key in columns(table))
    return tuple((key, kind) for key, kind in kinds if kind is not None)


def _name_members(row: Any, held: dict[str, Any]) -> None:
    """Rules compare members, never plain strings."""
    for key, kind in _enumerated(type(row)):
        if type(held.get(key)) is str and held[key] in set(kind):
            setattr(row, key, kind(held[key]))


def by_hand(row: Base, verb: str) -> set[str]:
    """The columns somebody typed: on a new row whatever is set, on a stored one whatever moved."""
    state, typed, defaults = inspect(row), set(), _defaults(type(row))
    for key in columns(type(row)):
        if verb == "u":
            moved = state.attrs[key].history.has_changes()
        else:
            moved = verb == "c" and state.dict.get(key) not in (None, defaults.get(key))
        if moved:
            typed.add(key)
    for name, key, _ in relations(type(row)):
        told = verb == "u" or state.dict.get(name) is not None
        if told and state.attrs[name].history.has_changes():
            typed.add(key)
    return typed


def complete(session: GovernedSession, row: Any, actor: Any = None) -> None:
    """Fill what is not typed, so that rules see the row as it will be.

    ``actor``: in whose name it is rehearsed, if not the session's own.
    """
    state = inspect(row)
    if not state.persistent:
        _fill(row, state.dict)
        if getattr(row, "__stamped__", False):
            _stamp(session, row, actor or session.principal)
    _name_members(row, state.dict)
    for name, key, target in relations(type(row)):
        related = state.dict.get(name)
        if name in state.dict and state.attrs[name].history.has_changes():
            ident = getattr(related, "id", None)
            if getattr(row, key) != ident:
                setattr(row, key, ident)
        elif name not in PERSONS and (ident := getattr(row, key)) != getattr(related, "id", None):
            set_committed_value(row, name, _found(session, target, ident))


def _fill(row: Any, held: dict[str, Any]) -> None:
    for key, value in _defaults(type(row)).items():
        if held.get(key) is None:
            setattr(row, key, value)


def _found(session: GovernedSession, target: type[Any], ident: Any) -> Any:
    """From memory if there: the law phase sees everything anyway."""
    if not _sound(ident):
        return None
    held = session.identity_map.get(identity_key(target, ident))
    return held if held is not None else session.get(target, ident)


def _stamp(session: GovernedSession, row: Any, actor: Any) -> None:
    meta, present = columns(type(row)), clock.now()
    stamps = {"at": present, "recorded_at": present, "by_post": actor.post,
              "by_id": actor.account_id, "by_unit_id": actor.unit_id,
              "for_id": getattr(actor, "for_id", None)}  # fmt: skip
    if session.source is not None:
        stamps["source"] = session.source
    for key, value in stamps.items():
        told = session.importing and key in meta and meta[key]["imported"]
        if key in meta and not (told and getattr(row, key) is not None):
            setattr(row, key, value)


def incomplete(row: Any) -> list[Finding]:
    """What the row lacks or holds that no column can keep, whatever the law says."""
    found = []
    related = {key: name for name, key, _ in relations(type(row))}
    for key, column, meta in _typed_columns(type(row)):
        value = getattr(row, key)
        sentence = _fault(column, meta["label"], value)
        if key in related:
            target = getattr(row, related[key])
            if value is not None and target is None:
                sentence = f"所选的“{meta['label']}”不存在，请重新选择"
            elif target is not None:
                sentence = None
        if sentence:
            fields = (key, related[key]) if key in related else (key,)
            found.append(Finding("complete", "", sentence, fields, row.__tablename__, row.id))
    return found


def _fault(column: Any, label: str, value: Any) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip() and _required(column)):
        return f"“{label}”必填" if not column.nullable else None
    if isinstance(value, str):
        if "\0" in value:
            return f"“{label}”含有无法保存的字符"
        limit = getattr(column.type, "length", None)
        if isinstance(column.type, String) and limit and len(value) > limit:
            return f"“{label}”不得超过{limit}字，现有{len(value)}字"
    kind = getattr(column.type, "enum_class", None) or getattr(column.type, "kind", None)
    if kind is not None and not _listed(kind, value):
        return f"“{label}”须从所列选项中选择"
    if isinstance(column.type, Integer) and not _sound(value):
        return f"“{label}”数值过大"
    return None


def _listed(kind: type[Labeled], value: Any) -> bool:
    """Whether a value, or each of several, is one of the enumeration."""
    if not isinstance(value, str | tuple | list):
        return False
    chosen = (value,) if isinstance(value, str) else value
    return all(each in set(kind) for each in chosen)


def _required(column: Any) -> bool:
    return not column.nullable and column.default is None


def _sound(ident: Any) -> bool:
    return isinstance(ident, int) and abs(ident) <= LARGEST


@memo
def _defaults(table: type[Base]) -> dict[str, Any]:
    """Column → the plain value it has where nothing is said."""
    held: Any = mapper_of(table).columns
    given = ((key, held[key].default) for key in columns(table))
    return {key: each.arg for key, each in given if each is not None and each.is_scalar}


@memo
def _typed_columns(table: type[Base]) -> tuple[tuple[str, Any, dict[str, Any]], ...]:
    """What may be typed, by whomever: the column with its metadata."""
    held: Any = mapper_of(table).columns
    return tuple(
        (key, held[key], meta)
        for key, meta in columns(table).items()
        if not (key in ("id", "version") or meta["derived"] or meta["stamp"])
    )
