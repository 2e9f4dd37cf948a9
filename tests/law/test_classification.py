"""条例第十一条第一款: what may be answered at once, and how that is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.models.enums import DemandKind
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.law.scenes import CONSULT, REGISTERED, on, order
from tests.world import MONDAY

LATER = timedelta(hours=1)

LAWS = [
    Law(
        "only_a_consult_is_answered_at_once",
        "条例:十一(1)",
        (
            case("a consult by intake", "intake.HOT", on(CONSULT, make.disposal)),
            case("a consult by the dispatcher", "dispatcher.HOT", on(CONSULT, make.disposal)),
        ),
        (
            case("a complaint", "intake.HOT", on(REGISTERED, make.disposal)),
            *(
                case(f"a {kind}", "intake.HOT", on(order(demand_kind=kind), make.disposal))
                for kind in (DemandKind.HELP, DemandKind.REPORT, DemandKind.SUGGESTION)
            ),
        ),
    ),
    Law(
        "answer_is_on_file",
        "条例:十一(1)",
        (
            case("told now", "intake.HOT", on(CONSULT, make.disposal)),
            case("told a while ago", "intake.HOT", on(CONSULT, make.disposal), after=LATER),
        ),
        (
            case("nothing told", "intake.HOT", on(CONSULT, make.disposal, told="")),
            case("blank", "intake.HOT", on(CONSULT, make.disposal, told=" 　")),
            case("null", "intake.HOT", on(CONSULT, make.disposal, told=None)),
            case("no time", "intake.HOT", on(CONSULT, make.disposal, told_at=None)),
            case("before the order", "intake.HOT",
                 on(CONSULT, make.disposal, told_at=MONDAY - LATER)),
            case("in the future", "intake.HOT",
                 on(CONSULT, make.disposal, told_at=MONDAY + LATER)),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)
