"""Warn where text would be hard to read or to hear: long sentences, links that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from app.core.errors import Severity
from app.core.questions.base import Reporter, SourceLine

LONGEST_SENTENCE = 22
"""Words; the content brief's rule of thumb."""

EMPTY_LINK_TEXTS = frozenset(
    {
        "tästä",
        "täältä",
        "tässä",
        "linkki",
        "klikkaa",
        "klikkaa tästä",
        "lue lisää",
        "lisätietoja",
        "här",
        "klicka här",
        "länk",
        "läs mer",
        "mer information",
        "here",
        "click here",
        "this",
        "link",
        "read more",
        "more",
    }
)
"""Words of course texts, not of the interface: they say nothing when read out of their place."""

_BLOCK_END = re.compile(
    r"</?(?:p|li|td|th|ul|ol|table|tr|div|h\d|figcaption|aside|blockquote)\b[^>]*>|<br\s*/?>"
)
_TAG = re.compile(r"<[^>]*>")
_MARKS = re.compile("[\ue000-\ue00f]")
_SENTENCE_END = re.compile(r"(?<=[.!?…:;])[”\"»’)]*\s+(?=[^a-zåäö])")
_WORD = re.compile(r"\w[\w’'.-]*")
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)


def sentences(html: str) -> Iterator[str]:
    """Yield the sentences of HTML as plain text."""
    for piece in _BLOCK_END.split(html):
        plain = " ".join(unescape(_MARKS.sub(" ", _TAG.sub("", piece))).split())
        yield from (sentence for sentence in _SENTENCE_END.split(plain) if sentence)


def count_words(html: str) -> int:
    """Return the number of words of HTML or plain text."""
    return len(_WORD.findall(unescape(_MARKS.sub(" ", _TAG.sub(" ", html)))))


def check_style(html: str, lines: Sequence[SourceLine], report: Reporter) -> None:
    """Warn of long sentences and of link texts that say nothing."""
    for sentence in sentences(html):
        words = _WORD.findall(sentence)
        if len(words) > LONGEST_SENTENCE:
            report(
                "long-sentence",
                _line_of(words, lines),
                severity=Severity.WARNING,
                found=sentence,
                expected=str(LONGEST_SENTENCE),
            )
    for match in _LINK.finditer(html):
        text = _TAG.sub("", match[1]).strip().rstrip(".!").lower()
        if text in EMPTY_LINK_TEXTS:
            report(
                "empty-link-text",
                _line_of([text], lines),
                severity=Severity.WARNING,
                found=text,
                example="[Tapaamisen käsikirjoitus](lesson:kasikirjoitus)",
            )


def _line_of(words: Sequence[str], lines: Sequence[SourceLine]) -> int:
    """Return the line on which the words begin, as nearly as their first words tell."""
    for length in (4, 2, 1):
        start = words[:length]
        for source in lines:
            if _holds(start, _WORD.findall(source.text.lower())):
                return source.number
    return lines[0].number if lines else 1


def _holds(start: Sequence[str], words: Sequence[str]) -> bool:
    wanted = [word.lower() for word in start]
    return any(
        words[place : place + len(wanted)] == wanted
        for place in range(len(words) - len(wanted) + 1)
    )
