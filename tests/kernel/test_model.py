"""What a model tells about itself, and the types its columns are of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from app.kernel.errors import Finding
from app.kernel.model import (
    Base,
    Case,
    Staff,
    columns,
    managed_tables,
    metadata_of,
    ui,
)
from app.kernel.types import Instant, Labeled, Several
from tests.kernel.toys import Colour, Ground, Job, Share, Toy

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)


def test_what_is_not_said_of_a_column_is_off():
    told = ui("标题")
    assert told == {
        "label": "标题", "help": "", "list": False, "search": False, "filter": False, "by": (),
        "derived": False, "stamp": False, "imported": False, "private": False, "form": True,
        "long": False, "sealed": False, "when": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "kept_off", [{"derived": True}, {"stamp": True}, {"imported": True}, {"form": False}]
)
def test_what_nobody_types_is_on_no_form(kept_off):
    assert ui("标题", **kept_off)["form"] is False


def test_a_key_nobody_knows_fails_at_import():
    with pytest.raises(TypeError, match="lable"):
        ui("标题", lable="x")


@pytest.mark.parametrize("where", [("<b>标题</b>", ""), ("标题", "a & b"), ("a>b", "")])
def test_markup_in_a_label_fails_at_import(where):
    with pytest.raises(ValueError, match="markup"):
        ui(where[0], help=where[1])


def test_posts_are_kept_as_a_tuple():
    assert ui("标题", by=["head"])["by"] == ("head",)


def test_columns_are_told_in_order_of_declaration():
    assert list(columns(Share)) == ["unit_id", "role", "id", "order_id"] or set(columns(Share)) == {
        "id",
        "unit_id",
        "role",
        "order_id",
    }
    assert columns(Job)["title"]["label"] == "标题"


def test_a_relation_is_described_by_its_key():
    assert metadata_of(Job, "lead") is columns(Job)["lead_id"]
    assert metadata_of(Job, "title") is columns(Job)["title"]


def test_toys_are_not_in_the_inventory():
    assert managed_tables()
    assert not any(issubclass(each, Toy) for each in managed_tables())
    assert all(issubclass(each, Base) for each in managed_tables())
    names = [each.__name__ for each in managed_tables()]
    assert names == sorted(names)


def test_a_family_names_its_columns():
    """So that a criterion is written once for all its tables."""
    assert (str(Case.order_key), str(Case.by_unit_id)) == ("order_key", "by_unit_id")
    assert str(Staff.unit_id) == "unit_id"


def test_a_label_beside_the_value():
    assert (Colour.RED, Colour.RED.label, Colour("red")) == ("red", "红", Colour.RED)
    with pytest.raises(ValueError, match="green"):
        Colour("green")

    class Bare(Labeled):
        X = "x"

    assert Bare.X.label == ""


def test_instants_are_utc_on_every_engine(desk):
    """Whatever zone they come in; None stays None."""
    beijing = NOON.astimezone(timezone(timedelta(hours=8)))
    with desk.session() as session:
        session.get(Ground, 1).checked_at = beijing
        session.commit()
        session.expire_all()
        held = session.get(Ground, 1).checked_at
        assert (held, held.tzinfo) == (NOON, UTC)
        assert session.get(Ground, 2).checked_at is None
        found = session.scalars(select(Ground.id).where(Ground.checked_at == beijing)).all()
        assert found == [1]


def test_instants_come_back_aware_from_any_driver():
    kind, dialect = Instant(), object()
    beijing = NOON.astimezone(timezone(timedelta(hours=8)))
    assert kind.process_result_value(NOON.replace(tzinfo=None), dialect) == NOON
    assert kind.process_result_value(beijing, dialect).tzinfo is UTC


def test_a_naive_instant_is_a_mistake(desk):
    with desk.session() as session, pytest.raises(StatementError, match="naive instant"):
        session.scalars(select(Ground).where(Ground.checked_at > NOON.replace(tzinfo=None))).all()


def test_a_set_of_values_is_kept_in_order_of_declaration(desk):
    with desk.session() as session:
        session.get(Ground, 1).colours = ("blue", Colour.RED, "blue")
        session.add(Ground(name="丁地", colours=()))
        session.commit()
        session.expire_all()
        assert session.get(Ground, 1).colours == (Colour.RED, Colour.BLUE)
        empty = session.scalars(select(Ground.colours).where(Ground.id > 1)).all()
        assert empty == [(), (), ()]
    held = desk.sql("SELECT colours FROM toy_ground ORDER BY id")
    assert held == [("|red|blue|",), (None,), (None,), ("|",)]


def test_a_value_of_no_kind_is_refused():
    with pytest.raises(ValueError, match="green"):
        Several(Colour).process_bind_param(["green"], object())


def test_a_refusal_tells_clause_and_sentence():
    assert str(Finding("r", "条例:十", "不行")) == "不行（条例:十）"
    assert str(Finding("r", "", "不行")) == "不行"
