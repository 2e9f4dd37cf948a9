"""条例第三十二条: a scheme is consulted upon and computable; three rates, exactly; ranked apart."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.law.standings import Counts, rounded
from app.models.enums import AssessmentGroup, Band, Rated, Rounding, Satisfaction
from app.models.period import Period
from app.models.result import Result
from app.models.scheme import Scheme
from app.models.unit import Unit
from app.services.law_check import Check
from tests import make
from tests.law.cases import Law, case, each, try_case
from tests.world import DAY, HOUR, MONDAY, World

BY = "assessor.HOT"
SOON = date(2024, 4, 1)


@pytest.fixture
def world(unstaged: World) -> World:
    """Here everything is counted."""
    return unstaged


def scheme(**told):
    return lambda world: make.scheme("other", **told)


def period(*args, **told):
    return lambda world: make.period(*args, **told)


def of_later(world):
    """A period that began before the version of the scheme it names."""
    world.system(make.scheme(valid_from=SOON))
    return make.period(scheme=f"monthly@{SOON}")


LAWS = [
    Law(
        "weights_make_a_whole",
        "条例:三十二(2)",
        (
            case("as usual", BY, scheme()),
            case("satisfaction alone", BY,
                 scheme(weight_response=0, weight_resolution=0, weight_satisfaction=100)),
        ),
        (
            case("too little", BY, scheme(weight_response=9)),
            case("too much", BY, scheme(weight_satisfaction=41)),
            case("below nothing", BY, scheme(weight_response=-10, weight_resolution=70)),
        ),
    ),
    Law(
        "scheme_was_consulted_upon",
        "条例:三十二(3)",
        (case("on file", BY, scheme()),),
        (
            case("nothing", BY, scheme(consulted="")),
            case("blank", BY, scheme(consulted="　 ")),
        ),
    ),
    Law(
        "scheme_can_be_computed",
        "平台规则:scheme",
        (
            case("from the first", BY, scheme(starts_on=1)),
            case("whole points", BY, scheme(decimals=0)),
            case("everybody ranked", BY, scheme(least_valid=1)),
        ),
        (
            case("a day not every month has", BY, scheme(starts_on=29)),
            case("no day", BY, scheme(starts_on=0)),
            case("more than whole", BY, scheme(basic_share=101)),
            case("too fine", BY, scheme(decimals=3)),
            case("no sample", BY, scheme(least_valid=0)),
            case("bands that cross", BY, scheme(good_from=96)),
            case("a band beyond reach", BY, scheme(excellent_from=101)),
        ),
    ),
    Law(
        "period_is_one_of_the_scheme",
        "平台规则:period",
        (
            case("running", BY, period()),
            case("over", BY, period(date(2024, 1, 19))),
            case("on its first day", BY, period(date(2024, 3, 19)), after=timedelta(days=15)),
        ),
        (
            case("another day", BY, period(date(2024, 2, 18))),
            case("not begun", BY, period(date(2024, 3, 19))),
            case("a scheme of later", BY, of_later, after=timedelta(days=60)),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "one", "refused"), each(LAWS))
def test_law(world, path, write, law, one, refused):
    try_case(world, path, write, law, one, refused)


# ---- the figures ------------------------------------------------------------------------------


def test_the_worked_example():
    """law.md (f): 90.25 shown to one decimal is 90.3, whatever binary floats make of it."""
    counts = Counts(
        received=90, closed=85, valid=80, contacted=78, solved=70, satisfied=60, basic=15
    )
    held = Scheme(**make.scheme().values)
    assert counts.rates(held) == (Fraction(975, 1000), Fraction(875, 1000), Fraction(91875, 100000))
    assert counts.score(held) == Fraction(9025, 100)
    assert rounded(counts.score(held), 1, Rounding.HALF_UP) == Decimal("90.3")
    assert rounded(counts.score(held), 1, Rounding.HALF_EVEN) == Decimal("90.2")
    assert rounded(counts.score(held), 1, Rounding.DOWN) == Decimal("90.2")


@pytest.mark.parametrize(
    ("exact", "places", "up", "even", "down"),
    [
        (Fraction(1, 3), 4, "0.3333", "0.3333", "0.3333"),
        (Fraction(2, 3), 4, "0.6667", "0.6667", "0.6666"),
        (Fraction(5, 2), 0, "3", "2", "2"),
        (Fraction(7, 2), 0, "4", "4", "3"),
        (Fraction(0), 2, "0.00", "0.00", "0.00"),
        (Fraction(100), 1, "100.0", "100.0", "100.0"),
        (Fraction(99949999, 10**6), 1, "99.9", "99.9", "99.9"),
    ],
)
def test_rounding_is_exact(exact, places, up, even, down):
    methods = (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.DOWN)
    assert [str(rounded(exact, places, each)) for each in methods] == [up, even, down]


def closed(
    world: World, unit: str, *, times: int = 1, place: str | None = None, **told
) -> list[int]:
    """Orders led by a unit and visited."""
    made = []
    for _ in range(times):
        ident = world.order("replied", unit=unit, place=place or unit)
        world.done("visitor.HOT", make.visit(ident, **told))
        made.append(ident)
    return made


def assessed(world: World, at=MONDAY + HOUR, **told) -> dict[str, Result]:
    """The period assessed; results by unit code."""
    world.done(BY, make.period(**told), at=at)
    ident = world.rows[0].id
    with world.reading() as session:
        query = select(Unit.code, Result).join(Unit, Unit.id == Result.unit_id)
        return dict(iter(session.execute(query.where(Result.period_id == ident))))


UNHAPPY = {"solved": False, "satisfied": Satisfaction.DISSATISFIED, "workable": False}
HALF = {"satisfied": Satisfaction.BASIC}


def test_three_rates_over_valid_visits(world):
    """The district's government answers for its whole area; who has no visit is not rated."""
    closed(world, "E1", times=2)
    closed(world, "E1", **UNHAPPY)
    closed(world, "E1", **HALF)
    world.order("handling", unit="E2", place="E2")
    held = assessed(world)
    one = held["E1"]
    assert (one.received, one.closed, one.valid, one.contacted) == (4, 4, 4, 4)
    assert (one.solved, one.satisfied, one.basic) == (3, 2, 1)
    rates = (one.response, one.resolution, one.satisfaction)
    assert rates == (Decimal("1.0000"), Decimal("0.7500"), Decimal("0.7250"))
    # 10 + 37.5 + 29 = 76.5
    assert (one.score, one.rank, one.rated) == (Decimal("76.50"), 1, Rated.RANKED)
    assert one.band is Band.PASSING
    assert (held["E2"].rated, held["E2"].score, held["E2"].rank) == (Rated.NONE, None, None)
    assert (held["E2"].received, held["E2"].response) == (1, None)
    assert (held["E"].received, held["E"].valid) == (5, 4)
    assert held["E"].assessment_group is AssessmentGroup.DISTRICT
    assert set(held) == {"E1", "E2", "E"}


