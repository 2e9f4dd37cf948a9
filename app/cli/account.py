"""``flask account``: people who log in, opened and closed from the server's own command line."""

from __future__ import annotations

import click
from sqlalchemy import Engine

from app.access.principal import SYSTEM, Principal, principal_of
from app.cli import Failure, Group, migrated
from app.kernel.session import GovernedSession
from app.services import accounts
from app.services.password import hashed

account = Group("account", help="账号：新建、停用、重置密码。")


@account.command("add")
@click.argument("name", metavar="姓名")
@click.option("--post", required=True, help="岗位的英文值，如 handler。")
@click.option("--unit", required=True, help="单位编码。")
@click.option("--login", help="登录名；不填则由岗位和单位编码生成。")
def add(name: str, post: str, unit: str, login: str | None) -> None:
    """新建账号，显示一次性密码（只显示这一次）。"""
    held = accounts.post_of(post)
    engine, plain = migrated(), accounts.one_time_password()
    stored = hashed(plain)
    with GovernedSession(engine, SYSTEM) as session:
        body = accounts.unit_of(session, unit)
        made = accounts.open_account(session, name, held, body, login, stored)
        session.commit()
        click.echo(f"已新建账号：{made.login}（{made.name}，{held.label}，{body.name}）")
    _show(plain)


@account.command("disable")
@click.argument("login", metavar="登录名")
def disable(login: str) -> None:
    """停用账号，并使其已有的登录失效。"""
    with GovernedSession(migrated(), SYSTEM) as session:
        news = accounts.close_account(accounts.account_of(session, login))
        session.commit()
    click.echo(f"账号 {login} {'已停用' if news else '早已停用'}")


@account.command("reset")
@click.argument("login", metavar="登录名")
def reset(login: str) -> None:
    """重置密码，显示新的一次性密码（只显示这一次）。"""
    engine, plain = migrated(), accounts.one_time_password()
    stored = hashed(plain)
    with GovernedSession(engine, SYSTEM) as session:
        accounts.reset_account(accounts.account_of(session, login), stored)
        session.commit()
    click.echo(f"账号 {login} 的密码已重置，已有的登录全部失效")
    _show(plain)


def acting(engine: Engine, login: str) -> Principal:
    """The person of an account, in whose name a command acts."""
    with GovernedSession(engine, SYSTEM, writing=False) as session:
        held = accounts.account_of(session, login)
        if not held.active:
            raise Failure(f"账号“{login}”已停用")
        return principal_of(held)


def _show(plain: str) -> None:
    click.echo(f"一次性密码：{plain}（首次登录须修改）")
