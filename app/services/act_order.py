"""In which order acts of one order were written, as far as their instants tell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy

#: In which order acts of the same second are taken when the audit does not tell.
PROCEDURE = (
    "supplement", "disposal", "dispatch", "receipt", "contact", "objection", "ruling",
    "extension", "extension_decision", "reply", "visit",
)  # fmt: skip
OF_A_RULING, OF_A_DISPATCH = 50, 60


def rank(act: Any) -> int:
    """What the law made itself comes after what it follows from."""
    if isinstance(act, DispatchCopy):
        return OF_A_DISPATCH
    if isinstance(act, Dispatch) and act.ruling_id is not None:
        return OF_A_RULING
    name = act.__tablename__
    return PROCEDURE.index(name) if name in PROCEDURE else len(PROCEDURE)


def tied(acts: Sequence[Any]) -> bool:
    """Whether two acts of different tables have the same second."""
    own = sorted((act for act in acts if rank(act) < OF_A_RULING), key=lambda act: act.at)
    for _, same in groupby(own, key=lambda act: act.at):
        if len({type(act) for act in same}) > 1:
            return True
    return False
