"""Pages that anybody may open."""

from __future__ import annotations

from importlib import import_module
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import kept
from app.access import language as reading_language
from app.guard import public
from app.public import services
from app.public.drawings import draw_gallery
from app.public.forms import GalleryForm
from config import LANGUAGES

bp = Blueprint("public", __name__)

PLAIN_TEXT = {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Tell what this is, how long it takes and what you get."""
    courses = services.published_courses(reading_language())
    return render_template("public/start.html", courses=courses)


@bp.get("/help")
@public
def help() -> ResponseReturnValue:  # noqa: A001 - the address is /help
    """Name the person to ask, and tell how to read with ease."""
    return render_template("public/help.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Tell who keeps what, who sees it and for how long."""
    return render_template("public/privacy.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Show the accessibility statement."""
    return render_template("public/accessibility.html")


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    """Change the language and lead back to the same page with everything that was typed."""
    chosen = request.form.getlist("language")[-1:]
    if not chosen or chosen[0] not in LANGUAGES:
        abort(400)
    asked = request.args.get("page") or request.form.get("page")
    page = kept.local_path(asked) or url_for(".start")
    kept.keep(urlsplit(page).path, request.form.to_dict(flat=False))
    services.choose_language(chosen[0], current_user.person)
    return redirect(page, 303)


@bp.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """Say that the program runs."""
    return "ok\n", PLAIN_TEXT


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Say whether the database answers and fits this version."""
    if not services.schema_is_newest():
        return "the database needs: flask db upgrade\n", 503, PLAIN_TEXT
    return "ok\n", PLAIN_TEXT


@bp.get("/gallery")
@public
def gallery() -> ResponseReturnValue:
    """Show every component; only to whoever develops, on the same machine."""
    developing = current_app.debug or current_app.config["SETTINGS"].demo
    if not developing or not ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104 - nowhere
        abort(404)
    wrong = GalleryForm(prefix="wrong")
    wrong.validate()
    return render_template(
        "public/gallery.html", form_shown=GalleryForm(), wrong=wrong, drawings=draw_gallery()
    )


import_module("app.public.verify_views")
