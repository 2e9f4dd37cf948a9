"""What the ledger lays on which desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from app.access.principal import Principal
from app.kernel.clock import local_date
from app.models.enums import Post, Role
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.participation import Participation
from app.models.work_order import WorkOrder
from app.portal.desk import UNITS, Criteria, Desk, takes_part

#: So many days ahead an entry is named whose day of review is coming.
BEFOREHAND = 3


def _to_review(principal: Principal, now: datetime) -> Criteria:
    """Open entries of orders that are not closed, whose next review is near or past.

    Of a handling unit those it leads; a district sees those of its units as well.
    """
    removed = select(LedgerRemoval.id).where(LedgerRemoval.ledger_id == Ledger.id)
    last = (
        select(LedgerReview.review_on)
        .where(LedgerReview.ledger_id == Ledger.id)
        .order_by(LedgerReview.id.desc())
        .limit(1)
        .correlate(Ledger)
        .scalar_subquery()
    )
    # Aliases: the list of a post that takes part is driven from participation itself.
    order, part = aliased(WorkOrder), aliased(Participation)
    still_open = exists().where(order.id == Ledger.order_id, order.closed_at.is_(None))
    near = func.coalesce(last, Ledger.review_on) <= local_date(now) + timedelta(days=BEFOREHAND)
    found: Criteria = (~exists(removed), still_open, near)
    if not takes_part(principal):
        return found
    own = exists().where(
        part.order_id == Ledger.order_id,
        part.unit_id == principal.unit_id,
        part.role.in_((Role.LEAD, Role.DISTRICT)),
    )
    return *found, own


LEDGER: tuple[Desk, ...] = (
    Desk(
        "ledger", "挂账待复核", "复核日已到或三日内将到的未销挂账", Ledger,
        UNITS | {Post.SUPERVISOR}, _to_review, "review_on",
    ),
)  # fmt: skip
