"""演示代行: a head is away, a colleague acts in the head's post, and an order says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from app.access.principal import Principal, principal_for
from app.kernel.clock import now
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.contact import Contact
from app.models.delegation import Delegation
from app.models.enums import ContactWay, DelegationKind, Status
from app.models.work_order import WorkOrder
from app.services.demo_people import FOLDER
from app.services.reference_rows import read_table

#: How long before the present it was arranged.
BEFORE = timedelta(days=1)
HEARD = "诉求人同意负责人返岗后一并答复（演示）"


@dataclass(frozen=True)
class Absence:
    """One line of the table of demo delegations, by log-in."""

    account: str
    deputy: str
    kind: DelegationKind
    lasts: timedelta
    reason: str


def absences() -> list[Absence]:
    """Everybody who is away."""
    rows = read_table(FOLDER / "delegations.csv", "account deputy kind days reason")
    return [
        Absence(
            each["account"],
            each["deputy"],
            DelegationKind(each["kind"]),
            timedelta(days=int(each["days"])),
            each["reason"],
        )
        for each in rows
    ]


def arrange(session: GovernedSession, away: Absence) -> None:
    """By the head in person, before leaving."""
    query = select(Account).where(Account.login.in_((away.account, away.deputy)))
    people = {each.login: each for each in session.scalars(query)}
    session.add(
        Delegation(
            kind=away.kind,
            account=people[away.account],
            deputy=people[away.deputy],
            begins_at=now(),
            ends_at=now() + away.lasts,
            reason=away.reason,
        )
    )


def deputies(session: GovernedSession) -> list[Principal]:
    """Whoever acts for somebody now."""
    return [principal_for(each) for each in session.scalars(select(Delegation))]


def speak(session: GovernedSession, unit: int, at: datetime) -> None:
    """In the head's place with a complainant, if the unit has anything in hand."""
    query = select(WorkOrder).where(
        WorkOrder.lead_id == unit,
        WorkOrder.status == Status.HANDLING,
        exists(Contact.id).where(Contact.order_id == WorkOrder.id),
    )
    order = session.scalars(query.order_by(WorkOrder.at.desc()).limit(1)).first()
    if order is not None:
        told = {"way": ContactWay.PHONE, "reached": True, "heard": HEARD}
        session.add(Contact(order=order, contacted_at=at, **told))
