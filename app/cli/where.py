"""``flask where``: the files and lines about a table."""

from __future__ import annotations

import click

from app.cli import Command, Failure
from app.kernel.model import Base, managed_tables
from app.services.resting import place_of
from app.services.whereabouts import table_named, told

GENERATED = "由模型生成（app/portal/generator.py）"
DATED = "由模型生成，按日生效（app/portal/views/dated.py）"
NONE = "无，不单独列出"


@click.command("where", cls=Command)
@click.argument("table", metavar="表")
def where(table: str) -> None:
    """指出一张表的模型、规则、权限、视图和测试各在哪里；可用类名、表名或者中文名。"""
    try:
        found = table_named(table)
    except LookupError as error:
        raise Failure(error.args[0]) from None
    for line in told(found, views()[found]):
        click.echo(line)


def views() -> dict[type[Base], str]:
    """What shows each table."""
    from app.portal.generator import exceptions, view_for, viewed

    own, shown = exceptions(), set(viewed())
    held = {}
    for table in managed_tables():
        if table not in shown:
            held[table] = NONE
        elif table in own:
            held[table] = f"{own[table].__name__}（{place_of(own[table]).file}）"
        else:
            base = view_for(table, own).__base__
            held[table] = DATED if base and base.__name__ == "DatedView" else GENERATED
    return held
