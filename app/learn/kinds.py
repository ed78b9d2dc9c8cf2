"""Which module draws which kind of page: a new kind is one file, one line here, one template."""

from __future__ import annotations

from typing import Protocol

from flask.typing import ResponseReturnValue

from app.learn import document_pages, promise_page, quiz_page, reading, scenario_page, writing_pages
from app.learn.visits import Visit


class PageView(Protocol):
    """What a module for a kind of page offers."""

    def show(self, visit: Visit) -> ResponseReturnValue:
        """Draw the page; changes nothing."""

    def save(self, visit: Visit) -> ResponseReturnValue:
        """Take what the page's main form sent."""


PAGE_VIEWS: dict[str, PageView] = {
    "checklist": writing_pages,
    "document": document_pages,
    "promise": promise_page,
    "quiz": quiz_page,
    "reading": reading,
    "reflection": writing_pages,
    "scenario": scenario_page,
}
"""By the names of `app.core.pages.KINDS`."""
