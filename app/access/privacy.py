"""Whose eyes a complainant's particulars are for (条例:八(3), 三十五(2)(四)). Closed by default."""

from __future__ import annotations

from app.access.grant import Reach
from app.access.matrix import right
from app.access.principal import Principal
from app.kernel.audit import Audit
from app.models.enums import Post
from app.models.work_order import WorkOrder

#: They speak with the complainant for the hotline.
SPEAKING = {Post.INTAKE, Post.DISPATCHER, Post.VISITOR}

#: They speak with the complainant for the unit that has the order.
HANDLING = {Post.HANDLER, Post.HEAD}


def sees_particulars(principal: Principal, order: WorkOrder) -> bool:
    """Whether name and contact are shown on the order's page.

    The hotline's own posts that speak with people see them; of the units only the present lead, and
    not when the complainant asked to be protected. Lists, exports and the audit never show them.
    """
    if principal.post in SPEAKING:
        return True
    lead = principal.post in HANDLING and order.lead_id == principal.unit_id
    return lead and not order.protected


def how_to_reach(order: WorkOrder) -> str:
    """What somebody does who may not see how the complainant is reached."""
    if order.protected:
        return "诉求人要求保密，请致电市民热线服务中心转接（条例:八(3)）"
    return "联系方式只对现承办单位和热线机构开放"


def sees_content(principal: Principal, order: WorkOrder, hands: set[int | None]) -> bool:
    """Whether the words of a demand that was closed as secret are shown (条例:十一(3)(四)).

    ``hands``: the accounts that registered and disposed of it; nobody else sees them.
    """
    return not order.secret or principal.account_id in hands


#: They watch over the whole city; a head answers for the own unit.
WATCHING = {Post.SUPERVISOR, Post.AUDITOR}


def findings_reach(principal: Principal) -> Reach:
    """Whose findings are shown: everybody's, the own unit's, nobody's (条例:三十五)."""
    if principal.post in WATCHING:
        return Reach.ALL
    return Reach.OWN_UNIT if principal.post is Post.HEAD else Reach.NONE


def sees_counts(principal: Principal, clause: str) -> bool:
    """Whether the city's numbers under a clause are shown.

    Who may not see every order does not learn how often a report was nearly sent wrong.
    """
    watches = principal.may("r", Audit) or right(principal.post, WorkOrder).reach is Reach.ALL
    return watches or clause != "平台规则:informer"
