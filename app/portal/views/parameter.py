"""参数: a key is told in Chinese beside its name."""

from __future__ import annotations

from typing import Any

from app.models.parameter import Parameter
from app.portal.views.dated import DatedView


class ParameterView(DatedView):
    """``handle.L3`` means nothing to an official; what it is about does."""

    table = Parameter

    def cell(self, row: Any, column: Any) -> Any:
        held = super().cell(row, column)
        return f"{row.meaning}　{held}" if column.name == "key" else held
