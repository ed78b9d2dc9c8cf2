"""Where the parts meet: one function that makes the application."""

from __future__ import annotations

import zlib
from datetime import timedelta
from importlib import import_module
from typing import cast

from flask import Flask, Response, current_app, has_request_context, request, session
from flask_login import current_user
from jinja2 import StrictUndefined
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from app import assets, cli, dates, errors, guard, kept
from app.access import RowNumber
from app.extensions import (
    babel,
    bind_connections,
    csrf,
    db,
    migrate,
    sqlite_module,
)
from config import LANGUAGES, Settings

FEATURES = ("public", "accounts", "learn", "office")

LARGEST_BODY = 1_000_000
"""Bytes of one request; no page of ours sends more."""

FILE_SENT = frozenset({200, 206, 304})
"""Statuses of an answer that is the file itself and no refusal."""

WORTH_COMPRESSING = 1_000
"""Bytes below which gzip gains nothing."""


def create_app(settings: Settings) -> Flask:
    """Make the application for one installation."""
    app = Flask("app", static_folder="static", template_folder="templates")
    app.url_map.converters["int"] = RowNumber
    _configure(app, settings)
    _bind(app)
    guard.install(app)
    errors.install(app)
    assets.install(app)
    for feature in FEATURES:
        app.register_blueprint(import_module(f"app.{feature}.views").bp)
    cli.install(app)
    _templates(app, settings)
    app.after_request(kept.forget_when_taken)
    app.after_request(_headers)
    app.after_request(_compress)
    if settings.proxy_count:
        count = settings.proxy_count
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # documented way
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    return app


def _configure(app: Flask, settings: Settings) -> None:
    engine_options: dict[str, object] = {}
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        engine_options["module"] = sqlite_module()
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="ohjaajapolku",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.session_days),
        IDLE_DAYS=settings.idle_days,
        BABEL_DEFAULT_LOCALE=next(iter(LANGUAGES)),
        BABEL_DEFAULT_TIMEZONE="Europe/Helsinki",
    )
    app.config.from_mapping(settings.extra)


def _bind(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, render_as_batch=True)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=choose_language)
    bind_connections(app)


def choose_language() -> str:
    """Return the reader's language: chosen, else the browser's, else Finnish."""
    default = next(iter(LANGUAGES))
    if not has_request_context():
        return default
    if current_user.is_authenticated and current_user.person.language in LANGUAGES:
        return cast("str", current_user.person.language)
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return cast("str", chosen)
    return request.accept_languages.best_match(list(LANGUAGES), default) or default


def _templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.undefined = StrictUndefined
    dates.install(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        writer_token=kept.writer_token,
        form_page=kept.page_path,
        kept_unclaimed=kept.unclaimed,
        languages=LANGUAGES,
        settings=settings,
    )
    app.context_processor(_who_and_how)


def _who_and_how() -> dict[str, object]:
    """Give templates the visitor, and not the proxy that looks for them at every mention."""
    visitor = current_user._get_current_object()  # noqa: SLF001 - the documented way
    return {"visitor": visitor, "language": choose_language()}


def _headers(response: Response) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    headers = response.headers
    headers["Content-Security-Policy"] = assets.content_security_policy()
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if settings.https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if request.endpoint not in assets.CACHEABLE_ENDPOINTS or response.status_code not in FILE_SENT:
        headers["Cache-Control"] = "no-store"
    return response


def _compress(response: Response) -> Response:
    """Send text gzipped: the style sheet is on every page and phones pay for bytes."""
    if (
        response.is_streamed
        or response.direct_passthrough
        or response.status_code not in {200, 400, 403, 404, 422}
        or not (response.mimetype or "").startswith("text/")
        or not request.accept_encodings["gzip"]
        or "Content-Encoding" in response.headers
    ):
        return response
    body = response.get_data()
    if len(body) >= WORTH_COMPRESSING:
        packer = zlib.compressobj(4, zlib.DEFLATED, 31)
        response.set_data(packer.compress(body) + packer.flush())
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
