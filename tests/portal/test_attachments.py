"""附件 over the portal: sent with a form, kept apart, given out to whoever may read the order."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from app.law.proof import LARGEST
from app.models.attachment import Attachment
from app.models.enums import MediaKind
from tests.portal.site import form_of, said
from tests.services.test_attachments import png

NEW = "/admin/attachment/new/"
FORM = "multipart/form-data; boundary=x"


def sent(site, login: str, order: int, content: bytes, name: str = "现场.png", **told: str):
    person = site.enter(login)
    form = form_of(person.page(f"{NEW}?order_id={order}"))
    files = {"file": (io.BytesIO(content), name)}
    return person.client.post(
        NEW, data=form | told | files, content_type="multipart/form-data", follow_redirects=False
    )


def held(site, order: int) -> list[Attachment]:
    with site.reading() as session:
        return list(session.scalars(select(Attachment).where(Attachment.order_id == order)))


def files(site) -> set[str]:
    folder = site.app.config["PORTAL"].files
    return {each.name for each in folder.rglob("*") if each.is_file()}


def test_a_picture_comes_and_goes_as_a_download(site):
    order = site.town["handling"].id
    answer = sent(site, "handler.E1", order, png(), note="路口东侧")
    assert answer.status_code == 302, said(answer)
    (row,) = held(site, order)
    assert (row.kind, row.name, row.note) == (MediaKind.PICTURE, "现场.png", "路口东侧")
    assert row.digest in files(site)
    page = site.enter("handler.E1").page(f"/admin/work_order/details/?id={order}")
    link = page.select_one("a[download]")
    assert link.text == "现场.png"
    with site.enter("handler.E1").get(link["href"]) as got:
        assert got.data == png()
        assert got.headers["Content-Disposition"].startswith("attachment")
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("login", "status"),
    [("handler.E1", 200), ("coordinator.E", 200), ("auditor.HOT", 200), ("handler.E2", 404),
     ("handler.W1", 404), ("account_admin.HOT", 403)],
)  # fmt: skip
def test_whose_eyes_it_is_for(site, login, status):
    order = site.town["handling"].id
    sent(site, "handler.E1", order, png())
    row = held(site, order)[-1]
    with site.enter(login).get(f"/admin/attachment/file/?id={row.id}") as got:
        assert got.status_code == status
    with site.enter(login).get("/admin/attachment/file/?id=999999") as got:
        assert got.status_code in (403, 404)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"MZ\x90\0" + b"\0" * 60, "照片.jpg", "不接受“application/x-msdownload”格式的文件"),
        (b"\0\1\2\3", "录音.mp3", "不接受“application/octet-stream”格式的文件"),
        (b"", "空.png", "空文件不能上传"),
        (b"x", "", "请选择要上传的文件"),
    ],
)
def test_what_is_refused_leaves_no_file(site, content, name, why):
    order = site.town["handling"].id
    rows, before = len(held(site, order)), files(site)
    answer = sent(site, "handler.E1", order, content, name, note="写好的说明")
    assert answer.status_code == 422
    assert why in said(answer)
    assert "写好的说明" in answer.text
    assert (len(held(site, order)), files(site)) == (rows, before)


def test_one_who_has_no_part_sends_nothing(site):
    before = files(site)
    person = site.enter("handler.W1")
    told = {"order": str(site.town["handling"].id), "file": (io.BytesIO(png()), "a.png")}
    answer = person.send(NEW, told, content_type="multipart/form-data")
    assert answer.status_code in (403, 404, 422)
    assert files(site) == before


def test_more_than_the_portal_takes(site):
    for size, status in ((LARGEST + 2**21, 413), (LARGEST // 2, 400)):
        answer = site.enter("handler.E1").client.post(
            NEW, content_type=FORM, environ_overrides={"CONTENT_LENGTH": str(size)}
        )
        assert answer.status_code == status
        assert ("提交内容过大" in answer.text) is (status == 413)


def test_a_file_that_is_gone_from_the_disk_is_said_to_be(site):
    order = site.town["handling"].id
    sent(site, "handler.E1", order, b"a text that nobody else has sent")
    row = held(site, order)[-1]
    site.app.config["PORTAL"].files.joinpath(row.digest[:2], row.digest).unlink()
    got = site.enter("handler.E1").get(f"/admin/attachment/file/?id={row.id}")
    assert got.status_code == 404
