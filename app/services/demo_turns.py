"""演示工单的岔路: how a life ends without a unit, is helped, asked again, or contested."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.models.behaviour_mark import BehaviourMark
from app.models.co_result import CoResult
from app.models.contest_ruling import ContestRuling
from app.models.disposal import Disposal
from app.models.enums import (
    Behaviour,
    Channel,
    DemandKind,
    DisposalKind,
    EmergencyLine,
    LegalChannel,
    ObjectionGround,
)
from app.models.objection import Objection
from app.models.ruling import Ruling
from app.models.visit_contest import VisitContest
from app.services import demo_acts as acts
from app.services.demo_acts import Step
from app.services.demo_texts import LABEL, telephone

if TYPE_CHECKING:
    from app.services.demo_lives import Named, Telling

CHANNELS = (Channel.PHONE, Channel.NETWORK, Channel.APP, Channel.LETTER, Channel.TRANSFER)
#: Who ends what: the calls are taken at once, the rest is looked at by the dispatcher.
AT_ONCE = {DisposalKind.ANSWERED, DisposalKind.EMERGENCY, DisposalKind.INVALID, DisposalKind.PRAISE}


def caller(life: Telling) -> dict[str, Any]:
    """Who calls, how, and from where."""
    draw = life.draw
    return {
        "channel": draw.choices(CHANNELS, (12, 4, 3, 1, 1))[0],
        "complainant_name": draw.choice(life.words["names"]) + LABEL,
        "contact": telephone(draw),
        "protected": draw.random() < 0.15,
        "place": f"{life.scene['road']}{life.scene['estate']}",
    }


def about(life: Telling, title: str, content: str, kind: DemandKind) -> dict[str, Any]:
    """What is asked for."""
    told = {"title": title, "content": content}
    return {k: v.format(**life.scene) + LABEL for k, v in told.items()} | {"demand_kind": kind}


def ended(life: Telling, kind: DisposalKind) -> Iterator[Named]:
    """Answered, excepted, passed on, withdrawn or only recorded."""
    if kind is DisposalKind.ANSWERED:
        title, content = life.draw.choice(life.words["questions"])
        demand, told = DemandKind.CONSULT, {"told": life.draw.choice(life.words["answers"])}
    else:
        told = next(dict(e) for e in life.words["endings"] if e["kind"] == kind)
        title, content = told.pop("title"), told.pop("content")
        demand = DemandKind(told.pop("demand_kind"))
    told["kind"] = kind
    doing = acts.register(**caller(life), **about(life, title, content, demand))
    yield "register", Step(life.at, "intake", doing)
    if kind in AT_ONCE:
        life.at += timedelta(minutes=life.draw.randint(3, 8))
    else:
        life.wait(20, 90)
    if kind is DisposalKind.EMERGENCY:
        told |= {"line": EmergencyLine(told["line"]), "handed_at": life.at - timedelta(minutes=1)}
    if "legal_channel" in told:
        told["legal_channel"] = LegalChannel(told["legal_channel"])
    login = "intake" if kind in AT_ONCE else "dispatcher"
    yield life.step("dispose", login, acts.on(life.order, Disposal, told_at=life.at, **told))
    if kind is DisposalKind.INVALID:
        life.at += timedelta(minutes=2)
        marked = life.words["mark"] | {"kind": Behaviour(life.words["mark"]["kind"])}
        yield life.step("mark", login, acts.on(life.order, BehaviourMark, **marked))


def disputed(life: Telling) -> Iterator[Named]:
    """The unit objects, and somebody else rules."""
    told, verdicts = life.words["objections"], life.words["rulings"]
    life.wait(15, 45)
    doing = acts.on(
        life.order,
        Objection,
        ground=ObjectionGround.DUTY,
        reason=told["duty"],
        evidence=told["evidence"],
    )
    yield life.step("object", f"head-{life.unit}", doing)
    life.wait(20, 90)
    if life.case.objection == "upheld":
        life.unit = life.case.street[:6] + life.case.situation.other
        doing = acts.uphold(life.order, life.unit, verdicts["upheld"])
    else:
        doing = acts.on(life.order, Ruling, upheld=False, reason=verdicts["rejected"])
    yield life.step("rule", "reviewer", doing)


def repeated(life: Telling) -> Iterator[Named]:
    """The same person asks about the same matter again, while it is in hand."""
    first = life.order
    life.wait(40, 90)
    held = {"title": first.title, "content": first.content, "demand_kind": first.demand_kind}
    yield "again", Step(life.at, "intake", acts.register(**life.caller, **held))
    life.wait(4, 9)
    told = {"kind": DisposalKind.REPEAT, "told": life.words["repeat"]["told"], "told_at": life.at}
    doing = acts.on(life.order, Disposal, earlier_id=first.id, **told)
    yield life.step("dispose", "intake", doing)
    life.order = first


def helped(life: Telling, helper: str) -> Iterator[Named]:
    """Another unit helps, and tells the lead."""
    told, unit = life.words["helping"], life.case.street[:6] + helper
    head = f"head-{unit}"
    if head not in life.logins or unit == life.unit:
        return
    life.wait(10, 40)
    if life.order.due_at is None or life.order.due_at <= life.at:
        return
    yield life.step("ask_help", life.hand(), acts.ask_help(life.order, unit, told["matter"]))
    life.wait(60, 200)
    for final, content in ((False, told["interim"]), (True, told["final"])):
        done = {"final": final, "content": content, "late_reason": told["late"]}
        yield life.step("help", head, acts.on(life.order, CoResult, **done))
        life.wait(60, 200)


def contested(life: Telling, outcome: str) -> Iterator[Named]:
    """The unit contests the visit; somebody else than the visitor decides."""
    told = life.words["contest"]
    life.wait(30, 200)
    given = {name: told[name] for name in ("reason", "evidence")}
    head = f"head-{life.unit}"
    yield life.step("contest", head, acts.on(life.order, VisitContest, **given))
    if outcome == "pending":
        return
    life.wait(60, 300)
    ruled = {"upheld": outcome == "upheld", "reason": told[outcome]}
    yield life.step("settle", "reviewer", acts.on(life.order, ContestRuling, **ruled))
