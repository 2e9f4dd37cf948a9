"""附件: sent along with a form, kept by its content, given out only as a download."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import abort, current_app, g, request, send_file, url_for
from flask_admin import expose

from app.access.privacy import sees_content
from app.law.proof import LARGEST, TAKEN
from app.models.attachment import Attachment
from app.portal.act import ActView
from app.services.attachments import NoFile, Store
from app.services.procedure import hands


def store() -> Store:
    """Where this portal keeps files."""
    return Store(current_app.config["PORTAL"].files)


class AttachmentView(ActView):
    """A row is what was found in the file; the file lies outside of what the server shows."""

    table = Attachment
    create_template = "portal/attachment_form.html"
    takes_file: ClassVar[bool] = True
    needs: ClassVar[dict[str, str]] = ActView.needs | {"file_view": "r"}

    def beside(self, order: Any) -> dict[str, Any]:
        return super().beside(order) | {"taken": TAKEN, "largest": LARGEST // 1024**2}

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Any:
        """What is refused leaves no file behind."""
        try:
            return super().create_view()
        finally:
            if kept := g.pop("kept", None):
                store().forget(kept)

    def filled_in(self, row: Any) -> None:
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise NoFile("请选择要上传的文件")
        g.kept = store().keep(sent.stream)
        g.kept.fill(row, sent.filename)

    def saved(self, row: Any, done: str) -> Any:
        g.pop("kept", None)
        return super().saved(row, done)

    @expose("/file/")
    def file_view(self) -> Any:
        """The file itself, to be saved and never shown in the page."""
        row = self.asked_row()
        if not sees_content(g.principal, row.order, hands(row.order)):
            abort(403)
        path = store().path(row.digest)
        if not path.is_file():
            abort(404)
        return send_file(path, row.media_type, as_attachment=True, download_name=row.name)

    def row_actions(self, row: Any) -> list[tuple[str, str]]:
        return [("下载", url_for(".file_view", id=row.id)), *super().row_actions(row)]
