"""``flask seed``: the reference rows every installation needs, and orders to try it out with."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from random import Random
from time import perf_counter

import click
from flask import current_app
from sqlalchemy import Engine, select

from app.access.principal import SYSTEM, Principal
from app.cli import Failure, Group, migrated
from app.kernel import clock
from app.kernel.session import GovernedSession
from app.models.enums import Post, Source
from app.models.work_order import WorkOrder
from app.services import demo_delegation, demo_people, demo_plan, demo_texts, reference
from app.services.demo_acts import Life, interleave
from app.services.demo_lives import Telling
from app.services.reference import FOLDER, Tally
from app.services.reference_rows import NUMBERS, read_table

seed = Group("seed", help="载入基础资料和演示资料。")

UNITS = "code name short_name level kind parent_code functions assessment_group"
CATALOGUE = (
    "code level1 level2 level3 demand_kinds competent_kind competent_function named_unit_code"
    " territorial limit_class extension_allowed duty_list basis co_units keywords valid_from note"
)
PARAMETERS = "key value measure valid_from basis grade note"
CALENDAR = "day kind name"
SCHEMES = " ".join((*NUMBERS, "code title valid_from rounding totals consulted basis grade note"))
ENDED = "code note"
COMMUNITIES = "code name township_code"
DUTIES = "code valid_from role basis"


@seed.command("reference")
def load_reference() -> None:
    """载入单位、派单目录、参数和工作日历；可重复执行。"""
    seed_reference(migrated())


def seed_reference(engine: Engine) -> None:
    """Every table of its own in one transaction."""
    began = perf_counter()
    for step in steps():
        with GovernedSession(engine, SYSTEM, source=Source.IMPORT) as session:
            tally = step(session)
            session.commit()
        click.echo(tally)
    click.echo(f"基础资料已就绪（{perf_counter() - began:.1f} 秒）")


def steps() -> tuple[Callable[[GovernedSession], Tally], ...]:
    """What loads each table; all files are read before the first is loaded."""
    units, communities, catalogue, ended, duties, parameters, calendar, schemes = (
        read_table(FOLDER / name, needed)
        for name, needed in (
            ("units.csv", UNITS),
            ("communities.csv.gz", COMMUNITIES),
            ("catalogue.csv", CATALOGUE),
            ("ended.csv", ENDED),
            ("community_duties.csv", DUTIES),
            ("parameters.csv", PARAMETERS),
            ("calendar.csv", CALENDAR),
            ("schemes.csv", SCHEMES),
        )
    )
    return (
        lambda session: reference.load_units(session, units),
        lambda session: reference.load_communities(session, communities),
        lambda session: reference.load_catalogue(session, catalogue, ended),
        lambda session: reference.load_community_duties(session, duties),
        lambda session: reference.load_parameters(session, parameters),
        lambda session: reference.load_calendar(session, calendar),
        lambda session: reference.load_schemes(session, schemes),
    )


@seed.command("demo")
def load_demo() -> None:
    """载入演示账号和约二百件演示工单（仅限开发环境）；已有工单时不再载入。"""
    if current_app.config["PORTAL"].env != "development":
        raise Failure("演示资料只能载入开发环境（PORTAL_ENV=development）")
    engine, began = migrated(), perf_counter()
    wanted = demo_people.people()
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        used = session.scalar(select(WorkOrder.id).limit(1)) is not None
        until = demo_plan.anchor(session, clock.now())
    if until is None:
        raise Failure("还没有基础资料，请先运行 flask seed reference")
    if used:
        click.echo("已有工单，不再载入演示资料")
    else:
        stored = demo_people.hashes(wanted)
        with GovernedSession(engine, SYSTEM, source=Source.DEMO) as session:
            demo_people.open_accounts(session, wanted, stored)
            session.commit()
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        held = demo_people.accounts(session, wanted)
        acting, told = demo_people.principals(held), demo_people.table(held)
    if not used:
        made = _perform(engine, acting, _lives(until, set(acting), wanted), until)
        made += _stand_in(engine, acting, until)
        click.echo(f"已办理演示行为 {made} 项（{perf_counter() - began:.1f} 秒）")
    _show(told)


def _lives(until, logins: set[str], wanted: Sequence[demo_people.Person]) -> list[Life]:
    """Deterministic: every order has dice of its own."""
    streets = [each.unit for each in wanted if each.post is Post.HANDLER and "-" not in each.unit]
    words, situations = demo_texts.words(), demo_texts.situations()
    plan = demo_plan.cases(Random(demo_plan.SEED), until, situations, streets)  # noqa: S311
    return [
        Telling(case, Random(demo_plan.SEED + place), words, logins).life()  # noqa: S311
        for place, case in enumerate(plan)
    ]


def _perform(engine: Engine, acting: dict[str, Principal], lives: list[Life], until) -> int:
    """Each step under its own account, at its own time, in a transaction of its own."""
    timeline, count = interleave(lives, until), 0
    try:
        step = next(timeline)
        while True:
            with (
                clock.at(step.at),
                GovernedSession(engine, acting[step.login], source=Source.DEMO) as session,
            ):
                order = step.act(session)
                session.commit()
            count += 1
            step = timeline.send(order)
    except StopIteration:
        return count


def _stand_in(engine: Engine, acting: dict[str, Principal], until) -> int:
    """Who is away arranges it; the deputies act once each."""
    away = [each for each in demo_delegation.absences() if each.account in acting]
    for each in away:
        with (
            clock.at(until - demo_delegation.BEFORE),
            GovernedSession(engine, acting[each.account], source=Source.DEMO) as session,
        ):
            demo_delegation.arrange(session, each)
            session.commit()
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        deputies = demo_delegation.deputies(session)
    for deputy in deputies:
        with clock.at(until), GovernedSession(engine, deputy, source=Source.DEMO) as session:
            demo_delegation.speak(session, deputy.unit_id, until)
            session.commit()
    return len(away) + len(deputies)


def _show(rows: Sequence[tuple[str, ...]]) -> None:
    """A table; a Chinese character is two columns wide."""
    if not rows:
        return
    lines = [("登录名", "岗位", "单位", "密码"), *rows]
    widths = [max(_width(each[column]) for each in lines) for column in range(4)]
    click.echo("演示账号（密码公开，仅供试用）：")
    for each in lines:
        cells = (
            cell + " " * (wide - _width(cell)) for cell, wide in zip(each, widths, strict=True)
        )
        click.echo("  " + "  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
