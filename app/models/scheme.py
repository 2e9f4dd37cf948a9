"""考评方案: how the three rates become a score, dated and consulted upon (条例:三十二(3))."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.model import Base, Public, ui
from app.kernel.types import labeled
from app.models.act import Dated
from app.models.enums import Grade, Rounding, Totals


class Scheme(Dated, Public, Base):
    """One dated version of one way to assess. Weights and shares in percent."""

    __tablename__, __label__, __area__ = "scheme", "考评方案", "考评"
    __dated_by__ = "code"
    __table_args__ = (
        UniqueConstraint("code", "valid_from", info={"sentence": "该方案同一生效日已有版本"}),
        CheckConstraint(
            "weight_response + weight_resolution + weight_satisfaction = 100",
            name="ck_scheme_weights",
        ),
        CheckConstraint("starts_on BETWEEN 1 AND 28", name="ck_scheme_starts_on"),
        CheckConstraint("basic_share BETWEEN 0 AND 100", name="ck_scheme_basic_share"),
        CheckConstraint("decimals BETWEEN 0 AND 2", name="ck_scheme_decimals"),
        CheckConstraint("least_valid >= 1", name="ck_scheme_least_valid"),
    )

    code: Mapped[str] = mapped_column(String(20), info=ui("方案编码", list=True, search=True))
    title: Mapped[str] = mapped_column(String(80), info=ui("名称", list=True, search=True))
    valid_from: Mapped[date] = mapped_column(info=ui("生效日", list=True))
    starts_on: Mapped[int] = mapped_column(
        info=ui("考评期起始日", list=True, help="每月几日起，至次月同日的前一日止")
    )
    weight_response: Mapped[int] = mapped_column(info=ui("响应率权重（%）", list=True))
    weight_resolution: Mapped[int] = mapped_column(info=ui("解决率权重（%）", list=True))
    weight_satisfaction: Mapped[int] = mapped_column(info=ui("满意率权重（%）", list=True))
    basic_share: Mapped[int] = mapped_column(
        info=ui("基本满意折算（%）", help="一件基本满意折算为多少件满意")
    )
    decimals: Mapped[int] = mapped_column(info=ui("成绩小数位"))
    rounding: Mapped[Rounding] = mapped_column(
        labeled(Rounding), info=ui("进位方法", help="只对最后的成绩进位一次，中间不进位")
    )
    least_valid: Mapped[int] = mapped_column(
        info=ui("最少有效回访", list=True, help="少于此数的样本不足，不参加排名")
    )
    totals: Mapped[Totals] = mapped_column(labeled(Totals), info=ui("汇总方法"))
    excellent_from: Mapped[int] = mapped_column(info=ui("优秀起点（分）"))
    good_from: Mapped[int] = mapped_column(info=ui("良好起点（分）"))
    passing_from: Mapped[int] = mapped_column(info=ui("合格起点（分）"))
    consulted: Mapped[str] = mapped_column(
        Text, info=ui("听取意见情况", long=True, help="何时听取了哪些部门、街乡和公众的意见")
    )
    basis: Mapped[str] = mapped_column(String(120), info=ui("依据"))
    grade: Mapped[Grade] = mapped_column(labeled(Grade), info=ui("证据等级", filter=True))
    note: Mapped[str] = mapped_column(Text, default="", info=ui("说明", long=True))

    def __str__(self) -> str:
        return f"{self.title}（{self.valid_from} 起）"
