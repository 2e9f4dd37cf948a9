"""What was not taken: the rows as they came, each with its reason, to be mended and sent again."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from app.services.files import as_text, harmless, unescaped
from app.services.imports.opening import Line

REASON = "原因"


class Rejects:
    """A CSV file of the same columns and one more; made when there is something to put in."""

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        """``path``: where it will stand."""
        self.path, self.headings, self.count = path, headings, 0
        self._file: TextIO | None = None

    def add(self, line: Line, reason: str) -> None:
        """Put down one row."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow([*self.headings, REASON])
        wide = len(self.headings)
        cells = [*line.cells, *[""] * (wide - len(line.cells))]
        # What does not fit the head stays together in its last column.
        kept = [*cells[: wide - 1], ",".join(cells[wide - 1 :])]
        told = f"第 {line.number} 行：{reason}"
        self._writer.writerow([*(as_text(harmless(unescaped(each))) for each in kept), told])
        self.count += 1

    def close(self) -> None:
        """Let go of the file; ``OSError`` when the last rows could not be written."""
        if self._file is not None:
            self._file.close()
            self._file = None
