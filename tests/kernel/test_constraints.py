"""The second lock: what the database refuses is told in the words of the portal."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from app.kernel.constraints import explain
from app.kernel.errors import Stale, Unlawful
from app.kernel.model import Base
from tests.kernel.toys import Ground

UNIT = {
    "code": "U1", "name": "某街道", "short_name": "某", "level": "street", "kind": "street",
    "path": "U1", "version": 1,
}  # fmt: skip
PARAMETER = {
    "key": "k", "value": 1, "measure": "hours", "valid_from": date(2024, 1, 1), "basis": "b",
    "grade": "law", "at": datetime(2024, 1, 1, tzinfo=UTC), "source": "desk",
}  # fmt: skip


def explained(desk, statement, **values):
    connection = desk.connection.execution_options(kernel=True)
    with pytest.raises(IntegrityError) as caught, connection.begin_nested():
        connection.execute(statement, values)
    return explain(caught.value)


def table(name):
    return Base.metadata.tables[name]


def test_a_code_taken_is_told_beside_its_field(desk):
    desk.connection.execute(insert(table("unit")).values(**UNIT))
    told = explained(desk, insert(table("unit")).values(**UNIT))
    assert type(told) is Unlawful
    assert [each.fields for each in told.findings] == [("code",)]
    assert str(told) == "该编码已有单位使用"


def test_a_constraint_with_a_sentence_says_it(desk):
    """Found by its name on PostgreSQL, by its columns on SQLite."""
    desk.connection.execute(insert(table("parameter")).values(**PARAMETER))
    told = explained(desk, insert(table("parameter")).values(**PARAMETER))
    assert type(told) is Stale
    assert str(told) == "同一参数同一生效日已有一个值"


def test_a_key_of_nothing_is_a_choice_gone(desk):
    told = explained(desk, insert(table("unit")).values(**UNIT | {"parent_id": 999}))
    assert isinstance(told, Unlawful)
    assert told.findings[0].sentence == "所选对象不存在，请重新选择"


def test_a_check_is_a_contradiction(desk):
    told = explained(desk, insert(table("parameter")).values(**PARAMETER | {"value": -1}))
    assert told.findings[0].rule == "constraint"
    assert told.findings[0].sentence == "所填内容不完整或前后矛盾，请核对"


def test_a_gap_is_a_contradiction_too(desk):
    gap = {key: value for key, value in UNIT.items() if key != "name"}
    statement = text(
        f"INSERT INTO unit ({', '.join(gap)}, functions, active)"
        f" VALUES ({', '.join(':' + key for key in gap)}, '', :active)"
    )
    told = explained(desk, statement, **gap, active=True)
    assert told.findings[0].sentence == "所填内容不完整或前后矛盾，请核对"


def test_a_flush_speaks_so(desk):
    """Two at once: both were lawful when examined, the database takes one."""
    with desk.session() as session:
        session.add(Ground(name="甲地"))
        with pytest.raises(Stale, match="编号重复"):
            session.flush()
        session.rollback()
        session.add(Ground(name="丁地", size=2000))
        with pytest.raises(Unlawful, match="前后矛盾"):
            session.commit()


@pytest.mark.parametrize("words", ["unique", "foreign key", "append-only"])
def test_what_people_typed_is_not_taken_for_the_database(desk, words):
    """PostgreSQL quotes the row in its message."""
    with desk.session() as session:
        session.add(Ground(name=words, size=2000))
        with pytest.raises(Unlawful) as caught:
            session.commit()
    assert caught.value.findings[0].rule == "constraint"


def test_a_row_that_never_changes_says_so(desk):
    desk.job()
    for statement in ("UPDATE audit SET verb = 'x'", "DELETE FROM audit"):
        told = explained(desk, text(statement))
        assert told.findings[0].sentence == "此类记录只增不改，不得修改或删除"
