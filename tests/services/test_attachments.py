"""Files are known by their content, named by their digest, kept whole or not at all."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from hashlib import sha256

import pytest

from app.models.attachment import Attachment
from app.models.enums import MediaKind
from app.services.attachments import NoFile, Store, sniffed


def png() -> bytes:
    """One real pixel."""

    def chunk(kind: bytes, held: bytes) -> bytes:
        body = kind + held
        return struct.pack(">I", len(held)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))  # fmt: skip


def archive(*members: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for each in members:
            made.writestr(each, "x")
    return held.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FOUND = [
    (png(), "image/png"),
    (b"\xff\xd8\xff\xe0" + b"\0" * 60, "image/jpeg"),
    (b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 40, "audio/x-wav"),
    (b"#!AMR\n" + b"\0" * 40, "audio/amr"),
    (b"ID3\x03" + b"\0" * 60, "audio/mpeg"),
    (b"OggS" + b"\0" * 60, "audio/ogg"),
    (b"\0\0\0\x20ftypisom" + b"\0" * 40, "video/mp4"),
    (b"%PDF-1.7\n", "application/pdf"),
    (archive("[Content_Types].xml", "word/document.xml"), WORD),
    (archive("[Content_Types].xml", "xl/workbook.xml"), SHEET),
    (archive("evil.exe"), "application/zip"),
    (b"PK\x03\x04broken", "application/zip"),
    ("楼下夜间施工".encode(), "text/plain"),
    ("楼下夜间施工".encode("gb18030"), "text/plain"),
    (b"MZ\x90\0" + b"\0" * 60, "application/x-msdownload"),
    (b"\0\1\2\3", "application/octet-stream"),
    (b"<html><script>alert(1)</script>", "text/plain"),
]


@pytest.mark.parametrize(("content", "media_type"), FOUND)
def test_a_file_is_what_is_in_it(tmp_path, content, media_type):
    path = tmp_path / "照片.jpg"
    path.write_bytes(content)
    assert sniffed(path) == media_type


def test_kept_once_under_its_digest(tmp_path):
    store = Store(tmp_path / "files")
    one = store.keep(io.BytesIO(png()))
    two = store.keep(io.BytesIO(png()))
    assert one.fresh
    assert two.fresh is None
    assert one.digest == two.digest == sha256(png()).hexdigest()
    assert store.path(one.digest).read_bytes() == png()
    assert [each.name for each in store.folder.rglob("*") if each.is_file()] == [one.digest]


def test_forgotten_only_while_nobody_else_has_sent_the_same(tmp_path):
    """The first is refused after a second has sent the very file: hers stays."""
    store = Store(tmp_path / "files")
    one = store.keep(io.BytesIO(b"text"))
    two = store.keep(io.BytesIO(b"text"))
    store.forget(one)
    store.forget(two)
    assert store.path(one.digest).is_file()
    alone = store.keep(io.BytesIO(b"another"))
    store.forget(alone)
    assert not store.path(alone.digest).exists()


def test_an_empty_file_is_none(tmp_path):
    store = Store(tmp_path / "files")
    with pytest.raises(NoFile, match="空文件"):
        store.keep(io.BytesIO(b""))
    assert [each for each in store.folder.rglob("*") if each.is_file()] == []


class Broken(io.BytesIO):
    """A sender that goes away in the middle."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError("连接中断")
        return super().read(size)


def test_half_a_file_leaves_nothing(tmp_path):
    store = Store(tmp_path / "files")
    with pytest.raises(OSError, match="连接中断"):
        store.keep(Broken(b"a" * 200_000))
    assert [each for each in store.folder.rglob("*") if each.is_file()] == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("现场.png", "现场.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\王\\现场.png", "现场.png"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie: x.png"),
        ("..", "未命名"),
        ("", "未命名"),
        ("长" * 300 + ".png", ("长" * 300 + ".png")[-120:]),
    ],
)
def test_the_name_is_for_people_never_a_path(tmp_path, sent, shown):
    row = Attachment()
    Store(tmp_path).keep(io.BytesIO(png())).fill(row, sent)
    assert row.name == shown
    assert (row.kind, row.media_type, row.size) == (MediaKind.PICTURE, "image/png", len(png()))
