"""Between the product and the oracle: the small city in plain values, acts as drafts."""

from __future__ import annotations

from enum import Enum
from typing import Any

from app.models.act import Act as ActTable
from app.models.enums import DutyList
from app.models.work_order import WorkOrder
from tests import city as small
from tests.make import Draft
from tests.oracle.facts import City, Duty, Entry, Number, Person, Unit
from tests.oracle.story import Act

TABLES: dict[str, Any] = {each.__tablename__: each for each in ActTable.__subclasses__()} | {
    "order": WorkOrder
}


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def known_city() -> City:
    """What ``tests.city`` seeds, as the oracle is told it."""
    return City(
        units={each.code: each for each in _units()},
        entries=tuple(_entry(each.values) for each in small.ENTRIES),
        numbers=tuple(
            Number(**{key: plain(each.values[key]) for key in Number.__annotations__})
            for each in small.parameters()
        ),
        duties=tuple(
            Duty(v["code"], v["valid_from"], v.get("in_force", True), v["role"].value)
            for v in (each.values for each in small.DUTIES)
        ),
        days={
            each.values["day"]: each.values["kind"].value in ("workday", "makeup_workday")
            for each in small.days()
        },
        people={
            f"{post.value}.{code}": Person(f"{post.value}.{code}", post.value, code)
            for post, code in small.PEOPLE
        },
    )


def _units() -> list[Unit]:
    merged = {"OLD": "E1"}
    return [
        Unit(
            code, level, kind, parent, frozenset(functions.split("、")) - {""},
            active=code not in merged, successor=merged.get(code), name=name,
        )
        for code, name, level, kind, parent, functions in small.UNITS
    ]  # fmt: skip


def _entry(told: dict[str, Any]) -> Entry:
    held = {"in_force": True, "named_unit": None, "duty_list": DutyList.NONE} | told
    kinds = frozenset(each.value for each in held["demand_kinds"])
    names = set(Entry.__annotations__) - {"demand_kinds"}
    return Entry(demand_kinds=kinds, **{name: plain(held[name]) for name in names})


def draft(act: Act, idents: dict[str, int]) -> Draft:
    """The act as a draft of the product's own row."""
    told = dict(act.told)
    for name in ("order", "earlier", "main"):
        if told.get(name) is not None:
            told[name] = idents[told[name]]
    if told.get("entry") is not None:
        code, begun = told["entry"]
        told["entry"] = f"{code}@{begun}"
    return Draft(TABLES[act.kind], told)
