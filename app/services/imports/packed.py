"""The bytes of a file, plain or packed; where a packed one broke, and how far it can be trusted."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from io import BufferedIOBase
from math import inf

BLOCK = 64 * 1024
#: Unpacked bytes before a fault that may be wrong already: more than a block of the packing.
DOUBT = 2 * BLOCK
CUT = "文件在此处中断，之后的内容没有读到，请重新获取文件"
BROKEN = "压缩文件在此处损坏，之后的内容没有读到，请重新获取文件"
TRAILING = "压缩文件末尾有无法识别的内容，没有读到，请核对文件"
DOUBTFUL = "压缩文件已损坏，这一行不可信，请重新获取文件"
UNPROVEN = "压缩文件的校验不符，内容不可信，请重新获取文件"

Opened = Callable[[], BufferedIOBase]


class Source:
    """A file read from its start as often as needed. ``broken``: what a whole reading has shown.

    What is packed tells its damage late: what was unpacked just before a fault is in doubt, and
    where only the checksum is wrong, everything is. ``sound``: the bytes that are in no doubt.
    """

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.read, self.sound, self.broken = 0, inf, ""

    def blocks(self) -> Iterator[bytes]:
        """All that can be had; ``read`` counts the bytes."""
        self.read = 0
        with self.opened() as file:
            while block := self._block(file):
                self.read += len(block)
                yield block

    def trusted(self) -> Iterator[bytes]:
        """The blocks in no doubt, once there has been a whole reading."""
        for block in self.blocks():
            if self.read > self.sound:
                break
            yield block

    @property
    def doubt(self) -> str:
        """What is to be said of the block read last."""
        if self.read <= self.sound:
            return ""
        return DOUBTFUL if self.sound else UNPROVEN

    def _block(self, file: BufferedIOBase) -> bytes:
        # Not ``read``: that would lose what it had got before the fault.
        try:
            return file.read1(BLOCK)
        except EOFError:
            self.broken, self.sound = CUT, self.read
        except gzip.BadGzipFile as error:
            checked = "CRC" in str(error) or "length" in str(error)
            self.broken = TRAILING if self.read and not checked else BROKEN
            self.sound = 0 if checked else self.read
        except zlib.error:
            self.broken, self.sound = BROKEN, max(0, self.read - DOUBT)
        return b""
