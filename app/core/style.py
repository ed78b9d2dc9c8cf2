"""Warn where text would be hard to read or to hear: long sentences, links that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from app.core.course import Lesson
from app.core.errors import Severity
from app.core.questions.base import Reporter, SourceLine

LONGEST_SENTENCE = 22
"""Words; the content brief's rule of thumb."""
LONGEST_MEAN = 13
"""Words of a page's sentences on average; the same rule."""
FEWEST_SENTENCES = 4
"""Fewer have no average worth telling."""
FOUNDATIONS = "perusteet"
"""Id of the page that tells where a lesson comes from; it is for those who want to know more."""

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
_FULL_STOP = re.compile(r"[.!?…][”\"»’)]*$")
_NOT_READ = re.compile(
    r'<aside class="(?:explanation|box box-help)".*?</aside>|<span class="cell-label".*?</span>',
    re.DOTALL,
)
"""What opens only when asked for, or is said twice for screen readers."""
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


def count_read_words(html: str) -> int:
    """Return the number of words of a published text that everybody reads.

    Explanations of words and the help text open when asked for; they do not count.
    """
    return count_words(_NOT_READ.sub("", html))


def count_lesson_words(lesson: Lesson) -> int:
    """Return the words of a lesson's own text: of all its pages but quizzes and foundations.

    Questions, scenes, fields and prompts are no text of a page; they take their own time.
    """
    return sum(
        count_read_words(page.text.html)
        for page in lesson.pages
        if page.kind != "quiz" and page.id != FOUNDATIONS
    )


def check_mean(lengths: Sequence[int], line: int, report: Reporter) -> None:
    """Warn of a page whose sentences are long on average.

    Args:
        lengths: Words of each full sentence of the page.
        line: Where the page begins.
        report: Takes the warning.
    """
    if len(lengths) < FEWEST_SENTENCES:
        return
    mean = sum(lengths) / len(lengths)
    if mean > LONGEST_MEAN:
        report(
            "long-sentences",
            line,
            severity=Severity.WARNING,
            found=f"{mean:.1f}",
            expected=str(LONGEST_MEAN),
        )


def check_style(html: str, lines: Sequence[SourceLine], report: Reporter) -> list[int]:
    """Warn of long sentences and of link texts that say nothing.

    Returns:
        The words of each full sentence.
    """
    lengths = []
    for sentence in sentences(html):
        words = _WORD.findall(sentence)
        if _FULL_STOP.search(sentence):
            lengths.append(len(words))
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
    return lengths


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
