"""Text files as rows: decoded, split and read by block, at the cost of one row of memory."""

from __future__ import annotations

import csv
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from itertools import chain

from app.services.imports.encoding import encoding_of
from app.services.imports.packed import Opened, Source

#: Characters of one row; more is no text of a person.
LONGEST = 1_000_000
TOO_LONG = f"这一行超过 {LONGEST // 10_000} 万字，没有读完，请拆分或缩短后再导入"
QUOTES = "引号不成对，无法分列，请核对这一行的引号"
UNCLOSED = "引号到文件末尾也没有收尾，从这里起的 {} 行没有分列，请补上引号，或核对文件是否完整"

#: The cells of one row, and what is wrong with it.
Row = tuple[list[str], str]
#: A line, whether an odd number of quotes was left out of it, and what is wrong with it.
Piece = tuple[str, bool, str]
#: The rest of a cell in quotes.
CLOSING = re.compile(r'[^"]*(?:""[^"]*)*"(?!")')


class _TooLong(Exception):
    """The row being read is longer than any may be."""


def rows(opened: Opened) -> Iterator[Row]:
    """Every row of the file, damaged ones with their fault; ``opened`` opens it from the start."""
    source = Source(opened)
    lines = _Lines(_pieces(source))
    csv.field_size_limit(LONGEST + 1)
    reader = csv.reader(lines, delimiter=lines.delimiter, strict=True)
    said = ""
    while True:
        lines.begin()
        try:
            row = next(reader), lines.fault
        except StopIteration:
            break
        except _TooLong:
            ended = lines.passed_over()
            row = lines.whole(), lines.fault or (TOO_LONG if ended else lines.unclosed())
        except csv.Error as error:
            ended = "unexpected end" not in str(error)
            row = lines.whole(), lines.fault or (QUOTES if ended else lines.unclosed())
        said = row[1]
        yield row
    if source.broken and said != source.broken:
        yield [], source.broken


class _Lines:
    """The lines of a file for a reader of rows, and what is known of the row being read."""

    def __init__(self, pieces: Iterator[Piece]) -> None:
        self.pieces = pieces
        self.delimiter = self._delimiter()
        self.begin()

    def begin(self) -> None:
        """A new row begins with the next line."""
        self.raw: list[str] = []
        self.size = self.count = 0
        self.within = False
        self.fault = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, odd, fault = next(self.pieces)
        self.raw.append(line)
        self.size += len(line)
        self.count += 1
        self.fault = self.fault or fault
        if self.size > LONGEST:
            # A row goes on beyond a line only within quotes.
            self.within = self._ends_within(line, odd, within=self.count > 1)
            raise _TooLong
        return line

    def whole(self) -> list[str]:
        """The row undivided, as far as it is kept."""
        return ["".join(self.raw)[:LONGEST].rstrip("\n")]

    def unclosed(self) -> str:
        """What is said when the quotes of the row are open at the end of the file."""
        return UNCLOSED.format(self.count)

    def passed_over(self) -> bool:
        """Goes on to the end of a row too long; whether it has one."""
        while self.within:
            line, odd, _ = next(self.pieces, ("", False, ""))
            if not line:
                return False
            self.count += 1
            self.within = self._ends_within(line, odd, within=True)
        return True

    def _ends_within(self, line: str, odd: bool, *, within: bool) -> bool:
        """Whether the quotes are open at the end of a line."""
        place = 0
        if not within and line.startswith('"'):
            place, within = 1, True
        while True:
            if within:
                closed = CLOSING.match(line, place)
                if closed is None:
                    return not odd
                place = closed.end()
            opened = line.find(f'{self.delimiter}"', place)
            if opened < 0:
                return odd
            place, within = opened + 2, True

    def _delimiter(self) -> str:
        """What separates the cells of the first line that is not blank."""
        seen: list[Piece] = []
        for piece in self.pieces:
            seen.append(piece)
            if piece[0].strip():
                break
        self.pieces = chain(seen, self.pieces)
        head = seen[-1][0] if seen else ""
        return "\t" if "\t" in head and "," not in head else ","


def _pieces(source: Source) -> Iterator[Piece]:
    """The lines, ends of line made one; of one that does not end, no more than the longest."""
    decoder = getincrementaldecoder(_encoding(source))("replace")
    held, odd = "", False
    for block in source.blocks():
        held += decoder.decode(block)
        # A carriage return at the end may have its line feed in the next block.
        kept = "\r" if held.endswith("\r") else ""
        held = held.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n")
        *lines, held = held.split("\n")
        held += kept
        for line in lines:
            yield f"{line}\n", odd, source.doubt
            odd = False
        if len(held) > LONGEST:
            odd ^= held.count('"', LONGEST + 1) % 2 == 1
            held = held[: LONGEST + 1]
    held = (held + decoder.decode(b"", True)).rstrip("\r")
    if held:
        yield held, odd, source.broken


def _encoding(source: Source) -> str:
    """Told from what is in no doubt; the whole file is read for it, and for its damage."""
    blocks = source.blocks()
    found = encoding_of(blocks)
    for _ in blocks:
        pass
    return encoding_of(source.trusted()) if source.broken else found
