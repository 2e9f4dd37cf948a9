"""What may be done with an order now: every act of the procedure, asked of the law itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.kernel.errors import Finding
from app.kernel.session import GovernedSession
from app.models.act import Act
from app.models.contact import Contact
from app.models.dispatch import Dispatch
from app.models.disposal import Disposal
from app.models.extension import Extension
from app.models.extension_decision import ExtensionDecision
from app.models.objection import Objection
from app.models.receipt import Receipt
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.supplement import Supplement
from app.models.visit import Visit
from app.models.work_order import WorkOrder

#: Acts a person performs, in the order of the procedure, with the verb on the button. The one
#: list of it: the timeline and the replay take their order from here.
VERBS: dict[type[Any], str] = {
    Disposal: "即时答复",
    Dispatch: "派单",
    Receipt: "签收",
    Contact: "联系诉求人",
    Objection: "提出异议",
    Ruling: "裁定异议",
    Extension: "申请延期",
    ExtensionDecision: "审批延期",
    Reply: "反馈",
    Visit: "回访",
    Supplement: "补充",
}


@dataclass(frozen=True)
class Step:
    """One act: lawful now, or the findings that stand in its way."""

    table: type[Act]
    verb: str
    obstacles: tuple[Finding, ...]

    @property
    def lawful(self) -> bool:
        """Nothing stands in its way but what the form still asks for."""
        return not self.obstacles


def steps(session: GovernedSession, order: WorkOrder) -> list[Step]:
    """The acts this person's post has on the order, each rehearsed (design §2, 26).

    Findings whose fields can be filled in do not count: the form will ask for them.
    """
    principal: Any = session.principal
    tables = [each for each in VERBS if principal.may("c", each)]
    told = session.rehearse(*(each(order=order) for each in tables))
    return [
        Step(table, VERBS[table], tuple(each for each in findings if not each.fields))
        for table, findings in zip(tables, told, strict=True)
    ]
