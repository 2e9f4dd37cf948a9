"""演示工单的协调: called in by a whistle, asked upward, urged, alerted, on the ledger, merged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.kernel.clock import local_date
from app.models.act import Act
from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.enums import (
    AlertSign,
    LedgerCause,
    SocialKind,
    SupervisionKind,
    WhistleKind,
    WhistleOutcome,
    WhistleRating,
)
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.merger import Merger
from app.models.report_in import ReportIn
from app.models.social_help import SocialHelp
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.whistle import Whistle
from app.models.whistle_result import WhistleResult
from app.services import demo_acts as acts
from app.services.demo_acts import Doing, Step, seen, unit_of

if TYPE_CHECKING:
    from app.models.work_order import WorkOrder
    from app.services.demo_lives import Named, Telling

MINUTE = timedelta(minutes=1)


def naming(order: WorkOrder, table: type[Act], unit: str, **told: Any) -> Doing:
    """An act that names a unit, by its code."""

    def act(session: Any) -> WorkOrder:
        held = seen(session, order)
        session.add(table(order=held, unit=unit_of(session, unit), **told))
        return held

    return act


def coordinated(life: Telling) -> Iterator[Named]:
    """Whatever is decided about the order, in the order it would come."""
    asked = life.case.calls.split()
    if "merge" in asked:
        yield from joined(life)
    if "whistle" in asked:
        yield from whistled(life, f"{life.case.street[:6]}-01")
    for name, turn in (("escalate", escalated), ("urge", urged), ("social", assisted),
                       ("keep", kept)):  # fmt: skip
        if name in asked:
            yield from turn(life)


def whistled(life: Telling, unit: str) -> Iterator[Named]:
    """The street whistles for a department of its district, which comes, or not yet."""
    told = life.words["whistle"]
    life.wait(20, 60)
    call = {"kind": WhistleKind.ENFORCEMENT, "matter": told["matter"], "gather": told["gather"]}
    yield life.step("whistle", life.hand(), naming(life.order, Whistle, unit, **call))
    life.wait(60, 300)
    came = {"people": told["people"], "arrived_at": life.at, "justified": True}
    late = told["late"]
    doing = acts.on(life.order, ReportIn, late_reason=late, **came)
    yield life.step("report_in", f"head-{unit}", doing)
    life.wait(60, 240)
    ended = {"outcome": WhistleOutcome.SOLVED, "rating": WhistleRating.GOOD}
    doing = naming(life.order, WhistleResult, unit, content=told["result"], **ended)
    yield life.step("whistle_result", life.hand(), doing)


def escalated(life: Telling) -> Iterator[Named]:
    """The street asks its district, which answers."""
    told, district = life.words["escalation"], life.case.street[:6]
    life.wait(30, 90)
    asked = {"matter": told["matter"], "own_action": told["own_action"]}
    doing = naming(life.order, Escalation, district, **asked)
    yield life.step("escalate", f"head-{life.unit}", doing)
    life.wait(120, 900)
    answered = {key: told[key] for key in ("opinion", "measures", "late_reason")}
    doing = acts.on(life.order, EscalationAnswer, **answered)
    yield life.step("answer", f"coordinator-{district}", doing)


def urged(life: Telling) -> Iterator[Named]:
    """The hotline urges, the unit answers."""
    told = life.words["supervision"]
    life.wait(30, 90)
    doing = acts.on(life.order, Supervision, kind=SupervisionKind.URGE, demand=told["demand"])
    yield life.step("urge", "supervisor", doing)
    life.wait(30, 150)
    answer = {"content": told["content"], "late_reason": told["late"]}
    yield life.step("urged", life.hand(), acts.on(life.order, SupervisionAnswer, **answer))


def assisted(life: Telling) -> Iterator[Named]:
    """Volunteers help; what they are told names nobody."""
    told = life.words["social"] | {"kind": SocialKind.VOLUNTEERS}
    life.wait(30, 90)
    yield life.step("social", life.hand(), acts.on(life.order, SocialHelp, **told))


def alerted(life: Telling, unit: str) -> Iterator[Named]:
    """Signs of a danger are told to the police at once, which acknowledges."""
    told = life.words["alert"]
    life.wait(2, 6)
    said = {"sign": AlertSign.SAFETY, "situation": told["situation"], "noticed_at": life.at}
    yield life.step("alert", "intake", naming(life.order, Alert, unit, **said))
    life.wait(5, 15)
    doing = acts.on(life.order, AlertReceipt, measures=told["measures"])
    yield life.step("alerted", f"head-{unit}", doing)


def kept(life: Telling) -> Iterator[Named]:
    """What cannot be solved now is explained and kept on the ledger."""
    told = life.words["ledger"]
    life.wait(30, 90)
    said = {key: told[key] for key in ("reason", "plan", "owner")}
    said |= {"cause": LedgerCause.FUNDS, "told_at": life.at - 5 * MINUTE,
             "review_on": local_date(life.at) + timedelta(days=20)}  # fmt: skip
    yield life.step("keep", f"head-{life.unit}", acts.on(life.order, Ledger, **said))


def removed(life: Telling) -> Iterator[Named]:
    """Some weeks later the district looks again, and takes it off with evidence."""
    told, district = life.words["ledger"], f"coordinator-{life.case.street[:6]}"
    life.at += timedelta(days=6)
    again = {"findings": told["findings"], "review_on": local_date(life.at) + timedelta(days=20)}
    yield life.step("review", district, acts.on(life.order, LedgerReview, **again))
    life.at += timedelta(days=6)
    ended = {key: told[key] for key in ("result", "evidence")}
    yield life.step("remove", district, acts.on(life.order, LedgerRemoval, **ended))


def joined(life: Telling) -> Iterator[Named]:
    """A neighbour calls about the same matter: sent to the same unit and merged."""
    first, case, about = life.order, life.case, life.words["merging"]
    life.wait(30, 80)
    held = {"title": first.title, "content": first.content, "demand_kind": first.demand_kind}
    neighbour = life.caller | {
        "complainant_name": about["name"],
        "contact": f"{life.caller['contact'][:-1]}{(int(life.caller['contact'][-1]) + 1) % 10}",
    }
    yield "again", Step(life.at, "intake", acts.register(**neighbour, **held))
    life.wait(5, 15)
    doing = acts.dispatch(life.order, case.situation.code, case.street, life.unit)
    yield life.step("dispatch_again", "dispatcher", doing)
    life.wait(5, 15)
    doing = acts.on(life.order, Merger, main_id=first.id, reason=about["reason"])
    yield life.step("merge", "dispatcher", doing)
    life.order = first
