"""``flask docs``: the documents generated from the portal itself."""

from __future__ import annotations

import click

from app.cli import Failure, Group
from app.cli.where import views
from app.services import documents
from app.services.evidence import evidence

docs = Group("docs", help="文档：生成图谱、条款落实和权限三份文档。")


@docs.command("write")
def write() -> None:
    """重新生成 docs/ 下的三份文档。"""
    _with_tests()
    changed = documents.write(views())
    click.echo(f"已更新：{'、'.join(changed)}" if changed else "文档已是最新，没有改动")


@docs.command("check")
@click.pass_context
def check(ctx: click.Context) -> None:
    """核对三份文档是否最新；过时的逐一列出，并以状态 1 结束。"""
    _with_tests()
    old = documents.stale(views())
    click.echo(f"已过时：{'、'.join(old)}；请运行 flask docs write" if old else "文档是最新的")
    ctx.exit(1 if old else 0)


def _with_tests() -> None:
    if not evidence().installed:
        raise Failure("没有安装测试，文档中的用例无从统计")
