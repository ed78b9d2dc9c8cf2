"""Compares what a learner typed, or a trainer rewrote, by what it says and not by its looks."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser

from app.core.course import Line, Text


def normalise(text: str) -> str:
    """Return the text with composed letters, single spaces, no case and no final ``. ! ?``."""
    composed = unicodedata.normalize("NFC", text)
    spaced = " ".join(composed.split()).rstrip(".!? ")
    return unicodedata.normalize("NFC", spaced.casefold())


class _Words(HTMLParser):
    """Gathers the words of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def plain(text: Text | Line) -> str:
    """Return the words of a text on one line, without markup."""
    if isinstance(text, Line):
        return text.text
    words = _Words()
    words.feed(text.html)
    words.close()
    return " ".join("".join(words.words).split())
