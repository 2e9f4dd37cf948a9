"""The base of every table and the metadata a view is generated from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, MetaData, inspect, literal_column
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, mapped_column

from app.kernel.types import Instant, memo

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def ui(
    label: str,
    *,
    help: str = "",
    list: bool = False,
    search: bool = False,
    filter: bool = False,
    by: Iterable[str] = (),
    derived: bool = False,
    stamp: bool = False,
    imported: bool = False,
    private: bool = False,
    sealed: bool = False,
    form: bool = True,
    long: bool = False,
    when: str = "",
) -> dict[str, Any]:
    """Metadata of one column; an unknown key fails at import.

    ``list`` ``search`` ``filter``: where it appears. ``by``: the only posts that may write it.
    ``derived``: computed by the law, never typed. ``stamp``: filled by the kernel. ``imported``:
    told by a file, so that only an importing session may write it. ``private``: a citizen's
    particulars, masked everywhere but on a purposeful look. ``form``: False keeps a writable
    column off the generated form. ``long``: a text of several lines. ``sealed``: kept in its own
    row only; the audit says that it is there, not what it says. ``when``: ``kind=a b``: the form
    asks for it only while another column holds one of these.
    """
    if set("<>&") & set(label + help):
        raise ValueError(f"markup in a label: {label!r}")
    return {
        "label": label,
        "help": help,
        "list": list,
        "search": search,
        "filter": filter,
        "by": tuple(by),
        "derived": derived,
        "stamp": stamp,
        "imported": imported,
        "private": private,
        "sealed": sealed,
        "form": form and not (derived or stamp or imported),
        "long": long,
        "when": when,
    }


class Base(DeclarativeBase):
    """Every table: a surrogate key, a Chinese label, a scope family (one of the mixins below)."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant, dict[str, Any]: JSON}

    __label__: ClassVar[str]
    __area__: ClassVar[str] = ""
    #: True: rows never change. Column names: those never change and the row never goes.
    __append_only__: ClassVar[bool | tuple[str, ...]] = False
    __audited__: ClassVar[bool] = True
    #: Keys of rows a new row relies on: held against change until it is written.
    __holds__: ClassVar[tuple[str, ...]] = ()

    id: Mapped[int] = mapped_column(primary_key=True, info=ui("序号", form=False))


class _Later:
    """A column the tables of a family map; on the family itself it is only its name."""

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type[Any]) -> Any:
        return literal_column(self.name)


class Public:
    """Reference rows: no citizen's facts, readable by every post the matrix names."""


class Case:
    """Rows of one order: reached through ``participation``.

    Every case table maps ``order_key`` and ``by_unit_id``; the clauses here only let a criterion be
    written against the family before it is applied to a table.
    """

    order_key: Any = _Later()
    by_unit_id: Any = _Later()


class Staff:
    """Rows about people in units: reached through ``unit_id``."""

    unit_id: Any = _Later()


class Ledger:
    """What the system writes down about itself: audit, refusals, log-ins."""


FAMILIES: tuple[type, ...] = (Public, Case, Staff, Ledger)


def mapper_of(table: type[Any]) -> Mapper[Any]:
    """The mapper of a class."""
    return inspect(table)  # type: ignore[no-any-return]


def managed_tables() -> list[type[Base]]:
    """Every mapped class, in order of name; the inventory other parts are compared with."""
    return sorted((each.class_ for each in Base.registry.mappers), key=lambda c: c.__name__)


@memo
def columns(table: type[Base]) -> dict[str, dict[str, Any]]:
    """Column name → its ``ui`` metadata, in order of declaration."""
    return {each.key: each.columns[0].info for each in mapper_of(table).column_attrs}


def metadata_of(table: type[Base], name: str) -> dict[str, Any]:
    """The ``ui`` metadata of a column, or of the key column behind a relation."""
    relation = mapper_of(table).relationships.get(name)
    column = next(iter(relation.local_columns)).key if relation is not None else name
    return columns(table)[column or name]
