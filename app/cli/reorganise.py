"""``flask reorganise``: what is drafted is brought into force, what was in hand is carried over."""

from __future__ import annotations

import click
from sqlalchemy import select

from app.access.principal import SYSTEM, Principal
from app.cli import Failure, Group, migrated
from app.cli.account import acting
from app.kernel.session import GovernedSession
from app.law.publication import DRAFTED
from app.models.dispatch import Dispatch
from app.models.publication import Publication, published
from app.models.reorganisation import Reorganisation
from app.services.reorganise import publish
from app.services.succession import carry_over
from app.services.versions import drafts
from app.services.words import title_of

reorganise = Group("reorganise", help="公布施行：拟定的目录、参数、日历、社区清单和机构调整。")
AS = click.option("--as", "login", required=True, help="以谁的账号办理。")


@reorganise.command("list")
def listed() -> None:
    """列出待公布的各项，及其表名和序号。"""
    with GovernedSession(migrated(), SYSTEM, writing=False) as session:
        for name, table in DRAFTED.items():
            for each in session.scalars(drafts(table)).unique():
                click.echo(f"{name} {each.id}  {title_of(each)}")


@reorganise.command("publish")
@click.argument("table", metavar="表", type=click.Choice(sorted(DRAFTED)))
@click.argument("idents", metavar="序号...", type=int, nargs=-1, required=True)
@AS
def publishing(table: str, idents: tuple[int, ...], login: str) -> None:
    """公布拟定的版本，机构调整随即施行；拟定人不得公布自己拟定的。"""
    engine = migrated()
    person = _who(acting(engine, login), Publication)
    with GovernedSession(engine, person) as session:
        for ident in idents:
            row = session.get(DRAFTED[table], ident)
            if row is None:
                raise Failure(f"没有序号为 {ident} 的{DRAFTED[table].__label__}")
            publish(session, row)
        session.commit()
    click.echo(f"已公布 {len(idents)} 项")


@reorganise.command("carry")
@click.argument("ident", metavar="序号", type=int)
@AS
def carry(ident: int, login: str) -> None:
    """把撤并单位的未办结工单改派承接单位，期限照旧；每件各自提交，未能承接的列明原因。"""
    engine = migrated()
    person = _who(acting(engine, login), Dispatch)
    with GovernedSession(engine, person) as session:
        of = (Reorganisation.id == ident, published(Reorganisation))
        act = session.scalars(select(Reorganisation).where(*of)).one_or_none()
        if act is None:
            raise Failure(f"没有序号为 {ident} 的已施行的机构调整")
        unit, note = act.unit, f"依机构调整承接：{act.basis}"
        if unit.active:
            raise Failure(f"{unit}仍在用，其工单由该单位继续办理")
        done = carry_over(session, unit, note, most=None)
    if not done.heir:
        raise Failure("该单位没有在用的承接单位")
    click.echo(f"已由{done.heir}承接 {done.moved} 件，未承接 {len(done.refused)} 件")
    for number, sentence in done.refused:
        click.echo(f"  {number}  {sentence}")


def _who(person: Principal, table: type[Publication | Dispatch]) -> Principal:
    """The person, if their post may do it at all: said before anything is tried."""
    if not person.may("c", table):
        raise Failure(f"{person.title}无权新增{table.__label__}")
    return person
