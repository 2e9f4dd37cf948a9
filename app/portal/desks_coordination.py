"""What coordination, supervision, alerts and the ledger lay on which desk."""

from __future__ import annotations

from app.portal.desk import Desk
from app.portal.desks_whistle import WHISTLES

COORDINATION: tuple[Desk, ...] = (*WHISTLES,)
