"""«I know this already»: what passing a module's check quiz at the first go makes done; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.core.course import Course, Lesson, Module, Page, address
from app.core.pages.quiz import QuizContent
from app.core.pages.scenario import ScenarioContent
from app.core.progress import Fact, Scope
from app.core.quiz import Answer
from app.core.routes import flow_of

NEVER_FREED = frozenset({"quiz", "document", "promise"})
"""Kinds of pages that everybody does."""


def check_quiz(module: Module) -> tuple[Lesson, Page] | None:
    """Return the quiz that shows what somebody knows of a module: its last one, never the exam."""
    found = [
        (lesson, page)
        for lesson in module.lessons
        for page in lesson.pages
        if isinstance(page.content, QuizContent)
        and not (page.content.exam or page.optional or lesson.optional)
    ]
    return found[-1] if found else None


def knew_everything(drawn: Sequence[str], answers: Sequence[Answer]) -> bool:
    """Whether each drawn item was answered, and right at the first go.

    Args:
        drawn: addresses of the items of an attempt that still exist.
        answers: every answer of the attempt in order of time, with the credit that it has now.
    """
    first: dict[str, bool] = {}
    for answer in answers:
        first.setdefault(answer.item, answer.credit == 1)
    return bool(drawn) and all(first.get(item, False) for item in drawn)


def can_be_freed(page: Page) -> bool:
    """Whether knowing its module can stand for doing a page."""
    content = page.content
    safe = isinstance(content, ScenarioContent) and content.safe
    return not (
        page.kind in NEVER_FREED or safe or page.binding or page.practice_meeting or page.optional
    )


def freed_pages(course: Course, lesson_id: str, page_id: str) -> Mapping[str, Page]:
    """Return the pages, by address, that are done for whoever knew all that this quiz asks.

    Empty when the page is not the check quiz of its module. What is optional stays as it is.
    """
    module = course.module_of(lesson_id)
    found = check_quiz(module) if module else None
    if module is None or found is None or (found[0].id, found[1].id) != (lesson_id, page_id):
        return {}
    return {
        address(lesson.id, page.id): page
        for lesson in module.lessons
        if not lesson.optional
        for page in flow_of(lesson)
        if can_be_freed(page)
    }


def facts_of(pages: Mapping[str, Page]) -> frozenset[Fact]:
    """Return the facts that these pages, by address, are done."""
    return frozenset(Fact(Scope.PAGE, where) for where in pages)
