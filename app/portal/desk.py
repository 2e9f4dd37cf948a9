"""A desk: what awaits a post, counted on the home page and filtered by in the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select

from app.access.grant import Reach
from app.access.matrix import right
from app.access.principal import Principal
from app.models.enums import Post, Role, Status
from app.models.participation import Participation
from app.models.work_order import WorkOrder

CAP = 1000
MINE = (Role.LEAD, Role.CO)
WATCHED = (*MINE, Role.SUPERIOR, Role.DISTRICT)
IN_HAND = (Status.DISPATCHED, Status.DISPUTED, Status.HANDLING)
UNITS = frozenset({Post.HANDLER, Post.HEAD, Post.COORDINATOR})

Criteria = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True)
class Desk:
    """One card and the list it opens, narrowed by ``?desk=<name>``.

    ``criteria`` speak of the table the list is driven from: ``Participation`` for orders of a post
    that sees what its unit takes part in, the listed table itself otherwise.
    """

    name: str
    label: str
    hint: str
    table: type[Any]
    posts: frozenset[Post]
    criteria: Callable[[Principal, datetime], Criteria]
    #: What comes first: the nearest deadline, or who has waited longest.
    sort: str = "due_at"
    #: Shown on the home page only while there is something.
    occasional: bool = False

    def counted(self, principal: Principal, now: datetime) -> Select[int]:
        """How many there are, counting no further than one beyond ``CAP``."""
        query = select(literal(1))
        if self.table is WorkOrder and takes_part(principal):
            query = query.select_from(Participation).where(*own(principal))
        else:
            query = query.select_from(self.table)
        found = query.where(*self.criteria(principal, now)).limit(CAP + 1).subquery()
        return select(func.count()).select_from(found)


def takes_part(principal: Principal) -> bool:
    """Whether this post's orders are those its unit takes part in."""
    return right(principal.post, WorkOrder).reach is Reach.TAKING_PART


def own(principal: Principal) -> Criteria:
    """The unit's own worklist in ``Participation``."""
    return Participation.unit_id == principal.unit_id, Participation.role != Role.FORMER


def driving(principal: Principal) -> Any:
    return Participation if takes_part(principal) else WorkOrder


def unhandled(principal: Principal) -> Criteria:
    """Open, and if there is a unit to ask about, that unit's own to handle."""
    source = driving(principal)
    open_ = (source.status.in_(IN_HAND),)
    return (*open_, Participation.role.in_(MINE)) if source is Participation else open_
