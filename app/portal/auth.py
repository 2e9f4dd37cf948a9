"""Who is there: log-in, log-out, change of password, and the gate before every other page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, abort, flash, g, redirect, render_template, request, session
from flask import url_for as address_of
from flask_login import LoginManager, UserMixin, current_user, login_user
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import TooManyRequests, Unauthorized

from app.access.principal import Principal, principal_of
from app.kernel.clock import now
from app.models.account import Account
from app.portal.behalf import over, whose
from app.portal.db import READING, system_session
from app.portal.security import is_local, is_static
from app.services import acting as deputies
from app.services import login as logins
from app.services import password as passwords

OPEN = frozenset({"auth.login", "health.healthz"})
#: What somebody may still do whose unit was merged into another.
LEAVING = frozenset({"auth.login", "auth.logout"})
BEFORE_CHANGE = frozenset({"auth.password", "auth.logout"})
UNKNOWN = "登录名或密码不正确"
MERGED = "您所在的{}已停用，不能再以本账号办理，请联系账号管理员把账号调整到承接单位后再登录"

auth = Blueprint("auth", __name__)
manager = LoginManager()
manager.session_protection = "strong"


class User(Principal, UserMixin):
    """The principal as the log-in library wants it; ``current_user`` is ``g.principal``."""

    def get_id(self) -> str:
        return f"{self.account_id}.{self.session_version}"


def init_auth(app: Flask) -> None:
    """Know who is there before anything else is asked."""
    manager.init_app(app)
    app.register_blueprint(auth)
    app.before_request(_recognise)


@manager.user_loader
def load(identity: str) -> User | None:
    """The account of the cookie, unless it was closed or its password changed since."""
    account_id, _, version = identity.partition(".")
    if not (account_id.isdecimal() and version.isdecimal()):
        return None
    ident, at = int(account_id), now()
    absent, opened = whose(ident)
    with system_session(writing=False) as reading:
        if absent:
            person = deputies.acting(reading, ident, int(version), absent, at, opened=opened)
            if person is not None:
                if not person.lapsed or request.method not in READING:
                    return User(**vars(person))
                over(person)
        query = deputies.entered(ident, int(version), at)
        found = reading.execute(query.options(joinedload(Account.unit))).one_or_none()
        return _user(*found) if found else None


def _user(account: Account, deputy: bool = False) -> User:
    return User(**vars(principal_of(account)) | {"deputy": deputy})


def _recognise() -> Any:
    """Load the principal; let nobody past who has to log in or to change the password first."""
    g.principal = None
    if is_static() or request.endpoint == "health.healthz":
        return None
    if "_user_id" in session and _same_browser() and current_user.is_authenticated:
        g.principal = current_user._get_current_object()
    if g.principal is not None and not g.principal.unit_active and request.endpoint not in LEAVING:
        return _out_of_use(g.principal)
    if request.endpoint is None or request.endpoint in OPEN:
        return None
    if g.principal is None:
        return _to_login()
    if g.principal.must_change and request.endpoint not in BEFORE_CHANGE:
        return redirect(address_of("auth.password"))
    return None


def _out_of_use(person: Principal) -> Any:
    """Nobody acts from a unit that is no longer there (平台规则:successor)."""
    session.clear()
    g.principal = None
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        raise Unauthorized
    flash(MERGED.format(person.unit_name), "warning")
    return redirect(address_of("auth.login"))


def _same_browser() -> bool:
    """The library's strong protection exempts sessions with a lifetime, which ours are."""
    return session.get("_id") == manager._session_identifier_generator()


def _to_login() -> Any:
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        raise Unauthorized
    if request.method not in READING:
        flash("登录已失效，刚才提交的内容没有保存，请重新登录", "warning")
        return redirect(address_of("auth.login"))
    wanted = request.full_path.rstrip("?")
    keep = wanted != "/" and is_local(wanted)
    return redirect(address_of("auth.login", next=wanted if keep else None))


@auth.get("/")
def root() -> Any:
    return redirect(address_of("admin.index"))


@auth.route("/login", methods=["GET", "POST"])
def login() -> Any:
    if request.method == "GET":
        if g.principal is not None and g.principal.unit_active:
            return redirect(_next())
        return render_template("portal/login.html", login="")
    name = _plain(request.form.get("login", ""))
    typed = request.form.get("password", "")
    if not name or not typed:
        return _again(name, "请填写登录名和密码")
    account = _admitted(name, typed, _address())
    if account is None:
        return _again(name, UNKNOWN)
    user = _user(account)
    if not user.unit_active:
        return _again(name, MERGED.format(user.unit_name))
    _enter(user)
    return redirect(_next())


@auth.post("/logout")
def logout() -> Any:
    session.clear()
    flash("已退出登录", "success")
    return redirect(address_of("auth.login"))


@auth.route("/password", methods=["GET", "POST"])
def password() -> Any:
    if request.method == "GET":
        return render_template("portal/password.html", fault=None)
    current, new = request.form.get("current", ""), request.form.get("new", "")
    name = g.principal.login
    account = _admitted(name, current, _address())
    if account is None:
        return _refused("原密码不正确", "current")
    if fault := passwords.weakness(new, account, current):
        return _refused(fault, "new")
    if new != request.form.get("again", ""):
        return _refused("两次填写的新密码不一致", "again")
    made = passwords.hashed(new)
    with system_session(writing=True) as writing:
        kept = writing.get(Account, account.id)
        writing.expecting(kept, account.version)
        passwords.assign(kept, made, must_change=False)
    user = load(f"{account.id}.{account.session_version + 1}")
    if user is None:
        abort(409)
    _enter(user)
    flash("密码已修改，其他地方的登录已全部退出", "success")
    return redirect(address_of("admin.index"))


def _admitted(name: str, typed: str, address: str) -> Account | None:
    """The account, if the password is right and the attempt is heard at all.

    The password is tried between the two transactions. The second counts again, behind the lock:
    of many guesses made at once only the allowed few are answered.
    """
    with system_session(writing=False) as reading:
        _hear(logins.wait(reading, name, address, now()))
        account = logins.account_of(reading, name)
    right = passwords.matches(account.password_hash if account else None, typed)
    with system_session(writing=True) as writing:
        held = logins.account_of(writing, name, lock=True)
        _hear(logins.wait(writing, name, address, now()))
        if held and account and held.password_hash != account.password_hash:
            right = False
        logins.record(writing, name, address, now(), succeeded=right and held is not None)
        if held is None or not right:
            return None
        held.unit  # noqa: B018  (loaded while the session lasts)
    return held


def _hear(wait: timedelta) -> None:
    if wait:
        raise TooManyRequests(retry_after=int(wait.total_seconds()))


def _enter(user: User) -> None:
    session.clear()
    session.permanent = True
    login_user(user)
    g.principal = user


def _again(name: str, sentence: str) -> Any:
    return render_template("portal/login.html", login=name, sentence=sentence), 422


def _refused(sentence: str, field: str) -> Any:
    fault = {"field": field, "sentence": sentence}
    return render_template("portal/password.html", fault=fault), 422


def _next() -> str:
    wanted = request.args.get("next", "")
    return wanted if wanted and is_local(wanted) else address_of("admin.index")


def _plain(name: str) -> str:
    shown = "".join(each for each in name if each.isprintable()).strip()
    return shown[: logins.LONGEST_LOGIN]


def _address() -> str:
    return (request.remote_addr or "")[:45] or "未知"
