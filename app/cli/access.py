"""``flask access``: who may do what."""

from __future__ import annotations

import json

import click

from app.cli import Failure, Group
from app.models.enums import Post
from app.services import permissions

access = Group("access", help="权限：各岗位对各表的权限。")


@access.command("show")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.option("--post", help="只看一个岗位。")
def show(as_json: bool, post: str | None) -> None:
    """列出权限表：岗位、表、动作、范围和依据的条款。"""
    try:
        posts = [permissions.post_named(post)] if post is not None else list(Post)
    except LookupError as error:
        raise Failure(error.args[0]) from None
    if as_json:
        click.echo(json.dumps(permissions.as_json(posts), ensure_ascii=False, indent=1))
        return
    for line in permissions.told(posts):
        click.echo(line)
