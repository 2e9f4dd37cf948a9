"""What drafts lay on the desk of the keepers: another than the author brings them into force."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.access.principal import Principal
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.community_duty import CommunityDuty
from app.models.enums import Post
from app.models.parameter import Parameter
from app.models.publication import published
from app.models.reorganisation import Reorganisation
from app.portal.desk import Criteria, Desk

_KEEPERS = frozenset({Post.KEEPER})
_HINT = "已拟定、尚未公布的{}，由拟定人以外的目录管理员核对后公布"


def _waiting(table: Any) -> Any:
    def criteria(_: Principal, __: datetime) -> Criteria:
        return (~published(table),)

    return criteria


REFERENCE: tuple[Desk, ...] = tuple(
    Desk(f"draft_{table.__tablename__}", f"待公布{said}", _HINT.format(said), table, _KEEPERS,
         _waiting(table), sort)
    for table, said, sort in (
        (CatalogueEntry, "目录", "valid_from"),
        (Parameter, "参数", "valid_from"),
        (CalendarDay, "日历", "day"),
        (CommunityDuty, "社区清单", "valid_from"),
        (Reorganisation, "机构调整", "effective_on"),
    )
)  # fmt: skip
