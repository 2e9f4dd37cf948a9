"""办理事项的归类: what a person has to do first, what else there is, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable

from app.kernel.model import Base
from app.models.attachment import Attachment
from app.models.behaviour_mark import BehaviourMark
from app.models.co_handling import CoHandling
from app.models.escalation import Escalation
from app.models.exemption import Exemption
from app.models.extension import Extension
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.objection import Objection
from app.models.social_help import SocialHelp
from app.models.summons import Summons
from app.models.supervision import Supervision
from app.models.supplement import Supplement
from app.models.visit_contest import VisitContest
from app.models.whistle import Whistle
from app.services.procedure import Step

#: What is left over, the course of the order itself and answers owed to others, comes first.
FIRST = ""
GROUPS: dict[str, tuple[type[Base], ...]] = {
    "协同": (CoHandling, Whistle, Summons, Escalation, SocialHelp, Supervision, Merger, MergerUndo),
    "期限和异议": (Extension, Objection, VisitContest, Ledger, LedgerReview, LedgerRemoval),
    "记录": (Attachment, Supplement, BehaviourMark, Exemption),
}
OF = {table: label for label, tables in GROUPS.items() for table in tables}


def grouped(steps: Iterable[Step]) -> list[tuple[str, list[Step]]]:
    """The steps under their headings, in the order of the page; no heading without one."""
    held: dict[str, list[Step]] = {label: [] for label in (FIRST, *GROUPS)}
    for each in steps:
        held[OF.get(each.table, FIRST)].append(each)
    return [(label, several) for label, several in held.items() if several]
