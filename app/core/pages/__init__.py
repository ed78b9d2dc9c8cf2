"""The kinds of pages: one file and one line of `KINDS` each."""

from __future__ import annotations

from app.core.course import Page
from app.core.pages.base import PageKind
from app.core.pages.checklist import Checklist
from app.core.pages.document import Document
from app.core.pages.quiz import Quiz
from app.core.pages.reading import Promise, Reading
from app.core.pages.reflection import Reflection
from app.core.pages.scenario import Scenario

KINDS: dict[str, PageKind] = {
    "checklist": Checklist(),
    "document": Document(),
    "promise": Promise(),
    "quiz": Quiz(),
    "reading": Reading(),
    "reflection": Reflection(),
    "scenario": Scenario(),
}
"""Every kind by its name, which is also the class of the page heading."""


def kind_of(page: Page) -> PageKind:
    """Return the kind of a page.

    Raises:
        KeyError: No kind of that name is installed.
    """
    return KINDS[page.kind]
