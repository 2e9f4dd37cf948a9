"""Random cities: units in a tree, orders, who takes part in them, who acted on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Connection, func, insert, select

from app.kernel.model import Base
from app.models.enums import Post, Role

NOON = datetime(2024, 3, 4, 4, tzinfo=UTC)
#: Codes that look alike, sort oddly, or mean something to LIKE.
CODES = ["A", "a", "AB", "A~", "A_", "%", "甲", "甲乙", "1", "10", "é"]

TABLES = Base.metadata.tables


@dataclass
class City:
    """What was put in: ids by position."""

    units: list[int] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """``parents``: each unit's parent by position; ``parts``: (order, unit, role); and so on."""

    parents: list[int | None]
    codes: list[str]
    orders: list[int]
    parts: dict[tuple[int, int], Role]
    contacts: list[tuple[int, int]]
    accounts: list[int]


@st.composite
def plans(draw: Any) -> Plan:
    codes = draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=6, unique=True))
    units = st.integers(0, len(codes) - 1)
    parents = [None] + [draw(st.integers(0, at - 1) | st.none()) for at in range(1, len(codes))]
    orders = draw(st.lists(units, max_size=4))
    at = st.integers(0, max(len(orders) - 1, 0))
    pairs = st.tuples(at, units)
    some = {"max_size": 8} if orders else {"max_size": 0}
    return Plan(
        parents,
        codes,
        orders,
        draw(st.dictionaries(pairs, st.sampled_from(Role), **some)),
        draw(st.lists(pairs, **some)),
        draw(st.lists(units, max_size=4)),
    )


def put(connection: Connection, table: str, /, **values: Any) -> int:
    """One row, past the law: only what a reach looks at matters here."""
    done = connection.execute(insert(TABLES[table]).values(**values))
    return int(done.inserted_primary_key[0])


def build(connection: Connection, plan: Plan) -> City:
    """The plan as rows."""
    city = City()
    for code, parent in zip(plan.codes, plan.parents, strict=True):
        above = city.paths[parent] if parent is not None else ""
        city.paths.append(f"{above}{code}/")
        city.units.append(
            put(
                connection, "unit", code=f"?{code}", name=code, short_name=code, level="street",
                kind="street", path=city.paths[-1], version=1,
                parent_id=city.units[parent] if parent is not None else None,
            )
        )  # fmt: skip
    for key, unit in enumerate(plan.orders):
        city.orders.append(
            put(
                connection, "work_order", number=f"?{key}", title="t", content="c", contact="1",
                demand_kind="help", channel="phone", contact_key="k", at=NOON, recorded_at=NOON,
                by_unit_id=city.units[unit], version=1,
            )
        )  # fmt: skip
    for (order, unit), role in plan.parts.items():
        put(
            connection, "participation", unit_id=city.units[unit], order_id=city.orders[order],
            role=role, received_at=NOON, status="handling",
        )  # fmt: skip
    for order, unit in plan.contacts:
        put(
            connection, "supplement", order_id=city.orders[order], content="x", at=NOON,
            recorded_at=NOON, by_unit_id=city.units[unit],
        )  # fmt: skip
    highest = connection.scalar(select(func.max(TABLES["account"].c.id))) or 0
    for key, unit in enumerate(plan.accounts):
        put(
            connection, "account", login=f"?{highest + key}", name="x", post=Post.HANDLER,
            unit_id=city.units[unit], version=1,
        )  # fmt: skip
    return city
