"""附件文件: taken in by their content, kept under their digest, apart from the database."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO

import filetype

from app.kernel.errors import PortalError
from app.law.proof import MEDIA
from app.models.attachment import Attachment
from app.models.enums import MediaKind

BLOCK = 64 * 1024
LONGEST_NAME = 120
ZIP, TEXT, UNKNOWN = "application/zip", "text/plain", "application/octet-stream"
#: An office file is an archive; which one it is, this member tells.
OFFICE = {
    "word/document.xml":
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


class NoFile(PortalError):
    """Nothing was sent, or nothing can be kept."""

    status = 422


@dataclass(frozen=True)
class Kept:
    """A file in the folder, as it was found to be; ``fresh``: when it came, if it was not there."""

    digest: str
    size: int
    media_type: str
    fresh: int | None

    def fill(self, row: Attachment, name: str) -> None:
        """Put on the row what was found; the name is what people read, never a path."""
        plain = PurePath(name.replace("\\", "/")).name
        shown = "".join(c for c in plain if c.isprintable())[-LONGEST_NAME:]
        row.name = shown if shown.strip(". ") else "未命名"
        row.size, row.digest, row.media_type = self.size, self.digest, self.media_type
        row.kind = MEDIA.get(self.media_type, MediaKind.DOCUMENT)


class Store:
    """The folder. What is in it is named by its digest, so that nothing is kept twice."""

    def __init__(self, folder: Path) -> None:
        """``folder``: made when there is none."""
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where a file lies."""
        return self.folder / digest[:2] / digest

    def keep(self, stream: IO[bytes]) -> Kept:
        """Take a file in whole, or leave nothing behind."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder)
        held, size, digest = Path(name), 0, hashlib.sha256()
        try:
            with os.fdopen(handle, "wb") as file:
                while block := stream.read(BLOCK):
                    file.write(block)
                    digest.update(block)
                    size += len(block)
                file.flush()
                os.fsync(file.fileno())
            if not size:
                raise NoFile("请选择要上传的文件；空文件不能上传")
            target = self.path(digest.hexdigest())
            media_type = sniffed(held)
            there = target.exists()
            if there:
                marked = target.stat().st_mtime_ns + 1
                os.utime(target, ns=(marked, marked))
            else:
                target.parent.mkdir(mode=0o700, exist_ok=True)
                held.replace(target)
            fresh = None if there else target.stat().st_mtime_ns
            return Kept(digest.hexdigest(), size, media_type, fresh)
        finally:
            held.unlink(missing_ok=True)

    def forget(self, kept: Kept) -> None:
        """Take a file out again whose row was refused, unless it is somebody else's too.

        It was there before, or the same has been sent meanwhile: that marks it.
        """
        path = self.path(kept.digest)
        with suppress(OSError):
            if kept.fresh == path.stat().st_mtime_ns:
                path.unlink()


def sniffed(path: Path) -> str:
    """What a file is, by what is in it."""
    found = filetype.guess_mime(str(path))
    if found == ZIP or found in OFFICE.values():
        return _office(path)
    if found is not None:
        return str(found)
    return TEXT if _is_text(path) else UNKNOWN


def _office(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as held:
            names = set(held.namelist())
    except (zipfile.BadZipFile, OSError):
        return ZIP
    return next((kind for member, kind in OFFICE.items() if member in names), ZIP)


def _is_text(path: Path) -> bool:
    """Whether it reads as text in one of the two encodings in use, to its end."""
    for encoding in ("utf-8", "gb18030"):
        with path.open(encoding=encoding) as file, suppress(UnicodeDecodeError):
            while block := file.read(BLOCK):
                if "\0" in block:
                    return False
            return True
    return False
