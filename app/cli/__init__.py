"""Commands: one file a group, and the group has the name of its file."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from typing import IO, TYPE_CHECKING, Any

import click
from flask import current_app
from flask.cli import AppGroup

from app.kernel.errors import PortalError

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy import Engine

REASONS = {
    errno.ENOENT: "目录不存在",
    errno.EACCES: "没有权限",
    errno.EISDIR: "是目录，不是文件",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "磁盘只读",
}
#: What the databases say when there is no room left.
FULL = ("disk is full", "No space left on device")
UNMIGRATED = "数据库尚未建立，请先运行 flask db upgrade"
OUTDATED = "数据库结构不是最新版本，请先运行 flask db upgrade"


def init_cli(app: Flask) -> None:
    """Register every group."""
    for each in iter_modules(__path__):
        app.cli.add_command(getattr(import_module(f"{__name__}.{each.name}"), each.name))


class Failure(click.ClickException):
    """One Chinese line on standard error, status 2, never a traceback."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), err=True)


def told(error: click.UsageError) -> str:
    """What is wrong with a command line, in Chinese."""
    label = _label(getattr(error, "param", None))
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}，可用 --help 查看用法"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的用法不对，可用 --help 查看用法"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {label}，可用 --help 查看用法"
    if isinstance(error, click.BadParameter):
        return f"{label} 的值不对，可用 --help 查看用法"
    return "参数多余或不对，可用 --help 查看用法"


def _label(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Argument):
        return parameter.human_readable_name
    return parameter.opts[0] if parameter else "参数"


class Command(click.Command):
    """Speaks Chinese when it is misused, and when the law or the database refuses."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise Failure(told(error)) from None

    def invoke(self, ctx: click.Context) -> Any:
        with failing():
            return super().invoke(ctx)


class Group(AppGroup):
    """A group of such commands."""

    def command(self, *args: Any, **kwargs: Any) -> Callable[..., click.Command]:  # type: ignore[override]
        return super().command(*args, cls=Command, **kwargs)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            held = "、".join(self.list_commands(ctx))
            raise Failure(f"没有命令 {self.name} {args[0]}，可用：{held}")
        return super().resolve_command(ctx, args)


@contextmanager
def failing() -> Iterator[None]:
    """Turn what goes wrong on purpose, and what the database cannot do, into one line."""
    from alembic.util import CommandError
    from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

    try:
        yield
    except PortalError as error:
        raise Failure(str(error)) from None
    except CommandError as error:
        raise Failure(_unmoved(str(error))) from None
    except DatabaseError as error:
        # SQLite raises the plain class for a file that is no database; others are our own fault.
        if not isinstance(error, OperationalError | ProgrammingError) and (
            type(error) is not DatabaseError
        ):
            raise
        said = str(error.orig)
        if _disk_is_full(error):
            raise Failure("磁盘空间不足，数据没有写完，请腾出空间后重试") from None
        missing = "no such table" in said or ("relation" in said and "does not exist" in said)
        raise Failure(UNMIGRATED if missing else f"数据库不可用：{first_line(said)}") from None
    except BrokenPipeError:
        raise  # whoever read along has seen enough; the library ends quietly
    except OSError as error:
        named = f" {error.filename}" if error.filename else ""
        raise Failure(f"无法读写文件{named}：{REASONS.get(error.errno or 0, error)}") from None


def _disk_is_full(error: BaseException | None) -> bool:
    """Whether this or what led to it says so: SQLite drops its savepoints along with the write."""
    while error is not None:
        if any(each in str(getattr(error, "orig", "")) for each in FULL):
            return True
        error = error.__context__
    return False


def _unmoved(said: str) -> str:
    """Why the schema was not moved, in Chinese."""
    if "up to date" in said:
        return OUTDATED
    if "locate revision" in said or "No such revision" in said:
        named = re.search(r" '([^']*)'", said)
        return f"没有数据库版本“{named[1] if named else ''}”，可用 flask db current 查看现处的版本"
    return f"数据库版本操作没有完成：{first_line(said)}"


def first_line(text: str) -> str:
    """Enough of an engine's message to act on."""
    return next(iter(text.strip().splitlines()), "")


def migrated() -> Engine:
    """The engine of the portal, once its database has the newest schema."""
    from alembic.migration import MigrationContext

    from app.cli.db import head

    engine: Engine = current_app.extensions["portal.engine"]
    with failing(), engine.connect().execution_options(kernel=True) as connection:
        held = MigrationContext.configure(connection).get_current_revision()
    if held is None:
        raise Failure(UNMIGRATED)
    if held != head():
        raise Failure(OUTDATED)
    return engine
