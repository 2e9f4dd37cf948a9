"""``flask seed``: the reference rows every installation needs, and orders to try it out with."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import click

from app.access.principal import SYSTEM
from app.cli import Group, migrated
from app.kernel.session import GovernedSession
from app.models.enums import Source
from app.services import reference
from app.services.reference import FOLDER, Tally, read_table

seed = Group("seed", help="载入基础资料和演示资料。")

UNITS = "code name short_name level kind parent_code functions assessment_group"
CATALOGUE = (
    "code level1 level2 level3 demand_kinds competent_kind competent_function named_unit_code"
    " territorial limit_class extension_allowed duty_list basis co_units keywords valid_from note"
)
PARAMETERS = "key value measure valid_from basis grade note"
CALENDAR = "day kind name"
ENDED = "code note"


@seed.command("reference")
def load_reference() -> None:
    """载入单位、派单目录、参数和工作日历；可重复执行。"""
    engine, began = migrated(), perf_counter()
    units, catalogue, ended, parameters, calendar = (
        read_table(FOLDER / name, needed)
        for name, needed in (
            ("units.csv", UNITS),
            ("catalogue.csv", CATALOGUE),
            ("ended.csv", ENDED),
            ("parameters.csv", PARAMETERS),
            ("calendar.csv", CALENDAR),
        )
    )
    steps: tuple[Callable[[GovernedSession], Tally], ...] = (
        lambda session: reference.load_units(session, units),
        lambda session: reference.load_catalogue(session, catalogue, ended),
        lambda session: reference.load_parameters(session, parameters),
        lambda session: reference.load_calendar(session, calendar),
    )
    for step in steps:
        with GovernedSession(engine, SYSTEM, source=Source.IMPORT) as session:
            tally = step(session)
            session.commit()
        click.echo(tally)
    click.echo(f"基础资料已就绪（{perf_counter() - began:.1f} 秒）")