def test_ranked_among_their_like_above_the_sample(world):
    """Ties go to the larger volume; few visits are no sample, however good."""
    closed(world, "E1", times=2)
    closed(world, "W1", times=3)
    closed(world, "W2", times=2)
    closed(world, "E2", times=2, **UNHAPPY)
    held = assessed(world)
    ranks = {code: held[code].rank for code in ("W1", "E1", "W2", "E2")}
    assert ranks == {"W1": 1, "E1": 2, "W2": 2, "E2": 4}


def test_few_visits_are_no_sample(world):
    closed(world, "E1")
    held = assessed(world)
    assert (held["E1"].rated, held["E1"].rank, held["E1"].band) == (Rated.FEW, None, None)
    assert held["E1"].score == Decimal("100.00")


def test_what_came_later_does_not_count(world):
    """Computed by what was on file at the time, so that anyone computes the same again."""
    first = world.order("replied")
    held = assessed(world)
    assert (held["E1"].received, held["E1"].closed, held["E1"].valid) == (1, 0, 0)
    world.done("visitor.HOT", make.visit(first), at=MONDAY + 2 * HOUR)
    again = assessed(world, at=MONDAY + 3 * HOUR)
    assert (again["E1"].closed, again["E1"].valid) == (1, 1)
    with world.reading() as session:
        assert list(Check(session).findings()) == []
        assert [each.seq for each in session.scalars(select(Period).order_by(Period.id))] == [1, 2]


def test_the_unit_that_had_it_then_answers(world):
    """After an upheld objection the order is the new unit's."""
    ident = world.order("disputed")
    before = assessed(world)
    assert before["E1"].received == 1
    world.done("reviewer.HOT", make.ruling(ident), at=MONDAY + 2 * HOUR)
    after = assessed(world, at=MONDAY + 3 * HOUR)
    assert "E1" not in after
    assert after["EC"].received == 1


def test_a_period_is_told_by_the_day_of_registration(world):
    """From its first second to the last before the next begins."""
    for at in (date(2024, 2, 18), date(2024, 2, 19), date(2024, 3, 18), date(2024, 3, 19)):
        instant = clock.start_of(at) if at.day == 19 else clock.end_of(at) - timedelta(seconds=1)
        with clock.at(instant):
            world.order("dispatched")
    held = assessed(world, at=MONDAY + 20 * DAY)
    assert held["E1"].received == 2


def test_nobody_types_a_result(world):
    """Neither a figure nor a row of one's own."""
    assessed(world)
    told = {"period_id": 1, "unit_id": world.unit("E1"), "received": 9}
    for login in (BY, "keeper.HOT", "head.E1"):
        assert world.act(login, make.Draft(Result, told)) == "forbidden"


@pytest.mark.parametrize(
    ("forged", "rule"),
    [
        ("UPDATE result SET satisfied = satisfied - 1", "figures_of_the_unit"),
        ("UPDATE result SET rank = 2 WHERE rank = 1", "figures_of_the_unit"),
        ("DELETE FROM result", "every_unit_is_assessed"),
    ],
)
def test_forged_results_are_found(real_world, forged, rule):
    """``flask law check`` computes them all again."""
    closed(real_world, "E1", times=2)
    assessed(real_world)
    with real_world.bind.connect().execution_options(kernel=True) as connection:
        for each in ("update", "delete"):
            on = " ON result" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER append_only_result_{each}{on}")
        connection.exec_driver_sql(forged)
        connection.commit()
    with real_world.reading() as session:
        assert {each.rule for each in Check(session).findings()} == {rule}
