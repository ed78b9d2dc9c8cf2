"""What links inside a course lead to, and where that is served."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

import msgspec
from msgspec import Struct

from app.core.course import Term, Text
from app.core.markdown_text import Link
from app.core.media import Media
from app.core.problems import nearest

SCHEMES = (
    "https:",
    "http:",
    "mailto:",
    "tel:",
    "lesson:",
    "document:",
    "evening:",
    "glossary:",
    "source:",
)
LINK_EXAMPLE = "[kokemustieto](glossary:kokemustieto)"

_OUTSIDE = re.compile(
    r"https?://[^\s/]+\.?[^\s]*|mailto:[^\s@]+@[^\s@]+|tel:\+?[0-9() -]{2,30}", re.IGNORECASE
)


class Label(Struct, frozen=True):
    """A word on the screen of the meeting program."""

    name: str
    checked: bool


class Places(Struct, frozen=True):
    """Everything that the text of one language can point at."""

    slug: str
    lessons: Mapping[str, Mapping[str, str]] = {}
    """Page kind by page id, by lesson id."""
    modules: Mapping[str, str] = {}
    """Folder of the module by lesson id."""
    objectives: Mapping[str, int] = {}
    """How many objectives a lesson has, by lesson id."""
    evenings: Mapping[str, frozenset[str]] = {}
    """Ids of the pages by evening."""
    terms: Mapping[str, Term] = {}
    sources: Mapping[str, Term] = {}
    labels: Mapping[str, Label] = {}
    help: Text | None = None
    """The course's help text."""
    media: Mapping[str, Media] = {}
    """By path inside the course folder."""

    def with_terms(self, terms: Mapping[str, Term]) -> Places:
        """Return the same places with a glossary."""
        return msgspec.structs.replace(self, terms=terms)


class Missing(Struct, frozen=True):
    """Why a link leads nowhere."""

    code: str
    found: str
    expected: str = ""


def find_place(href: str, places: Places, lesson: str) -> Link | Term | Missing:
    """Return where a link leads: an address, a word of the glossary, or why nowhere.

    ``lesson`` is the lesson that holds the link; ``#page`` means a page of it.
    """
    if href.startswith("#"):
        return _lesson_link(f"{lesson}{href}", places)
    scheme, _, rest = href.partition(":")
    inside = _INSIDE.get(f"{scheme}:")
    if inside is not None:
        return inside(rest, places)
    if _OUTSIDE.fullmatch(href):
        return Link(href, {"rel": "noopener"} if href.lower().startswith("http") else {})
    return Missing("unknown-link", href, ", ".join(SCHEMES))


def _term(target: str, places: Places) -> Term | Missing:
    term = places.terms.get(target)
    return term or Missing("unknown-term", target, nearest(target, places.terms))


def _source_link(target: str, places: Places) -> Link | Missing:
    if target not in places.sources:
        return Missing("unknown-source", target, nearest(target, places.sources))
    return Link(f"/learn/{places.slug}/sources#source-{quote(target)}")


def _lesson_link(target: str, places: Places) -> Link | Missing:
    lesson, hash_sign, page = target.partition("#")
    if lesson not in places.lessons:
        return Missing("unknown-lesson", lesson, nearest(lesson, places.lessons))
    if not hash_sign:
        return Link(f"/learn/{places.slug}/{lesson}")
    if page not in places.lessons[lesson]:
        return Missing("unknown-page", f"{lesson}#{page}", nearest(page, places.lessons[lesson]))
    return Link(f"/learn/{places.slug}/{lesson}/{page}")


def _document_link(target: str, places: Places) -> Link | Missing:
    documents = {
        page: lesson
        for lesson, pages in places.lessons.items()
        for page, kind in pages.items()
        if kind == "document"
    }
    if target not in documents:
        return Missing("unknown-document", target, nearest(target, documents))
    return Link(f"/learn/{places.slug}/{documents[target]}/{target}")


def _evening_link(target: str, places: Places) -> Link | Missing:
    evening, hash_sign, page = target.partition("#")
    if evening not in places.evenings:
        return Missing("unknown-evening", evening, nearest(evening, places.evenings))
    if not hash_sign:
        return Link(f"/learn/{places.slug}/evenings#{evening}")
    if page not in places.evenings[evening]:
        return Missing("unknown-page", target, nearest(page, places.evenings[evening]))
    return Link(f"/learn/{places.slug}/evenings/{evening}/{page}")


_INSIDE: Mapping[str, Callable[[str, Places], Link | Term | Missing]] = {
    "lesson:": _lesson_link,
    "document:": _document_link,
    "evening:": _evening_link,
    "glossary:": _term,
    "source:": _source_link,
}
