"""The style sheets and static files: read once at start, named by their content."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for
from markupsafe import Markup

STATIC_FOLDER = Path(__file__).parent / "static"

CACHEABLE_ENDPOINTS = frozenset({"static", "learn.media"})
"""Endpoints whose answers a browser may keep; everything else may hold somebody's data."""

FIGURE_MARKS = ('class="infographic',)
"""Beginnings of elements that only ``figures.css`` draws."""

SCENE_MARKS = tuple(
    f'class="{name}'
    for name in ("meeting", "speech", "chat", "certificate", "slips", "slides", "writing-sheet")
)
"""Beginnings of elements that only ``scenes.css`` draws."""

A_YEAR = 365 * 24 * 60 * 60
"""Seconds for which a file may be kept whose address holds the hash of its content."""


def install(app: Flask) -> None:
    """Give templates the style sheets and static addresses, and let browsers keep static files."""
    app.jinja_env.globals.update(
        style_sheet=style_sheet,
        needs_figures=needs_figures,
        needs_scenes=needs_scenes,
        asset_url=asset_url,
    )
    app.after_request(_keep_static_files)


@cache
def style_sheet(with_figures: bool = False, with_scenes: bool = False) -> Markup:  # noqa: FBT001, FBT002 - read in templates
    """Return the style sheet as it stands inside its element, plain or with what pages draw."""
    names = ["style.css"]
    names += ["figures.css"] * with_figures + ["scenes.css"] * with_scenes
    text = "".join(squeeze((STATIC_FOLDER / name).read_text(encoding="utf-8")) for name in names)
    if "</" in text:
        raise ValueError(f"{names} would end their own element")
    return Markup(text)  # noqa: S704 - our own file, proved above to stay inside its element


def needs_figures(body: str) -> bool:
    """Whether a page's HTML holds something that ``figures.css`` draws."""
    return any(mark in body for mark in FIGURE_MARKS)


def needs_scenes(body: str) -> bool:
    """Whether a page's HTML holds something that ``scenes.css`` draws."""
    return any(mark in body for mark in SCENE_MARKS)


@cache
def content_security_policy() -> str:
    """Return the header that lets only our own files and our style sheet act."""
    sheets = " ".join(
        _hash_source(style_sheet(figures, scenes))
        for figures in (False, True)
        for scenes in (False, True)
    )
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src {sheets}",
            "img-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _hash_source(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


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
