"""What protects every page: cookies, forged posts, foreign addresses, headers, the request's id."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from flask import Flask, Response, abort, g, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.law.proof import LARGEST
from config import Config

STATIC_SECONDS = 24 * 3600
RESERVED = frozenset({"endpoint", "self", "cls"})
ADDRESSES = ("url", "next")
#: Where a file may come along with a form, and what the form adds to it.
UPLOADS = frozenset({"attachment.create_view"})
AROUND = 1024 * 1024

_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")


def init_security(app: Flask, settings: Config) -> None:
    """Cookies, the request's id and the headers; to come before whoever uses them."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_body,
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_SECONDS,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SESSION_COOKIE_NAME="portal",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        # A form may stay open for as long as its session lives.
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.proxies:
        # Else every log-in would come from the proxy, and one guesser would lock out all.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies
        )
    app.before_request(_identify)
    app.after_request(_headers)


def protect(app: Flask) -> None:
    """Refuse forged posts and poisoned addresses; to come after the log-in is known."""
    CSRFProtect(app)
    app.before_request(guard)


def is_static() -> bool:
    """Whether the request is for a file that is the same for everybody."""
    return (request.endpoint or "").rpartition(".")[2] == "static"


def is_local(address: str) -> bool:
    """Whether an address stays within the portal, however a browser may read it."""
    return _LOCAL.fullmatch(address) is not None


def nonce() -> str:
    """What marks this response's own scripts and styles."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def guard() -> None:
    """Refuse what Flask-Admin would hand on to ``url_for`` or ``redirect`` unexamined."""
    if any(key.startswith("_") or key in RESERVED for key in request.args):
        abort(400)
    for key in ADDRESSES:
        if not all(not each or is_local(each) for each in request.values.getlist(key)):
            abort(400)


def _identify() -> None:
    g.request_id = secrets.token_hex(8)
    # Before anybody reads the form: the check against forged posts does.
    if request.endpoint in UPLOADS:
        request.max_content_length = LARGEST + AROUND


def _headers(response: Response) -> Response:
    response.headers.update(
        {
            "X-Request-ID": g.get("request_id", ""),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Content-Security-Policy": _policy(),
        }
    )
    if not is_static():
        response.headers["Cache-Control"] = "no-store"
    return response


def _policy() -> str:
    own = f"'self' 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else "'self'"
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {own}",
            f"style-src {own}",
            # Bootstrap draws its check marks and arrows from the style sheet itself.
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
