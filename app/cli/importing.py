"""``flask import``: files of other systems, row by row under the law."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.cli import Group, migrated
from app.cli.account import acting
from app.kernel.clock import local, now
from app.services.imports import mapping as maps
from app.services.imports.opening import open_table
from app.services.imports.rejects import Rejects
from app.services.imports.running import Import, Tally

importing = Group("import", help="导入：工单，以及派单目录、单位、账号、参数、工作日历。")

REASONS = 10


@importing.command("orders")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--map", "named", required=True, help="映射：自带的名称，或 YAML 文件的路径。")
@click.option("--as", "login", required=True, help="以谁的账号导入（数据迁移员）。")
@click.option("--dry-run", "dry", is_flag=True, help="只演练，不保存。")
@click.option("--rejects", type=click.Path(path_type=Path), help="未导入的行存到哪里（CSV）。")
@click.option("--json", "as_json", is_flag=True, help="最后以一行 JSON 报告结果。")
def orders(
    file: Path, named: str, login: str, dry: bool, rejects: Path | None, as_json: bool
) -> None:
    """把文件中的诉求逐行导入，每一行都依规则办理；不能导入的连同原因另存。

    文件为 CSV（可用 gzip 压缩）或 XLSX，文字编码为 UTF-8 或 GBK。同一来源的同一编号只导入一次，
    中断后再次运行即可续上。
    """
    held = maps.load(named)
    table = open_table(file)
    target = rejects or Path("instance", "rejects", f"{file.name}.{local(now()):%Y%m%d%H%M%S}.csv")
    engine = migrated()
    run = Import(engine, acting(engine, login), held, table, Rejects(target, table.headings))
    whole = False
    try:
        run.run(dry=dry, told=_Progress())
        whole = True
    finally:
        _tell(run.tally, target, dry=dry, whole=whole)
    if as_json:
        click.echo(json.dumps(run.tally.as_json(), ensure_ascii=False))


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
    for reason, times in tally.reasons.most_common(REASONS):
        click.echo(f"  退回 {times} 行：{reason}", err=True)
    if tally.rejected:
        click.echo(f"退回的行和原因：{target}", err=True)
    if not whole:
        said = "导入没有完成：以上已经保存，排除故障后再次运行同一命令即可续上"
        click.echo(said, err=True)
