"""``flask import``: files of other systems, row by row under the law."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from sqlalchemy import Engine

from app.access.principal import SYSTEM
from app.cli import Failure, Group, migrated
from app.cli.account import acting
from app.kernel.clock import at, local, now, start_of
from app.kernel.session import Actor, GovernedSession
from app.services import accounts as people
from app.services.imports import mapping as maps
from app.services.imports import tables
from app.services.imports.opening import open_table
from app.services.imports.rejects import Rejects
from app.services.imports.running import Import, Tally
from app.services.password import hashed
from app.services.versions import waits

importing = Group("import", help="导入：工单，以及派单目录、单位、账号、参数、工作日历。")

REASONS = 10


@importing.command("orders")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--map", "named", required=True, help="映射：自带的名称，或 YAML 文件的路径。")
@click.option("--as", "login", required=True, help="以谁的账号导入（数据迁移员）。")
@click.option("--dry-run", "dry", is_flag=True, help="只演练，不保存。")
@click.option("--rejects", type=click.Path(path_type=Path), help="未导入的行存到哪里（CSV）。")
@click.option("--json", "as_json", is_flag=True, help="最后以一行 JSON 报告结果。")
@click.option("--clock", "present", help="以何日为今天，如 2030-01-01（仅限开发环境）。")
def orders(
    file: Path,
    named: str,
    login: str,
    dry: bool,
    rejects: Path | None,
    as_json: bool,
    present: str | None,
) -> None:
    """把文件中的诉求逐行导入，每一行都依规则办理；不能导入的连同原因另存。

    文件为 CSV（可用 gzip 压缩）或 XLSX，文字编码为 UTF-8 或 GBK。同一来源的同一编号只导入一次，
    中断后再次运行即可续上。
    """
    held = maps.load(named)
    table, target = open_table(file), _target(rejects, file, Path(named))
    engine = migrated()
    run = Import(engine, acting(engine, login), held, table, Rejects(target, table.headings))
    whole = False
    try:
        with at(_present(present)) if present else nullcontext():
            run.run(dry=dry, told=_Progress())
        whole = True
    finally:
        _tell(run.tally, target, dry=dry, whole=whole)
    if run.unused:
        click.echo(f"映射没有用到的列（没有导入）：{'、'.join(run.unused)}", err=True)
    if as_json:
        click.echo(json.dumps(run.tally.as_json(), ensure_ascii=False))


def _present(told: str) -> datetime:
    """The instant to import at: a file moved in time may run ahead of the calendar on the wall."""
    if current_app.config["PORTAL"].env != "development":
        raise Failure("--clock 只用于开发环境（PORTAL_ENV=development）")
    try:
        return start_of(date.fromisoformat(told))
    except ValueError:
        raise Failure(f"--clock 的日期“{told[:20]}”无法识别，请写如 2030-01-01") from None


class _Progress:
    """A line every few thousand rows, apart from the result."""

    EVERY = 2000

    def __init__(self) -> None:
        self.shown = 0

    def __call__(self, tally: Tally) -> None:
        if tally.rows >= self.shown + self.EVERY:
            self.shown = tally.rows
            click.echo(f"  已读 {tally.rows} 行，导入 {tally.done['imported']} 件", err=True)


def _tell(tally: Tally, target: Path, *, dry: bool, whole: bool) -> None:
    """What came of it, in words; JSON is for scripts and comes last, alone on standard output."""
    done = tally.done
    click.echo(
        f"{'演练（没有保存）：' if dry else ''}读 {tally.rows} 行，导入 {done['imported']} 件"
        f"（即时答复 {done['answered']}、派单 {done['dispatched']}、待分类派单 {done['waiting']}，"
        f"其中反馈 {done['replied']}、回访 {done['visited']}），"
        f"早已导入 {tally.present} 件，退回 {tally.rejected} 行，{tally.seconds:.1f} 秒",
        err=True,
    )
    _reasons(tally.reasons, target)
    if not whole:
        said = "导入没有完成：以上已经保存，排除故障后再次运行同一命令即可续上"
        click.echo(said, err=True)


def _target(rejects: Path | None, *read: Path) -> Path:
    """Where rows that are not taken of the first of these files go; never over one of them."""
    if rejects is None:
        return Path("instance", "rejects", f"{read[0].name}.{local(now()):%Y%m%d%H%M%S}.csv")
    _apart("--rejects", rejects, *read)
    return rejects


def _apart(option: str, target: Path, *others: Path) -> None:
    """A file to be written is none of these, by whatever name."""
    for each in others:
        same = target.resolve() == each.resolve()
        if same or (target.exists() and each.exists() and target.samefile(each)):
            raise Failure(f"{option} 不能是本次用到的文件 {each}，否则会把它覆盖，请换一个文件名")


def _reasons(reasons: Counter[str], target: Path) -> None:
    for reason, times in reasons.most_common(REASONS):
        click.echo(f"  退回 {times} 行：{reason}", err=True)
    if reasons:
        click.echo(f"退回的行和原因：{target}", err=True)


# ---- reference tables -------------------------------------------------------------------------


def _offered(name: str, what: str) -> Callable[..., None]:
    """One command a table; all of them alike but for the passwords of new accounts."""

    @importing.command(name, help=f"导入{what}：新增、改动或新版本；与现有相同的不动。")
    @click.argument("file", metavar="文件", type=click.Path(path_type=Path))
    @click.option("--as", "login", help="以谁的账号导入；不填则以系统身份。")
    @click.option("--dry-run", "dry", is_flag=True, help="只演练，不保存。")
    @click.option("--rejects", type=click.Path(path_type=Path), help="未导入的行存到哪里（CSV）。")
    @click.option("--json", "as_json", is_flag=True, help="最后以一行 JSON 报告结果。")
    @_with_passwords(name)
    def command(
        file: Path,
        login: str | None,
        dry: bool,
        rejects: Path | None,
        as_json: bool,
        passwords: Path | None = None,
    ) -> None:
        kind = tables.KINDS[name]
        if name == "accounts" and passwords is None and not dry:
            raise Failure("请用 --passwords 指明新账号的一次性密码存到哪个文件")
        table, target = open_table(file), _target(rejects, file)
        if passwords is not None:
            _apart("--passwords", passwords, file, target)
        engine = migrated()
        actor: Actor = acting(engine, login) if login else SYSTEM
        run = tables.TableImport(kind, table, Rejects(target, table.headings))
        tally = run.run(engine, actor, dry=dry)
        if passwords is not None and not dry:
            _give_passwords(engine, actor, run.new, passwords)
        said = "演练（没有保存）：" if dry else ""
        click.echo(
            f"{said}{kind.table.__label__}：读 {tally.rows} 行，新增 {tally.added}，"
            f"改动 {tally.changed}，没有变化 {tally.present}，退回 {tally.rejected}，"
            f"{tally.seconds:.1f} 秒",
            err=True,
        )
        if login and waits(kind.table) and tally.added + tally.changed:
            click.echo("以上为拟定的版本，由另一名目录管理员公布后生效", err=True)
        _reasons(tally.reasons, target)
        if as_json:
            click.echo(json.dumps(tally.as_json(), ensure_ascii=False))

    return command


def _with_passwords(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    if name != "accounts":
        return lambda command: command
    told = "新账号的一次性密码存到哪个文件（CSV，只有本人可读）。"
    return click.option("--passwords", type=click.Path(path_type=Path), help=told)


def _give_passwords(engine: Engine, actor: Actor, new: list[Any], target: Path) -> None:
    """A one-time password for each new account: on file first, then in force."""
    chosen = {each.login: people.one_time_password() for each in new if each.active}
    target.touch(mode=0o600)
    target.chmod(0o600)
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("登录名", "一次性密码"), *chosen.items()])
    stored = {login: hashed(plain) for login, plain in chosen.items()}
    with GovernedSession(engine, actor) as session:
        for login in chosen:
            people.reset_account(people.account_of(session, login), stored[login])
        session.commit()


for _name, _kind in tables.KINDS.items():
    _offered(_name, _kind.table.__label__)
