"""附件: voice, text, picture and video beside an order (条例:八(2)); the file lies elsewhere."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import ui
from app.kernel.types import labeled
from app.models.act import Act
from app.models.enums import MediaKind


class Attachment(Act):
    """What was found in the file, never what its name says. It is stored under its own digest."""

    __tablename__, __label__ = "attachment", "附件"

    note: Mapped[str] = mapped_column(
        String(200), default="", info=ui("说明", list=True, sealed=True)
    )
    name: Mapped[str] = mapped_column(
        String(120), info=ui("文件名", list=True, form=False, sealed=True)
    )
    kind: Mapped[MediaKind] = mapped_column(
        labeled(MediaKind), info=ui("类别", list=True, filter=True, form=False)
    )
    media_type: Mapped[str] = mapped_column(String(80), info=ui("格式", form=False))
    size: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), info=ui("大小（字节）", list=True, form=False)
    )
    digest: Mapped[str] = mapped_column(String(64), info=ui("摘要", form=False))

    @classmethod
    def constraints(cls) -> tuple[object, ...]:
        """A file has something in it."""
        return (
            CheckConstraint("size > 0", name="ck_attachment_size"),
            CheckConstraint("length(digest) = 64", name="ck_attachment_digest"),
        )
