"""Searches the reading pages of a course by words; texts are laid out once a revision."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from app.core.course import Page
from app.core.markup import fill_variables
from app.learn.places import Place, places_of

AROUND = 80
"""Characters shown on each side of a word that was found."""

MOST_FOUND = 50

LOWEST = 6
"""Level of the smallest heading that HTML knows."""

_HEADING = re.compile(r"(</?h)([1-6])(?=[\s>])")
_POINTER = re.compile(
    r'\s(?:id|href|aria-(?:describedby|labelledby|details))="(?:#[^"]*|[^"#/:]*)"'
)


@dataclass(frozen=True)
class Found:
    """A page on which all words of a search stand."""

    place: Place
    before: str
    hit: str
    """The first word as it stands in the text; empty when only the title has it."""
    after: str


@dataclass(frozen=True)
class Plain:
    """A page as plain text."""

    place: Place
    text: str
    folded: str
    """Title and text as they are compared."""


def is_reading(page: Page) -> bool:
    """Whether a page is worth looking up afterwards."""
    return page.kind in {"reading", "promise", "checklist"}


def reading_pages(revision_id: int, language: str) -> frozenset[str]:
    """Return the addresses of the pages that the handbook holds."""
    return frozenset(plain.place.address for plain in _plain_pages(revision_id, language))


def find_pages(revision_id: int, language: str, query: str) -> tuple[Found, ...]:
    """Return the pages on which every word of the query stands, titles first."""
    words = _fold(query).split()
    pages = [
        plain
        for plain in _plain_pages(revision_id, language)
        if words and all(word in plain.folded for word in words)
    ]
    titled = [p for p in pages if all(w in _fold(p.place.page.title.text) for w in words)]
    rest = [plain for plain in pages if plain not in titled]
    return tuple(_found(plain, words) for plain in (titled + rest)[:MOST_FOUND])


def print_text(html: str) -> str:
    """Return a page's published HTML fit to stand below others: headings lower, no ids.

    Ids are unique on their own page only, and on paper nothing leads to them.
    """
    return _HEADING.sub(_lower, _POINTER.sub("", html))


def _lower(tag: re.Match[str]) -> str:
    return f"{tag[1]}{min(LOWEST, int(tag[2]) + 2)}"


def plain_text(html: str) -> str:
    """Return the words of published HTML on one line."""
    reader = _Words()
    reader.feed(fill_variables(html, {}))
    reader.close()
    return " ".join("".join(reader.parts).split())


@lru_cache(maxsize=16)
def _plain_pages(revision_id: int, language: str) -> tuple[Plain, ...]:
    found = []
    for place in places_of(revision_id, language).values():
        if is_reading(place.page):
            text = plain_text(place.page.text.html)
            found.append(Plain(place, text, _fold(f"{place.page.title.text} {text}")))
    return tuple(found)


def _found(plain: Plain, words: list[str]) -> Found:
    # Folding keeps the length of Finnish and Swedish text, so places agree; where it does not,
    # only the excerpt begins a little off.
    text = plain.text
    start, word = min(
        ((at, word) for word in words if (at := _fold(text).find(word)) >= 0),
        default=(-1, ""),
    )
    if start < 0:
        return Found(plain.place, text[: 2 * AROUND], "", "")
    end = start + len(word)
    return Found(
        plain.place, text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND]
    )


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


class _Words(HTMLParser):
    """Collects text, with a space wherever a block ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"a", "b", "bdi", "em", "i", "span", "strong"}:
            self.parts.append(" ")
