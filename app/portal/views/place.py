"""派单、异议裁定: the place of a demand is looked up among districts, streets and townships."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import and_, or_

from app.models.dispatch import Dispatch
from app.models.enums import Level, UnitKind
from app.models.ruling import Ruling
from app.models.unit import Unit
from app.portal.act import ActView

PLACES = or_(
    Unit.kind == UnitKind.STREET,
    and_(Unit.kind == UnitKind.GOVERNMENT, Unit.level == Level.DISTRICT),
)


class DispatchView(ActView):
    """所在地 is a street, or a district where no more is known."""

    table = Dispatch
    lookups: ClassVar[dict[str, tuple[Any, ...]]] = {"place": (PLACES,)}


class RulingView(ActView):
    """As the dispatch that follows from it."""

    table = Ruling
    lookups: ClassVar[dict[str, tuple[Any, ...]]] = {"place": (PLACES,)}
