"""Reference tables from files: what is not taken, in which order, and that nothing breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.access.principal import SYSTEM
from app.models.unit import Unit
from app.services.imports import tables
from app.services.imports.opening import open_table
from app.services.imports.rejects import Rejects
from app.services.imports.tables import KINDS, TableImport
from tests.services.imports.office import Office

UNITS = "编码,名称,简称,层级,类别,上级单位\n"


def job(office: Office, kind: str, text: str) -> TableImport:
    path: Path = office.folder / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    table = open_table(path)
    return TableImport(KINDS[kind], table, Rejects(office.rejected, table.headings))


def take(office: Office, kind: str, text: str) -> tables.Tally:
    return job(office, kind, text).run(office.world.bind, SYSTEM)


def test_rejects_stand_in_the_order_of_the_file(office: Office) -> None:
    """Though a row too short is known at once, and one that points at nobody at the end."""
    rows = ["Z1,甲街道,甲街道,街乡级,街道乡镇,NOBODY", "Z2", "Z3,丙街道,丙街道,街乡级,街道乡镇,E",
            "Z4,丁街道,丁街道,没有这一层,街道乡镇,E"]  # fmt: skip
    tally = take(office, "units", UNITS + "\n".join(rows) + "\n")
    assert (tally.rows, tally.added, tally.rejected) == (4, 1, 3), tally.reasons
    assert [row[0] for row in office.rejects()[1:]] == ["Z1", "Z2", "Z4"]
    with office.world.reading() as session:
        assert session.scalars(select(Unit.name).where(Unit.code == "Z3")).one() == "丙街道"


def test_rejects_are_closed_when_they_cannot_be_written(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle of them leaves no file open."""
    run = job(office, "units", UNITS + "Z1\nZ2\n")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    run.rejects.add(next(iter(run.file.lines)), "先写一行")
    monkeypatch.setattr(run.rejects, "add", full)
    with pytest.raises(OSError, match="No space"):
        run.run(office.world.bind, SYSTEM)
    assert run.rejects._file is None


@pytest.mark.parametrize("typed", ["9" * 30, "--5", "-", "1.5", "5-"])
def test_a_number_no_database_holds(office: Office, typed: str) -> None:
    tally = take(office, "parameters", f"key,value,measure,basis,grade\nhandle.L3,{typed},,试,\n")
    (said,) = tally.reasons
    assert said.startswith(f"值：“{typed[:20]}”")
