"""The ordinary flow of a lesson, and pages that can be done instead of a safe conversation.

Such a page stands beside the flow: it is counted nowhere, and doing it notes the conversation as
done. Which of the two somebody took is stored nowhere.
"""

from __future__ import annotations

from app.core.course import Lesson, Page
from app.core.pages.scenario import ScenarioContent


def flow_of(lesson: Lesson) -> tuple[Page, ...]:
    """Return the pages of a lesson without those that are only another route."""
    return in_flow(lesson.pages)


def in_flow(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Return the pages that are no other route to one of them."""
    others = {other_route(page) for page in pages} - {""}
    return tuple(page for page in pages if page.id not in others) if others else pages


def other_route(page: Page) -> str:
    """Return the id of the page that can be done instead of this one; empty without one."""
    content = page.content
    return content.other if isinstance(content, ScenarioContent) and content.safe else ""


def stands_for(lesson: Lesson, page: Page) -> Page:
    """Return the page that is done when this one is: mostly itself."""
    instead = (one for one in lesson.pages if other_route(one) == page.id != one.id)
    return next(instead, page)
