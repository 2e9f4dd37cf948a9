"""In which order acts of one order were written, as far as their instants tell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.supplement import Supplement
from app.services.procedure import VERBS

#: The one list of the procedure; what a table adds without a place in it comes last.
PROCEDURE = tuple(VERBS)
OF_A_RULING, OF_A_DISPATCH = 50, 60


def rank(act: Any) -> int:
    """Where an act stands among those of its second, when the audit does not tell.

    What the law made itself comes after what it follows from; what was added to an order came
    before whatever ended it.
    """
    if isinstance(act, Supplement):
        return -1
    if isinstance(act, DispatchCopy):
        return OF_A_DISPATCH
    if isinstance(act, Dispatch) and act.ruling_id is not None:
        return OF_A_RULING
    return PROCEDURE.index(type(act)) if type(act) in PROCEDURE else len(PROCEDURE)


def tied(acts: Sequence[Any]) -> bool:
    """Whether two acts of different tables have the same second."""
    own = sorted((act for act in acts if rank(act) < OF_A_RULING), key=lambda act: act.at)
    for _, same in groupby(own, key=lambda act: act.at):
        if len({type(act) for act in same}) > 1:
            return True
    return False
