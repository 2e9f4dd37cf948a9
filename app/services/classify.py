"""归类: which catalogue entry a text is about, by keywords, and whose duty that is there."""

from __future__ import annotations

from collections.abc import Sequence

from app.law.competence import competent, serves
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import DemandKind, UnitKind
from app.models.unit import Unit

#: What in a text shows its kind, the clearest first; without any it asks for help.
SIGNS: tuple[tuple[DemandKind, tuple[str, ...]], ...] = (
    (DemandKind.REPORT, ("举报", "查处", "违法")),
    (DemandKind.CONSULT, ("咨询", "请问", "如何", "怎么办理", "什么时候", "何时", "是否")),
    (DemandKind.SUGGESTION, ("建议", "希望增设", "请求增设")),
    (DemandKind.COMPLAINT, ("投诉", "扰民", "不作为", "违规", "乱")),
)


def classify(title: str, body: str, entries: Sequence[CatalogueEntry]) -> CatalogueEntry | None:
    """The entry with most and longest keywords in the text, those in the title counting double."""
    best, found = (0, 0), None
    for entry in entries:
        words = [each for each in entry.keywords.split("|") if each]
        inside = [each for each in words if each in title or each in body]
        score = sum(len(each) * (2 if each in title else 1) for each in inside)
        if (score, len(inside)) > best:
            best, found = (score, len(inside)), entry
    return found


def kind_of(text: str, entry: CatalogueEntry | None) -> DemandKind:
    """The kind the text shows, as far as the entry covers it."""
    shown = [kind for kind, signs in SIGNS if any(each in text for each in signs)]
    wanted = [*shown, DemandKind.HELP]
    covered = entry.demand_kinds if entry is not None else tuple(DemandKind)
    return next((each for each in wanted if each in covered), covered[0])


def unit_for(entry: CatalogueEntry, place: Unit, units: Sequence[Unit], dice: int) -> Unit | None:
    """A unit whose duty the entry is at the place; of several equally competent one by lot."""
    able = [
        each
        for each in units
        if each.active
        and each.kind is not UnitKind.GOVERNMENT
        and competent(entry, each)
        and serves(each, place)
    ]
    if place in able:
        return place
    others = [each for each in able if each.kind is not UnitKind.STREET]
    return others[dice % len(others)] if others else None
