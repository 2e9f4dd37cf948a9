"""How often a clause was put to the test: written rows and refusals of the last thirty days."""

from __future__ import annotations

from datetime import timedelta

from app.access.principal import SYSTEM
from app.kernel import clock
from app.kernel.audit import Refusal
from app.kernel.session import GovernedSession
from app.services.law_counts import DAYS, Counts, asked_under, counts
from tests.world import DAY, MONDAY, World


def counted(world: World) -> Counts:
    with GovernedSession(world.bind, SYSTEM, writing=False) as session:
        return counts(session, clock.now())


def refuse(world: World, clause: str, ago: timedelta = timedelta()) -> None:
    """As the edge writes down what was refused."""
    with GovernedSession(world.bind, SYSTEM) as session:
        session.add(
            Refusal(
                at=MONDAY - ago, by_name="某人", kind="不合规", rule="a_rule", clause=clause,
                sentence="不行", table="reply", request_id="r",
            )
        )  # fmt: skip
        session.commit()


def test_what_is_written_was_examined(world: World) -> None:
    """Under every clause that has to do with its table, mixins' included, and no other."""
    before = counted(world)
    world.order("replied")
    after = counted(world)
    told = {each: after.examined([each]) - before.examined([each]) for each in (
        "条例:十五(三)", "条例:二十三", "条例:十四(2)", "条例:十六(1)")}  # fmt: skip
    assert told["条例:十五(三)"] > 0
    assert told["条例:十四(2)"] == 1
    assert told["条例:十六(1)"] == 0
    acts = after.examined(["条例:三十五(2)(三)"]) - before.examined(["条例:三十五(2)(三)"])
    assert acts >= 4


def test_several_clauses_count_a_write_once(world: World) -> None:
    world.order("replied")
    held = counted(world)
    both = held.examined(["条例:十五(三)", "条例:三十五(2)(二)"])
    assert both == held.examined(["条例:十五(三)"])


def test_refusals_count_for_thirty_days(world: World) -> None:
    before = counted(world)
    for ago in (timedelta(), (DAYS - 1) * DAY, (DAYS + 1) * DAY):
        refuse(world, "条例:十五(三)", ago)
    held = counted(world)
    assert held.refused(["条例:十五(三)"]) == before.refused(["条例:十五(三)"]) + 2
    assert held.examined(["条例:十五(三)"]) == before.examined(["条例:十五(三)"]) + 2
    assert held.by_rule["a_rule"] == 2
    assert held.told(["条例:十五(三)"]).endswith("拒绝 2 次")


def test_a_removal_is_a_write_of_its_own() -> None:
    """Rules about deletion are asked when something is deleted, and only then."""
    assert ("work_order", True) in asked_under("条例:十")
    assert ("reply", True) not in asked_under("条例:十五(三)")
    assert asked_under("条例:三") == frozenset()
    assert Counts({}, {}, {}).told(["条例:三"]) == ""
