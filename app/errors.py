"""What a person sees when something cannot be done: plain words, the right status, nothing lost."""

from __future__ import annotations

from flask import Flask, current_app, flash, g, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, DataError
from werkzeug.exceptions import BadRequest, HTTPException, SecurityError

from app import kept
from app.extensions import READING_METHODS, db
from config import LANGUAGES

RETRY_AFTER_SECONDS = "10"
PAGES = frozenset({400, 403, 404, 405, 410, 413, 429, 500, 503})


def install(app: Flask) -> None:
    """Give every refusal and fault its page."""
    app.register_error_handler(CSRFError, unknown_sender)
    app.register_error_handler(DatabaseError, database_trouble)
    app.register_error_handler(DataError, impossible_value)
    app.register_error_handler(SecurityError, foreign_host)
    app.register_error_handler(HTTPException, refusal)
    app.register_error_handler(Exception, fault)


def unknown_sender(error: CSRFError) -> ResponseReturnValue:
    """A form whose token does not fit: keep what was typed and show the page again.

    Somebody who has signed out in another window meanwhile is led through sign-in to it.
    """
    current_app.logger.info("csrf: %s", error.description)
    path = kept.page_path()
    _keep(path)
    if request.form.get("writer") and not current_user.is_authenticated:
        flash(_("Your text is safe. Sign in and you will find it where you wrote it."), "info")
    else:
        flash(_("Please check what you wrote and send it again. Nothing was lost."), "warn")
    return redirect(path, 303)


def database_trouble(error: DatabaseError) -> ResponseReturnValue:
    """A database that does not answer or is full: say so and when to try again."""
    current_app.logger.error("database: %s", type(error.orig).__name__, exc_info=error)
    db.session.rollback()
    return _page(503), 503, {"Retry-After": RETRY_AFTER_SECONDS}


def impossible_value(error: DataError) -> ResponseReturnValue:
    """Something was sent that no column takes, such as a NUL in an address on PostgreSQL."""
    current_app.logger.info("data: %s", type(error.orig).__name__)
    db.session.rollback()
    return refusal(BadRequest())


def foreign_host(error: SecurityError) -> ResponseReturnValue:
    """A request under a host name that is not ours: no page, as its links would lead there."""
    current_app.logger.info("host: %s", error.description)
    return (
        f"{_('This could not be understood')}\n",
        400,
        {"Content-Type": "text/plain; charset=utf-8"},
    )


def refusal(error: HTTPException) -> ResponseReturnValue:
    """A refusal with its own page; what was typed is kept."""
    status = error.code or 500
    if request.method not in READING_METHODS:
        _keep(kept.page_path())
    headers = {k: v for k, v in error.get_headers() if k in {"Allow", "Retry-After"}}
    return _page(status), status, headers


def fault(error: Exception) -> ResponseReturnValue:
    """A fault of ours: logged without what people wrote, and what was typed is kept."""
    current_app.logger.error("fault at %s", request.endpoint, exc_info=error)
    if request.method not in READING_METHODS:
        _keep(kept.page_path())
    return _page(500), 500


def _keep(path: str) -> None:
    g.kept_now = True
    try:
        kept.keep(path, request.form.to_dict(flat=False))
    except (DatabaseError, HTTPException):
        db.session.rollback()
        current_app.logger.exception("typed text could not be kept")


def _page(status: int) -> str:
    template = f"errors/{status if status in PAGES else 500 if status >= 500 else 400}.html"  # noqa: PLR2004 - HTTP
    if status >= 500:  # noqa: PLR2004 - HTTP
        return _page_in_trouble(template)
    return render_template(template, status=status)


def _page_in_trouble(template: str) -> str:
    """Draw a page without asking who visits: the database may be what is in trouble."""
    chosen = session.get("language") or request.accept_languages.best_match(list(LANGUAGES))
    language = chosen if chosen in LANGUAGES else next(iter(LANGUAGES))
    with force_locale(language):
        return current_app.jinja_env.get_template(template).render(language=language)
