"""参数: the numbers of the law, dated, each with its basis and grade (条例:十三)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import Base, Public, ui
from app.kernel.types import Labeled, labeled
from app.models.act import Dated
from app.models.enums import Grade, LimitClass, Measure, SupervisionKind, WhistleKind

#: What each key, or its stem, is called.
NAMES = {
    "handle": "办理时限",
    "warn": "临期提醒",
    "sign": "签收时限",
    "contact": "首次联系时限",
    "objection.window": "异议提出时限",
    "objection.review": "异议裁定时限",
    "extension.allowed": "可否延期",
    "extension.margin": "延期提前量",
    "extension.length": "延期最长",
    "extension.count": "延期次数",
    "visit.attempts": "回访未接通次数",
    "visit.early": "反馈后即可回访",
    "repeat.days": "同一事项回溯天数",
    "dispatch.limit": "派单时限",
    "emergency.handover": "紧急专线移交时限",
    "rework.limit": "重办时限",
    "rework.count": "重办次数",
    "contest.window": "回访异议时限",
    "whistle.arrive": "报到时限",
    "escalation.answer": "协调答复时限",
    "supervision.answer": "督办回复时限",
    "ledger.review": "挂账复核间隔",
    "alert.report": "风险即报时限",
}
KINDS: tuple[type[Labeled], ...] = (LimitClass, WhistleKind, SupervisionKind)


class Parameter(Dated, Public, Base):
    """One dated value of one key; it holds until the next version of the key."""

    __tablename__, __label__, __area__ = "parameter", "参数", "系统"
    __dated_by__ = "key"
    __table_args__ = (
        UniqueConstraint("key", "valid_from", info={"sentence": "同一参数同一生效日已有一个值"}),
        CheckConstraint("value >= 0", name="ck_parameter_value"),
    )

    key: Mapped[str] = mapped_column(String(60), info=ui("参数名", list=True, search=True))
    value: Mapped[int] = mapped_column(info=ui("值", list=True))
    measure: Mapped[Measure] = mapped_column(labeled(Measure), info=ui("单位", list=True))
    valid_from: Mapped[date] = mapped_column(info=ui("生效日", list=True))
    basis: Mapped[str] = mapped_column(String(120), info=ui("依据", list=True))
    grade: Mapped[Grade] = mapped_column(
        labeled(Grade), info=ui("证据等级", list=True, filter=True)
    )
    note: Mapped[str] = mapped_column(Text, default="", info=ui("说明", long=True))

    @property
    def meaning(self) -> str:
        """What the number is about, in Chinese; of what, where each has its own."""
        stem, _, of = self.key.rpartition(".")
        if self.key in NAMES:
            return NAMES[self.key]
        label = next((each.label for kind in KINDS for each in kind if each.value == of), of)
        return f"{NAMES[stem]}（{label}）" if stem in NAMES else self.key

    def __str__(self) -> str:
        return f"{self.meaning} {self.value}{self.measure.label}"
