"""限时: what a dispatch pins of its limits (条例:十三, 平台规则:pinned)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.kernel.clock import local_date
from app.kernel.errors import NoLawInForce
from app.kernel.rules import derives, rule
from app.law.calendar import Counting, calendar_from, count
from app.law.parameters import parameter, span
from app.law.reading import due_of, goes_back, previous
from app.models.dispatch import Dispatch
from app.models.enums import DispatchGround, LimitClass
from app.models.parameter import Parameter

#: What stands for the limit of an imported dispatch whose file told when it ends.
GIVEN = "来源给定"
GIVEN_BASIS = "来源系统所载期限"


def margin(act: Dispatch) -> timedelta:
    """How long before its end the order is shown as 临期; pinned with the dispatch."""
    return act.due_at - act.warn_at


def limit_for(act: Dispatch, level: LimitClass) -> Parameter:
    """The parameter a dispatch of a class is limited by; done over, it has a limit of its own."""
    stem = "rework.limit" if goes_back(act) else "handle"
    return parameter(act, f"{stem}.{level}", local_date(act.at))


@derives(
    Dispatch,
    clause="条例:十三",
    field="limit_class limit_text limit_basis parameter_id calendar_version"
    " starts_at due_at warn_at",
    once=True,
)
def limit_of_the_dispatch(act: Dispatch, _: Any) -> tuple[Any, ...]:
    """派单时注明办理时限及其依据，并固定其起算、截止和所依参数、日历版本。"""
    try:
        return _limit(act)
    except NoLawInForce:
        return (None,) * 8


#: Grounds on which the city sends an order to a unit that has not had its time yet.
ANEW = {DispatchGround.RULING, DispatchGround.REWORK, DispatchGround.SHIELD}


def runs_on(act: Dispatch) -> Dispatch | None:
    """The dispatch whose clock this one takes over: sent on, or to a successor or a community."""
    return None if act.ground in ANEW else previous(act)


def _limit(act: Dispatch) -> tuple[Any, ...]:
    if act.entry is None:
        return (None,) * 8
    on = local_date(act.at)
    version = calendar_from(act, on).version
    before = runs_on(act)
    if before is not None:
        ends = due_of(before, act)
        pins = (before.limit_class, before.limit_text, before.limit_basis, before.parameter_id)
        return *pins, version, before.starts_at, ends, ends - margin(before)
    level = act.entry.limit_class
    limit, given = limit_for(act, level), act.given_due_at
    ends = given or count(act, act.at, limit).end
    warn = ends - span(parameter(act, f"warn.{level}", on))
    text = GIVEN if given else f"{limit.value}{limit.measure.label}"
    basis = f"{GIVEN_BASIS if given else limit.basis}；目录依据：{act.entry.basis}"
    return level, text, basis, limit.id, version, act.at, ends, max(act.at, warn)


#: What else runs from a dispatch: the objection's window, the receipt, the first contact.
WINDOWS = ("objection.window", "sign", "contact")


@derives(Dispatch, clause="条例:十二(3)", field="object_by", once=True)
def objection_has_a_window(act: Dispatch, _: Any) -> datetime | None:
    """异议自派单起有期限，过时视为接受。"""
    return _ends(act, "objection.window")


@derives(Dispatch, clause="条例:十五(一)", field="sign_by contact_by", once=True)
def receipt_and_contact_are_timed(act: Dispatch, _: Any) -> tuple[datetime | None, ...]:
    """签收和首次联系自派单起各有时限。"""
    return _ends(act, "sign"), _ends(act, "contact")


@derives(Dispatch, clause="标准:派单时限", field="send_by", once=True)
def dispatch_itself_is_timed(act: Dispatch, _: Any) -> datetime | None:
    """首次派单自登记起按级别限时派出；级别由派单的条目确定。"""
    try:
        counted = sending(act)
    except NoLawInForce:
        return None
    return counted.end if counted else None


def _ends(act: Dispatch, stem: str) -> datetime | None:
    try:
        return window(act, stem).end if act.entry is not None else None
    except NoLawInForce:
        return None


def _level(act: Dispatch) -> LimitClass:
    before = runs_on(act)
    return before.limit_class if before is not None else act.entry.limit_class


def window(act: Dispatch, stem: str) -> Counting:
    """A limit beside the handling, by the stem of its parameter; ``NoLawInForce``."""
    return count(act, act.at, parameter(act, f"{stem}.{_level(act)}", local_date(act.at)))


def sending(act: Dispatch) -> Counting | None:
    """How long there was to dispatch; ``None`` but for the first; ``NoLawInForce``."""
    if act.entry is None or act.order is None or previous(act) is not None:
        return None
    since = act.order.at
    return count(act, since, parameter(act, f"dispatch.limit.{_level(act)}", local_date(since)))


@rule(Dispatch, clause="条例:十三")
def dispatch_shows_its_limit(act: Dispatch, _: Any) -> str | None:
    """派单须注明办理时限和依据；没有生效的参数或日历时不得派单。"""
    try:
        _limit(act)
        if act.entry is not None:
            for stem in WINDOWS:
                window(act, stem)
            sending(act)
    except NoLawInForce as reason:
        return str(reason)
    return None


@rule(Dispatch, clause="条例:十三", fields="entry entry_id")
def given_limit_ends_after_the_dispatch(act: Dispatch, was: Any) -> str | None:
    """来源系统所载的办理期限须晚于派单时间。"""
    given = act.given_due_at
    if was is not None or given is None or given > act.at:
        return None
    return "来源系统所载的办理期限不晚于派单时间，请核对来源"
