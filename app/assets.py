"""The style sheet and static files: read once at start, named by their content."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for
from markupsafe import Markup

STATIC_FOLDER = Path(__file__).parent / "static"

CACHEABLE_ENDPOINTS = frozenset({"static"})
"""Endpoints whose answers a browser may keep; everything else may hold somebody's data."""

A_YEAR = 365 * 24 * 60 * 60
"""Seconds for which a file may be kept whose address holds the hash of its content."""


def install(app: Flask) -> None:
    """Give templates the style sheet and static addresses, and let browsers keep static files."""
    app.jinja_env.globals.update(style_sheet=style_sheet, asset_url=asset_url)
    app.after_request(_keep_static_files)


@cache
def style_sheet() -> Markup:
    """Return the style sheet as it stands on every page."""
    text = squeeze((STATIC_FOLDER / "style.css").read_text(encoding="utf-8"))
    if "</" in text:
        raise ValueError("style.css would end its own element")
    return Markup(text)  # noqa: S704 - our own file, proved above to stay inside its element


@cache
def content_security_policy() -> str:
    """Return the header that lets only our own files and the one style sheet act."""
    digest = base64.b64encode(hashlib.sha256(style_sheet().encode()).digest()).decode()
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'sha256-{digest}'",
            "img-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def asset_url(name: str) -> str:
    """Return the address of a static file, with the hash of its content.

    Raises:
        FileNotFoundError: no such file.
    """
    return url_for("static", filename=name, v=_content_hash(name))


def squeeze(css: str) -> str:
    """Return the sheet without comments and needless white space; quoted text stays as it is."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    parts = re.split(r'("[^"]*")', css)
    return "".join(part if part.startswith('"') else _squeeze_code(part) for part in parts).strip()


def _squeeze_code(code: str) -> str:
    code = re.sub(r"\s+", " ", code)
    code = re.sub(r" ?([{};,>]) ?", r"\1", code)
    return re.sub(r": ", ":", code).replace(";}", "}")


@cache
def _content_hash(name: str) -> str:
    return hashlib.sha256((STATIC_FOLDER / name).read_bytes()).hexdigest()[:12]


def _keep_static_files(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in {200, 304}:
        if "v" in request.args:
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        else:
            response.headers["Cache-Control"] = "no-cache"
    return response
