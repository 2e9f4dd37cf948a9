"""公布施行: one person drafts a row, another brings it into force (平台规则:two_persons)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.kernel.clock import local_date
from app.kernel.facts import session_of
from app.kernel.rules import rule
from app.law.reference import is_first_version
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.community_duty import CommunityDuty
from app.models.parameter import Parameter
from app.models.publication import Publication
from app.models.reorganisation import Reorganisation

DRAFTED: dict[str, type[Any]] = {
    each.__tablename__: each
    for each in (Parameter, CalendarDay, CatalogueEntry, CommunityDuty, Reorganisation)
}


def draft_of(act: Publication) -> Any:
    """The row that is brought into force; ``None`` when there is none."""
    key = ("draft", act.table_name, act.row_id)
    table, session = DRAFTED.get(act.table_name or ""), session_of(act)
    if key not in session.reference:
        ident = act.row_id if table is not None else None
        session.reference[key] = session.get(table, ident) if ident is not None else None
    return session.reference[key]


@rule(Publication, clause="平台规则:two_persons")
def what_is_published_was_drafted(act: Publication, _: Any) -> str | None:
    """公布的是目录、参数、日历、社区清单或者机构调整中由人拟定的一项。"""
    draft = draft_of(act)
    if draft is None:
        return "没有这一版本，无从公布；可公布的是目录、参数、工作日历、社区清单和机构调整"
    loaded = draft.by_post is None
    return "该版本由系统装载，自始有效，不须公布" if loaded else None


@rule(Publication, clause="平台规则:two_persons")
def draft_is_published_once(act: Publication, was: Any) -> str | None:
    """一个版本只公布一次。"""
    if was is not None or draft_of(act) is None:
        return None
    query = select(Publication.id).where(
        Publication.table_name == act.table_name, Publication.row_id == act.row_id
    )
    if act.id is not None:
        query = query.where(Publication.id < act.id)
    held = session_of(act).scalar(query.limit(1)) is not None
    return "该版本已经公布，不必重复公布；要改动的，请另立新版本" if held else None


@rule(Publication, clause="平台规则:two_persons")
def author_does_not_publish(act: Publication, _: Any) -> str | None:
    """拟定人不得公布自己拟定的版本，也不得由人代为公布或者代人公布。"""
    draft = draft_of(act)
    if draft is None or draft.by_post is None:
        return None
    if act.by_id is None:
        return "公布须由具名的目录管理员作出，系统不得代为公布"
    hands = {draft.by_id, draft.for_id} - {None}
    if hands.isdisjoint({act.by_id, act.for_id}):
        return None
    return "该版本由您本人或者您所代的人拟定，请由另一名目录管理员核对后公布"


@rule(Publication, clause="平台规则:first_version")
def publication_is_not_backdated(act: Publication, was: Any) -> str | None:
    """首个版本以外，公布时生效日不得已过；日历只要所载的日子尚未到来。"""
    draft = draft_of(act)
    if was is not None or draft is None or isinstance(draft, Reorganisation):
        return None
    today = local_date(act.at)
    to_come = isinstance(draft, CalendarDay) and draft.day > today
    if draft.valid_from >= today or to_come or is_first_version(draft, act.at):
        return None
    return f"生效日 {draft.valid_from} 已过，公布不得追溯，请另立自 {today} 或以后生效的版本再公布"


@rule(Publication, clause="平台规则:two_persons")
def reorganisation_waits_for_its_day(act: Publication, was: Any) -> str | None:
    """机构调整自生效日起方可公布施行。"""
    draft = draft_of(act)
    if was is not None or not isinstance(draft, Reorganisation):
        return None
    if draft.effective_on <= local_date(act.at):
        return None
    return f"该机构调整自 {draft.effective_on} 起施行，请于当日公布施行"
