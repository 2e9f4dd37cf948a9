"""The encoding of a text file, told from its bytes: UTF-8 with or without a mark, UTF-16, GBK."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
#: GB 18030 contains GBK and GB 2312.
CHINESE = "gb18030"
#: Put in place of bytes that are no text in the encoding.
UNREADABLE = "\ufffd"


def encoding_of(blocks: Iterable[bytes]) -> str:
    """The encoding in which fewer bytes make no sense; UTF-8 when both will do."""
    readers = {name: codecs.getincrementaldecoder(name)("replace") for name in ("utf-8", CHINESE)}
    faults = dict.fromkeys(readers, 0)
    first = True
    for block in blocks:
        if first:
            for mark, name in MARKS:
                if block.startswith(mark):
                    return name
            first = False
        for name, reader in readers.items():
            faults[name] += reader.decode(block).count(UNREADABLE)
        if faults["utf-8"] > faults[CHINESE] + 1:
            return CHINESE
    return "utf-8" if faults["utf-8"] <= faults[CHINESE] + 1 else CHINESE
