"""Who acts on the toys: a principal as the kernel sees one, and the toys' own law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, select

from app.kernel.facts import facts
from app.kernel.model import Case, Staff
from app.kernel.narrow import Narrowing
from app.kernel.rules import demands, derives, numbers, rule
from tests.kernel.toys import Copy, Job, Share, Step

CLAUSE = "条例:十五(二)"
OTHER = "条例:十二(3)"


@dataclass(frozen=True)
class Actor:
    """``everything``: reach over all jobs, else over those the unit has a share in."""

    unit_id: int | None = 1
    account_id: int | None = 1
    post: str | None = "head"
    everything: bool = True
    system: bool = False
    verbs: dict[type[Any], str] = field(default_factory=dict, hash=False)
    title: str = "甲地负责人张三"

    def may(self, verb: str, table: type[Any]) -> bool:
        return verb in self.verbs.get(table, "crud")

    def reaches(self, row: Any) -> bool:
        if self.everything:
            return True
        if isinstance(row, Case):
            return any(each.unit_id == self.unit_id for each in facts(row, Share))
        return row.unit_id == self.unit_id if isinstance(row, Staff) else True

    def guards(self) -> Sequence[Any]:
        if self.everything:
            return ()
        part, mine = Share.__table__.alias("reach"), self.unit_id

        def taking_part(cls: Any) -> Any:
            shared = exists(select(part.c.id)).where(
                part.c.unit_id == mine, part.c.order_id == cls.order_key
            )
            return shared.correlate_except(part)

        def own(cls: Any) -> Any:
            return cls.unit_id == mine

        return Narrowing(Case, taking_part), Narrowing(Staff, own)


BOSS = Actor()
#: A system's actor: permission is skipped for whatever is not a case.
MACHINE = Actor(
    unit_id=None, account_id=None, post=None, system=True, title="系统",
    verbs={Job: "", Step: ""},
)  # fmt: skip


def of_unit(unit_id: int, **told: Any) -> Actor:
    """Somebody who sees only what their unit has a share in."""
    return Actor(unit_id=unit_id, account_id=unit_id, everything=False, title="乙地承办员", **told)


def enact() -> None:
    """The toys' law."""

    @rule(Step, clause=CLAUSE, fields="amount")
    def amount_is_positive(step: Step, was: Any) -> str | None:
        return "数额须大于零" if step.amount is None or step.amount <= 0 else None

    @rule(Step, clause=OTHER, fields="note")
    def large_amount_is_explained(step: Step, was: Any) -> str | None:
        return "大额须说明" if step.amount and step.amount > 50 and not step.note.strip() else None

    @rule(Job, clause=CLAUSE)
    def total_is_bounded(job: Job, was: Any) -> str | None:
        return "合计超过一千" if (job.total or 0) > 1000 else None

    derive()
    demand()

    @numbers(Job, "number")
    def number(job: Job, next_in: Any) -> str:
        return f"J{next_in('job'):03d}"


def derive() -> None:
    """The columns it computes."""

    @derives(Job, clause=CLAUSE, field="total count", on=(Step,))
    def total(job: Job, was: Any) -> tuple[int, int]:
        steps = facts(job, Step)
        return sum(each.amount for each in steps), len(steps)

    @derives(Job, clause=CLAUSE, field="status", on=(Step,))
    def status(job: Job, was: Any) -> str:
        return "done" if any(each.amount >= 100 for each in facts(job, Step)) else "open"

    @derives(Job, clause=CLAUSE, field="lead", on=(Step,))
    def lead(job: Job, was: Any) -> Any:
        grounds = [each.ground for each in facts(job, Step) if each.ground]
        return grounds[-1] if grounds else None

    @derives(Job, clause=CLAUSE, field="grade", once=True)
    def grade(job: Job, was: Any) -> int:
        return len(job.title)


def demand() -> None:
    """The rows it demands."""

    @demands(Share, clause=CLAUSE, key="unit_id", on=(Job, Step))
    def shares(job: Job) -> list[dict[str, Any]]:
        wanted = {job.by_unit_id: "first"} if job.by_unit_id else {}
        for each in facts(job, Step):
            if each.ground_id:
                wanted[each.ground_id] = f"step{len(facts(job, Step))}"
        return [{"unit_id": unit, "role": role} for unit, role in wanted.items()]

    @demands(Copy, clause=CLAUSE, key="unit_id", on=(Step,))
    def copies(job: Job) -> list[dict[str, Any]]:
        steps = [each for each in facts(job, Step) if each.ground_id]
        return [{"unit_id": each.ground_id, "said": str(len(steps))} for each in steps]
