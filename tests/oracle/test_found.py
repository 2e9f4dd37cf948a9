"""What the oracle and the law once said differently, each as the few acts that show it."""

from __future__ import annotations

from tests import make
from tests.world import HOUR, MONDAY, World


def test_a_contact_of_an_earlier_round_is_none_of_this_one(world: World) -> None:
    """H2, H8: done over, the complainant is spoken to again; what was said before is no proof."""
    ident = world.order("handling")
    world.done("handler.E1", make.reply(ident), at=MONDAY + HOUR)
    world.done("visitor.HOT", make.bad_visit(ident), at=MONDAY + 2 * HOUR)
    before = make.contact(ident, contacted_at=MONDAY + HOUR)
    assert world.act("handler.E1", before, at=MONDAY + 3 * HOUR) == {"contact_is_on_file"}
    unproven = make.reply(ident, told_at=MONDAY + 3 * HOUR, proof="")
    assert world.act("handler.E1", unproven, at=MONDAY + 3 * HOUR) == {"reply_rests_on_proof"}
