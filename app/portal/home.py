"""工作台: what awaits the person, and until when the work calendar reaches without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, takewhile
from typing import Any

from flask import g, url_for
from flask_admin import AdminIndexView, expose
from sqlalchemy import String, cast, func, select

from app.kernel.clock import local_date, now
from app.models.account import Account
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.enums import Post
from app.models.publication import published
from app.models.work_order import WorkOrder
from app.portal.db import sessions
from app.portal.desk import CAP, Desk
from app.portal.desks import desks_of
from app.services.notices import CAP as MOST
from app.services.notices import counted

AHEAD = 60

NEXT = {
    Post.INTAKE: "接到来电、来信或网络诉求后，点“登记工单”。",
    Post.DISPATCHER: "新登记的工单会出现在“待派单”中，请对照派单目录派给有职责的单位。",
    Post.REVIEWER: "承办单位提出派单异议、市级单位申请延期后，会出现在待审核中。",
    Post.VISITOR: "工单期限届满，或者承办单位已反馈，即出现在“待回访”中。",
    Post.SUPERVISOR: "临期、超期的工单会出现在这里，可从工单列表查看办理情况。",
    Post.KEEPER: "派单目录、参数、工作日历和机构调整由一人拟定、另一人公布，待公布的会出现在这里。",
    Post.ASSESSOR: "一期结束后，从“考评期”开始考评；方案有变动的，先在“考评方案”立新版本。",
    Post.COORDINATOR: "派到本区的工单、区内单位的延期申请会出现在这里。",
    Post.HANDLER: "派给本单位的工单会出现在“待签收”中，签收后请及时联系诉求人。",
    Post.HEAD: "派给本单位的工单会出现在“待签收”中；派单有误的，请在异议期内提出异议。",
    Post.AUDITOR: "请从左侧菜单查看工单、审计记录和拒绝记录。",
    Post.ACCOUNT_ADMIN: "请从“账号”维护人员、岗位和单位；一人一岗，停用不删除。",
    Post.SECURITY_ADMIN: "请从左侧菜单查看登录记录、拒绝记录和审计记录。",
    Post.MIGRATOR: "导入在服务器上用 flask import 命令进行；这里可查看导入的工单。",
}


@dataclass(frozen=True)
class Card:
    """A desk with its number."""

    desk: Desk
    count: int

    @property
    def shown(self) -> str:
        return f"{CAP:,}+" if self.count > CAP else str(self.count)

    @property
    def address(self) -> str:
        return url_for(f"{self.desk.table.__tablename__}.index_view", desk=self.desk.name)


class HomeView(AdminIndexView):
    """The first page after log-in."""

    def __init__(self) -> None:
        super().__init__(name="工作台", url="/admin", template="portal/home.html")

    def is_accessible(self) -> bool:
        return g.get("principal") is not None

    @expose()
    def index(self) -> str:
        cards, ends, news = _counted()
        left = (ends - local_date(now())).days if ends else None
        return self.render(
            self._template,
            cards=cards,
            news=news if news is None or news <= MOST else f"{MOST}+",
            idle=not any(each.count for each in cards),
            hint=NEXT[g.principal.post],
            calendar_ends=ends,
            calendar_short=left is None or left <= AHEAD,
            can_extend_calendar=g.principal.may("c", CalendarDay),
            shortcuts=_shortcuts(),
        )


def _shortcuts() -> list[tuple[str, str]]:
    """The forms a post opens most."""
    return [
        (label, url_for(f"{table.__tablename__}.create_view"))
        for table, label in (
            (WorkOrder, "登记工单"),
            (CatalogueEntry, "新增目录条目"),
            (Account, "新增账号"),
        )
        if g.principal.may("c", table)
    ]


def _counted() -> tuple[list[Card], date | None, int | None]:
    """Every number of the page, asked for in one statement; no news where none can come."""
    desks, at = desks_of(g.principal), now()
    counts: list[Any] = [each.counted(g.principal, at).scalar_subquery() for each in desks]
    today = local_date(at)
    last = (
        select(func.max(CalendarDay.day))
        .where(CalendarDay.day < today, published(CalendarDay))
        .scalar_subquery()
    )
    near = (
        select(cast(CalendarDay.day, String).label("day"))
        .where(CalendarDay.day >= today, CalendarDay.day <= today + timedelta(days=AHEAD + 1))
        .where(published(CalendarDay))
        .distinct()
        .subquery()
    )
    ahead = select(func.aggregate_strings(near.c.day, ",")).scalar_subquery()
    found = sessions.execute(select(last, ahead, counted(g.principal), *counts)).one()
    ends = _unbroken(today, found[1] or "") or found[0]
    cards = [Card(*each) for each in zip(desks, found[3:], strict=True)]
    return [each for each in cards if each.count or not each.desk.occasional], ends, found[2]


def _unbroken(today: date, held: str) -> date | None:
    """The last of the days that follow one another from today on; ``held``: those on file."""
    days = {date.fromisoformat(each) for each in held.split(",") if each}
    run = takewhile(days.__contains__, (today + timedelta(days=n) for n in count()))
    return max(run, default=None)
