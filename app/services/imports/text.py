"""Text files as rows: decoded, split and read by block, at the cost of one row of memory."""

from __future__ import annotations

import csv
import gzip
import zlib
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from typing import IO

from app.services.imports.encoding import encoding_of

BLOCK = 64 * 1024
#: Characters of one cell or line; more is no text of a person.
LONGEST = 1_000_000
CUT = "文件在此处中断，之后的内容没有读到"
TOO_LONG = f"这一行超过 {LONGEST // 10_000} 万字"
SAYINGS = {
    "unexpected end of data": CUT,
    "field larger than field limit": TOO_LONG,
}

Opened = Callable[[], IO[bytes]]
#: The cells of one row, and what is wrong with it.
Row = tuple[list[str], str]


def rows(opened: Opened) -> Iterator[Row]:
    """Every row of the file, damaged ones with their fault; ``opened`` opens it from the start."""
    text = _Text(opened)
    lines = iter(text)
    first = next(lines, "")
    delimiter = "\t" if "\t" in first and "," not in first else ","
    csv.field_size_limit(LONGEST)
    reader = csv.reader(_after(first, lines), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raw = "".join(text.raw).rstrip("\n")
            yield [raw], text.told() or _said(str(error))
        else:
            yield cells, text.told()
    if text.damaged and not text.said_so:
        yield [], CUT


def _after(first: str, lines: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from lines


def _said(error: str) -> str:
    known = next((told for said, told in SAYINGS.items() if said in error), None)
    return known or "引号不成对，无法分列"


class _Text:
    """The lines of a file. ``trouble`` is about those read last, ``raw`` holds them unchanged."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.damaged = self.said_so = False
        self.trouble = ""
        self.raw: list[str] = []

    def told(self) -> str:
        """What is wrong with the row just read, said once."""
        said, self.trouble, self.raw = self.trouble, "", []
        self.said_so = self.said_so or said == CUT
        return said

    def __iter__(self) -> Iterator[str]:
        decoder = getincrementaldecoder(encoding_of(self._blocks()))("replace")
        held = ""
        for block in self._blocks():
            held += decoder.decode(block)
            # A carriage return at the end may have its line feed in the next block.
            kept = "\r" if held.endswith("\r") else ""
            held = held.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n")
            *lines, held = held.split("\n")
            held += kept
            for line in lines:
                yield self._kept(f"{line}\n")
            if len(held) > LONGEST:
                self.trouble, held = TOO_LONG, held[: LONGEST + 1]
        held = (held + decoder.decode(b"", True)).rstrip("\r")
        if held:
            self.trouble = self.trouble or (CUT if self.damaged else "")
            yield self._kept(held)

    def _kept(self, line: str) -> str:
        if len(line) > LONGEST:
            self.trouble, line = TOO_LONG, line[:LONGEST]
        self.raw.append(line)
        return line

    def _blocks(self) -> Iterator[bytes]:
        self.damaged = False
        with self.opened() as file:
            while True:
                try:
                    block = file.read(BLOCK)
                except (EOFError, zlib.error, gzip.BadGzipFile):
                    self.damaged = True
                    return
                if not block:
                    return
                yield block
