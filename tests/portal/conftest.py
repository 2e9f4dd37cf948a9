"""A small city with its portal: one office, two streets, a dispatcher, an order on its way."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event

from app import create_app
from app.access.principal import SYSTEM, principal_of
from app.kernel import clock
from app.kernel.model import Base
from app.kernel.session import GovernedSession
from app.models.account import Account
from app.models.calendar_day import CalendarDay
from app.models.catalogue_entry import CatalogueEntry
from app.models.dispatch import Dispatch
from app.models.enums import (
    Channel,
    DayKind,
    DemandKind,
    Grade,
    Level,
    LimitClass,
    Measure,
    Post,
    UnitKind,
)
from app.models.parameter import Parameter
from app.models.unit import Unit
from app.models.work_order import WorkOrder
from app.services.password import hashed
from app.services.reference import FOLDER
from config import Config
from tests.portal.site import application, site, store  # noqa: F401

PASSWORD = "correct-horse-12345"
NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
KINDS = tuple(DemandKind)


@pytest.fixture(scope="session")
def secret() -> str:
    return hashed(PASSWORD)


@pytest.fixture
def city(tmp_path, secret) -> Iterator[SimpleNamespace]:
    with clock.at(NOON):
        app = create_app(Config(database_url=f"sqlite:///{tmp_path}/city.db", secret_key="k" * 40))
        app.config["TESTING"] = True
        engine = app.extensions["portal.engine"]
        Base.metadata.create_all(engine.execution_options(kernel=True))
        yield _filled(app, engine, secret)
        engine.dispose()


def _filled(app, engine, secret) -> SimpleNamespace:
    c = SimpleNamespace(app=app, engine=engine, people={}, units={})
    with GovernedSession(engine, SYSTEM) as s:
        for unit in _units():
            parent = c.units.get(unit.pop("above", None))
            c.units[unit["code"]] = made = Unit(**unit, parent=parent)
            s.add(made)
            s.flush()
        s.add_all(_reference())
        for login, name, post, code in PEOPLE:
            s.add(
                Account(
                    login=login, name=name, post=post, unit=c.units[code],
                    must_change=False, password_hash=secret,
                )
            )  # fmt: skip
        s.commit()
        for account in s.query(Account):
            c.people[account.login] = principal_of(account)
        c.entry = s.query(CatalogueEntry).one().id
    return c


PEOPLE = [
    ("taker", "受理甲", Post.INTAKE, "HOT"),
    ("sender", "派单乙", Post.DISPATCHER, "HOT"),
    ("judge", "审核丙", Post.REVIEWER, "HOT"),
    ("keeper", "目录丁", Post.KEEPER, "HOT"),
    ("auditor", "审计戊", Post.AUDITOR, "HOT"),
    ("accounts", "账号己", Post.ACCOUNT_ADMIN, "HOT"),
    ("east", "承办庚", Post.HANDLER, "E1"),
    ("easthead", "负责辛", Post.HEAD, "E1"),
    ("west", "承办壬", Post.HANDLER, "W1"),
    ("district", "统筹癸", Post.COORDINATOR, "E"),
]


def _units() -> list[dict]:
    city, district, street = Level.CITY, Level.DISTRICT, Level.STREET
    rows = [
        ("BJ", "北京市人民政府", city, UnitKind.GOVERNMENT, None),
        ("HOT", "市民热线服务中心", city, UnitKind.HOTLINE, "BJ"),
        ("E", "东城区人民政府", district, UnitKind.GOVERNMENT, "BJ"),
        ("W", "西城区人民政府", district, UnitKind.GOVERNMENT, "BJ"),
        ("E1", "东华门街道", street, UnitKind.STREET, "E"),
        ("W1", "西长安街街道", street, UnitKind.STREET, "W"),
    ]
    return [
        {"code": code, "name": name, "short_name": name, "level": level, "kind": kind,
         "above": above, "functions": "环境卫生" if kind is UnitKind.STREET else ""}
        for code, name, level, kind, above in rows
    ]  # fmt: skip


def _reference() -> list[Base]:
    began = date(2021, 9, 24)
    held: list[Base] = [
        CatalogueEntry(
            code="H001", valid_from=began, level1="市容环卫", level2="垃圾", level3="清运",
            demand_kinds=KINDS, competent_kind=UnitKind.STREET, competent_function="环境卫生",
            territorial=True, limit_class=LimitClass.L3, extension_allowed=True, basis="示例",
        )
    ]  # fmt: skip
    with (FOLDER / "parameters.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            told = {"valid_from": date.fromisoformat(row["valid_from"]), "value": int(row["value"]),
                    "measure": Measure(row["measure"]), "grade": Grade(row["grade"])}  # fmt: skip
            held.append(Parameter(**row | told))
    day = date(2026, 1, 1)
    while day < date(2026, 6, 30):
        kind = DayKind.WEEKEND if day.weekday() > 4 else DayKind.WORKDAY
        held.append(CalendarDay(day=day, kind=kind, valid_from=date(2025, 11, 4)))
        day += timedelta(days=1)
    return held


@pytest.fixture
def register(city):
    """Register orders and, where a unit is named, send them there; answers their ids."""

    def made(count: int = 1, to: str | None = "E1", title: str = "垃圾无人清运") -> list[int]:
        ids = []
        for n in range(count):
            with GovernedSession(city.engine, city.people["taker"]) as s:
                order = WorkOrder(
                    title=f"{title}{n}", content="楼下垃圾三天没有清运", contact="13800138000",
                    demand_kind=DemandKind.COMPLAINT, channel=Channel.PHONE,
                    complainant_name="王小明", place="东华门大街1号",
                )  # fmt: skip
                s.add(order)
                s.commit()
                ids.append(order.id)
            if to:
                with GovernedSession(city.engine, city.people["sender"]) as s:
                    unit = city.units[to].id
                    s.add(Dispatch(order_id=ids[-1], entry_id=city.entry, unit_id=unit,
                                   place_id=unit))  # fmt: skip
                    s.commit()
        return ids

    return made


class Browser:
    """A person at the portal, who posts what the page holds."""

    def __init__(self, app) -> None:
        self.client = app.test_client()

    def get(self, address: str, **options):
        return self.client.get(address, **options)

    def post(self, address: str, told: dict, *, at: str | None = None, **options):
        """Fill in the form found at ``at`` and send it."""
        page = BeautifulSoup(self.client.get(at or address).text, "lxml")
        return self.client.post(address, data=form_of(page) | told, **options)


def form_of(page) -> dict:
    form = page.select_one("main form[method=post], form[method=post]:not(.top-bar form)")
    told: dict = {}
    for each in form.select("input[name], textarea[name], select[name]"):
        if each.name == "select":
            chosen = each.select_one("option[selected]")
            told[each["name"]] = chosen["value"] if chosen else ""
        elif each.get("type") == "checkbox":
            if each.has_attr("checked"):
                told.setdefault(each["name"], []).append(each["value"])
        else:
            text = re.sub(r"^\n", "", each.text) if each.name == "textarea" else each.get("value")
            told[each["name"]] = text or ""
    return told


@pytest.fixture
def as_(city):
    """Log somebody in."""

    def entered(login: str) -> Browser:
        browser = Browser(city.app)
        answer = browser.post("/login", {"login": login, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return browser

    return entered


@pytest.fixture
def statements(city):
    """Count the statements of a block."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_, __, statement, *___):
            if statement.startswith("SELECT"):
                seen.append(statement)

        event.listen(city.engine, "before_cursor_execute", note)
        yield seen
        event.remove(city.engine, "before_cursor_execute", note)

    return counting
