"""Settings of the portal: read once from the environment, checked, and never changed again."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent
TIMEZONE = "Asia/Shanghai"

_ENVIRONMENTS = ("development", "production")
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_FLAGS = {"1": True, "true": True, "0": False, "false": False}
_SECRET_LENGTH = 32
_DRIVERS = {"postgresql", "postgres", "postgresql+psycopg"}


class ConfigError(SystemExit):
    """A setting that cannot be used.

    Being a ``SystemExit`` it ends the command line, the server and a script alike with its one
    line on standard error and status 1, where any other exception would show a traceback.
    """

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(f"配置错误：{variable} {problem}")
        self.variable = variable


@dataclass(frozen=True, kw_only=True)
class Config:
    """Every setting, with the environment variable that sets it."""

    database_url: str = field(repr=False)
    """``DATABASE_URL``: SQLite file or PostgreSQL; by default a file in ``instance/``."""

    env: str = "development"
    """``PORTAL_ENV``: ``development`` or ``production``."""

    secret_key: str = field(repr=False)
    """``SECRET_KEY``: signs sessions, keys hashes; in development made once and kept."""

    host: str = "127.0.0.1"
    """``PORTAL_HOST``: address the server listens on."""

    port: int = 12345
    """``PORTAL_PORT``: port the server listens on."""

    session_hours: int = 8
    """``PORTAL_SESSION_HOURS``: hours without activity after which one must log in again."""

    files: Path = ROOT / "instance" / "files"
    """``PORTAL_FILES``: folder that keeps attachments, outside of what the server gives out."""

    max_body: int = 16 * 1024 * 1024
    """``PORTAL_MAX_BODY``: largest request accepted, in bytes; an attachment may be larger."""

    log_level: str = "INFO"
    """``PORTAL_LOG_LEVEL``: ``DEBUG``, ``INFO``, ``WARNING`` or ``ERROR``."""

    secure_cookies: bool = False
    """``PORTAL_SECURE_COOKIES``: send cookies over HTTPS only; by default so in production."""

    proxies: int = 0
    """``PORTAL_PROXIES``: how many reverse proxies stand before the server; whose
    ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed."""

    workers: int = 2
    """``WEB_CONCURRENCY``: how many processes the server runs."""

    timezone: str = field(default=TIMEZONE, init=False)
    """Time on screen; fixed, because the limits of the regulation are Beijing time."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Config:
        """The settings of ``environ``, an empty variable counting as unset.

        Raises:
            ConfigError: a value is missing or unusable.
        """
        read = _Reader(environ)
        env = read.choice("PORTAL_ENV", _ENVIRONMENTS, cls.env)
        production = env == "production"
        return cls(
            database_url=_database_url(read.text("DATABASE_URL", "sqlite:///instance/jiesu.db")),
            env=env,
            secret_key=_secret_key(read.text("SECRET_KEY", ""), production=production),
            host=read.text("PORTAL_HOST", cls.host),
            port=read.number("PORTAL_PORT", cls.port, 1, 65535),
            session_hours=read.number("PORTAL_SESSION_HOURS", cls.session_hours, 1, 24),
            files=_files(read.text("PORTAL_FILES", str(cls.files))),
            max_body=read.number("PORTAL_MAX_BODY", cls.max_body, 64 * 1024, 1024**3),
            log_level=read.choice("PORTAL_LOG_LEVEL", _LOG_LEVELS, cls.log_level),
            secure_cookies=read.flag("PORTAL_SECURE_COOKIES", production),
            proxies=read.number("PORTAL_PROXIES", cls.proxies, 0, 8),
            workers=read.number("WEB_CONCURRENCY", cls.workers, 1, 64),
        )


@dataclass(frozen=True)
class _Reader:
    """Reads one variable at a time and says what is wrong with it."""

    environ: Mapping[str, str]

    def text(self, variable: str, default: str) -> str:
        return self.environ.get(variable, "").strip() or default

    def choice(self, variable: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.text(variable, default)
        if value not in allowed:
            raise ConfigError(variable, f"须为 {'、'.join(allowed)} 之一，现为“{value}”")
        return value

    def number(self, variable: str, default: int, least: int, most: int) -> int:
        value = self.text(variable, str(default))
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            raise ConfigError(variable, f"须为 {least} 至 {most} 的整数，现为“{value}”")
        return int(value)

    def flag(self, variable: str, default: bool) -> bool:
        value = self.text(variable, str(default)).lower()
        if value not in _FLAGS:
            raise ConfigError(variable, f"须为 1、0、true、false 之一，现为“{value}”")
        return _FLAGS[value]


def _database_url(value: str) -> str:
    """The address with its driver; a SQLite file as an absolute path in an existing folder."""
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        # The value is not shown: it may hold a password.
        raise ConfigError("DATABASE_URL", "不是有效的数据库地址") from None
    if url.drivername in _DRIVERS:
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        return _sqlite_url(url)
    raise ConfigError("DATABASE_URL", f"只支持 sqlite 与 postgresql，现为“{url.drivername}”")


def _sqlite_url(url: URL) -> str:
    if url.database in (None, "", ":memory:"):
        raise ConfigError("DATABASE_URL", "须指明 SQLite 数据库文件")
    path = ROOT / str(url.database)
    _make_folder("DATABASE_URL", path.parent)
    return url.set(database=str(path)).render_as_string(hide_password=False)


def _files(value: str) -> Path:
    path = ROOT / value
    _make_folder("PORTAL_FILES", path)
    return path


def _secret_key(value: str, *, production: bool) -> str:
    if value and (not production or len(value) >= _SECRET_LENGTH):
        return value
    if production:
        raise ConfigError("SECRET_KEY", f"在生产环境须设置，且不少于 {_SECRET_LENGTH} 个字符")
    return _kept_secret(ROOT / "instance" / "secret")


def _kept_secret(path: Path) -> str:
    """The secret on file, made on first use and readable by its owner only."""
    _make_folder("SECRET_KEY", path.parent)
    try:
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(_SECRET_LENGTH))
        kept = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ConfigError("SECRET_KEY", f"无法读写 {path}：{error.strerror}") from None
    if len(kept) < _SECRET_LENGTH:
        raise ConfigError("SECRET_KEY", f"文件 {path} 内容不完整，请删除后重试")
    return kept


def _make_folder(variable: str, folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(variable, f"无法建立目录 {folder}：{error.strerror}") from None
