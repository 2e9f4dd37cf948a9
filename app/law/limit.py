"""限时: what a dispatch pins of its limit (条例:十三, 平台规则:pinned)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.kernel.clock import local_date
from app.kernel.errors import NoLawInForce
from app.kernel.rules import derives, rule
from app.law.calendar import calendar_from, due
from app.law.parameters import parameter, span
from app.law.reading import due_of, live
from app.models.dispatch import Dispatch
from app.models.enums import LimitClass

#: What stands for the limit of an imported dispatch whose file told when it ends.
GIVEN = "来源给定"


def margin(act: Dispatch) -> timedelta:
    """How long before its end the order is shown as 临期; pinned with the dispatch."""
    return act.due_at - act.warn_at


@derives(
    Dispatch,
    clause="条例:十三",
    field="limit_class limit_text limit_basis parameter_id calendar_version"
    " starts_at due_at warn_at object_by",
    once=True,
)
def limit_of_the_dispatch(act: Dispatch, _: Any) -> tuple[Any, ...]:
    """派单时注明办理时限及其依据，并固定其起算、截止和所依参数、日历版本。"""
    try:
        return _limit(act)
    except NoLawInForce:
        return (None,) * 9


def _limit(act: Dispatch) -> tuple[Any, ...]:
    if act.entry is None:
        return (None,) * 9
    before, on = live(act), local_date(act.at)
    if before is not None and act.ruling is None:
        return _inherited(act, before)
    level = act.entry.limit_class
    limit = parameter(act, f"handle.{level}", on)
    given = act.given_due_at
    ends = given or due(act, act.at, limit)
    warn = ends - span(parameter(act, f"warn.{level}", on))
    text = GIVEN if given else f"{limit.value}{limit.measure.label}"
    basis = f"{'来源系统所载期限' if given else limit.basis}；目录依据：{act.entry.basis}"
    version, window = calendar_from(act, on).version, _window(act, level)
    return level, text, basis, limit.id, version, act.at, ends, max(act.at, warn), window


def _inherited(act: Dispatch, before: Dispatch) -> tuple[Any, ...]:
    """Sent on, or to a successor, the clock runs on as it was pinned, extensions included."""
    ends, level = due_of(before, act), before.limit_class
    return (
        level,
        before.limit_text,
        before.limit_basis,
        before.parameter_id,
        calendar_from(act, local_date(act.at)).version,
        before.starts_at,
        ends,
        ends - margin(before),
        _window(act, level),
    )


def _window(act: Dispatch, level: LimitClass) -> datetime:
    return due(act, act.at, parameter(act, f"objection.window.{level}", local_date(act.at)))


@rule(Dispatch, clause="条例:十三")
def dispatch_shows_its_limit(act: Dispatch, _: Any) -> str | None:
    """派单须注明办理时限和依据；没有生效的参数或日历时不得派单。"""
    try:
        _limit(act)
    except NoLawInForce as reason:
        return str(reason)
    return None
