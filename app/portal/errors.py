"""What a person sees when something is refused or fails: a sentence and the request's id."""

from __future__ import annotations

import logging
from typing import Any

from flask import (
    Flask,
    current_app,
    flash,
    g,
    has_request_context,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from app.kernel.constraints import explain
from app.kernel.errors import Forbidden, PortalError, Unlawful
from app.portal.db import sessions
from app.portal.refusals import record
from app.portal.telling import said
from config import Config

WORDS = {
    400: ("请求无效", "所请求的地址或提交的内容不完整，请返回后重试。"),
    401: ("请先登录", "登录已失效，请重新登录。"),
    403: ("没有权限", "您的岗位不能进行此项操作；确有需要的，请与账号管理员联系。"),
    404: ("没有找到", "该页面或记录不存在，或者不在您的管辖范围内。"),
    405: ("操作方式不对", "该地址不接受这种操作，请从页面上的按钮进入。"),
    409: ("内容已有变动", "他人刚刚已作改动，请刷新后核对再提交。"),
    413: ("提交内容过大", "提交的内容超过允许的大小，请精简后重试。"),
    422: ("不符合规定", "提交的内容不符合规定，没有保存。"),
    429: ("尝试次数过多", "操作过于频繁，请稍后再试。"),
    500: ("系统出现故障", "刚才的操作没有完成，请稍后重试；仍不成功的，请将请求号告知管理员。"),
    503: ("系统暂时不能使用", "数据库暂时无法使用，请稍后重试；仍不成功的，请将请求号告知管理员。"),
}
BUSY = "数据库正忙，刚才的操作没有完成，请稍候片刻再试。"
PLAIN_HTTP = (
    "本门户只能通过 HTTPS 登录：经由 http:// 打开时，浏览器不保存登录信息，"
    "请改用 https:// 开头的地址；仍不能登录的，请与系统管理员联系。"
)
UNMIGRATED = "数据库尚未升级到当前版本，请管理员运行 flask db upgrade 后重试。"
MISSING = ("no such table", "no such column", "does not exist")

_log = logging.getLogger(__name__)


def init_errors(app: Flask, settings: Config) -> None:
    """Catch what the views leave, and put the request's id into every line of the log."""
    _logging(app, settings.log_level)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(PortalError, _refused)
    app.register_error_handler(IntegrityError, _conflict)
    for each in (DatabaseError, PoolTimeout):
        app.register_error_handler(each, _database)


def page(status: int, sentence: str = "", error: PortalError | None = None) -> Any:
    """The answer for a status: a page, or a problem document for a script."""
    title, usual = WORDS.get(status, ("请求未能完成", "请返回后重试。"))
    sentence = sentence or usual
    findings = error.findings if isinstance(error, Unlawful) else ()
    if _wants_json():
        told = {"title": title, "status": status, "detail": sentence, "request_id": _request_id()}
        if findings:
            told["findings"] = [
                {"rule": each.rule, "clause": each.clause, "sentence": each.sentence}
                for each in findings
            ]
        answer = jsonify(told)
        answer.mimetype = "application/problem+json"
        return answer, status
    # Whatever broke may be in the frame of the usual pages.
    framed = status < 500 and g.get("principal") is not None
    return render_template(
        "portal/error.html" if framed else "portal/failure.html",
        status=status,
        title=title,
        sentence=sentence,
        findings=[said(each) for each in findings],
    ), status


def _refused(error: PortalError) -> Any:
    """What the kernel refused and no view told: roll back, keep a record, tell."""
    sessions.rollback()
    if isinstance(error, Unlawful | Forbidden):
        record(error, g.get("principal"), _request_id())
    # Findings are listed; a single sentence would say them twice.
    return page(error.status, "" if isinstance(error, Unlawful) else str(error), error)


def _http(error: HTTPException) -> Any:
    if error.code is None or error.response is not None:
        return error
    wait = getattr(error, "retry_after", None)
    if error.code != 429 or not isinstance(wait, int):
        return page(error.code)
    minutes = max(1, -(-wait // 60))
    body, status = page(429, f"登录失败次数过多，请 {minutes} 分钟后再试。")
    return body, status, {"Retry-After": str(wait)}


def _forged(_: CSRFError) -> Any:
    if request.endpoint == "auth.login":
        if current_app.config["SESSION_COOKIE_SECURE"] and not (request.is_secure or _has_cookie()):
            # A flash would be lost with the cookie that the browser does not keep.
            return render_template("portal/login.html", login="", sentence=PLAIN_HTTP), 400
        flash("登录页面已过期，请重新登录", "warning")
        return redirect(url_for("auth.login"))
    return page(400, "页面已过期或来源不明，提交的内容没有保存，请返回并刷新页面后重新提交。")


def _has_cookie() -> bool:
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def _conflict(error: IntegrityError) -> Any:
    return _refused(explain(error))


def _database(error: Exception) -> Any:
    told = str(getattr(error, "orig", error))
    unmigrated = any(each in told for each in MISSING)
    # SQLite raises the plain class for a file that is no database; other kinds are our own fault.
    serves_not = isinstance(error, OperationalError | PoolTimeout) or type(error) is DatabaseError
    if not (serves_not or unmigrated):
        raise error
    _log.error("database: %s", told.splitlines()[0])
    if unmigrated:
        return page(503, UNMIGRATED)
    return page(503, BUSY if "locked" in told or isinstance(error, PoolTimeout) else "")


def _wants_json() -> bool:
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return True
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def _request_id() -> str:
    return g.get("request_id", "") if has_request_context() else ""


def _logging(app: Flask, level: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s [%(request_id)s] %(name)s: %(message)s")
    )
    handler.addFilter(_marked)
    log = logging.getLogger("app")
    log.handlers[:] = [handler]
    log.setLevel(level)


def _marked(line: logging.LogRecord) -> bool:
    line.request_id = _request_id() or "-"
    return True
