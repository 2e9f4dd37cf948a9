"""How the law reads whistles: which still stand, who is called in, who came, what came of it."""

from __future__ import annotations

from typing import Any

from app.kernel.facts import facts
from app.law.reading import heir, lead, street_of
from app.models.report_in import ReportIn
from app.models.summons import Summons
from app.models.unit import Unit
from app.models.whistle import Whistle
from app.models.whistle_result import WhistleResult


def whistled_by(whistle: Whistle) -> set[Unit]:
    """The street that whistled, and whoever has taken over from it."""
    street = whistle.by_unit
    if street is None:
        return set()
    after = heir(street)
    return {street} if after is None else {street, after}


def stands(whistle: Whistle | None, row: Any) -> bool:
    """Whether the order is still with the street that whistled, or with a community of its own."""
    held = lead(row)
    if whistle is None or held is None:
        return False
    return bool({held, street_of(held)} & whistled_by(whistle))


def summonses(row: Any, whistle: Whistle | None = None) -> list[Summons]:
    """Who was called in, by one whistle or by any; the row itself left out."""
    found = (each for each in facts(row, Summons) if each is not row)
    return [each for each in found if whistle is None or each.whistle is whistle]


def report_of(summons: Summons | None, row: Any) -> ReportIn | None:
    """How a summoned unit reported in, the row itself left out."""
    found = (each for each in facts(row, ReportIn) if each is not row)
    return next((each for each in found if each.summons is summons), None)


def result_of(summons: Summons | None, row: Any) -> WhistleResult | None:
    """What came of a summons, the row itself left out."""
    found = (each for each in facts(row, WhistleResult) if each is not row)
    return next((each for each in found if each.summons is summons), None)


def open_summonses(row: Any) -> list[Summons]:
    """Who is still awaited or at work: no result yet, by a whistle that still stands."""
    ended = {each.summons for each in facts(row, WhistleResult) if each is not row}
    found = (each for each in summonses(row) if each not in ended)
    return [each for each in found if stands(each.whistle, row)]


def open_summons_of(unit: Unit | None, row: Any) -> Summons | None:
    """The summons of one unit that has no result yet; there is never more than one."""
    return next((each for each in open_summonses(row) if each.unit is unit), None)


def running(row: Any) -> Whistle | None:
    """The newest whistle that has not ended: somebody's result is awaited, or it has just begun."""
    awaited = {each.whistle for each in open_summonses(row)}
    called = {each.whistle for each in summonses(row)}
    found = [each for each in facts(row, Whistle) if each is not row]
    return next((e for e in reversed(found) if e in awaited or e not in called), None)
