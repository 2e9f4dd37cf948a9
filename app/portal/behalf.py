"""In whose post a request is made: as the person has chosen, or as the form says it was opened."""

from __future__ import annotations

from flask import current_app, flash, g, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

from app.access.principal import Principal
from app.law.delegation import NOT_DONE
from app.portal.db import READING

#: In the session the account acted for; on a form the mark of whoever opened it.
ACTING = "acting"


def mark() -> str:
    """What a form carries that is opened for somebody: by whom, for whom, and at which address.

    Whoever sends it after the end has seen that page while they might, and is shown it once more.
    """
    person: Principal = g.principal
    if person.for_id is None:
        return ""
    if person.lapsed:
        return request.form.get(ACTING, "")
    told: str = _signer().dumps([person.account_id, person.for_id, request.full_path])
    return told


def whose(account_id: int) -> tuple[int | None, bool]:
    """In whose post, if not one's own; whether a form says so that was opened in it."""
    chosen = session.get(ACTING)
    told = None if request.method in READING else _told()
    if told is None:
        return chosen, False
    if not told:
        return None, False
    marked = _marked(told, account_id)
    return (marked, True) if marked else (chosen, False)


def over(person: Principal) -> None:
    """A page opened after the end is one's own again; it says so, once."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return
    session.pop(ACTING, None)
    flash(f"{person.lapsed[0].sentence.removesuffix(NOT_DONE)}，已恢复本人岗位", "warning")


def _told() -> str | None:
    """What the form says; a form that cannot be read is refused by whoever reads it next."""
    try:
        return request.form.get(ACTING)
    except HTTPException:
        return None


def _marked(told: str, account_id: int) -> int | None:
    age = int(current_app.permanent_session_lifetime.total_seconds())
    try:
        own, absent, page = _signer().loads(told, max_age=age)
    except BadSignature:
        return None
    return absent if (own, page) == (account_id, request.full_path) else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=ACTING)
