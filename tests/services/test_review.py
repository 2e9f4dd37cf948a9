"""One list of the procedure, whoever asks for it."""

from __future__ import annotations

from types import SimpleNamespace

from app.models.act import Act
from app.models.dispatch import Dispatch
from app.models.dispatch_copy import DispatchCopy
from app.models.reply import Reply
from app.models.ruling import Ruling
from app.models.supplement import Supplement
from app.models.visit import Visit
from app.models.work_order import WorkOrder
from app.services.act_order import OF_A_RULING, rank
from app.services.procedure import VERBS
from app.services.timeline import acts
from tests.world import World


class Unheard(SimpleNamespace):
    """An act of a table that has no place in the procedure yet."""


def test_an_act_nobody_has_placed_comes_last() -> None:
    known = [each() for each in VERBS]
    assert max(map(rank, known)) < rank(Unheard()) < OF_A_RULING


def test_acts_of_one_second_come_in_the_order_of_the_procedure() -> None:
    """What the law makes of a ruling follows it; a supplement came before what ended the order."""
    made = Dispatch(ruling_id=1)
    told = sorted([Visit(), made, Reply(), Supplement(), Ruling(), Dispatch()], key=rank)
    assert [type(each) for each in told] == [
        Supplement, Dispatch, Ruling, Reply, Visit, Dispatch,
    ]  # fmt: skip
    assert told[-1] is made


def test_every_act_has_its_place_in_the_timeline(world: World) -> None:
    ident = world.order("closed")
    with world.reading() as session:
        found = acts(session, session.get(WorkOrder, ident))
    assert {type(each) for each in found} <= set(Act.__subclasses__())
    assert isinstance(found[0], Dispatch)
    assert isinstance([each for each in found if not isinstance(each, DispatchCopy)][-1], Visit)
