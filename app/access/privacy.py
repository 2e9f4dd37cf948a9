"""Whose eyes a complainant's particulars are for (条例:八(3), 三十五(2)(四)). Closed by default."""

from __future__ import annotations

from app.access.principal import Principal
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
