"""Takes the infographics out of published pages, each to stand alone on one sheet of paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.core.course import Page
from app.learn.handbook import plain_text

WIDE = frozenset({"compare", "map", "pillars", "rights", "steps"})
"""Kinds that are wider than high, but for those that `TALL` knows."""

TALL = ('class="net"', '<ol class="steps steps-')
"""Drawings of those kinds that need a sheet's height: a net, and steps one below the other."""

_FIGURE = re.compile(
    r'<figure class="infographic infographic-(?P<kind>[a-z]+)" id="(?P<id>[^"]+)".*?</figure>',
    re.DOTALL,
)
_TITLE = re.compile(r'<h[2-6] (class="infographic-title"[^>]*)>(.*?)</h[2-6]>', re.DOTALL)
_TERM = re.compile(r'<a (?=[^>]*\bclass="term")[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Poster:
    """One infographic as it is printed alone."""

    id: str
    """The figure's id on its page."""
    title: str
    html: str
    """The figure; its title is the heading of the whole sheet."""
    wide: bool
    """Whether the sheet lies on its side."""


def posters_of(page: Page) -> tuple[Poster, ...]:
    """Return the infographics of a page, in order; association variables are not filled in."""
    return _posters(page.text.html)


def poster_of(page: Page, figure_id: str) -> Poster | None:
    """Return one infographic of a page, or None."""
    return next((one for one in posters_of(page) if one.id == figure_id), None)


@lru_cache(maxsize=512)
def _posters(html: str) -> tuple[Poster, ...]:
    return tuple(_poster(figure) for figure in _FIGURE.finditer(html))


def _poster(figure: re.Match[str]) -> Poster:
    # Explanations of words stand beside the figure; on a sheet of its own no word can open one.
    html = _TERM.sub(r"\1", figure[0])
    title = _TITLE.search(html)
    return Poster(
        id=figure["id"],
        title=plain_text(title[2]) if title else figure["id"],
        html=_TITLE.sub(r"<h1 \1>\2</h1>", html, count=1),
        wide=figure["kind"] in WIDE and not any(mark in html for mark in TALL),
    )
