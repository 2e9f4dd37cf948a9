"""来件: messages of citizens from a file, read tolerantly, moved into the time of the law."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.kernel.clock import SHANGHAI
from app.kernel.errors import PortalError

NEEDED = ("id", "user", "title", "body", "created_at")
ENCODINGS = ("utf-8-sig", "gb18030")
FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M",
           "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d", "%Y/%m/%d")  # fmt: skip
#: A Friday in the first weeks of the regulation, on which nothing else depends.
EARLIEST = datetime(2021, 10, 8, tzinfo=SHANGHAI)
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)
LONGEST_TITLE = 90


class Unreadable(PortalError):
    """A file that holds no messages one could register."""


@dataclass(frozen=True)
class Message:
    """One message as it came; ``sent`` is when, in Beijing time, ``None`` where it is not told."""

    id: str
    user: str
    title: str
    body: str
    sent: datetime | None

    @property
    def dice(self) -> int:
        """The same number each time: what is drawn for a message depends on nothing else."""
        return zlib.crc32(f"{self.id}/{self.user}/{self.title}".encode())


def read(path: Path, count: int) -> tuple[list[Message], int]:
    """The first ``count`` messages of a CSV file, packed or not; how many empty ones were left."""
    text = _decoded(_bytes(path), path)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        lacking = [each for each in NEEDED if each not in (reader.fieldnames or ())]
        if lacking:
            raise Unreadable(f"{path} 缺少列：{'、'.join(lacking)}")
        found: list[Message] = []
        empty = 0
        for row in reader:
            if len(found) == count:
                break
            message = _message(row, len(found) + empty + 1)
            if message is None:
                empty += 1
            else:
                found.append(message)
    except csv.Error as error:
        raise Unreadable(f"{path} 不是完好的 CSV 文件：{error}") from None
    if not found:
        raise Unreadable(f"{path} 里没有来件")
    return found, empty


def moved(messages: Sequence[Message], until: datetime) -> list[tuple[datetime, Message]]:
    """Messages in order of time, each with an instant under the law and not after ``until``.

    All are moved by whole weeks, so that hours and weekdays stay; drawn together if they would
    reach beyond ``until``. One without a time follows the one before it.
    """
    last = min((each.sent for each in messages if each.sent), default=EARLIEST)
    dated: list[tuple[datetime, Message]] = []
    for each in messages:
        last = each.sent or last + MINUTE
        dated.append((last, each))
    dated.sort(key=lambda pair: pair[0])
    first, final = dated[0][0], dated[-1][0]
    weeks = max(0, -((first - EARLIEST) // WEEK))
    begin = min(first + weeks * WEEK, until - len(dated) * MINUTE)
    length, room = final - first, until - begin
    share = 1.0 if length <= room else max(room, MINUTE) / length
    return [((begin + (at - first) * share).replace(microsecond=0), m) for at, m in dated]


def _bytes(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"没有文件 {path}") from None
    except IsADirectoryError:
        raise Unreadable(f"{path} 是目录，不是文件") from None
    except OSError as error:
        raise Unreadable(f"无法读取 {path}：{error.strerror}") from None
    if raw[:2] != b"\x1f\x8b":
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error):
        raise Unreadable(f"{path} 不是完好的压缩文件") from None


def _decoded(raw: bytes, path: Path) -> str:
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"{path} 的文字编码无法识别，请另存为 UTF-8")


def _message(row: dict[str, str | None], number: int) -> Message | None:
    told = {name: (row.get(name) or "").strip() for name in NEEDED}
    title, body = " ".join(told["title"].split()), told["body"]
    if not title and not body:
        return None
    title = (title or " ".join(body.split()))[:LONGEST_TITLE]
    ident = told["id"] or str(number)
    user = told["user"] or f"来件 {ident}"
    return Message(ident, user[:60], title, body or title, _instant(told["created_at"]))


def _instant(text: str) -> datetime | None:
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    return None
