"""Where an admin view is: the web shell around views generated from the models."""

from __future__ import annotations

from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme
from flask_babel import Babel

from app.portal.acting import ActingView
from app.portal.auth import init_auth
from app.portal.db import sessions
from app.portal.errors import init_errors
from app.portal.findings import FindingView
from app.portal.generator import register
from app.portal.health import health
from app.portal.home import HomeView
from app.portal.law import LawView
from app.portal.layout import init_layout
from app.portal.notices import NoticesView
from app.portal.security import init_security, nonce, protect
from app.portal.workload import WorkloadView
from config import Config

NAME = "接诉即办"
AREAS = (
    "工单", "派单目录", "单位", "延期", "异议", "协调", "挂账", "回访", "考评", "监督", "系统",
)  # fmt: skip


def init_portal(app: Flask, settings: Config) -> None:
    """Everything of the web, in the order in which a request meets it."""
    init_errors(app, settings)
    init_security(app, settings)
    init_auth(app)
    protect(app)
    init_layout(app, NAME)
    app.register_blueprint(health)
    # Flask-Admin ships its Chinese under this very name; "zh" alone would leave it English.
    Babel(app, default_locale="zh_Hans_CN", default_timezone=settings.timezone)
    admin = Admin(
        app,
        name=NAME,
        theme=Bootstrap4Theme(base_template="portal/base.html", fluid=True),
        index_view=HomeView(),
        csp_nonce_generator=nonce,
    )
    admin.add_view(NoticesView())
    for area in AREAS:
        admin.add_category(area)
    register(admin, sessions)
    admin.add_view(WorkloadView())
    admin.add_view(ActingView())
    admin.add_view(FindingView())
    admin.add_view(LawView())
