"""系统 → 条例对照: each clause with what rests on it, and how often it was put to the test."""

from __future__ import annotations

from typing import Any

from flask import abort, g, request, url_for
from flask_admin import BaseView, expose

from app.access.privacy import sees_counts
from app.kernel.audit import Refusal
from app.kernel.citation import cite, clauses
from app.kernel.clock import now
from app.models.parameter import Parameter
from app.portal.db import sessions, system_session
from app.portal.formats import label_of
from app.services.evidence import HOW, evidence
from app.services.instruments import above, instrument_of, instruments, parts
from app.services.law_counts import DAYS, Counts, counts
from app.services.law_coverage import NOT_INSTALLED, coverage, covered, totals
from app.services.law_lookup import carried_out_by, chosen, recent, resters, rights
from app.services.words import instant

FIRST, EVERY = "条例", "all"


class LawView(BaseView):
    """For everybody who sees reference rows; the numbers are the whole city's."""

    def __init__(self) -> None:
        super().__init__(name="条例对照", category="系统", endpoint="law", url="/admin/law")

    def is_accessible(self) -> bool:
        return g.get("principal") is not None and g.principal.may("r", Parameter)

    def _handle_view(self, name: str, **_: Any) -> None:
        if not self.is_accessible():
            abort(403)

    @expose("/")
    def index(self) -> Any:
        words = request.args.get("search", "").strip()[:60]
        asked = request.args.get("instrument", "")
        named = asked if asked in instruments() else ""
        if not named and asked != EVERY and not words:
            named = FIRST
        gaps_first = request.args.get("gaps") == "1"
        lines = chosen(named, words, gaps_first=gaps_first)
        return self.render(
            "portal/law.html",
            instruments=instruments(),
            named=named or EVERY,
            every=EVERY,
            words=words,
            gaps_first=gaps_first,
            lines=lines,
            told=totals(tuple(each for each in coverage() if _of(each, named))),
            label_of=label_of,
            days=DAYS,
            counted=_counter(_counted()),
            how=HOW if evidence().installed else NOT_INSTALLED,
            address=_address,
        )

    @expose("/clause/")
    def clause(self) -> Any:
        citation = request.args.get("id", "")
        if citation not in clauses():
            abort(404)
        one, held = covered(citation), _counted()
        seen = sees_counts(g.principal, citation)
        reads = g.principal.may("r", Refusal)
        return self.render(
            "portal/clause.html",
            one=one,
            instrument=instrument_of(citation),
            over=above(citation),
            below=[covered(each.citation) for each in parts(citation)],
            through=[covered(each) for each in one.clause.through],
            besides=[covered(each) for each in one.clause.besides],
            items=carried_out_by(citation),
            resters=resters(one, held),
            rights=rights(citation),
            counted=_counter(held)(one),
            seen=seen,
            days=DAYS,
            reads=reads,
            refusals=recent(sessions(), citation) if reads else [],
            label_of=label_of,
            instant=instant,
            address=_address,
            cite=cite,
        )


def _of(each: Any, named: str) -> bool:
    return not named or instrument_of(each.clause.citation).name == named


def _address(citation: str) -> str:
    return url_for("law.clause", id=citation)


def _counted() -> Counts:
    """The city's own numbers, whoever looks."""
    with system_session(writing=False) as session:
        return counts(session, now())


def _counter(held: Counts) -> Any:
    """Clause → examined and refused, or nothing where nothing is asked or it is not to be told."""

    def told(one: Any) -> tuple[int, int] | None:
        asked = one.counted_by
        if not held.told(asked) or not sees_counts(g.principal, one.clause.citation):
            return None
        return held.examined(asked), held.refused(asked)

    return told
