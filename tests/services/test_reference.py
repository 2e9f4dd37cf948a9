"""``flask seed reference``: twice is once; what a person changed stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.access.principal import SYSTEM
from app.kernel import clock
from app.kernel.session import GovernedSession
from app.law.parameters import TIME, USES, Use
from app.models.catalogue_entry import CatalogueEntry
from app.models.parameter import Parameter
from app.models.unit import Unit
from app.services import reference
from app.services.reference import FOLDER
from app.services.reference_rows import BadTable, read_table
from tests import make
from tests.world import World

UNIT = {
    "code": "110199", "name": "新街道办事处", "short_name": "新街道", "level": "street",
    "kind": "street", "parent_code": "E", "functions": "", "assessment_group": "街道乡镇",
}  # fmt: skip
PARAMETER = {
    "key": "new.key", "value": "3", "measure": "hours", "valid_from": "2021-09-24",
    "basis": "平台规则:x", "grade": "A", "note": "",
}  # fmt: skip
ENTRY = read_table(FOLDER / "catalogue.csv", "code")[0] | {"code": "999999"}


@pytest.fixture(autouse=True)
def a_new_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key the law would use and no file has yet."""
    monkeypatch.setitem(USES, "new.key", Use(TIME, each=None))


def load(world: World, how: Any, *rows: Any) -> tuple[int, int, int]:
    with GovernedSession(world.bind, SYSTEM) as session:
        tally = how(session, *rows)
        session.commit()
    return tally.added, tally.changed, tally.kept


def stored(world: World, table: Any, key: Any, value: Any) -> list[Any]:
    with world.reading() as session:
        rows = session.query(table).where(key == value).order_by(table.id)
        return list(rows)


def test_units_are_added_once_and_renamed_in_place(world: World) -> None:
    """A unit keeps its row, for orders point at it."""
    assert load(world, reference.load_units, [UNIT]) == (1, 0, 0)
    assert load(world, reference.load_units, [UNIT]) == (0, 0, 0)
    assert load(world, reference.load_units, [UNIT | {"name": "改名街道"}]) == (0, 1, 0)
    (held,) = stored(world, Unit, Unit.code, "110199")
    assert (held.name, held.path) == ("改名街道", "BJ/E/110199/")


def test_children_may_come_before_their_parents(world: World) -> None:
    """The order of lines in the table means nothing."""
    child = UNIT | {"code": "110199-1", "parent_code": "110199"}
    assert load(world, reference.load_units, [child, UNIT]) == (2, 0, 0)


def test_units_changed_by_a_person_stay(world: World) -> None:
    """Whoever starts the portal again does not undo the keeper's work."""
    load(world, reference.load_units, [UNIT])
    (held,) = stored(world, Unit, Unit.code, "110199")
    more = "、".join(filter(None, (held.functions, "目录员所加")))
    world.done("keeper.HOT", make.change(Unit, held.id, functions=more))
    assert load(world, reference.load_units, [UNIT]) == (0, 0, 1)


def test_dated_rows_are_superseded_from_today(world: World) -> None:
    """A running order keeps the number it began under."""
    assert load(world, reference.load_parameters, [PARAMETER]) == (1, 0, 0)
    assert load(world, reference.load_parameters, [PARAMETER]) == (0, 0, 0)
    assert load(world, reference.load_parameters, [PARAMETER | {"value": "5"}]) == (0, 1, 0)
    versions = stored(world, Parameter, Parameter.key, "new.key")
    today = clock.local_date(clock.now())
    assert [(each.value, each.valid_from) for each in versions] == [
        (3, date(2021, 9, 24)),
        (5, today),
    ]


def test_versions_of_a_person_stay(world: World) -> None:
    """The number the keeper decided on is not that of the sample."""
    load(world, reference.load_parameters, [PARAMETER])
    today = clock.local_date(clock.now())
    world.done("keeper.HOT", make.parameter("new.key", 8, valid_from=today))
    assert load(world, reference.load_parameters, [PARAMETER]) == (0, 0, 1)


def test_ended_entry_gets_a_last_version(world: World) -> None:
    """It was in force, so old orders may have been dispatched by it; now it is not."""
    ended = [{"code": "999999", "note": "停用"}]
    assert load(world, reference.load_catalogue, [ENTRY], ended) == (1, 1, 0)
    assert load(world, reference.load_catalogue, [ENTRY], ended) == (0, 0, 0)
    versions = stored(world, CatalogueEntry, CatalogueEntry.code, "999999")
    assert [each.in_force for each in versions] == [True, False]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"level": "moon"}, "单位第 2 行有误"),
        ({"assessment_group": "火星"}, "单位第 2 行有误"),
        ({"parent_code": "nowhere"}, "的上级 nowhere 不存在"),
    ],
)
def test_bad_lines_are_told(world: World, wrong: dict[str, str], said: str) -> None:
    """The line is named, and nothing is written."""
    with pytest.raises(BadTable, match=said):
        load(world, reference.load_units, [UNIT | wrong])
