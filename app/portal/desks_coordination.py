"""What coordination, supervision, alerts and the ledger lay on which desk."""

from __future__ import annotations

from app.portal.desk import Desk

COORDINATION: tuple[Desk, ...] = ()
