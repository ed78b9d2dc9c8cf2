"""Warn of words that the glossary explains and the course uses without ever linking to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from app.core.course import Course, address
from app.core.errors import Severity
from app.core.problems import Problems

_LINKED = re.compile(r'href="#term-([a-z][a-z0-9-]*)-\d+"')
_TAG = re.compile(r"<[^>]*>")


def check_terms(course: Course, where: Mapping[str, tuple[str, int]], problems: Problems) -> None:
    """Report each word at the first page that uses it as the glossary writes it.

    Only the written form counts: Finnish bends words, and a guess at their stems would scold
    authors for words of their own.

    Args:
        course: The course in its main language.
        where: File and line of its pages, by address.
        problems: Takes the warnings.
    """
    pages = [
        (address(lesson.id, page.id), page.text.html)
        for lesson in course.lessons()
        for page in lesson.pages
    ]
    linked = {term for _, html in pages for term in _LINKED.findall(html)}
    texts = [(place, unescape(_TAG.sub(" ", html))) for place, html in pages]
    for term in course.glossary:
        if term.id in linked or not term.name.text:
            continue
        name = re.compile(rf"(?<![\w-]){re.escape(term.name.text)}(?![\w-])", re.IGNORECASE)
        place = next((place for place, text in texts if name.search(text)), None)
        if place is not None:
            file, line = where.get(place, ("", 1))
            problems.reporter(file)(
                "term-not-linked",
                line,
                severity=Severity.WARNING,
                found=term.name.text,
                example=f"[{term.name.text}](glossary:{term.id})",
            )
