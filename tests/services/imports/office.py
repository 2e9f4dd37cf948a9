"""Where files of another system are taken in: its map, its files, and what becomes of them."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from app.kernel.clock import SHANGHAI
from app.models.work_order import WorkOrder
from app.services.imports import mapping
from app.services.imports.fields import FIELDS
from app.services.imports.opening import open_table
from app.services.imports.rejects import Rejects
from app.services.imports.running import Import, Tally
from tests.world import World

#: Every field under its own Chinese name.
LABELS = {name: each.label for name, each in FIELDS.items()}
#: What a row says when a test does not care.
PLAIN = {
    "external_id": "1",
    "at": "2024-02-20 10:00:00",
    "title": "占道经营",
    "content": "路口每天傍晚有摊贩占道",
    "demand_kind": "投诉",
    "channel": "12345电话",
    "contact": "13800138000",
}
#: What makes it a dispatch to the first street of the eastern district.
SENT = {"entry": "L3", "township": "东城一街道", "dispatched_at": "2024-02-20 10:30:00"}
SIGNED = {"signed_at": "2024-02-20 11:00:00"}
REPLIED = SIGNED | {"replied_at": "2024-02-22 09:00:00", "reply": "已清理并安排值守",
                    "proof": "现场照片三张"}  # fmt: skip
VISITED = REPLIED | {
    "visited_at": "2024-02-23 15:00:00", "valid": "是",
    "contacted": "是", "solved": "是", "satisfied": "基本满意", "opinion": "较快",
}  # fmt: skip


def beijing(told: str) -> datetime:
    """An instant as a file writes it."""
    return datetime.strptime(told, "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)


def table_of(path: Path, rows: list[dict[str, Any]]) -> Path:
    """A CSV file of the old system: one column a field that any of the rows tells."""
    fields = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([LABELS[each] for each in fields])
        writer.writerows([row.get(each, "") for each in fields] for row in rows)
    return path


class Office:
    """Takes in the files of the system ``old``, in the name of the migrator."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder = world, folder
        self.rejected = folder / "rejects.csv"

    def mapping(self, **parts: Any) -> mapping.Mapping:
        """The map of every field, with further parts."""
        path = self.folder / "old.yaml"
        path.write_text(
            yaml.safe_dump({"columns": LABELS} | parts, sort_keys=False), encoding="utf-8"
        )
        return mapping.load(str(path))

    def job(self, path: Path, login: str = "migrator.HOT", **parts: Any) -> Import:
        """The import of a file, not begun."""
        table = open_table(path)
        kept = Rejects(self.rejected, table.headings)
        person = self.world.people[login]
        return Import(self.world.bind, person, self.mapping(**parts), table, kept)

    def take(self, *rows: dict[str, Any], dry: bool = False, **parts: Any) -> Tally:
        """Rows beyond those that a plain row has."""
        told = [PLAIN | {"external_id": str(n)} | row for n, row in enumerate(rows, 1)]
        return self.job(table_of(self.folder / "old.csv", told), **parts).run(dry=dry)

    def one(self, *parts: dict[str, Any], **cells: Any) -> WorkOrder:
        """The order that one row becomes."""
        tally = self.take(*_joined(parts, cells))
        assert (tally.done["imported"], tally.rejected) == (1, 0), tally.reasons
        return self.orders()[-1]

    def refused(self, *parts: dict[str, Any], **cells: Any) -> str:
        """Why one row is not taken."""
        tally = self.take(*_joined(parts, cells))
        assert (tally.done["imported"], tally.rejected) == (0, 1)
        return next(iter(tally.reasons))

    def orders(self) -> list[WorkOrder]:
        """Everything stored, in order of writing."""
        with self.world.reading() as session:
            return list(session.scalars(select(WorkOrder).order_by(WorkOrder.id)))

    def rejects(self) -> list[list[str]]:
        """The file of what was not taken, with its heading."""
        with self.rejected.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))


def _joined(parts: tuple[dict[str, Any], ...], cells: dict[str, Any]) -> tuple[dict[str, Any]]:
    told: dict[str, Any] = {}
    for each in (*parts, cells):
        told |= each
    return (told,)
